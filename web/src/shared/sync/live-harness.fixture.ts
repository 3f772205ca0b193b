// SPDX-License-Identifier: Apache-2.0
//
// One live ledger against the fake server, with what it has told so far; fresh for every test.

import { afterEach, beforeEach, vi } from "vitest";
import { FakeRealtimeServer } from "./fake-realtime-server.fixture";
import { createLiveLedger, type LiveLedger, type LiveLedgerOptions } from "./live-ledger";

/** What a test of one live ledger works with. */
export type LiveHarness = {
    server: FakeRealtimeServer;
    live: LiveLedger;
    readonly offsets: number[];
    readonly rewinds: string[];
    /** Each state that differed from the one before. */
    readonly states: string[];
    readonly open: (options?: Partial<LiveLedgerOptions>) => LiveLedger;
};

/** Lets frames go back and forth without time passing. */
export async function settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
}

/** The numbers from `from` to `to`. */
export function range(from: number, to: number): number[] {
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Time passes, with a head every 2 s as a healthy server sends. */
export async function pass(server: FakeRealtimeServer, ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 2_000) {
        await vi.advanceTimersByTimeAsync(Math.min(left, 2_000));
        server.heads();
        await settle();
    }
}

/** Sets the harness up before each test of the file, with fake time, and takes it down after. */
export function useLiveHarness(): LiveHarness {
    const harness: LiveHarness = {
        server: new FakeRealtimeServer(),
        live: undefined as unknown as LiveLedger,
        offsets: [],
        rewinds: [],
        states: [],
        open(options = {}) {
            const live = createLiveLedger({
                bookId: "book-1",
                url: "ws://127.0.0.1/api/v1/realtime",
                socketFactory: harness.server.factory,
                random: () => 0.5,
                ...options,
            });
            harness.live = live;
            live.onEvent((event) => harness.offsets.push(event.offset));
            live.onRewound((reason) => harness.rewinds.push(reason));
            live.subscribe(() => {
                if (harness.states.at(-1) !== live.state) {
                    harness.states.push(live.state);
                }
            });
            return live;
        },
    };
    beforeEach(() => {
        vi.useFakeTimers();
        harness.server = new FakeRealtimeServer();
        for (const told of [harness.offsets, harness.rewinds, harness.states]) {
            told.length = 0;
        }
    });
    afterEach(() => {
        harness.live.close();
        vi.useRealTimers();
    });
    return harness;
}
