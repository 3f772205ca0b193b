// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from "vitest";

import { ApiError, ConnectionError } from "@/shared/api/api-error";
import type { ApiClient } from "@/shared/api/client";
import type { Outbox, OutboxEntry, OutboxVerdict } from "@/shared/sync/outbox";

import { undoEntry } from "./undo-entry";

const id = "01930000-0000-7000-8000-000000000001";

/** An outbox of one entry whose state the test moves. */
function outboxWith(state: OutboxEntry["state"] | "gone", verdict: OutboxVerdict = { ok: true }) {
    let now = state;
    const listeners = new Set<() => void>();
    const discard = vi.fn(() => Promise.resolve(verdict));
    const outbox = {
        entries: () => (now === "gone" ? [] : [{ id, state: now }]),
        subscribe: (listener: () => void) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        discard,
    } as unknown as Outbox;
    return {
        outbox,
        discard,
        move: (next: OutboxEntry["state"]) => {
            now = next;
            listeners.forEach((listener) => listener());
        },
    };
}

/** A client whose POST answers with `replies` in turn; an Error is thrown. */
function apiWith(...replies: (Response | Error)[]) {
    const bodies: unknown[] = [];
    const api = {
        POST: (_path: string, options: { body: unknown }) => {
            bodies.push(options.body);
            const reply = replies.shift() ?? new Error("no reply left");
            return reply instanceof Error
                ? Promise.reject(reply)
                : Promise.resolve({
                      data: reply.ok ? {} : undefined,
                      error: { code: "already_reversed" },
                      response: reply,
                  });
        },
    } as unknown as ApiClient;
    return { api, bodies };
}

const created = () => new Response(null, { status: 201 });

describe("undoEntry", () => {
    it.each(["waiting", "refused"] as const)("takes a %s entry out of the outbox", async (state) => {
        const { outbox, discard } = outboxWith(state);
        const { api, bodies } = apiWith();
        expect(await undoEntry({ api, outbox, bookId: "book", id })).toBe("undone");
        expect(discard).toHaveBeenCalledOnce();
        expect(bodies).toEqual([]);
    });

    it.each(["sent", "gone"] as const)("reverses an entry that is %s", async (state) => {
        const { outbox, discard } = outboxWith(state);
        const { api, bodies } = apiWith(created());
        expect(await undoEntry({ api, outbox, bookId: "book", id })).toBe("undone");
        expect(discard).not.toHaveBeenCalled();
        expect(bodies).toHaveLength(1);
    });

    it("waits for the verdict of an entry on its way", async () => {
        const { outbox, move } = outboxWith("sending");
        const { api, bodies } = apiWith(created());
        const undone = undoEntry({ api, outbox, bookId: "book", id });
        expect(bodies).toEqual([]);
        move("sent");
        expect(await undone).toBe("undone");
        expect(bodies).toHaveLength(1);
    });

    it("tries a reversal whose answer was lost again with the same id", async () => {
        const { outbox } = outboxWith("sent");
        const { api, bodies } = apiWith(new ConnectionError("cut"), created());
        expect(await undoEntry({ api, outbox, bookId: "book", id })).toBe("undone");
        expect(bodies).toHaveLength(2);
        expect(bodies[1]).toEqual(bodies[0]);
    });

    it("does not claim anything while the outcome is unknown", async () => {
        const { outbox } = outboxWith("waiting", { ok: false, reason: "outcome_unknown" });
        const { api, bodies } = apiWith();
        expect(await undoEntry({ api, outbox, bookId: "book", id })).toBe("unsure");
        expect(bodies).toEqual([]);
    });

    it("passes a refusal of the reversal on", async () => {
        const { outbox } = outboxWith("sent");
        const { api } = apiWith(new Response(null, { status: 409 }));
        await expect(undoEntry({ api, outbox, bookId: "book", id })).rejects.toBeInstanceOf(
            ApiError,
        );
    });
});
