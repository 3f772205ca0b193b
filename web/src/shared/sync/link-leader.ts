// SPDX-License-Identifier: Apache-2.0
//
// The leading tab's half of a shared link: it owns the one socket and serves every tab, its own
// included.
//
// Each distinct channel is subscribed once, however many tabs follow it. The leader resumes it from
// the furthest event it has handed on; a tab that is further back asks for a catchup of its own,
// whose events go to all tabs and are dropped by those that have them. So each tab keeps its own
// position, and the leader holds nothing that a change of leader could lose.

import type { SubscribeOk, ValuePush } from "./frames";
import type { Position } from "./ledger-cursor";
import {
    channelKey,
    type Channel,
    type ChannelEnd,
    type ChannelPush,
    type ChannelSpec,
    type LinkStatus,
    type RealtimeLink,
} from "./realtime-link";

/** What the leader tells the tabs; `to` names one tab, null all of them. */
export type LeaderNews =
    | { readonly kind: "leader" }
    | { readonly kind: "status"; readonly status: LinkStatus; readonly heardAtMs: number | null }
    | {
          readonly kind: "subscribed";
          readonly to: string | null;
          readonly key: string;
          readonly reply: SubscribeOk;
      }
    | {
          readonly kind: "push";
          readonly to: string | null;
          readonly key: string;
          readonly push: ChannelPush;
          readonly heardAtMs: number | null;
      }
    | { readonly kind: "end"; readonly key: string; readonly end: ChannelEnd };

/** What a tab asks of the leader. */
export type TabRequest =
    | { readonly kind: "hello"; readonly tab: string }
    | {
          readonly kind: "open";
          readonly tab: string;
          readonly spec: ChannelSpec;
          readonly since: Position | null;
      }
    | {
          readonly kind: "catchUp";
          readonly tab: string;
          readonly key: string;
          readonly since: Position;
      }
    | { readonly kind: "close"; readonly tab: string; readonly key: string }
    | { readonly kind: "wake"; readonly tab: string }
    | { readonly kind: "start"; readonly tab: string }
    | { readonly kind: "bye"; readonly tab: string };

/** The leading half; see the file's head. */
export type LinkLeader = {
    readonly handle: (request: TabRequest) => void;
    readonly stop: () => void;
};

/** One channel of the socket and the tabs that follow it. */
type Shared = {
    readonly spec: ChannelSpec;
    readonly tabs: Map<string, Position | null>;
    readonly values: Map<string, ValuePush>;
    /** The furthest that was handed on; where the socket resumes. */
    position: Position | null;
    /** What the subscription that is under way asked for. */
    asked: Position | null;
    subscribed: boolean;
    channel: Channel | null;
};

/** Starts to lead: makes the socket, starts it, and says so to all tabs. */
export function startLeading(
    socket: RealtimeLink,
    tell: (news: LeaderNews) => void,
): LinkLeader {
    const leader = new Leader(socket, tell);
    tell({ kind: "leader" });
    socket.start();
    return leader;
}

class Leader implements LinkLeader {
    private readonly shared = new Map<string, Shared>();
    private readonly stopStatus: () => void;

    constructor(
        private readonly socket: RealtimeLink,
        private readonly tell: (news: LeaderNews) => void,
    ) {
        this.stopStatus = socket.onStatus((status) => {
            if (status.state !== "open" && status.state !== "moving") {
                for (const each of this.shared.values()) {
                    each.subscribed = false;
                }
            }
            this.tellStatus();
        });
    }

    readonly handle = (request: TabRequest): void => {
        switch (request.kind) {
            case "hello":
                this.tellStatus();
                break;
            case "open":
                this.join(request.tab, request.spec, request.since);
                break;
            case "catchUp":
                this.shared.get(request.key)?.channel?.catchUp(request.since);
                break;
            case "close":
                this.leave(request.tab, request.key);
                break;
            case "wake":
                this.socket.wake();
                // Also the sign of life that a tab waits for before it takes the lead.
                this.tellStatus();
                break;
            case "start":
                this.socket.start();
                break;
            case "bye":
                for (const key of [...this.shared.keys()]) {
                    this.leave(request.tab, key);
                }
                break;
        }
    };

    readonly stop = (): void => {
        this.stopStatus();
        for (const each of this.shared.values()) {
            each.channel?.close();
        }
        this.shared.clear();
        this.socket.stop();
    };

    private tellStatus(): void {
        const status = this.socket.status();
        this.tell({ kind: "status", status, heardAtMs: this.socket.lastHeardAtMs() });
    }

    private join(tab: string, spec: ChannelSpec, since: Position | null): void {
        const key = channelKey(spec);
        const known = this.shared.get(key);
        if (known === undefined) {
            this.follow(key, spec, tab, since);
            return;
        }
        known.tabs.set(tab, since);
        if (known.subscribed) {
            this.serveLate(key, known, tab, since);
        }
    }

    private follow(key: string, spec: ChannelSpec, tab: string, since: Position | null): void {
        const shared: Shared = {
            spec,
            tabs: new Map([[tab, since]]),
            values: new Map(),
            position: since,
            asked: since,
            subscribed: false,
            channel: null,
        };
        this.shared.set(key, shared);
        shared.channel = this.socket.open(spec, {
            since: () => {
                shared.asked = spec.channel === "ledger" ? shared.position : null;
                return shared.asked;
            },
            onSubscribed: (reply) => this.subscribed(key, shared, reply),
            onPush: (push) => this.push(key, shared, push),
            onEnd: (end) => {
                this.shared.delete(key);
                this.tell({ kind: "end", key, end });
            },
        });
    }

    private subscribed(key: string, shared: Shared, reply: SubscribeOk): void {
        const first = !shared.subscribed && shared.asked === null;
        shared.subscribed = true;
        if (!reply.recovered && (shared.position === null || isRewind(shared.position, reply))) {
            shared.position = { epoch: reply.epoch, offset: reply.offset, hash: null };
            shared.values.clear();
        }
        if (!first) {
            this.tell({ kind: "subscribed", to: null, key, reply });
            return;
        }
        // Asked without a position: a tab that has one is caught up from there instead.
        for (const [tab, since] of shared.tabs) {
            if (since === null) {
                this.tell({ kind: "subscribed", to: tab, key, reply });
            } else {
                shared.channel?.catchUp(since);
            }
        }
    }

    /** A tab joins a channel that is subscribed already. */
    private serveLate(key: string, shared: Shared, tab: string, since: Position | null): void {
        const { position, spec } = shared;
        if (spec.channel === "ledger" && since !== null && !isSame(since, position)) {
            shared.channel?.catchUp(since);
            return;
        }
        const reply: SubscribeOk = {
            sub: 0,
            book: spec.book,
            channel: spec.channel,
            epoch: position?.epoch ?? "",
            offset: position?.offset ?? 0,
            mode: "live",
            recovered: since !== null,
        };
        this.tell({ kind: "subscribed", to: tab, key, reply });
        for (const value of shared.values.values()) {
            const push = { kind: "value", value } as const;
            this.tell({ kind: "push", to: tab, key, push, heardAtMs: this.socket.lastHeardAtMs() });
        }
    }

    private push(key: string, shared: Shared, push: ChannelPush): void {
        if (push.kind === "event") {
            const { epoch, offset, hash } = push.event;
            if (shared.position?.epoch === epoch && offset > shared.position.offset) {
                shared.position = { epoch, offset, hash };
            }
        } else if (push.kind === "skip") {
            if (shared.position !== null && push.skip.to > shared.position.offset) {
                shared.position = { ...shared.position, offset: push.skip.to, hash: null };
            }
        } else if (push.kind === "value") {
            shared.values.set(push.value.key, push.value);
        }
        this.tell({ kind: "push", to: null, key, push, heardAtMs: this.socket.lastHeardAtMs() });
    }

    private leave(tab: string, key: string): void {
        const shared = this.shared.get(key);
        if (shared?.tabs.delete(tab) === true && shared.tabs.size === 0) {
            this.shared.delete(key);
            shared.channel?.close();
        }
    }
}

function isSame(a: Position, b: Position | null): boolean {
    return b !== null && a.epoch === b.epoch && a.offset === b.offset;
}

/** A reply that was not recovered speaks of this position only if the history is another one. */
function isRewind(position: Position, reply: SubscribeOk): boolean {
    return reply.epoch !== position.epoch || reply.offset < position.offset;
}
