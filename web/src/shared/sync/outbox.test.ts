// SPDX-License-Identifier: Apache-2.0
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createIdGenerator } from "../api/ids";
import type { Transaction } from "../api/wire-types";
import type { BroadcastFactory } from "./broadcast";
import { broadcastFactory } from "./broadcast";
import { FakeLocks } from "./fake-locks.fixture";
import { createOutbox, type Outbox, type OutboxDraft } from "./outbox";
import type { OutboxSender, SendResult } from "./outbox-sender";

type Sent = { readonly bookId: string; readonly draft: OutboxDraft };
type Answer = SendResult | "hang";

/** One real turn of the event loop, whatever the test does with timers. */
function turn(): Promise<void> {
    return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
            port1.close();
            resolve();
        };
        port2.postMessage(null);
    });
}

/** A server that books every id once, and answers as the test says. */
class FakeServer {
    readonly attempts: Sent[] = [];
    readonly booked = new Map<string, OutboxDraft>();
    readonly answers: Answer[] = [];
    inFlight = 0;
    mostInFlight = 0;
    private hanging: Array<(result: SendResult) => void> = [];

    readonly send: OutboxSender = async (bookId, draft) => {
        this.attempts.push({ bookId, draft });
        this.inFlight += 1;
        this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
        try {
            // A turn of the event loop, as on a network.
            await turn();
            const answer = this.answers.shift();
            if (answer === "hang") {
                return await new Promise<SendResult>((resolve) => this.hanging.push(resolve));
            }
            return answer ?? this.accept(draft);
        } finally {
            this.inFlight -= 1;
        }
    };

    accept(draft: OutboxDraft): SendResult {
        this.booked.set(String(draft.id), draft);
        return { kind: "accepted", transaction: { id: draft.id } as Transaction };
    }

    /** The answer to the attempt that hangs. */
    release(result: SendResult): void {
        for (const resolve of this.hanging.splice(0)) {
            resolve(result);
        }
    }

    get order(): string[] {
        return [...this.booked.values()].map((draft) => String(draft.description));
    }
}

const lost: SendResult = {
    kind: "retry",
    outcomeUnknown: true,
    retryAfterMs: null,
    problem: null,
};
const busy: SendResult = { ...lost, outcomeUnknown: false };
const problem = {
    status: 422,
    code: "unknown_account",
    title: "",
    detail: "",
    requestId: null,
    errors: [],
};
const refused: SendResult = { kind: "refused", problem };

let server: FakeServer;
let databaseName: string;
let databases = 0;
let locks: FakeLocks;
let opened: Outbox[];

function open(tab = "a", userId = "user-1", broadcast?: BroadcastFactory): Outbox {
    const outbox = createOutbox({
        userId,
        send: server.send,
        locks: locks.forTab(tab),
        databaseName,
        makeId: createIdGenerator(),
        random: () => 0.5,
        ...(broadcast === undefined ? {} : { broadcast }),
    });
    opened.push(outbox);
    return outbox;
}

const draft = (description: string): OutboxDraft => ({
    kind: "sale",
    amount: "15000",
    account_code: "1101",
    counter_code: "4101",
    date: "2026-11-22",
    description,
});
const add = (outbox: Outbox, description: string) =>
    outbox.enqueue({ bookId: "book-1", draft: draft(description) });
const states = (outbox: Outbox) =>
    outbox.entries().map((entry) => [entry.draft.description, entry.state]);

/**
 * Waits, in real time, until `check` does not throw any more; the test's clock stands still
 * meanwhile.
 */
async function until(check: () => void): Promise<void> {
    const deadline = performance.now() + 3_000;
    for (;;) {
        try {
            check();
            return;
        } catch (error) {
            if (performance.now() > deadline) {
                throw error;
            }
        }
        await turn();
    }
}

beforeEach(() => {
    // The outbox's own timers and clock are the test's; the database's are real.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    server = new FakeServer();
    databases += 1;
    databaseName = `outbox-test-${databases}`;
    locks = new FakeLocks();
    opened = [];
});

afterEach(() => {
    for (const outbox of opened) {
        outbox.close();
    }
    vi.useRealTimers();
});

describe("sending", () => {
    it("stores the entry with its id before the first attempt", async () => {
        server.answers.push("hang");
        const outbox = open();
        const entry = await add(outbox, "one");
        expect(entry.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
        await until(() => expect(server.attempts.length).toBe(1));
        // Another tab reads the same database while the attempt is under way.
        const other = open("b");
        await other.ready;
        expect(other.entries()[0]).toMatchObject({
            id: entry.id,
            attempts: 1,
            outcomeUnknown: true,
        });
        expect(server.attempts[0]).toMatchObject({
            bookId: "book-1",
            draft: {
                id: entry.id,
                if_locked: "next_open_day",
                date: "2026-11-22",
                made_at: new Date(Date.now()).toISOString(),
                amount: "15000",
            },
        });
        expect(states(outbox)).toEqual([["one", "sending"]]);
        server.release({ kind: "accepted", transaction: { id: entry.id } as Transaction });
        await until(() => expect(states(outbox)).toEqual([["one", "sent"]]));
        expect(outbox.entries()[0]?.transaction?.id).toBe(entry.id);
    });

    it("sends in order, one at a time", async () => {
        const outbox = open();
        const names = ["one", "two", "three", "four", "five"];
        for (const name of names) {
            await add(outbox, name);
        }
        await until(() => expect(server.order).toEqual(names));
        expect(server.mostInFlight).toBe(1);
        expect(server.attempts.length).toBe(5);
    });

    it("keeps entries over a reload and sends them at the next start, once each", async () => {
        server.answers.push(lost);
        const before = open();
        for (const name of ["one", "two", "three"]) {
            await add(before, name);
        }
        await until(() => expect(server.attempts.length).toBe(1));
        before.close();
        const after = open();
        await after.ready;
        expect(states(after)).toEqual([
            ["one", "waiting"],
            ["two", "waiting"],
            ["three", "waiting"],
        ]);
        await after.flush("start");
        expect(server.order).toEqual(["one", "two", "three"]);
        expect(server.attempts.length).toBe(4);
    });

    it("sends the same id and body again after a lost answer", async () => {
        const outbox = open();
        server.answers.push(lost, lost);
        await add(outbox, "one");
        await until(() => expect(server.attempts.length).toBe(1));
        await outbox.flush("online");
        await outbox.flush("wake");
        expect(server.attempts.length).toBe(3);
        expect(server.attempts[1]).toEqual(server.attempts[0]);
        expect(server.attempts[2]).toEqual(server.attempts[0]);
        expect(server.booked.size).toBe(1);
        expect(states(outbox)).toEqual([["one", "sent"]]);
    });

    it("holds entries up behind one to be tried again, not behind a refused one", async () => {
        const outbox = open();
        server.answers.push(busy);
        await add(outbox, "one");
        await until(() => expect(server.attempts.length).toBe(1));
        // Under one and the same wait: the timer has not come yet.
        await outbox.flush("timer");
        expect(server.attempts.length).toBe(1);
        server.answers.push(refused);
        await add(outbox, "two");
        await until(() =>
            expect(states(outbox)).toEqual([
                ["one", "refused"],
                ["two", "sent"],
            ]),
        );
        expect(outbox.entries()[0]?.problem).toEqual(problem);
    });

    it("tries again by its own timer, later each time", async () => {
        const outbox = open();
        server.answers.push(busy, busy, busy);
        await add(outbox, "one");
        await until(() => expect(server.attempts.length).toBe(1));
        for (const [waitMs, attempts] of [
            [1_000, 2],
            [2_000, 3],
            [4_000, 4],
        ] as const) {
            await until(() => expect(outbox.entries()[0]?.state).toBe("waiting"));
            vi.advanceTimersByTime(waitMs - 10);
            await outbox.flush("timer");
            expect(server.attempts.length).toBe(attempts - 1);
            vi.advanceTimersByTime(10);
            await until(() => expect(server.attempts.length).toBe(attempts));
        }
        await until(() => expect(states(outbox)).toEqual([["one", "sent"]]));
    });

    it("obeys Retry-After, which only the user may overrule", async () => {
        const outbox = open();
        server.answers.push({ ...busy, retryAfterMs: 60_000 });
        await add(outbox, "one");
        await until(() => expect(outbox.entries()[0]).toMatchObject({ attempts: 1 }));
        await until(() => expect(outbox.entries()[0]?.state).toBe("waiting"));
        await outbox.flush("online");
        expect(server.attempts.length).toBe(1);
        await outbox.flush("user");
        expect(server.attempts.length).toBe(2);
    });

    it("waits for a sign-in without losing or refusing anything", async () => {
        const outbox = open();
        server.answers.push({ kind: "signed_out" });
        await add(outbox, "one");
        await until(() => expect(server.attempts.length).toBe(1));
        await until(() => expect(states(outbox)).toEqual([["one", "waiting"]]));
        expect(outbox.entries()[0]?.outcomeUnknown).toBe(false);
        await outbox.flush("user");
        expect(server.order).toEqual(["one"]);
    });

    it("shows and sends nothing of another user of the same browser", async () => {
        server.answers.push(busy);
        const first = open("a", "user-1");
        await add(first, "mine");
        await until(() => expect(server.attempts.length).toBe(1));
        first.close();
        const second = open("a", "user-2");
        await second.ready;
        expect(second.entries()).toEqual([]);
        await second.flush("start");
        expect(server.attempts.length).toBe(1);
        expect(await second.discard(String(server.attempts[0]?.draft.id))).toEqual({
            ok: false,
            reason: "not_found",
        });
    });

    it("forgets sent entries after a day", async () => {
        const outbox = open();
        await add(outbox, "one");
        await until(() => expect(states(outbox)).toEqual([["one", "sent"]]));
        outbox.close();
        vi.setSystemTime(Date.now() + 25 * 3600 * 1000);
        const next = open();
        await next.ready;
        expect(next.entries()).toEqual([]);
    });

    it("gives the same array until something changes", async () => {
        const outbox = open();
        await outbox.ready;
        const empty = outbox.entries();
        expect(outbox.entries()).toBe(empty);
        let told = 0;
        outbox.subscribe(() => (told += 1));
        await add(outbox, "one");
        expect(told).toBeGreaterThan(0);
        expect(outbox.entries()).not.toBe(empty);
    });
});

describe("two tabs", () => {
    it("flush at once without doubles, and both see the result", async () => {
        const bus = broadcastFactory(BroadcastChannel);
        server.answers.push(lost, busy, busy);
        const first = open("a", "user-1", bus);
        const second = open("b", "user-1", bus);
        for (const [index, name] of ["one", "two", "three"].entries()) {
            await add(first, name);
            await until(() => expect(server.attempts.length).toBe(index + 1));
            await until(() => expect(server.inFlight).toBe(0));
        }
        expect(server.booked.size).toBe(0);
        await Promise.all([first.flush("user"), second.flush("user"), first.flush("online")]);
        await until(() => {
            for (const outbox of [first, second]) {
                expect(states(outbox)).toEqual([
                    ["one", "sent"],
                    ["two", "sent"],
                    ["three", "sent"],
                ]);
            }
        });
        expect(server.order).toEqual(["one", "two", "three"]);
        expect(server.mostInFlight).toBe(1);
        expect(server.attempts.length).toBe(6);
    });

    it("take over from a tab that died while sending", async () => {
        server.answers.push("hang");
        const first = open("a");
        await add(first, "one");
        await until(() => expect(server.attempts.length).toBe(1));
        const second = open("b");
        const flushed = second.flush("start");
        locks.kill("a");
        await flushed;
        expect(server.attempts.length).toBe(2);
        expect(server.attempts[1]).toEqual(server.attempts[0]);
        expect(states(second)).toEqual([["one", "sent"]]);
    });

    it("take the lock from a tab that sleeps with it", async () => {
        server.answers.push("hang");
        const first = open("a");
        await add(first, "one");
        await until(() => expect(server.attempts.length).toBe(1));
        const second = open("b");
        const flushed = second.flush("start");
        await second.ready;
        vi.advanceTimersByTime(45_000);
        await flushed;
        expect(server.order).toEqual(["one"]);
        // The sleeper wakes, with an old answer, and does no harm.
        server.release(lost);
        await until(() => expect(server.inFlight).toBe(0));
        await first.flush("wake");
        expect(server.attempts.length).toBe(2);
        expect(states(second)).toEqual([["one", "sent"]]);
    });
});

describe("changing entries", () => {
    it("edits a refused entry under its own id and sends it again, in its old place", async () => {
        const outbox = open();
        server.answers.push(refused);
        const entry = await add(outbox, "one");
        await until(() => expect(states(outbox)).toEqual([["one", "refused"]]));
        expect(await outbox.edit(entry.id, { ...draft("uno"), id: "something-else" })).toEqual({
            ok: true,
        });
        await until(() => expect(states(outbox)).toEqual([["uno", "sent"]]));
        expect(server.attempts[1]?.draft).toMatchObject({ id: entry.id, description: "uno" });
        expect(await outbox.edit(entry.id, draft("tres"))).toEqual({
            ok: false,
            reason: "already_sent",
        });
    });

    it("tries a refused entry again unchanged, or throws it away", async () => {
        const outbox = open();
        server.answers.push(refused, refused);
        const first = await add(outbox, "one");
        const second = await add(outbox, "two");
        await until(() => expect(server.attempts.length).toBe(2));
        await until(() => expect(outbox.entries()[1]?.state).toBe("refused"));
        expect(await outbox.retry(first.id)).toEqual({ ok: true });
        expect(await outbox.discard(second.id)).toEqual({ ok: true });
        await until(() => expect(states(outbox)).toEqual([["one", "sent"]]));
        expect(await outbox.retry(first.id)).toEqual({ ok: false, reason: "already_sent" });
        expect(await outbox.discard(second.id)).toEqual({ ok: false, reason: "not_found" });
    });

    it("lets nobody edit or discard what may be in the books already", async () => {
        const outbox = open();
        server.answers.push(lost);
        const entry = await add(outbox, "one");
        await until(() => expect(outbox.entries()[0]).toMatchObject({ outcomeUnknown: true }));
        await until(() => expect(outbox.entries()[0]?.state).toBe("waiting"));
        const no = { ok: false, reason: "outcome_unknown" };
        expect(await outbox.edit(entry.id, draft("uno"))).toEqual(no);
        expect(await outbox.discard(entry.id)).toEqual(no);
        expect(await outbox.discard(entry.id, { evenIfUnknown: true })).toEqual({ ok: true });
        expect(outbox.entries()).toEqual([]);
    });

    it("keeps the doubt of an early attempt until the server has spoken", async () => {
        const outbox = open();
        server.answers.push(lost, busy);
        await add(outbox, "one");
        await until(() => expect(server.attempts.length).toBe(1));
        await outbox.flush("online");
        expect(server.attempts.length).toBe(2);
        expect(outbox.entries()[0]).toMatchObject({ state: "waiting", outcomeUnknown: true });
        await outbox.flush("online");
        expect(outbox.entries()[0]).toMatchObject({ state: "sent", outcomeUnknown: false });
    });

    it("refuses a change while the entry is on its way", async () => {
        const outbox = open();
        server.answers.push("hang");
        const entry = await add(outbox, "one");
        await until(() => expect(states(outbox)).toEqual([["one", "sending"]]));
        const no = { ok: false, reason: "sending" };
        expect(await outbox.edit(entry.id, draft("uno"))).toEqual(no);
        expect(await outbox.discard(entry.id)).toEqual(no);
        server.release(busy);
        await until(() => expect(states(outbox)).toEqual([["one", "waiting"]]));
        expect(await outbox.discard(entry.id)).toEqual({ ok: true });
    });
});
