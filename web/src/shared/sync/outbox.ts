// SPDX-License-Identifier: Apache-2.0
//
// The outbox: every entry is stored here before it is sent, and stays until the server has spoken.
//
//   enqueue ──▶ waiting ──attempt──▶ sending ──accepted──▶ sent (kept a day, then forgotten)
//                 ▲  ▲                  │ │
//                 │  └── retry, no ─────┘ └──refused──▶ refused ──edit, retry──▶ waiting
//                 │      answer                            │
//                 └── signed out: until the next flush     └──discard──▶ gone
//
// Rules
//   1. The id is made on the device and stored before the first attempt; it is the transaction's id
//      and its idempotency key. An attempt whose answer was lost is made again with the same id and
//      body, so it cannot be booked twice.
//   2. Entries are sent one by one in the order they were made; one that must be tried again holds
//      up those behind it. A refused one does not.
//   3. One tab sends at a time (Web Locks). Without locks the server's idempotency stops doubles.
//   4. It is flushed by whoever knows a reason (`flush`): start, online, wake, socket, timer, user;
//      and by its own timer after a failed attempt. Background Sync is not used.
//   5. An entry whose outcome is not known can be neither edited nor discarded: it may be booked.

import { newId } from "../api/ids";
import { backOffMs } from "./back-off";
import type { Broadcast, BroadcastFactory } from "./broadcast";
import { createEmitter } from "./emitter";
import { ownBroadcast, ownLocks } from "./environment";
import { exclusively, isAbort, type LockManagerLike } from "./exclusive";
import type { OutboxSender, SendResult } from "./outbox-sender";
import { OutboxStore, type OutboxRow, type OutboxDraft as StoredDraft } from "./outbox-store";
import type { OutboxProblem } from "./outbox-store";
import type { Transaction } from "../api/wire-types";

/** A draft for the outbox: `date` is set by the screen, in the book's time zone. */
export type OutboxDraft = StoredDraft;

/** An entry as screens see it. */
export type OutboxEntry = {
    readonly id: string;
    readonly bookId: string;
    readonly draft: OutboxDraft;
    readonly state: "waiting" | "sending" | "refused" | "sent";
    readonly attempts: number;
    /** An attempt may have been carried out without an answer. */
    readonly outcomeUnknown: boolean;
    readonly createdAtMs: number;
    /** Why it was refused, or why the last attempt failed. */
    readonly problem: OutboxProblem | null;
    /** As committed, once sent. */
    readonly transaction: Transaction | null;
};

/** Why the outbox sends now. */
export type FlushReason = "start" | "online" | "wake" | "socket" | "timer" | "user" | "enqueue";

/** The verdict over a change of an entry. */
export type OutboxVerdict =
    | { readonly ok: true }
    | {
          readonly ok: false;
          readonly reason:
              | "not_found"
              | "sending"
              | "outcome_unknown"
              | "already_sent"
              | "wrong_state";
      };

/** How an outbox is made. */
export type OutboxOptions = {
    /** Entries of other users of this browser are neither shown nor sent. */
    readonly userId: string;
    readonly send: OutboxSender;
    /** By default the browser's, where there is one; null: none. */
    readonly locks?: LockManagerLike | null;
    /** By default the browser's. */
    readonly broadcast?: BroadcastFactory;
    readonly databaseName?: string;
    readonly makeId?: () => string;
    readonly random?: () => number;
};

/** The outbox of one user; see the file's head. */
export type Outbox = {
    /** Resolves when the stored entries have been read. */
    readonly ready: Promise<void>;
    /** All entries in the order of sending; the same array until something changes. */
    readonly entries: () => readonly OutboxEntry[];
    readonly subscribe: (listener: () => void) => () => void;
    /** Stores an entry and starts sending. Rejects when the device cannot store it. */
    readonly enqueue: (entry: {
        readonly bookId: string;
        readonly draft: OutboxDraft;
    }) => Promise<OutboxEntry>;
    /** A refused entry waits again, unchanged. */
    readonly retry: (id: string) => Promise<OutboxVerdict>;
    /** Takes an entry out. `evenIfUnknown` accepts that it may be in the books all the same. */
    readonly discard: (
        id: string,
        options?: { readonly evenIfUnknown?: boolean },
    ) => Promise<OutboxVerdict>;
    /** Another body under the same id; the entry waits again. */
    readonly edit: (id: string, draft: OutboxDraft) => Promise<OutboxVerdict>;
    /** Sends what waits; resolves when nothing more can be sent now. */
    readonly flush: (reason: FlushReason) => Promise<void>;
    /** Stops sending; what waits stays stored. */
    readonly close: () => void;
};

/** Bounds of the wait after a failed attempt. */
const backOffBounds = { firstMs: 2_000, maxMs: 60_000 };

/** Sent entries are shown for a day, and no more than this many. */
const sentKeptMs = 24 * 3600 * 1000;
const sentKeptMax = 100;

/** A tab that holds the lock this long without an end to its attempt (20 s at most) is asleep. */
const stealAfterMs = 45_000;

/** Makes the outbox and reads what is stored. It sends when `flush` is called. */
export function createOutbox(options: OutboxOptions): Outbox {
    const outbox = new StoredOutbox(options);
    return {
        ready: outbox.ready,
        entries: () => outbox.entries,
        subscribe: (listener) => outbox.changes.add(listener),
        enqueue: (entry) => outbox.enqueue(entry.bookId, entry.draft),
        retry: (id) => outbox.retry(id),
        discard: (id, how) => outbox.discard(id, how?.evenIfUnknown === true),
        edit: (id, draft) => outbox.edit(id, draft),
        flush: (reason) => outbox.flush(reason),
        close: () => outbox.close(),
    };
}

class StoredOutbox {
    readonly changes = createEmitter<[]>();
    readonly ready: Promise<void>;
    entries: readonly OutboxEntry[] = [];

    private readonly store: OutboxStore;
    private readonly tabs: Broadcast;
    private readonly locks: LockManagerLike | null;
    private readonly lockName: string;
    /** The entry that some tab is sending now. */
    private sendingId: string | null = null;
    private running: Promise<void> | null = null;
    private again = false;
    /**
     * What the next pass may pass over: news the back-off, the user also what the server asked
     * for.
     */
    private urgency: "none" | "news" | "user" = "none";
    private closed = false;
    private failures = 0;
    private backOffUntilMs = 0;
    private serverAsksUntilMs = 0;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private refreshes = 0;

    constructor(private readonly options: OutboxOptions) {
        const name = options.databaseName ?? "arus-outbox";
        this.store = new OutboxStore(name);
        this.lockName = `${name}.send`;
        this.locks = options.locks === undefined ? ownLocks() : options.locks;
        this.tabs = (options.broadcast ?? ownBroadcast())(`${name}.changed`);
        this.tabs.listen((message) => {
            this.sendingId = sendingIdIn(message);
            void this.refresh();
        });
        this.ready = this.forgetOldSent().then(() => this.refresh());
    }

    async enqueue(bookId: string, draft: OutboxDraft): Promise<OutboxEntry> {
        const nowMs = Date.now();
        const id = draft.id ?? (this.options.makeId ?? newId)();
        const row: Omit<OutboxRow, "position"> = {
            id,
            userId: this.options.userId,
            bookId,
            draft: prepared(draft, id, nowMs),
            state: "waiting",
            attempts: 0,
            outcomeUnknown: false,
            createdAtMs: nowMs,
            settledAtMs: null,
            problem: null,
            transaction: null,
        };
        const position = await this.store.add(row);
        await this.changed();
        void this.flush("enqueue");
        return this.entryOf({ ...row, position });
    }

    async retry(id: string): Promise<OutboxVerdict> {
        const verdict = await this.changeBy(id, (row) =>
            row.state === "refused"
                ? { state: "waiting", problem: null, settledAtMs: null }
                : { reason: row.state === "sent" ? "already_sent" : "wrong_state" },
        );
        return this.flushIfOk(verdict);
    }

    async discard(id: string, evenIfUnknown: boolean): Promise<OutboxVerdict> {
        return this.changeBy(id, (row) => {
            if (row.state === "waiting" && row.outcomeUnknown && !evenIfUnknown) {
                return { reason: "outcome_unknown" };
            }
            return row.state === "sent" ? { reason: "already_sent" } : "remove";
        });
    }

    async edit(id: string, draft: OutboxDraft): Promise<OutboxVerdict> {
        const verdict = await this.changeBy(id, (row) => {
            if (row.state === "sent") {
                return { reason: "already_sent" };
            }
            if (row.state === "waiting" && row.outcomeUnknown) {
                return { reason: "outcome_unknown" };
            }
            return {
                draft: prepared(draft, id, row.createdAtMs),
                state: "waiting",
                problem: null,
                settledAtMs: null,
            };
        });
        return this.flushIfOk(verdict);
    }

    async flush(reason: FlushReason): Promise<void> {
        if (this.closed) {
            return;
        }
        if (reason === "user" || (reason !== "timer" && this.urgency === "none")) {
            this.urgency = reason === "user" ? "user" : "news";
        }
        if (this.running !== null) {
            this.again = true;
            return this.running;
        }
        this.running = this.run().finally(() => {
            this.running = null;
        });
        return this.running;
    }

    close(): void {
        this.closed = true;
        clearTimeout(this.timer);
        this.changes.clear();
        void (this.running ?? Promise.resolve()).finally(() => {
            this.tabs.close();
            this.store.close();
        });
    }

    // Sending
    // ----------------------------------------------------------------------------------------

    private async run(): Promise<void> {
        do {
            this.again = false;
            if (this.urgency !== "none") {
                this.backOffUntilMs = 0;
            }
            if (this.urgency === "user") {
                this.serverAsksUntilMs = 0;
            }
            this.urgency = "none";
            const turn = { lockLost: false };
            try {
                await exclusively(this.locks, this.lockName, { stealAfterMs }, () =>
                    this.sendAll(turn),
                );
            } catch (error) {
                // This tab was asleep with the lock; another one has taken over and sends what
                // waits.
                turn.lockLost = true;
                if (!isAbort(error)) {
                    throw error;
                }
            }
        } while (this.isWanted());
    }

    private isWanted(): boolean {
        return this.again && !this.closed;
    }

    private async sendAll(turn: { readonly lockLost: boolean }): Promise<void> {
        while (!this.closed && !turn.lockLost) {
            const untilMs = Math.max(this.backOffUntilMs, this.serverAsksUntilMs);
            if (untilMs > Date.now()) {
                this.flushAt(untilMs);
                return;
            }
            const row = await this.store.nextWaiting(this.options.userId);
            if (row === null || !(await this.sendOne(row))) {
                return;
            }
        }
    }

    /** One attempt. True when the next entry may go. */
    private async sendOne(row: OutboxRow): Promise<boolean> {
        // Written before the attempt: a tab that dies in it leaves the truth behind.
        const before = await this.store.change(row.id, (now) =>
            now.state === "waiting" ? { attempts: now.attempts + 1, outcomeUnknown: true } : null,
        );
        if (before?.state !== "waiting") {
            // Discarded or changed by another tab in between: look again.
            return true;
        }
        this.sendingId = row.id;
        await this.changed();
        let result: SendResult;
        try {
            result = await this.options.send(before.bookId, before.draft);
        } finally {
            this.sendingId = null;
        }
        await this.settle(before, result);
        await this.changed();
        return result.kind === "accepted" || result.kind === "refused";
    }

    private async settle(before: OutboxRow, result: SendResult): Promise<void> {
        const change = this.changeFor(before, result);
        await this.store.change(before.id, (now) => (now.state === "waiting" ? change : null));
        if (result.kind === "retry") {
            this.failures += 1;
            const waitMs = backOffMs(this.failures, {
                ...backOffBounds,
                random: this.options.random ?? Math.random,
            });
            this.backOffUntilMs = Date.now() + waitMs;
            this.serverAsksUntilMs = Date.now() + (result.retryAfterMs ?? 0);
            this.flushAt(Math.max(this.backOffUntilMs, this.serverAsksUntilMs));
        } else {
            this.failures = 0;
            await this.forgetOldSent();
        }
    }

    private changeFor(before: OutboxRow, result: SendResult): Partial<OutboxRow> {
        // What was unknown before stays so until the server has said yes or no to this very id.
        switch (result.kind) {
            case "accepted":
                return {
                    state: "sent",
                    outcomeUnknown: false,
                    settledAtMs: Date.now(),
                    problem: null,
                    transaction: result.transaction,
                };
            case "refused":
                return {
                    state: "refused",
                    outcomeUnknown: before.outcomeUnknown,
                    settledAtMs: Date.now(),
                    problem: result.problem,
                };
            case "retry":
                return {
                    outcomeUnknown: before.outcomeUnknown || result.outcomeUnknown,
                    problem: result.problem,
                };
            case "signed_out":
                return { outcomeUnknown: before.outcomeUnknown };
        }
    }

    private flushAt(atMs: number): void {
        clearTimeout(this.timer);
        if (!this.closed) {
            const inMs = Math.max(0, atMs - Date.now());
            this.timer = setTimeout(() => void this.flush("timer"), inMs);
        }
    }

    private flushIfOk(verdict: OutboxVerdict): OutboxVerdict {
        if (verdict.ok) {
            void this.flush("user");
        }
        return verdict;
    }

    // The stored rows
    // --------------------------------------------------------------------------------

    private async changeBy(
        id: string,
        decide: (
            row: OutboxRow,
        ) =>
            | Partial<OutboxRow>
            | "remove"
            | { reason: "already_sent" | "outcome_unknown" | "wrong_state" },
    ): Promise<OutboxVerdict> {
        let verdict: OutboxVerdict = { ok: true };
        const seen = await this.store.change(id, (row) => {
            if (row.userId !== this.options.userId) {
                verdict = { ok: false, reason: "not_found" };
                return null;
            }
            if (row.id === this.sendingId && row.state === "waiting") {
                verdict = { ok: false, reason: "sending" };
                return null;
            }
            const decision = decide(row);
            if (decision !== "remove" && "reason" in decision) {
                verdict = { ok: false, reason: decision.reason };
                return null;
            }
            return decision;
        });
        if (seen === null) {
            return { ok: false, reason: "not_found" };
        }
        await this.changed();
        return verdict;
    }

    private async changed(): Promise<void> {
        if (!this.closed) {
            this.tabs.post({ sending: this.sendingId });
        }
        await this.refresh();
    }

    private async refresh(): Promise<void> {
        this.refreshes += 1;
        const turn = this.refreshes;
        const rows = this.closed ? null : await this.store.rowsOf(this.options.userId);
        // An older reading that comes in late must not cover a newer one.
        if (rows !== null && turn === this.refreshes) {
            this.entries = rows.map((row) => this.entryOf(row));
            this.changes.emit();
        }
    }

    private entryOf(row: OutboxRow): OutboxEntry {
        const sending = row.state === "waiting" && row.id === this.sendingId;
        return {
            id: row.id,
            bookId: row.bookId,
            draft: row.draft,
            state: sending ? "sending" : row.state,
            attempts: row.attempts,
            outcomeUnknown: row.outcomeUnknown,
            createdAtMs: row.createdAtMs,
            problem: row.problem,
            transaction: row.transaction,
        };
    }

    private async forgetOldSent(): Promise<void> {
        const rows = await this.store.rowsOf(this.options.userId);
        const sent = rows.filter((row) => row.state === "sent").reverse();
        const horizonMs = Date.now() - sentKeptMs;
        const old = sent.filter(
            (row, index) => index >= sentKeptMax || (row.settledAtMs ?? 0) < horizonMs,
        );
        for (const row of old) {
            await this.store.change(row.id, () => "remove");
        }
    }
}

function prepared(draft: OutboxDraft, id: string, enteredAtMs: number): OutboxDraft {
    return {
        ...draft,
        id,
        if_locked: "next_open_day",
        made_at: draft.made_at ?? new Date(enteredAtMs).toISOString(),
    };
}

function sendingIdIn(message: unknown): string | null {
    return typeof message === "object" &&
        message !== null &&
        "sending" in message &&
        typeof message.sending === "string"
        ? message.sending
        : null;
}
