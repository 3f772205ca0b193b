// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from "vitest";
import { createLiveLedger } from "./live-ledger";
import { createRealtimeSocket } from "./realtime-socket";
import { pass, settle, useLiveHarness } from "./live-harness.fixture";

const h = useLiveHarness();

describe("subscriptions", () => {
    it("answers pings with their number", async () => {
        h.open();
        await settle();
        h.server.peer.push({ ping: 1700000000000 });
        await settle();
        expect(h.server.peer.received.at(-1)).toEqual({ pong: 1700000000000 });
    });

    it("ignores what it does not know or cannot read, and goes on", async () => {
        h.open();
        await settle();
        h.server.peer.raw("not json\n[1]\nnull\n{}\n");
        h.server.peer.push({ future: { x: 1 } }, { event: { offset: "x" } }, { id: 99, ok: {} });
        h.server.commit(1);
        expect(h.offsets).toEqual([1]);
        expect(h.server.peers.length).toBe(1);
    });

    it("gives an event with unknown data as unreadable, in its place", async () => {
        h.open();
        await settle();
        const types: string[] = [];
        h.live.onEvent((event) => types.push(event.type));
        const made = h.server.commitQuietly(2);
        h.server.peer.push(
            { event: { ...made[0], type: "shift.opened" } },
            { event: { ...made[1], data: { odd: true } } },
        );
        expect(types).toEqual(["unreadable", "unreadable"]);
        expect(h.live.lastOffset).toBe(2);
    });

    it("subscribes again when its role changed, ends when it was removed", async () => {
        h.open();
        await settle();
        h.server.commit(1);
        const { peer } = h.server;
        const unsubscribed = (sub: number, reason: string) => {
            peer.subs.clear();
            peer.push({ unsubscribed: { sub, book: "book-1", channel: "ledger", reason } });
        };
        unsubscribed(1, "role_changed");
        await settle();
        expect(peer.commands("subscribe").length).toBe(2);
        h.server.commit(1);
        expect(h.offsets).toEqual([1, 2]);
        unsubscribed(2, "removed");
        await settle();
        expect(h.live.snapshot()).toMatchObject({ state: "offline", refusal: { code: "removed" } });
    });

    it("tries a refused subscription again only where that makes sense", async () => {
        h.server.subscribeError = {
            code: "unavailable",
            detail: "",
            retry: true,
            retry_after_ms: 2_000,
        };
        h.open();
        await vi.advanceTimersByTimeAsync(1_900);
        h.server.heads();
        expect(h.server.peer.commands("subscribe").length).toBe(1);
        h.server.subscribeError = null;
        await vi.advanceTimersByTimeAsync(1_000);
        expect(h.live.state).toBe("live");
        h.live.close();
        h.server.subscribeError = { code: "not_found", detail: "no such book", retry: false };
        h.open();
        await settle();
        expect(h.live.snapshot().refusal).toEqual({ code: "not_found", detail: "no such book" });
    });

    it("gives the present value of a channel, then newer ones, never older ones", async () => {
        h.server.commitQuietly(5);
        h.server.presentValues = [{ key: "all", data: { income: "1" } }];
        h.open();
        await settle();
        const values: unknown[] = [];
        const stop = h.live.watch({ channel: "kpi", outletId: "outlet-1" }, (value) =>
            values.push([value.asOfOffset, value.data]),
        );
        await settle();
        expect(h.server.peer.commands("subscribe")[1]).toEqual({
            book: "book-1",
            channel: "kpi",
            filter: { outlet_id: "outlet-1" },
        });
        const value = (asOf: number, income: string) => ({
            value: {
                sub: 2,
                book: "book-1",
                channel: "kpi",
                key: "all",
                epoch: h.server.epoch,
                as_of_offset: asOf,
                data: { income },
            },
        });
        h.server.peer.push(value(7, "3"), value(6, "2"), value(8, "4"));
        expect(values).toEqual([
            [5, { income: "1" }],
            [7, { income: "3" }],
            [8, { income: "4" }],
        ]);
        stop();
        await settle();
        expect(h.server.peer.commands("unsubscribe")).toEqual([{ sub: 2 }]);
    });

    it("renews its token in band before it expires", async () => {
        h.server.expiresAt = new Date(Date.now() + 100_000).toISOString();
        h.open({ token: () => Promise.resolve("token-0123456789abcdef") });
        await settle();
        await pass(h.server, 79_000);
        expect(h.server.peer.commands("refresh").length).toBe(0);
        h.server.expiresAt = new Date(Date.now() + 3_600_000).toISOString();
        await pass(h.server, 2_000);
        expect(h.server.peer.commands("refresh")).toEqual([{ token: "token-0123456789abcdef" }]);
        await pass(h.server, 60_000);
        expect(h.server.peers.length).toBe(1);
    });

    it("says goodbye with 1000 and stays away after close", async () => {
        h.open();
        await settle();
        h.live.close();
        expect(h.server.peer.closedByClient?.code).toBe(1000);
        await vi.advanceTimersByTimeAsync(60_000);
        expect(h.server.peers.length).toBe(1);
    });

    it("takes one first position when it subscribes on two sockets at once", async () => {
        const link = createRealtimeSocket({
            url: "ws://127.0.0.1/",
            socketFactory: h.server.factory,
            random: () => 0.5,
        });
        link.start();
        h.open({ link });
        await settle();
        h.server.peer.push({ reconnect: { after_ms: 0, reason: "deploy" } });
        // The successor's first reply is held back, so that it stays the successor for a while.
        const { handle } = h.server;
        const held: Array<() => void> = [];
        h.server.handle = (peer, command) => {
            if (peer === h.server.peers[1] && "subscribe" in command) {
                held.push(() => handle.call(h.server, peer, command));
            } else {
                handle.call(h.server, peer, command);
            }
        };
        await vi.advanceTimersByTimeAsync(1);
        expect(held.length).toBe(1);
        const late = createLiveLedger({ bookId: "book-2", link });
        const rewinds: string[] = [];
        const offsets: number[] = [];
        late.onRewound((reason) => rewinds.push(reason));
        late.onEvent((event) => offsets.push(event.offset));
        await settle();
        h.server.commit(2, "book-2");
        for (const release of held) {
            release();
        }
        await settle();
        expect(h.server.peers[0]?.closedByClient?.code).toBe(1000);
        h.server.commit(1, "book-2");
        expect(rewinds).toEqual(["first"]);
        expect(offsets).toEqual([1, 2, 3]);
        late.close();
        link.stop();
    });
});
