// SPDX-License-Identifier: Apache-2.0
//
// What a reader of live data needs of the link, whether it is this tab's own socket
// (realtime-socket.ts) or the socket of another tab of the same browser (shared-link.ts).

import type { ChannelFilter, ChannelName, CommandError, ReportSpec, SubscribeOk } from "./frames";
import type { EventPush, SkipPush, ValuePush } from "./frames";
import type { Position } from "./ledger-cursor";

/** What to follow. On one link there is at most one `ledger` per book; equal specs share it. */
export type ChannelSpec = {
    readonly book: string;
    readonly channel: ChannelName;
    readonly filter?: ChannelFilter;
    readonly report?: ReportSpec;
    /** Ask for the latest 50 transactions and the balances instead of a long replay. */
    readonly snapshot?: boolean;
};

/** One push of a channel. */
export type ChannelPush =
    | { readonly kind: "event"; readonly event: EventPush }
    | { readonly kind: "value"; readonly value: ValuePush }
    | { readonly kind: "skip"; readonly skip: SkipPush }
    | { readonly kind: "head"; readonly offset: number };

/** Why a channel ended for good. */
export type ChannelEnd = Pick<CommandError, "code" | "detail">;

/** What a channel tells its reader. */
export type ChannelListener = {
    /** Where to resume; asked at every subscribe. Null: from now on. Values always say null. */
    readonly since: () => Position | null;
    /** The server has taken the subscription (again), or answered a catchup. */
    readonly onSubscribed: (reply: SubscribeOk) => void;
    readonly onPush: (push: ChannelPush) => void;
    /** The server ended or refused it; it will not come back by itself. */
    readonly onEnd: (end: ChannelEnd) => void;
};

/** An open channel. */
export type Channel = {
    /** A gap was seen: asks for everything after `since`. Does nothing while the link is down. */
    readonly catchUp: (since: Position) => void;
    readonly close: () => void;
};

/** The state of the link, whoever owns the socket. */
export type LinkStatus = {
    /**
     * stopped: not started, or closed by us. connecting: a socket is opening or greeting. open: in
     * use. moving: in use while its successor opens. waiting: none, until the back-off ends.
     * refused: the server said that coming back is no use (codes 4000 to 4099); only `start` tries
     * again.
     */
    readonly state: "stopped" | "connecting" | "open" | "moving" | "waiting" | "refused";
    /** Attempts that failed one after another since the link was last open. */
    readonly failures: number;
    /** The close code and reason of the last socket that ended, null before. */
    readonly lastEnd: { readonly code: number; readonly reason: string } | null;
};

/** A link to the server; see the file's head. */
export type RealtimeLink = {
    readonly status: () => LinkStatus;
    /** Called at every change of status; returns the unsubscriber. */
    readonly onStatus: (listener: (status: LinkStatus) => void) => () => void;
    /** When the server was last heard, in milliseconds since 1970. */
    readonly lastHeardAtMs: () => number | null;
    readonly open: (spec: ChannelSpec, listener: ChannelListener) => Channel;
    /** The tab is looked at again or the network is back: tries at once instead of waiting. */
    readonly wake: () => void;
    /** Connects. Also leaves "refused", after a sign-in. */
    readonly start: () => void;
    /** Closes the socket with 1000; channels stay and come back with `start`. */
    readonly stop: () => void;
};

/** A text that is equal for equal specs. */
export function channelKey(spec: ChannelSpec): string {
    const { book, channel, filter, report, snapshot } = spec;
    return JSON.stringify([
        book,
        channel,
        filter?.outlet_id ?? null,
        filter?.account_id ?? null,
        filter?.types === undefined ? null : [...filter.types].sort(),
        report?.name ?? null,
        report === undefined ? null : Object.entries(report.parameters).sort(),
        snapshot === true,
    ]);
}
