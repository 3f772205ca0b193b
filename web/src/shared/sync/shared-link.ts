// SPDX-License-Identifier: Apache-2.0
//
// One socket per browser, shared among its tabs.
//
//   following ──the lock is ours──▶ leading ──the lock was taken from us──▶ following
//       │                              │
//       └──────────── stop ────────────┴──▶ stopped
//
//   - The tab that holds the lock `<name>.leader` leads: it owns the socket (link-leader.ts). All
//     others follow: they send it their wishes and get its pushes, over a BroadcastChannel.
//   - A lock goes with its tab, so the next tab leads as soon as the leader is closed, and says so;
//     then every tab opens its channels again with the position it has reached itself.
//   - Each tab holds a lock of its own name. The leader waits for it: having it, the tab is gone.
//   - A leader may be suspended with its lock. A tab that hears nothing from it knocks (`wake`) and
//     takes the lead when nobody answers. The old leader notices when it runs again, and follows.

import type { Broadcast, BroadcastFactory } from "./broadcast";
import { createEmitter } from "./emitter";
import { isAbort, type LockManagerLike } from "./exclusive";
import { startLeading, type LeaderNews, type LinkLeader, type TabRequest } from "./link-leader";
import {
    channelKey,
    type Channel,
    type ChannelListener,
    type ChannelSpec,
    type LinkStatus,
    type RealtimeLink,
} from "./realtime-link";

/** How a shared link is made. */
export type SharedLinkOptions = {
    /** Equal for the tabs that share: one per user, so that nobody reads over another's session. */
    readonly name: string;
    /** This tab. */
    readonly tab: string;
    readonly locks: LockManagerLike;
    readonly broadcast: BroadcastFactory;
    /** Makes the socket when this tab comes to lead. */
    readonly makeSocket: () => RealtimeLink;
};

/** A leader that was silent for this long is knocked at (it passes on a head every 2 s). */
export const leaderSilenceMs = 8_000;

/** A leader that does not answer a knock within this time loses the lead. */
export const knockMs = 3_000;

/** Makes the link, stopped. */
export function createSharedLink(options: SharedLinkOptions): RealtimeLink {
    const link = new SharedLink(options);
    return {
        status: () => link.status,
        onStatus: (listener) => link.statuses.add(listener),
        lastHeardAtMs: () => link.heardAtMs,
        open: (spec, listener) => link.open(spec, listener),
        wake: () => link.wake(),
        start: () => link.start(),
        stop: () => link.stop(),
    };
}

type Followed = { readonly spec: ChannelSpec; readonly listener: ChannelListener };

/** One start of the link, until its stop. */
type Run = {
    readonly bus: Broadcast;
    readonly ending: AbortController;
    /** Resolves the promises that hold our locks. */
    readonly release: () => void;
    readonly released: Promise<void>;
};

class SharedLink {
    readonly statuses = createEmitter<[LinkStatus]>();
    status: LinkStatus = { state: "stopped", failures: 0, lastEnd: null };
    heardAtMs: number | null = null;

    private readonly followed = new Map<string, Set<Followed>>();
    private readonly watchedTabs = new Set<string>();
    private run: Run | null = null;
    private leader: LinkLeader | null = null;
    private leaderHeardAtMs = 0;
    private watchTimer: ReturnType<typeof setTimeout> | undefined;
    private knockTimer: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly options: SharedLinkOptions) {}

    start(): void {
        if (this.run !== null) {
            this.ask({ kind: "start", tab: this.options.tab });
            return;
        }
        let release = (): void => undefined;
        const released = new Promise<void>((resolve) => {
            release = resolve;
        });
        const bus = this.options.broadcast(`${this.options.name}.bus`);
        const run: Run = { bus, ending: new AbortController(), release, released };
        this.run = run;
        this.setStatus({ state: "connecting", failures: 0, lastEnd: null });
        bus.listen((message) => this.receive(run, message));
        this.hold(run, this.tabLock(this.options.tab), () => run.released);
        this.queueForLead(run);
        this.leaderHeardAtMs = Date.now();
        this.watchLeader(run);
        this.ask({ kind: "hello", tab: this.options.tab });
        this.openAll();
    }

    stop(): void {
        const { run } = this;
        if (run === null) {
            return;
        }
        this.ask({ kind: "bye", tab: this.options.tab });
        this.run = null;
        clearTimeout(this.watchTimer);
        clearTimeout(this.knockTimer);
        this.knockTimer = undefined;
        this.stepDown();
        run.ending.abort();
        run.release();
        run.bus.close();
        this.setStatus({ ...this.status, state: "stopped", failures: 0 });
    }

    wake(): void {
        this.ask({ kind: "wake", tab: this.options.tab });
        this.knock();
    }

    open(spec: ChannelSpec, listener: ChannelListener): Channel {
        const key = channelKey(spec);
        const one: Followed = { spec, listener };
        const all = this.followed.get(key) ?? new Set();
        this.followed.set(key, all.add(one));
        this.askToOpen(one);
        return {
            catchUp: (since) => {
                this.ask({ kind: "catchUp", tab: this.options.tab, key, since });
            },
            close: () => {
                all.delete(one);
                if (all.size === 0 && this.followed.get(key) === all) {
                    this.followed.delete(key);
                    this.ask({ kind: "close", tab: this.options.tab, key });
                }
            },
        };
    }

    // Asking
    // -----------------------------------------------------------------------------------------

    private ask(request: TabRequest): void {
        if (this.leader !== null) {
            this.leader.handle(request);
        } else {
            this.run?.bus.post({ request });
        }
    }

    private askToOpen(one: Followed): void {
        const since = one.listener.since();
        this.ask({ kind: "open", tab: this.options.tab, spec: one.spec, since });
    }

    private openAll(): void {
        for (const all of this.followed.values()) {
            for (const one of all) {
                this.askToOpen(one);
            }
        }
    }

    // Hearing
    // ----------------------------------------------------------------------------------------

    private receive(run: Run, message: unknown): void {
        if (run !== this.run || typeof message !== "object" || message === null) {
            return;
        }
        // The bus carries what this same client posted in another tab of the same origin.
        if ("request" in message && this.leader !== null) {
            const request = message.request as TabRequest;
            this.watchTab(run, request.tab);
            this.leader.handle(request);
        } else if ("news" in message && this.leader === null) {
            this.hear(message.news as LeaderNews);
        }
    }

    private hear(news: LeaderNews): void {
        this.leaderHeardAtMs = Date.now();
        clearTimeout(this.knockTimer);
        this.knockTimer = undefined;
        switch (news.kind) {
            case "leader":
                this.openAll();
                break;
            case "status":
                this.heardAtMs = news.heardAtMs;
                this.setStatus(news.status);
                break;
            case "subscribed":
                this.forEach(news, (listener) => listener.onSubscribed(news.reply));
                break;
            case "push":
                this.heardAtMs = news.heardAtMs;
                this.forEach(news, (listener) => listener.onPush(news.push));
                break;
            case "end": {
                const all = this.followed.get(news.key);
                this.followed.delete(news.key);
                for (const { listener } of all ?? []) {
                    listener.onEnd(news.end);
                }
                break;
            }
        }
    }

    private forEach(
        news: { readonly to: string | null; readonly key: string },
        act: (listener: ChannelListener) => void,
    ): void {
        if (news.to === null || news.to === this.options.tab) {
            for (const { listener } of [...(this.followed.get(news.key) ?? [])]) {
                act(listener);
            }
        }
    }

    private setStatus(status: LinkStatus): void {
        this.status = status;
        this.statuses.emit(status);
    }

    // Leading
    // ----------------------------------------------------------------------------------------

    private get leaderLock(): string {
        return `${this.options.name}.leader`;
    }

    private tabLock(tab: string): string {
        return `${this.options.name}.tab.${tab}`;
    }

    private queueForLead(run: Run): void {
        this.hold(run, this.leaderLock, () => this.lead(run));
    }

    /** Leads until this run ends; the lock is held as long as the promise. */
    private lead(run: Run): Promise<void> {
        if (run === this.run && this.leader === null) {
            clearTimeout(this.knockTimer);
            this.knockTimer = undefined;
            const tell = (news: LeaderNews): void => {
                run.bus.post({ news });
                if (run === this.run) {
                    this.hear(news);
                }
            };
            this.leader = startLeading(this.options.makeSocket(), tell);
            // `hear` opened nothing: the leader was not there yet when it said so.
            this.openAll();
        }
        return run.released;
    }

    private stepDown(): void {
        const { leader } = this;
        this.leader = null;
        this.watchedTabs.clear();
        leader?.stop();
    }

    /** The leader's watch over a tab: having its lock means that it is gone without a word. */
    private watchTab(run: Run, tab: string): void {
        if (this.watchedTabs.has(tab)) {
            return;
        }
        this.watchedTabs.add(tab);
        this.hold(run, this.tabLock(tab), () => {
            this.watchedTabs.delete(tab);
            this.leader?.handle({ kind: "bye", tab });
            return Promise.resolve();
        });
    }

    // A silent leader
    // --------------------------------------------------------------------------------

    private watchLeader(run: Run): void {
        this.watchTimer = setTimeout(() => {
            if (this.leader === null && Date.now() - this.leaderHeardAtMs >= leaderSilenceMs) {
                this.wake();
            }
            this.watchLeader(run);
        }, leaderSilenceMs);
    }

    private knock(): void {
        if (this.leader === null && this.run !== null && this.knockTimer === undefined) {
            const { run } = this;
            this.knockTimer = setTimeout(() => {
                this.knockTimer = undefined;
                if (run === this.run && this.leader === null) {
                    this.hold(run, this.leaderLock, () => this.lead(run), { steal: true });
                }
            }, knockMs);
        }
    }

    /** Asks for a lock in the name of a run; a lock lost or given up is part of the game. */
    private hold(
        run: Run,
        name: string,
        work: () => Promise<void>,
        how: { readonly steal: true } | null = null,
    ): void {
        const leading = name === this.leaderLock;
        this.options.locks
            .request(name, how ?? { signal: run.ending.signal }, work)
            .catch((error: unknown) => {
                if (!isAbort(error)) {
                    throw error;
                }
                if (leading && run === this.run && this.leader !== null) {
                    // Taken from us while we slept: follow, and stand in line again.
                    this.stepDown();
                    this.leaderHeardAtMs = Date.now();
                    this.queueForLead(run);
                    this.openAll();
                }
            });
    }
}
