// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BroadcastFactory } from "./broadcast";
import { FakeLocks } from "./fake-locks.fixture";
import { FakeRealtimeServer } from "./fake-realtime-server.fixture";
import type { Position } from "./ledger-cursor";
import { createLiveLedger, type LiveLedger } from "./live-ledger";
import type { RealtimeLink } from "./realtime-link";
import { createRealtimeSocket } from "./realtime-socket";
import { createSharedLink } from "./shared-link";

type Member = { readonly tab: string; readonly listener: (message: unknown) => void };

/** BroadcastChannel of several tabs: everyone but the sender hears it, a turn later, as a copy. */
class FakeBus {
    private members: Member[] = [];
    readonly asleep = new Set<string>();

    forTab(tab: string): BroadcastFactory {
        return () => ({
            post: (message) => {
                if (this.asleep.has(tab)) {
                    return;
                }
                const copy: unknown = structuredClone(message);
                for (const member of this.members) {
                    if (member.tab !== tab) {
                        queueMicrotask(() => {
                            if (this.members.includes(member) && !this.asleep.has(member.tab)) {
                                member.listener(copy);
                            }
                        });
                    }
                }
            },
            listen: (listener) => {
                const member: Member = { tab, listener };
                this.members.push(member);
                return () => this.leave(member);
            },
            close: () => {
                this.members = this.members.filter((each) => each.tab !== tab);
            },
        });
    }

    kill(tab: string): void {
        this.members = this.members.filter((each) => each.tab !== tab);
    }

    private leave(member: Member): void {
        this.members = this.members.filter((each) => each !== member);
    }
}

type Tab = {
    readonly name: string;
    readonly link: RealtimeLink;
    readonly live: LiveLedger;
    readonly offsets: number[];
    readonly rewinds: string[];
};

let server: FakeRealtimeServer;
let locks: FakeLocks;
let bus: FakeBus;
let tabs: Tab[];

function openTab(name: string, start: Position | null = null): Tab {
    const link = createSharedLink({
        name: "arus.live.user-1",
        tab: name,
        locks: locks.forTab(name),
        broadcast: bus.forTab(name),
        makeSocket: () =>
            createRealtimeSocket({
                url: "ws://127.0.0.1/",
                socketFactory: server.factory,
                random: () => 0.5,
            }),
    });
    link.start();
    const live = createLiveLedger({ bookId: "book-1", link, start });
    const tab: Tab = { name, link, live, offsets: [], rewinds: [] };
    live.onEvent((event) => tab.offsets.push(event.offset));
    live.onRewound((reason) => tab.rewinds.push(reason));
    tabs.push(tab);
    return tab;
}

/** The tab is gone without a word. */
function crash(tab: Tab): void {
    bus.kill(tab.name);
    locks.kill(tab.name);
    for (const peer of server.peers.filter((each) => each.isOpen)) {
        peer.close(1006);
    }
}

const settle = () => vi.advanceTimersByTimeAsync(0);
async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 2_000) {
        await vi.advanceTimersByTimeAsync(Math.min(left, 2_000));
        server.heads();
        await settle();
    }
}
const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);
const openSockets = () => server.peers.filter((peer) => peer.isOpen).length;

beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeRealtimeServer();
    locks = new FakeLocks();
    bus = new FakeBus();
    tabs = [];
});

afterEach(() => {
    for (const tab of tabs) {
        tab.live.close();
        tab.link.stop();
    }
    vi.useRealTimers();
});

describe("one socket per browser", () => {
    it("serves three tabs over one socket and one subscription", async () => {
        const all = [openTab("a"), openTab("b"), openTab("c")];
        await settle();
        server.commit(3);
        await settle();
        expect(server.peers.length).toBe(1);
        expect(server.peer.commands("subscribe").length).toBe(1);
        for (const tab of all) {
            expect(tab.live.state).toBe("live");
            expect(tab.offsets).toEqual([1, 2, 3]);
            expect(tab.rewinds).toEqual(["first"]);
        }
    });

    it("gives a later tab the present position without asking the server", async () => {
        openTab("a");
        await settle();
        server.commit(5);
        const late = openTab("b");
        await settle();
        expect(late.live.lastOffset).toBe(5);
        expect(late.rewinds).toEqual(["first"]);
        server.commit(1);
        await settle();
        expect(late.offsets).toEqual([6]);
        expect(server.peer.received.length).toBe(2);
    });

    it("catches up a tab that resumes from further back, no doubles for the others", async () => {
        const first = openTab("a");
        await settle();
        server.commit(6);
        const late = openTab("b", { epoch: server.epoch, offset: 2, hash: null });
        await settle();
        expect(late.offsets).toEqual(range(3, 6));
        expect(late.rewinds).toEqual([]);
        server.commit(2);
        await settle();
        expect(late.offsets).toEqual(range(3, 8));
        expect(first.offsets).toEqual(range(1, 8));
        expect(first.rewinds).toEqual(["first"]);
    });

    it("catches up a tab that joined during the first subscribe with a position", async () => {
        server.commitQuietly(4);
        const first = openTab("a");
        const second = openTab("b", { epoch: server.epoch, offset: 1, hash: null });
        await settle();
        expect(second.offsets).toEqual([2, 3, 4]);
        expect(second.rewinds).toEqual([]);
        expect(first.offsets).toEqual([]);
        expect(first.live.lastOffset).toBe(4);
    });

    it("keeps serving after a lost link, every event once in every tab", async () => {
        const all = [openTab("a"), openTab("b")];
        await settle();
        server.commit(2);
        await settle();
        server.peer.close(1006);
        await settle();
        expect(all.map((tab) => tab.live.state)).toEqual(["reconnecting", "reconnecting"]);
        server.commitQuietly(3);
        await vi.advanceTimersByTimeAsync(500);
        for (const tab of all) {
            expect(tab.live.state).toBe("live");
            expect(tab.offsets).toEqual(range(1, 5));
        }
    });

    it("tells every tab of rewound history", async () => {
        const all = [openTab("a"), openTab("b")];
        await settle();
        server.commit(5);
        server.peer.close(1006);
        server.restore(2, "00000000000000bb");
        await vi.advanceTimersByTimeAsync(500);
        for (const tab of all) {
            expect(tab.rewinds).toEqual(["first", "rewound"]);
            expect(tab.live.position).toMatchObject({ epoch: "00000000000000bb", offset: 2 });
        }
    });

    it("fills one tab's gap although the other has none", async () => {
        const leader = openTab("a");
        const follower = openTab("b");
        await settle();
        bus.asleep.add("b");
        server.commit(2);
        await settle();
        bus.asleep.delete("b");
        server.commit(1);
        await settle();
        expect(leader.offsets).toEqual([1, 2, 3]);
        expect(follower.offsets).toEqual([1, 2, 3]);
    });

    it("shares a value channel and gives the last value to whoever comes later", async () => {
        server.presentValues = [{ key: "all", data: { income: "10" } }];
        const first = openTab("a");
        await settle();
        const seen: unknown[] = [];
        first.live.watch({ channel: "kpi" }, (value) => seen.push(["a", value.data]));
        await settle();
        const late = openTab("b");
        const stop = late.live.watch({ channel: "kpi" }, (value) => seen.push(["b", value.data]));
        await settle();
        expect(seen).toEqual([
            ["a", { income: "10" }],
            ["b", { income: "10" }],
        ]);
        expect(server.peer.commands("subscribe").length).toBe(2);
        stop();
        await settle();
        expect(server.peer.commands("unsubscribe")).toEqual([]);
        expect(server.peer.commands("subscribe")[1]).toEqual({ book: "book-1", channel: "kpi" });
        server.peer.close(1006);
        await vi.advanceTimersByTimeAsync(500);
        // A value channel takes no position, on no reconnect.
        expect(server.peer.commands("subscribe")[1]).toEqual({ book: "book-1", channel: "kpi" });
    });
});

describe("the leader", () => {
    it("hands over when its tab is closed, and nobody misses or repeats anything", async () => {
        const first = openTab("a");
        const second = openTab("b");
        const third = openTab("c");
        await settle();
        server.commit(2);
        await settle();
        first.live.close();
        first.link.stop();
        server.commitQuietly(2);
        await settle();
        expect(openSockets()).toBe(1);
        expect(server.peers.length).toBe(2);
        server.commit(2);
        await settle();
        for (const tab of [second, third]) {
            expect(tab.live.state).toBe("live");
            expect(tab.offsets).toEqual(range(1, 6));
            expect(tab.rewinds).toEqual(["first"]);
        }
    });

    it("is followed by one that serves what it does not follow itself", async () => {
        const first = openTab("a");
        openTab("b");
        const third = openTab("c");
        await settle();
        const seen: unknown[] = [];
        third.live.watch({ channel: "kpi" }, (value) => seen.push(value.data));
        await settle();
        crash(first);
        server.presentValues = [{ key: "all", data: { income: "20" } }];
        await settle();
        expect(locks.holder("arus.live.user-1.leader")).toBe("b");
        expect(seen).toEqual([{ income: "20" }]);
    });

    it("is replaced when its tab crashes", async () => {
        const first = openTab("a");
        const second = openTab("b");
        await settle();
        server.commit(2);
        await settle();
        crash(first);
        server.commitQuietly(1);
        await settle();
        expect(second.live.state).toBe("live");
        expect(second.offsets).toEqual([1, 2, 3]);
        expect(locks.holder("arus.live.user-1.leader")).toBe("b");
    });

    it("ends a channel when the last tab that followed it has crashed", async () => {
        openTab("a");
        const second = openTab("b");
        await settle();
        second.live.watch({ channel: "kpi" }, () => undefined);
        await settle();
        bus.kill("b");
        locks.kill("b");
        await settle();
        expect(server.peer.commands("unsubscribe").length).toBe(1);
        expect(openSockets()).toBe(1);
    });

    it("loses the lead when it sleeps with the lock, and follows when it wakes", async () => {
        const sleeper = openTab("a");
        const second = openTab("b");
        await settle();
        server.commit(1);
        await settle();
        bus.asleep.add("a");
        const old = server.peer;
        old.silent = true;
        server.commitQuietly(1);
        await vi.advanceTimersByTimeAsync(12_000);
        expect(locks.holder("arus.live.user-1.leader")).toBe("b");
        expect(second.live.state).toBe("live");
        expect(second.offsets).toEqual([1, 2]);
        // The sleeper's socket was closed as soon as it learnt of the loss; now it hears again.
        expect(old.closedByClient).not.toBeNull();
        bus.asleep.delete("a");
        await pass(12_000);
        server.commit(1);
        await settle();
        expect(openSockets()).toBe(1);
        expect(second.offsets).toEqual([1, 2, 3]);
        expect(sleeper.offsets).toEqual([1, 2, 3]);
    });

    it("keeps the lead while it answers knocks", async () => {
        openTab("a");
        const second = openTab("b");
        await settle();
        second.live.wake();
        await pass(60_000);
        expect(locks.holder("arus.live.user-1.leader")).toBe("a");
        expect(server.peers.length).toBe(1);
    });

    it("passes on that the server refused the session, and a sign-in's new start", async () => {
        const all = [openTab("a"), openTab("b")];
        await settle();
        server.peer.close(4001, "unauthenticated");
        await settle();
        for (const tab of all) {
            expect(tab.live.snapshot()).toMatchObject({
                state: "offline",
                refusal: { code: "unauthenticated" },
            });
        }
        all[1]?.link.start();
        await settle();
        expect(all.map((tab) => tab.live.state)).toEqual(["live", "live"]);
    });
});
