// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { createLedgerCursor, type LedgerCursor } from "./ledger-cursor";

const one = { sockets: "one" } as const;
const at = (offset: number, epoch = "e1") => ({ epoch, offset, hash: `h${offset}` });
const resumed = (offset: number) => ({ epoch: "e1", offset, recovered: true });

function cursorAt(offset: number): LedgerCursor {
    return createLedgerCursor({ epoch: "e1", offset, hash: `h${offset}` });
}

describe("a ledger's position", () => {
    it("takes its first place from the reply, and no event before it", () => {
        const cursor = createLedgerCursor(null);
        expect(cursor.acceptEvent(at(1), one)).toBe("gap");
        expect(cursor.acceptReply({ epoch: "e1", offset: 7, recovered: false })).toBe("first");
        expect(cursor.position()).toEqual({ epoch: "e1", offset: 7, hash: null });
    });

    it("applies the next event, drops earlier ones, stops at a gap", () => {
        const cursor = cursorAt(4);
        expect(cursor.acceptEvent(at(5), one)).toBe("apply");
        expect(cursor.acceptEvent(at(5), one)).toBe("duplicate");
        expect(cursor.acceptEvent(at(2), one)).toBe("duplicate");
        expect(cursor.acceptEvent(at(7), one)).toBe("gap");
        expect(cursor.position()).toEqual(at(5));
    });

    it("knows another epoch, in events and in replies", () => {
        const cursor = cursorAt(4);
        expect(cursor.acceptEvent(at(5, "e2"), one)).toBe("rewound");
        expect(cursor.position()).toEqual(at(4));
        expect(cursor.acceptReply({ epoch: "e2", offset: 2, recovered: false })).toBe("rewound");
        expect(cursor.position()).toEqual({ epoch: "e2", offset: 2, hash: null });
    });

    it("is behind a head beyond it only", () => {
        const cursor = cursorAt(4);
        expect([3, 4, 5].map((head) => cursor.isBehind(head))).toEqual([false, false, true]);
        expect(createLedgerCursor(null).isBehind(9)).toBe(false);
    });

    it("expects gaps once the server has answered one with the same gap", () => {
        const cursor = cursorAt(4);
        expect(cursor.acceptEvent(at(9), one)).toBe("gap");
        expect(cursor.acceptReply(resumed(4))).toBe("resumed");
        expect(cursor.acceptEvent(at(9), one)).toBe("apply");
        expect(cursor.acceptEvent(at(20), one)).toBe("apply");
    });

    it("does not take a gap for a filter when the answer was to somebody further on", () => {
        const cursor = cursorAt(4);
        expect(cursor.acceptEvent(at(9), one)).toBe("gap");
        cursor.acceptReply(resumed(8));
        expect(cursor.acceptEvent(at(9), one)).toBe("gap");
    });

    it("does not learn from events that may come from another socket than the reply", () => {
        const cursor = cursorAt(4);
        const two = { sockets: "two" } as const;
        expect(cursor.acceptEvent(at(9), two)).toBe("gap");
        cursor.acceptReply(resumed(4));
        expect(cursor.acceptEvent(at(10), two)).toBe("gap");
        expect(cursor.acceptEvent(at(5), two)).toBe("apply");
    });

    it("moves with skips, never back, and then expects gaps", () => {
        const cursor = cursorAt(4);
        cursor.acceptSkip(8);
        expect(cursor.position()).toEqual({ epoch: "e1", offset: 8, hash: null });
        cursor.acceptSkip(6);
        expect(cursor.position()?.offset).toBe(8);
        expect(cursor.acceptEvent(at(12), one)).toBe("apply");
    });
});
