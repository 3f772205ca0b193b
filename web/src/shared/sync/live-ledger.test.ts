// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from "vitest";
import { pass, range, settle, useLiveHarness } from "./live-harness.fixture";

const h = useLiveHarness();

describe("connecting", () => {
    it("offers arus.v1, greets first, subscribes, and is live from the head on", async () => {
        h.server.commitQuietly(10);
        h.open();
        expect(h.live.state).toBe("connecting");
        await settle();
        expect(h.server.peer.protocol).toBe("arus.v1");
        expect(h.server.peer.received.map((command) => Object.keys(command)[1])).toEqual([
            "connect",
            "subscribe",
        ]);
        expect(h.server.peer.commands("connect")[0]).toEqual({
            client: { name: "arus-web", version: "0.1.0" },
        });
        expect(h.server.peer.commands("subscribe")).toEqual([
            { book: "book-1", channel: "ledger" },
        ]);
        expect(h.live.state).toBe("live");
        expect(h.live.lastOffset).toBe(10);
        expect(h.rewinds).toEqual(["first"]);
        h.server.commit(3);
        expect(h.offsets).toEqual([11, 12, 13]);
        expect(h.live.position?.hash).toBe((13).toString(16).padStart(64, "0"));
    });

    it("sends the token where there is one", async () => {
        h.open({ token: () => Promise.resolve("token-0123456789abcdef") });
        await settle();
        expect(h.server.peer.commands("connect")[0]).toMatchObject({
            token: "token-0123456789abcdef",
        });
    });

    it("resumes from a stored position, events in the reply's own message included", async () => {
        h.server.commitQuietly(10);
        h.open({ start: { epoch: h.server.epoch, offset: 4, hash: null } });
        await settle();
        expect(h.offsets).toEqual(range(5, 10));
        expect(h.rewinds).toEqual([]);
    });

    it("keeps one snapshot object until something changes", async () => {
        h.open();
        await settle();
        const first = h.live.snapshot();
        h.server.heads();
        await settle();
        expect(h.live.snapshot()).toBe(first);
        h.server.commit(1);
        expect(h.live.snapshot()).not.toBe(first);
        expect(h.live.snapshot()).toMatchObject({ state: "live", lastOffset: 1, refusal: null });
    });
});

describe("coming back", () => {
    it("resumes with epoch, offset and hash, and applies every event once", async () => {
        h.open();
        await settle();
        h.server.commit(3);
        h.server.peer.close(1006);
        expect(h.live.state).toBe("reconnecting");
        h.server.commitQuietly(5);
        await vi.advanceTimersByTimeAsync(500);
        expect(h.server.peers.length).toBe(2);
        expect(h.server.peer.commands("subscribe")[0]).toMatchObject({
            since: { epoch: h.server.epoch, offset: 3, hash: (3).toString(16).padStart(64, "0") },
        });
        expect(h.live.state).toBe("live");
        h.server.commit(2);
        expect(h.offsets).toEqual(range(1, 10));
        expect(h.rewinds).toEqual(["first"]);
    });

    it("backs off with full jitter from 0.5 s to 30 s, and says offline after three", async () => {
        h.server.unreachable = true;
        const at: number[] = [];
        h.open({
            socketFactory: (...args) => {
                at.push(Date.now());
                return h.server.factory(...args);
            },
        });
        await vi.advanceTimersByTimeAsync(120_000);
        const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0));
        // Half of every bound, because the dice always say 0.5.
        expect(waits.slice(0, 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
        expect(h.live.state).toBe("offline");
        expect(h.states).toEqual(["offline"]);
        h.server.unreachable = false;
        await pass(h.server, 16_000);
        expect(h.live.state).toBe("live");
    });

    it("does not hammer a h.server that takes and drops every socket", async () => {
        h.open();
        for (let second = 0; second < 60; second += 1) {
            await vi.advanceTimersByTimeAsync(1_000);
            if (h.server.peer.isOpen) {
                h.server.peer.close(4100, "overloaded");
            }
        }
        // At half of every bound: after 0.25, 0.5, 1, 2, 4, 8 and 15 s, and again.
        expect(h.server.peers.length).toBeLessThanOrEqual(10);
        expect(h.server.peers.length).toBeGreaterThanOrEqual(7);
    });

    it("starts the back-off anew after a socket that proved itself", async () => {
        h.server.unreachable = true;
        h.open();
        await vi.advanceTimersByTimeAsync(60_000);
        h.server.unreachable = false;
        await vi.advanceTimersByTimeAsync(15_000);
        await pass(h.server, 10_000);
        const before = h.server.peers.length;
        h.server.peer.close(1006);
        expect(h.live.state).toBe("reconnecting");
        await vi.advanceTimersByTimeAsync(250);
        expect(h.server.peers.length).toBe(before + 1);
    });

    it("holds a link dead after six seconds of silence, not before", async () => {
        h.open();
        await settle();
        await pass(h.server, 20_000);
        expect(h.server.peers.length).toBe(1);
        h.server.peer.silent = true;
        await vi.advanceTimersByTimeAsync(5_900);
        expect(h.live.state).toBe("live");
        await vi.advanceTimersByTimeAsync(200);
        expect(h.live.state).not.toBe("live");
        expect(h.server.peers[0]?.closedByClient).not.toBeNull();
        await vi.advanceTimersByTimeAsync(500);
        expect(h.live.state).toBe("live");
    });

    it("notices on waking that it slept through its link, and reconnects at once", async () => {
        h.open();
        await settle();
        h.server.peer.silent = true;
        // The machine sleeps: the clock goes on, no timer runs.
        vi.setSystemTime(Date.now() + 3_600_000);
        h.live.wake();
        expect(h.live.state).toBe("reconnecting");
        h.live.wake();
        await settle();
        expect(h.live.state).toBe("live");
    });

    it("wakes from a long back-off at once", async () => {
        h.server.unreachable = true;
        h.open();
        await vi.advanceTimersByTimeAsync(60_000);
        expect(h.live.state).toBe("offline");
        h.server.unreachable = false;
        h.live.wake();
        await settle();
        expect(h.live.state).toBe("live");
    });

    it("gives up on a socket that neither opens nor fails", async () => {
        const hang: typeof h.server.factory = (address, protocol, listener) => {
            const handle = h.server.factory(address, protocol, listener);
            h.server.peer.silent = true;
            return handle;
        };
        h.open({ socketFactory: hang });
        await vi.advanceTimersByTimeAsync(9_900);
        expect(h.server.peers.length).toBe(1);
        await vi.advanceTimersByTimeAsync(600);
        expect(h.server.peers.length).toBe(2);
    });

    it("gives up on a command that is never answered", async () => {
        h.open();
        await settle();
        h.server.commit(1);
        h.server.peer.dropped.add(2);
        h.server.handle = () => undefined;
        h.server.commit(2);
        for (let second = 0; second < 9; second += 2) {
            await vi.advanceTimersByTimeAsync(2_000);
            h.server.heads();
        }
        await vi.advanceTimersByTimeAsync(300);
        expect(h.server.peers[0]?.closedByClient).not.toBeNull();
    });
});

describe("close codes", () => {
    it.each([4000, 4001, 4003, 4005])("%i: never comes back by itself", async (code) => {
        h.open();
        await settle();
        h.server.peer.close(code, "unauthenticated");
        await vi.advanceTimersByTimeAsync(300_000);
        h.live.wake();
        await settle();
        expect(h.server.peers.length).toBe(1);
        expect(h.live.state).toBe("offline");
        expect(h.live.snapshot().refusal).toEqual({
            code: "unauthenticated",
            detail: String(code),
        });
    });

    it.each([1000, 1001, 1006, 1011, 1012, 4100, 4101, 4102, 4108, 4109, 4111, 4200])(
        "%i: comes back with back-off and resumes",
        async (code) => {
            h.open();
            await settle();
            h.server.commit(2);
            h.server.peer.close(code);
            h.server.commitQuietly(1);
            await vi.advanceTimersByTimeAsync(500);
            expect(h.live.state).toBe("live");
            expect(h.offsets).toEqual([1, 2, 3]);
        },
    );

    it("takes a fresh token for every connection", async () => {
        let made = 0;
        h.open({ token: () => Promise.resolve(`token-${String((made += 1)).padStart(16, "0")}`) });
        await settle();
        h.server.peer.close(4101);
        await vi.advanceTimersByTimeAsync(500);
        expect(h.server.peers.map((peer) => peer.commands("connect")[0]?.["token"])).toEqual([
            "token-0000000000000001",
            "token-0000000000000002",
        ]);
    });

    it("stops when connect is refused for good, waits as told when it is not", async () => {
        h.server.connectError = {
            code: "rate_limited",
            detail: "",
            retry: true,
            retry_after_ms: 20_000,
        };
        h.open();
        await vi.advanceTimersByTimeAsync(19_900);
        expect(h.server.peers.length).toBe(1);
        h.server.connectError = { code: "unauthenticated", detail: "", retry: false };
        await vi.advanceTimersByTimeAsync(400);
        expect(h.server.peers.length).toBe(2);
        await vi.advanceTimersByTimeAsync(300_000);
        expect(h.server.peers.length).toBe(2);
        expect(h.live.snapshot()).toMatchObject({
            state: "offline",
            refusal: { code: "unauthenticated" },
        });
    });

    it("tries again after a failing token, with back-off", async () => {
        let fails = true;
        h.open({
            token: () =>
                fails
                    ? Promise.reject(new Error("down"))
                    : Promise.resolve("token-0123456789abcdef"),
        });
        await vi.advanceTimersByTimeAsync(5_000);
        expect(h.server.peers.length).toBe(0);
        expect(h.live.state).toBe("offline");
        fails = false;
        await vi.advanceTimersByTimeAsync(30_000);
        expect(h.live.state).toBe("live");
    });
});

describe("gaps", () => {
    it("asks catchup once, drops what is beyond, and applies all in order", async () => {
        h.open();
        await settle();
        h.server.commit(2);
        h.server.peer.dropped.add(3);
        h.server.commit(4);
        expect(h.offsets).toEqual([1, 2]);
        await settle();
        expect(h.server.peer.commands("catchup")).toEqual([
            {
                sub: 1,
                since: {
                    epoch: h.server.epoch,
                    offset: 2,
                    hash: (2).toString(16).padStart(64, "0"),
                },
            },
        ]);
        expect(h.offsets).toEqual(range(1, 6));
    });

    it("learns from heads that it is behind although nothing comes", async () => {
        h.open();
        await settle();
        h.server.commit(1);
        h.server.commitQuietly(2);
        h.server.heads();
        await settle();
        // One head may be ahead of events that are on their way.
        expect(h.server.peer.commands("catchup").length).toBe(0);
        h.server.heads();
        await settle();
        expect(h.offsets).toEqual([1, 2, 3]);
        await pass(h.server, 10_000);
        expect(h.server.peer.commands("catchup").length).toBe(1);
    });

    it("drops what comes twice", async () => {
        h.open();
        await settle();
        const [first] = h.server.commit(1);
        h.server.peer.push({ event: first }, { event: first });
        expect(h.offsets).toEqual([1]);
    });

    it("goes over the gaps of a filtered reader once they are confirmed", async () => {
        h.server.passes = (event) => event.offset % 3 === 0;
        h.open();
        await settle();
        h.server.commit(6);
        await settle();
        expect(h.offsets).toEqual([3, 6]);
        expect(h.server.peer.commands("catchup").length).toBe(1);
        h.server.commit(6);
        expect(h.offsets).toEqual([3, 6, 9, 12]);
        h.server.commit(2);
        h.server.peer.push({ skip: { sub: 1, book: "book-1", channel: "ledger", to: 14 } });
        expect(h.live.position).toEqual({ epoch: h.server.epoch, offset: 14, hash: null });
        expect(h.server.peer.commands("catchup").length).toBe(1);
    });

    it("starts over when history was rewound while it was away", async () => {
        h.open();
        await settle();
        h.server.commit(9);
        h.server.peer.close(1006);
        h.server.restore(5, "00000000000000bb");
        await vi.advanceTimersByTimeAsync(500);
        expect(h.rewinds).toEqual(["first", "rewound"]);
        expect(h.live.position).toEqual({ epoch: "00000000000000bb", offset: 5, hash: null });
        h.server.commit(1);
        expect(h.offsets.at(-1)).toBe(6);
    });

    it("asks again when an event of another epoch comes", async () => {
        h.open();
        await settle();
        h.server.commit(2);
        h.server.restore(1, "00000000000000bb");
        h.server.commit(1);
        await settle();
        expect(h.rewinds).toEqual(["first", "rewound"]);
        expect(h.live.position?.epoch).toBe("00000000000000bb");
        expect(h.live.lastOffset).toBe(2);
    });

    it("reconnects when a gap cannot be filled on this socket", async () => {
        h.open();
        await settle();
        h.server.peer.subs.clear();
        h.server.peer.push({ event: h.server.commitQuietly(2)[1] });
        await vi.advanceTimersByTimeAsync(500);
        expect(h.server.peers.length).toBe(2);
        expect(h.offsets).toEqual([1, 2]);
    });
});

describe("make before break", () => {
    it("resumes on a successor after the given time, then closes the old with 1000", async () => {
        h.open();
        await settle();
        h.server.commit(2);
        const old = h.server.peer;
        old.push({ reconnect: { after_ms: 3_000, reason: "deploy" } });
        await vi.advanceTimersByTimeAsync(2_900);
        expect(h.server.peers.length).toBe(1);
        h.server.commit(1);
        await vi.advanceTimersByTimeAsync(100);
        expect(h.server.peers.length).toBe(2);
        expect(old.closedByClient).toEqual({ code: 1000, reason: "moved" });
        h.server.commit(2);
        expect(h.offsets).toEqual(range(1, 5));
        expect(h.states).toEqual(["live"]);
    });

    it("keeps the old socket while the successor fails, and tries again", async () => {
        h.open();
        await settle();
        const old = h.server.peer;
        h.server.unreachable = true;
        old.push({ reconnect: { after_ms: 0, reason: "deploy" } });
        await vi.advanceTimersByTimeAsync(1_000);
        expect(old.closedByClient).toBeNull();
        h.server.commit(1);
        expect(h.offsets).toEqual([1]);
        h.server.unreachable = false;
        await vi.advanceTimersByTimeAsync(1_000);
        expect(old.closedByClient?.code).toBe(1000);
        h.server.commit(1);
        expect(h.offsets).toEqual([1, 2]);
        expect(h.states).toEqual(["live"]);
    });

    it("goes on with the successor when the old socket ends first", async () => {
        h.open();
        await settle();
        const old = h.server.peer;
        old.push({ reconnect: { after_ms: 0, reason: "deploy" } });
        // The successor's factory has been called; it is not open yet.
        vi.advanceTimersByTime(0);
        await Promise.resolve();
        expect(h.server.peers.length).toBe(2);
        old.close(4200, "drain");
        h.server.commitQuietly(1);
        await settle();
        expect(h.server.peers.length).toBe(2);
        expect(h.live.state).toBe("live");
        expect(h.offsets).toEqual([1]);
    });

    it("begins its back-off anew when a link that stood ends as its successor knocks", async () => {
        h.open();
        await settle();
        const old = h.server.peer;
        await pass(h.server, 6_000);
        h.server.unreachable = true;
        old.push({ reconnect: { after_ms: 0, reason: "deploy" } });
        await pass(h.server, 8_000);
        // The next one gets through to a server that does not answer any more.
        const { handle } = h.server;
        h.server.handle = () => undefined;
        h.server.unreachable = false;
        const knocks = h.server.peers.length;
        for (let tries = 0; h.server.peers.length === knocks && tries < 20; tries += 1) {
            await pass(h.server, 1_000);
        }
        expect(h.server.peers.length).toBe(knocks + 1);
        old.close(4200, "drain");
        h.server.peer.close(1006, "");
        h.server.handle = handle;
        h.server.commitQuietly(1);
        await vi.advanceTimersByTimeAsync(500);
        expect(h.live.state).toBe("live");
        expect(h.offsets).toEqual([1]);
    });

    it("begins its back-off anew when it is asked to leave soon after it came", async () => {
        h.open();
        await settle();
        const old = h.server.peer;
        h.server.unreachable = true;
        old.push({ reconnect: { after_ms: 0, reason: "deploy" } });
        await vi.advanceTimersByTimeAsync(3_000);
        expect(h.server.peers.length).toBeGreaterThan(2);
        old.close(4200, "drain");
        h.server.commitQuietly(1);
        h.server.unreachable = false;
        await vi.advanceTimersByTimeAsync(500);
        expect(h.live.state).toBe("live");
        expect(h.offsets).toEqual([1]);
    });

    it("comes back with back-off when both are gone", async () => {
        h.open();
        await settle();
        const old = h.server.peer;
        h.server.unreachable = true;
        old.push({ reconnect: { after_ms: 0, reason: "deploy" } });
        await vi.advanceTimersByTimeAsync(10);
        old.close(4200, "drain");
        h.server.commitQuietly(1);
        h.server.unreachable = false;
        await vi.advanceTimersByTimeAsync(2_000);
        expect(h.live.state).toBe("live");
        expect(h.offsets).toEqual([1]);
    });
});
