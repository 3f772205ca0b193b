// SPDX-License-Identifier: Apache-2.0
//
// One book, live: its events once and in order, and values that follow it.
//
//   connecting ──▶ live ──▶ reconnecting ──▶ live …
//        │                      │
//        └──────────────────────┴──▶ offline   after three failed attempts, no network, stopped
//                                              or refused; live again as soon as the link is
//
// The rules of the position are ledger-cursor.ts; the link is realtime-socket.ts or shared-link.ts.

import { createEmitter } from "./emitter";
import { ownNetwork } from "./environment";
import type { ChannelFilter, ReportSpec, SubscribeOk, ValuePush } from "./frames";
import { createLedgerCursor, type Position } from "./ledger-cursor";
import { toLiveEvent, type LiveEvent as ParsedEvent } from "./ledger-event";
import type { Channel, ChannelEnd, ChannelPush, LinkStatus, RealtimeLink } from "./realtime-link";
import { createRealtimeSocket, type RealtimeSocketOptions } from "./realtime-socket";

/**
 * One event of the book; "unreadable" where a newer server sends what this client does not
 * know.
 */
export type LiveEvent = ParsedEvent;

/** What the connection chip says. */
export type LiveState = "connecting" | "live" | "reconnecting" | "offline";

/** The state as screens read it; the same object until something changes. */
export type LiveSnapshot = {
    readonly state: LiveState;
    /** Offset of the last applied event, null before the first position. */
    readonly lastOffset: number | null;
    /** When the server was last heard, milliseconds since 1970; null before. */
    readonly lastHeardAtMs: number | null;
    /** Why there will be no coming back without the user: signed out, no longer a member. */
    readonly refusal: ChannelEnd | null;
};

/** Why everything must be read again. */
export type RewindReason = "first" | "rewound";

/** The server's snapshot, where one came: the latest transactions and the balances, unparsed. */
export type LedgerSnapshot = { readonly asOfOffset: number; readonly data: unknown };

/** The latest value of a channel's key. */
export type LiveValue = {
    readonly key: string;
    readonly epoch: string;
    readonly asOfOffset: number;
    readonly data: unknown;
};

/** A value channel to follow. */
export type WatchSpec =
    | { readonly channel: "balance" | "kpi"; readonly outletId?: string }
    | { readonly channel: "job" | "notify" }
    | { readonly channel: "report"; readonly report: ReportSpec };

/** How a live ledger is made: over a link that others use too, or with a socket of its own. */
export type LiveLedgerOptions = {
    readonly bookId: string;
    readonly filter?: ChannelFilter;
    /** Where to go on; absent or null: from now. */
    readonly start?: Position | null;
    /** Take the server's snapshot rather than a long replay. */
    readonly snapshot?: boolean;
    /**
     * What the device says of the network; by default the browser's word, under Node always
     * yes.
     */
    readonly isOnline?: () => boolean;
} & ({ readonly link: RealtimeLink } | RealtimeSocketOptions);

/** One book, live; see the file's head. */
export type LiveLedger = {
    readonly state: LiveState;
    readonly lastOffset: number | null;
    readonly position: Position | null;
    readonly snapshot: () => LiveSnapshot;
    /** Any change of `snapshot()`. Each of these returns its unsubscriber. */
    readonly subscribe: (listener: () => void) => () => void;
    /** Every event once, in order. */
    readonly onEvent: (listener: (event: LiveEvent) => void) => () => void;
    /** The first position was taken, or history was restored: read everything again. */
    readonly onRewound: (
        listener: (reason: RewindReason, snapshot: LedgerSnapshot | null) => void,
    ) => () => void;
    /**
     * Follows a value channel: the present values at once, then each change; never an older
     * one.
     */
    readonly watch: (
        spec: WatchSpec,
        listener: (value: LiveValue) => void,
        onEnd?: (end: ChannelEnd) => void,
    ) => () => void;
    readonly wake: () => void;
    readonly close: () => void;
};

/** Failed attempts after which the state says offline rather than reconnecting. */
const offlineAfterFailures = 3;

/** Makes a live ledger and starts it. */
export function createLiveLedger(options: LiveLedgerOptions): LiveLedger {
    return new BookLedger(options);
}

class BookLedger implements LiveLedger {
    private readonly link: RealtimeLink;
    private readonly ownsLink: boolean;
    private readonly cursor;
    private readonly changes = createEmitter<[]>();
    private readonly events = createEmitter<[LiveEvent]>();
    private readonly rewinds = createEmitter<[RewindReason, LedgerSnapshot | null]>();
    private readonly channel: Channel;
    private readonly watched = new Set<Channel>();
    private readonly stopStatus: () => void;
    private subscribed = false;
    private wasLive = false;
    /** The offset up to which a catchup was asked from, so that one gap asks once. */
    private askedFrom: number | null = null;
    private behindAt: number | null = null;
    private refusal: ChannelEnd | null = null;
    private current: LiveSnapshot;

    constructor(private readonly options: LiveLedgerOptions) {
        this.ownsLink = !("link" in options);
        this.link = "link" in options ? options.link : createRealtimeSocket(options);
        this.cursor = createLedgerCursor(options.start ?? null);
        this.current = this.makeSnapshot();
        this.stopStatus = this.link.onStatus((status) => this.onLinkStatus(status));
        this.channel = this.link.open(
            {
                book: options.bookId,
                channel: "ledger",
                ...(options.filter === undefined ? {} : { filter: options.filter }),
                ...(options.snapshot === undefined ? {} : { snapshot: options.snapshot }),
            },
            {
                since: () => this.cursor.position(),
                onSubscribed: (reply) => this.onSubscribed(reply),
                onPush: (push) => this.onPush(push),
                onEnd: (end) => {
                    this.refusal = end;
                    this.subscribed = false;
                    this.changed();
                },
            },
        );
        if (this.ownsLink) {
            this.link.start();
        }
    }

    get state(): LiveState {
        return this.current.state;
    }

    get lastOffset(): number | null {
        return this.cursor.position()?.offset ?? null;
    }

    get position(): Position | null {
        return this.cursor.position();
    }

    readonly snapshot = (): LiveSnapshot => this.current;

    readonly subscribe = (listener: () => void): (() => void) => this.changes.add(listener);

    readonly onEvent = (listener: (event: LiveEvent) => void): (() => void) =>
        this.events.add(listener);

    readonly onRewound = (
        listener: (reason: RewindReason, snapshot: LedgerSnapshot | null) => void,
    ): (() => void) => this.rewinds.add(listener);

    readonly watch = (
        spec: WatchSpec,
        listener: (value: LiveValue) => void,
        onEnd?: (end: ChannelEnd) => void,
    ): (() => void) => {
        const latest = new Map<string, ValuePush>();
        const outletId = "outletId" in spec ? spec.outletId : undefined;
        const channel = this.link.open(
            {
                book: this.options.bookId,
                channel: spec.channel,
                ...(outletId === undefined ? {} : { filter: { outlet_id: outletId } }),
                ...(spec.channel === "report" ? { report: spec.report } : {}),
            },
            {
                since: () => null,
                onSubscribed: () => undefined,
                onPush: (push) => {
                    if (push.kind === "value" && isNewer(latest.get(push.value.key), push.value)) {
                        latest.set(push.value.key, push.value);
                        const { key, epoch, as_of_offset: asOfOffset, data } = push.value;
                        listener({ key, epoch, asOfOffset, data });
                    }
                },
                onEnd: (end) => onEnd?.(end),
            },
        );
        this.watched.add(channel);
        return () => {
            this.watched.delete(channel);
            channel.close();
        };
    };

    readonly wake = (): void => this.link.wake();

    readonly close = (): void => {
        this.channel.close();
        for (const channel of this.watched) {
            channel.close();
        }
        this.watched.clear();
        this.stopStatus();
        if (this.ownsLink) {
            this.link.stop();
        }
        this.changes.clear();
        this.events.clear();
        this.rewinds.clear();
    };

    private onLinkStatus(status: LinkStatus): void {
        if (status.state !== "open" && status.state !== "moving") {
            this.subscribed = false;
            this.askedFrom = null;
            this.behindAt = null;
        }
        this.changed();
    }

    private onSubscribed(reply: SubscribeOk): void {
        this.subscribed = true;
        this.refusal = null;
        this.askedFrom = null;
        const verdict = this.cursor.acceptReply(reply);
        if (verdict !== "resumed") {
            const { snapshot } = reply;
            this.rewinds.emit(
                verdict,
                snapshot === undefined
                    ? null
                    : { asOfOffset: snapshot.as_of_offset, data: snapshot.data },
            );
        }
        this.changed();
    }

    private onPush(push: ChannelPush): void {
        switch (push.kind) {
            case "event":
                this.acceptEvent(toLiveEvent(push.event));
                break;
            case "skip":
                this.cursor.acceptSkip(push.skip.to);
                this.changed();
                break;
            case "head":
                this.acceptHead(push.offset);
                break;
            case "value":
                break;
        }
    }

    private acceptEvent(event: LiveEvent): void {
        const sockets = this.link.status().state === "moving" ? "two" : "one";
        const verdict = this.cursor.acceptEvent(event, { sockets });
        if (verdict === "apply") {
            this.events.emit(event);
            this.changed();
        } else if (verdict !== "duplicate") {
            this.catchUp();
        }
    }

    /**
     * A head is read apart from the stream: only one that stays ahead means that something is
     * missing.
     */
    private acceptHead(head: number): void {
        const position = this.cursor.position();
        if (position === null || !this.cursor.isBehind(head)) {
            this.behindAt = null;
            return;
        }
        if (this.behindAt === position.offset) {
            this.catchUp();
        }
        this.behindAt = position.offset;
    }

    private catchUp(): void {
        const position = this.cursor.position();
        if (position !== null && this.askedFrom !== position.offset) {
            this.askedFrom = position.offset;
            this.channel.catchUp(position);
        }
    }

    private changed(): void {
        const next = this.makeSnapshot();
        const now = this.current;
        if (
            next.state !== now.state ||
            next.lastOffset !== now.lastOffset ||
            next.refusal?.code !== now.refusal?.code
        ) {
            this.current = next;
            this.changes.emit();
        }
    }

    private makeSnapshot(): LiveSnapshot {
        return {
            state: this.stateNow(),
            lastOffset: this.lastOffset,
            lastHeardAtMs: this.link.lastHeardAtMs(),
            refusal: this.refusal ?? refusalOf(this.link.status()),
        };
    }

    private stateNow(): LiveState {
        const { state, failures } = this.link.status();
        const linked = state === "open" || state === "moving";
        if (linked && this.subscribed) {
            this.wasLive = true;
            return "live";
        }
        const online = (this.options.isOnline ?? ownNetwork)();
        const given = state === "stopped" || state === "refused" || this.refusal !== null;
        if (given || (!linked && (failures >= offlineAfterFailures || !online))) {
            return "offline";
        }
        return this.wasLive ? "reconnecting" : "connecting";
    }
}

function refusalOf(status: LinkStatus): ChannelEnd | null {
    return status.state === "refused" && status.lastEnd !== null
        ? { code: status.lastEnd.reason, detail: String(status.lastEnd.code) }
        : null;
}

function isNewer(known: ValuePush | undefined, value: ValuePush): boolean {
    return (
        known === undefined ||
        known.epoch !== value.epoch ||
        value.as_of_offset >= known.as_of_offset
    );
}
