// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { TransactionData } from "@/shared/api/wire-types";

import { matches, mergeTransactions, rowsOf } from "./transaction-rows";

function transaction(id: string, part: Partial<TransactionData> = {}): TransactionData {
    return {
        id,
        book_id: "book",
        sequence: 1,
        settled_sequence: null,
        status: "posted",
        date: "2026-11-22",
        original_date: null,
        kind: "sale",
        description: "",
        reference: null,
        outlet_id: null,
        contact_id: null,
        tags: [],
        lines: [],
        made_at: null,
        committed_at: "2026-11-22T01:00:00.000Z",
        created_by: { id: "user", name: "Sari" },
        device_id: null,
        reverses_id: null,
        reversed_by_id: null,
        replaces_id: null,
        local_hour: null,
        postings: [],
        ...part,
    };
}

const ids = (list: readonly TransactionData[]) => list.map((item) => item.id);

describe("mergeTransactions", () => {
    it("shows each once, newest day and sequence first", () => {
        const read = [transaction("b", { sequence: 2 }), transaction("a", { sequence: 1 })];
        const arrived = [
            transaction("late", { sequence: 4, date: "2026-11-21" }),
            transaction("c", { sequence: 3 }),
            transaction("b", { sequence: 2 }),
        ];
        expect(ids(mergeTransactions(read, arrived, [], false))).toEqual(["c", "b", "a", "late"]);
    });

    it("leaves what lies below the last page for that page", () => {
        const read = [transaction("b", { sequence: 2 })];
        const arrived = [transaction("late", { sequence: 9, date: "2026-11-01" })];
        expect(ids(mergeTransactions(read, arrived, [], true))).toEqual(["b"]);
        expect(ids(mergeTransactions(read, arrived, [], false))).toEqual(["b", "late"]);
    });

    it("takes the settled state of a held one, in its place", () => {
        const read = [transaction("p", { status: "pending", sequence: 5 })];
        const settled = transaction("p", { status: "posted", sequence: 5, settled_sequence: 8 });
        const again = transaction("p", { status: "pending", sequence: 5 });
        expect(mergeTransactions(read, [settled, again], [], false)).toEqual([settled]);
    });

    it("marks the original of a reversal, even while the reversal is held back", () => {
        const read = [transaction("sale", { sequence: 1 })];
        const reversal = transaction("undo", { sequence: 2, reverses_id: "sale", kind: "reversal" });
        const merged = mergeTransactions(read, [], [reversal], false);
        expect(ids(merged)).toEqual(["sale"]);
        expect(merged[0]?.reversed_by_id).toBe("undo");
    });
});

describe("rowsOf", () => {
    it("puts one heading before each day", () => {
        const rows = rowsOf([
            transaction("b", { sequence: 2 }),
            transaction("a"),
            transaction("z", { date: "2026-11-20" }),
        ]);
        expect(rows.map((row) => row.key)).toEqual([
            "day 2026-11-22",
            "b",
            "a",
            "day 2026-11-20",
            "z",
        ]);
    });
});

describe("matches", () => {
    it("applies every filter that can be judged here", () => {
        const sale = transaction("s", { outlet_id: "kemang" });
        expect(matches({}, sale)).toBe(true);
        expect(matches({ from: "2026-11-22", to: "2026-11-22", outlet: "kemang" }, sale)).toBe(true);
        expect(matches({ from: "2026-11-23" }, sale)).toBe(false);
        expect(matches({ to: "2026-11-21" }, sale)).toBe(false);
        expect(matches({ outlet: "senayan" }, sale)).toBe(false);
        expect(matches({ kind: "expense" }, sale)).toBe(false);
        expect(matches({ status: "pending" }, sale)).toBe(false);
        expect(matches({ late: true }, sale)).toBe(false);
        expect(matches({ account: "none" }, sale)).toBe(false);
    });

    it("leaves a search by words to the server", () => {
        expect(matches({ q: "kopi" }, transaction("s"))).toBe("unknown");
        expect(matches({ q: "kopi", kind: "expense" }, transaction("s"))).toBe(false);
    });
});
