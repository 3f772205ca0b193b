// SPDX-License-Identifier: Apache-2.0
//
// The link over this tab's own socket: it connects, subscribes every open channel, and comes back
// after any loss.
//
//                 start                  ready                reconnect push, after its delay
//   stopped ───────────────▶ connecting ───────▶ open ──────────────────────────────▶ moving
//      ▲                      │      ▲             │                                   │   │
//      │ stop                 │fails │ back-off,   │ ended                 successor   │   │ old
//      │ (from anywhere)      ▼      │ wake        ▼                       has all ────┘   │ ends
//      └──────────────────── waiting ◀─────────────┘                     channels: open    ▼
//                                                                                     connecting
//   refused: ended with 4000 to 4099. Only start leaves it.
//
// Make before break: the successor subscribes with the position reached so far while the old socket
// still delivers; positions drop what comes twice; then the old one is closed with 1000.
//
// Each socket has its own subscription numbers; `Binding` holds which number is which channel.

import { backOffMs, type BackOffOptions } from "./back-off";
import { openConnection, type Connection, type ConnectionEnd } from "./connection";
import { createEmitter } from "./emitter";
import {
    parseRefreshOk,
    parseSubscribeOk,
    type CommandError,
    type ServerFrame,
    type SubscribeOk,
} from "./frames";
import type {
    Channel,
    ChannelListener,
    ChannelPush,
    ChannelSpec,
    LinkStatus,
    RealtimeLink,
} from "./realtime-link";
import type { Position } from "./ledger-cursor";
import type { SocketFactory } from "./web-socket-factory";

/** How the link is made. */
export type RealtimeSocketOptions = {
    /** ws:// or wss://, without any token. */
    readonly url: string;
    readonly socketFactory: SocketFactory;
    readonly client?: { readonly name: string; readonly version: string };
    /** A fresh bearer token before each connect; null (the default) where the cookie speaks. */
    readonly token?: () => Promise<string | null>;
    /** For tests. */
    readonly random?: () => number;
};

/** The link is held dead after this long without a frame; heads come every 2 s. */
export const silenceLimitMs = 6_000;

/** A socket that stayed this long was a success: the next loss starts the back-off anew. */
export const stableAfterMs = 5_000;

/** How long `token` may take before the attempt counts as failed. */
const tokenTimeoutMs = 10_000;

const backOffBounds: BackOffOptions = { firstMs: 500, maxMs: 30_000 };

/** Makes the link, stopped. */
export function createRealtimeSocket(options: RealtimeSocketOptions): RealtimeLink {
    const socket = new RealtimeSocket(options);
    return {
        status: () => socket.status,
        onStatus: (listener) => socket.statuses.add(listener),
        lastHeardAtMs: () => socket.lastHeardAtMs(),
        open: (spec, listener) => socket.open(spec, listener),
        wake: () => socket.wake(),
        start: () => socket.start(),
        stop: () => socket.stop(),
    };
}

const failedToken = Symbol("no token could be had");

/** A token, null where the cookie speaks, or the mark that asking for one failed. */
type FreshToken = string | null | typeof failedToken;

/** A channel that somebody follows. */
type Followed = {
    readonly spec: ChannelSpec;
    readonly listener: ChannelListener;
    retryTimer?: ReturnType<typeof setTimeout>;
};

/** One socket with the channels that it carries. */
type Binding = {
    readonly connection: Connection;
    /** Channels by the server's subscription number. */
    readonly bySub: Map<number, Followed>;
    readonly subOf: Map<Followed, number>;
    readonly readyAtMs: { value: number | null };
    refreshTimer?: ReturnType<typeof setTimeout>;
};

class RealtimeSocket {
    readonly statuses = createEmitter<[LinkStatus]>();
    status: LinkStatus = { state: "stopped", failures: 0, lastEnd: null };

    private readonly followed = new Set<Followed>();
    private current: Binding | null = null;
    private successor: Binding | null = null;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private heardAtMs: number | null = null;
    /** Counts starts and stops, so that an answer of `token` to an earlier one is not used. */
    private attempt = 0;

    constructor(private readonly options: RealtimeSocketOptions) {}

    lastHeardAtMs(): number | null {
        const heard = this.current?.connection.lastHeardAtMs() ?? null;
        return heard ?? this.heardAtMs;
    }

    start(): void {
        if (this.status.state === "stopped" || this.status.state === "refused") {
            this.setStatus({ state: "connecting", failures: 0, lastEnd: this.status.lastEnd });
            void this.connect("current");
        }
    }

    stop(): void {
        clearTimeout(this.timer);
        this.attempt += 1;
        this.drop(this.current, "stopped");
        this.drop(this.successor, "stopped");
        this.current = null;
        this.successor = null;
        this.setStatus({ ...this.status, state: "stopped", failures: 0 });
    }

    wake(): void {
        if (this.status.state === "waiting") {
            this.retryNow();
        } else {
            this.current?.connection.checkSilence();
        }
    }

    open(spec: ChannelSpec, listener: ChannelListener): Channel {
        const followed: Followed = { spec, listener };
        this.followed.add(followed);
        for (const binding of [this.current, this.successor]) {
            if (binding?.connection.isReady() === true) {
                this.subscribe(binding, followed);
            }
        }
        return {
            catchUp: (since) => {
                if (this.current !== null) {
                    this.catchUpOn(this.current, followed, since);
                }
            },
            close: () => this.unfollow(followed),
        };
    }

    private setStatus(status: LinkStatus): void {
        this.status = status;
        this.statuses.emit(status);
    }

    // Connecting
    // -------------------------------------------------------------------------------------

    private async connect(role: "current" | "successor"): Promise<void> {
        this.attempt += 1;
        const attempt = this.attempt;
        const token = await this.freshToken();
        if (attempt !== this.attempt) {
            return;
        }
        if (token === failedToken) {
            this.lost(role, { code: 1006, reason: "no fresh token", refusal: null });
            return;
        }
        const binding: Binding = {
            connection: openConnection(
                {
                    url: this.options.url,
                    socketFactory: this.options.socketFactory,
                    client: this.options.client ?? { name: "arus-web", version: "0.1.0" },
                    token,
                },
                {
                    onReady: (ok) => {
                        binding.readyAtMs.value = Date.now();
                        binding.connection.setSilenceLimit(silenceLimitMs);
                        this.scheduleRefresh(binding, token, ok.expires_at);
                        this.subscribeAll(binding);
                    },
                    onPush: (frame) => this.push(binding, frame),
                    onEnd: (end) => this.ended(binding, end),
                },
            ),
            bySub: new Map(),
            subOf: new Map(),
            readyAtMs: { value: null },
        };
        if (role === "current") {
            this.current = binding;
        } else {
            this.successor = binding;
        }
    }

    private async freshToken(): Promise<FreshToken> {
        const { token } = this.options;
        if (token === undefined) {
            return null;
        }
        let timer: ReturnType<typeof setTimeout> | undefined;
        const timeout = new Promise<typeof failedToken>((resolve) => {
            timer = setTimeout(() => resolve(failedToken), tokenTimeoutMs);
        });
        try {
            return await Promise.race([token(), timeout]);
        } catch {
            // Told apart from "no token": the attempt failed and is made again with back-off.
            return failedToken;
        } finally {
            clearTimeout(timer);
        }
    }

    /** Renews the token in band when four fifths of its life are over. */
    private scheduleRefresh(binding: Binding, token: string | null, expiresAt: string): void {
        const leftMs = Date.parse(expiresAt) - Date.now();
        if (token === null || Number.isNaN(leftMs)) {
            return;
        }
        const inMs = Math.min(Math.max(leftMs * 0.8, 1_000), 2 ** 31 - 1);
        binding.refreshTimer = setTimeout(() => void this.refresh(binding), inMs);
    }

    private async refresh(binding: Binding): Promise<void> {
        const token = await this.freshToken();
        if (token === null || token === failedToken) {
            return;
        }
        binding.connection.command("refresh", { token }, (reply) => {
            const expiresAt = reply.kind === "ok" ? parseRefreshOk(reply.ok) : null;
            if (expiresAt !== null) {
                this.scheduleRefresh(binding, token, expiresAt);
            }
        });
    }

    // Subscribing
    // ------------------------------------------------------------------------------------

    private subscribeAll(binding: Binding): void {
        if (binding === this.current) {
            this.setStatus({ ...this.status, state: "open" });
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.settle(binding), stableAfterMs);
        }
        let open = 1;
        const oneDone = () => {
            open -= 1;
            if (open === 0 && binding === this.successor && binding.connection.isReady()) {
                this.takeOver(binding);
            }
        };
        for (const each of [...this.followed]) {
            open += 1;
            this.subscribe(binding, each, oneDone);
        }
        oneDone();
    }

    /** The socket has proved itself: failures are forgotten. */
    private settle(binding: Binding): void {
        if (binding === this.current && this.status.failures > 0) {
            this.setStatus({ ...this.status, failures: 0 });
        }
    }

    private subscribe(binding: Binding, followed: Followed, done?: () => void): void {
        const { spec } = followed;
        const since = followed.listener.since();
        const body = {
            book: spec.book,
            channel: spec.channel,
            ...(since === null ? {} : { since: encodeSince(since) }),
            ...(spec.snapshot === true ? { snapshot: true } : {}),
            ...(spec.filter === undefined ? {} : { filter: spec.filter }),
            ...(spec.report === undefined ? {} : { report: spec.report }),
        };
        binding.connection.command("subscribe", body, (reply) => {
            if (reply.kind === "ok") {
                this.subscribed(binding, followed, since, parseSubscribeOk(reply.ok));
            } else if (reply.kind === "error") {
                this.refused(binding, followed, reply.error);
            }
            done?.();
        });
    }

    private subscribed(
        binding: Binding,
        followed: Followed,
        askedSince: Position | null,
        ok: SubscribeOk | null,
    ): void {
        if (ok === null) {
            this.end(followed, "unreadable_reply", "the server's reply could not be read");
            return;
        }
        if (!this.followed.has(followed)) {
            binding.connection.command("unsubscribe", { sub: ok.sub });
            return;
        }
        binding.bySub.set(ok.sub, followed);
        binding.subOf.set(followed, ok.sub);
        const since = followed.listener.since();
        if (askedSince === null && since !== null && followed.spec.channel === "ledger") {
            // While two sockets are open, the other one gave the first position: go on from there.
            this.catchUpOn(binding, followed, since);
        } else {
            followed.listener.onSubscribed(ok);
        }
    }

    private refused(binding: Binding, followed: Followed, error: CommandError): void {
        if (!error.retry) {
            this.end(followed, error.code, error.detail);
            return;
        }
        const inMs = backOffMs(2, this.backOff(), error.retry_after_ms ?? 1_000);
        clearTimeout(followed.retryTimer);
        followed.retryTimer = setTimeout(() => {
            if (this.followed.has(followed) && binding.connection.isReady()) {
                this.subscribe(binding, followed);
            }
        }, inMs);
    }

    private catchUpOn(binding: Binding, followed: Followed, since: Position): void {
        const sub = binding.subOf.get(followed);
        if (sub === undefined) {
            return;
        }
        binding.connection.command("catchup", { sub, since: encodeSince(since) }, (reply) => {
            if (reply.kind === "lost" || !this.followed.has(followed)) {
                return;
            }
            const ok = reply.kind === "ok" ? parseSubscribeOk(reply.ok) : null;
            if (ok !== null) {
                followed.listener.onSubscribed(ok);
                return;
            }
            // A reader with a gap that cannot be filled here must not go on: a fresh socket resumes
            // it.
            binding.connection.close(1000, "catchup refused");
            this.ended(binding, { code: 1006, reason: "catchup refused", refusal: null });
        });
    }

    private unfollow(followed: Followed): void {
        clearTimeout(followed.retryTimer);
        this.followed.delete(followed);
        for (const binding of [this.current, this.successor]) {
            const sub = binding?.subOf.get(followed);
            if (binding !== null && sub !== undefined) {
                binding.subOf.delete(followed);
                binding.bySub.delete(sub);
                binding.connection.command("unsubscribe", { sub });
            }
        }
    }

    private end(followed: Followed, code: string, detail: string): void {
        if (this.followed.has(followed)) {
            this.unfollow(followed);
            followed.listener.onEnd({ code, detail });
        }
    }

    // What the server pushes
    // -------------------------------------------------------------------------

    private push(binding: Binding, frame: ServerFrame): void {
        switch (frame.kind) {
            case "event":
                this.toLedgersOf(binding, frame.event.book, { kind: "event", event: frame.event });
                break;
            case "head":
                for (const [book, offset] of Object.entries(frame.head)) {
                    this.toLedgersOf(binding, book, { kind: "head", offset });
                }
                break;
            case "value":
                binding.bySub
                    .get(frame.value.sub)
                    ?.listener.onPush({ kind: "value", value: frame.value });
                break;
            case "skip":
                binding.bySub
                    .get(frame.skip.sub)
                    ?.listener.onPush({ kind: "skip", skip: frame.skip });
                break;
            case "unsubscribed":
                this.unsubscribed(binding, frame.unsubscribed.sub, frame.unsubscribed.reason);
                break;
            case "reconnect":
                this.planMove(binding, frame.afterMs);
                break;
            default:
                break;
        }
    }

    /**
     * Events and heads carry no subscription number: the book's ledger is the only one of its
     * link.
     */
    private toLedgersOf(binding: Binding, book: string, push: ChannelPush): void {
        for (const followed of [...binding.subOf.keys()]) {
            if (followed.spec.channel === "ledger" && followed.spec.book === book) {
                followed.listener.onPush(push);
            }
        }
    }

    private unsubscribed(binding: Binding, sub: number, reason: string): void {
        const followed = binding.bySub.get(sub);
        if (followed === undefined) {
            return;
        }
        binding.bySub.delete(sub);
        binding.subOf.delete(followed);
        if (reason === "role_changed") {
            this.subscribe(binding, followed);
        } else {
            this.end(followed, reason, "");
        }
    }

    // Moving and coming back
    // -------------------------------------------------------------------------

    private planMove(binding: Binding, afterMs: number): void {
        if (binding !== this.current || this.status.state !== "open") {
            return;
        }
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            this.setStatus({ ...this.status, state: "moving" });
            void this.connect("successor");
        }, afterMs);
    }

    private takeOver(binding: Binding): void {
        const old = this.current;
        this.current = binding;
        this.successor = null;
        this.drop(old, "moved");
        this.setStatus({ ...this.status, state: "open", failures: 0 });
    }

    private ended(binding: Binding, end: ConnectionEnd): void {
        clearTimeout(binding.refreshTimer);
        this.heardAtMs = binding.connection.lastHeardAtMs() ?? this.heardAtMs;
        if (binding === this.successor) {
            this.lost("successor", end);
        } else if (binding === this.current) {
            this.lost("current", end);
        }
    }

    private lost(role: "current" | "successor", end: ConnectionEnd): void {
        const lastEnd = { code: end.code, reason: end.reason };
        if (role === "successor") {
            this.successor = null;
            const failures = this.status.failures + 1;
            this.setStatus({ state: "moving", failures, lastEnd });
            clearTimeout(this.timer);
            const waitMs = this.waitMs(failures, end);
            this.timer = setTimeout(() => void this.connect("successor"), waitMs);
            return;
        }
        const wasReady = this.current?.readyAtMs.value ?? null;
        this.current = null;
        // A server that asks its clients to leave is no server that keeps failing them.
        const asked = end.code >= 4200 && end.code <= 4299;
        const stable =
            wasReady !== null && (asked || Date.now() - wasReady >= stableAfterMs);
        const failures = stable ? 1 : this.status.failures + 1;
        if (this.status.state === "moving" && this.successor !== null) {
            // The old socket went before its successor was ready: the successor is all there is
            // now. How often others knocked in vain while the old one stood does not count.
            this.promote(this.successor, lastEnd, stable ? 0 : this.status.failures);
            return;
        }
        clearTimeout(this.timer);
        this.attempt += 1;
        if (end.code >= 4000 && end.code <= 4099) {
            this.setStatus({ state: "refused", failures, lastEnd });
            return;
        }
        this.setStatus({ state: "waiting", failures, lastEnd });
        this.timer = setTimeout(() => this.retryNow(), this.waitMs(failures, end));
    }

    private promote(successor: Binding, lastEnd: LinkStatus["lastEnd"], failures: number): void {
        this.current = successor;
        this.successor = null;
        const state = successor.connection.isReady() ? "open" : "connecting";
        this.setStatus({ state, failures, lastEnd });
    }

    private retryNow(): void {
        clearTimeout(this.timer);
        this.setStatus({ ...this.status, state: "connecting" });
        void this.connect("current");
    }

    private waitMs(failures: number, end: ConnectionEnd): number {
        return backOffMs(failures, this.backOff(), end.refusal?.retry_after_ms ?? 0);
    }

    private backOff(): BackOffOptions {
        return { ...backOffBounds, random: this.options.random ?? Math.random };
    }

    private drop(binding: Binding | null, reason: string): void {
        if (binding !== null) {
            clearTimeout(binding.refreshTimer);
            this.heardAtMs = binding.connection.lastHeardAtMs() ?? this.heardAtMs;
            binding.connection.close(1000, reason);
        }
    }
}

function encodeSince(since: Position): { epoch: string; offset: number; hash?: string } {
    const { epoch, offset, hash } = since;
    return hash === null ? { epoch, offset } : { epoch, offset, hash };
}
