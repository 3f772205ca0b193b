// SPDX-License-Identifier: Apache-2.0
//
// One socket's life, from opening to its end. It never reconnects: realtime-socket.ts does that.
//
//   opening ──opened──▶ greeting ──ok──▶ ready ──┐
//      │                   │               │     │ closed by the server, silence, refused greeting,
//      └───────────────────┴───────────────┴─────┴──▶ ended            close()
//
// Silence: while ready, some frame must come within the limit (heads come every 2 s once a ledger
// is subscribed), or the link is held dead. No event tells of a link that only went quiet.

import {
    encodeCommand,
    parseConnectOk,
    parseFrames,
    protocolName,
    type CommandError,
    type ConnectOk,
    type ServerFrame,
} from "./frames";
import type { SocketFactory, SocketHandle } from "./web-socket-factory";

/** How a connection ended. `code` is the close code; 1006 for a lost or silent link. */
export type ConnectionEnd = {
    readonly code: number;
    readonly reason: string;
    /** The refusal of `connect`, where that was the reason. */
    readonly refusal: CommandError | null;
};

/** What a connection tells its owner. After `onEnd` nothing follows. */
export type ConnectionListener = {
    readonly onReady: (ok: ConnectOk) => void;
    readonly onPush: (frame: ServerFrame) => void;
    readonly onEnd: (end: ConnectionEnd) => void;
};

/** How a connection is made. */
export type ConnectionOptions = {
    readonly url: string;
    readonly socketFactory: SocketFactory;
    readonly client: { readonly name: string; readonly version: string };
    /** A bearer token for `connect`, null where the cookie speaks. */
    readonly token: string | null;
};

/** A command's outcome. "lost": the connection ended before a reply. */
export type CommandReply =
    | { readonly kind: "ok"; readonly ok: unknown }
    | { readonly kind: "error"; readonly error: CommandError }
    | { readonly kind: "lost" };

/** One socket; see the file's head. */
export type Connection = {
    readonly isReady: () => boolean;
    /**
     * Sends a command. `onReply` is called exactly once, in the stream's order: before any push
     * that stands behind the reply, even in the same message.
     */
    readonly command: (
        name: string,
        body: unknown,
        onReply?: (reply: CommandReply) => void,
    ) => void;
    /** Longest silence from now on; the link is held dead after it. */
    readonly setSilenceLimit: (limitMs: number) => void;
    /**
     * Holds the link dead now if it has been silent too long (after a sleep no timer has fired
     * yet).
     */
    readonly checkSilence: () => void;
    /** When the last frame came, in milliseconds since 1970; null before the first one. */
    readonly lastHeardAtMs: () => number | null;
    /** Ends it from this side. `onEnd` is not called. */
    readonly close: (code: number, reason: string) => void;
};

/** Longest wait for the socket to open and for the reply to any command. */
export const replyTimeoutMs = 10_000;

/** Opens a socket, greets, and keeps watch over it. */
export function openConnection(
    options: ConnectionOptions,
    listener: ConnectionListener,
): Connection {
    return new SocketConnection(options, listener);
}

type Waiter = {
    readonly onReply: (reply: CommandReply) => void;
    readonly timer: ReturnType<typeof setTimeout>;
};

const ignore = (): void => undefined;

class SocketConnection implements Connection {
    private state: "opening" | "greeting" | "ready" | "ended" = "opening";
    private readonly socket: SocketHandle;
    private readonly waiters = new Map<number, Waiter>();
    private nextId = 1;
    private heardAtMs: number | null = null;
    private silenceLimitMs: number | null = null;
    private silenceTimer: ReturnType<typeof setTimeout> | undefined;
    private readonly openTimer: ReturnType<typeof setTimeout>;

    constructor(
        private readonly options: ConnectionOptions,
        private readonly listener: ConnectionListener,
    ) {
        this.openTimer = setTimeout(() => this.fail("no answer in time"), replyTimeoutMs);
        this.socket = options.socketFactory(options.url, protocolName, {
            opened: () => this.greet(),
            message: (text) => this.receive(text),
            closed: (code, reason) => this.end({ code, reason, refusal: null }),
        });
    }

    isReady(): boolean {
        return this.state === "ready";
    }

    lastHeardAtMs(): number | null {
        return this.heardAtMs;
    }

    command(name: string, body: unknown, onReply: (reply: CommandReply) => void = ignore): void {
        if (this.state === "ended" || this.state === "opening") {
            onReply({ kind: "lost" });
            return;
        }
        const id = this.nextId;
        this.nextId += 1;
        const timer = setTimeout(() => this.fail(`no reply to ${name}`), replyTimeoutMs);
        this.waiters.set(id, { onReply, timer });
        this.send(encodeCommand(id, name, body));
    }

    setSilenceLimit(limitMs: number): void {
        this.silenceLimitMs = limitMs;
        this.watchSilence();
    }

    checkSilence(): void {
        if (this.silentForMs() >= (this.silenceLimitMs ?? Infinity)) {
            this.fail("silent link");
        }
    }

    close(code: number, reason: string): void {
        if (this.state !== "ended") {
            this.release();
            this.socket.close(code, reason);
        }
    }

    private greet(): void {
        if (this.state !== "opening") {
            return;
        }
        this.state = "greeting";
        const { token, client } = this.options;
        const body = token === null ? { client } : { token, client };
        this.command("connect", body, (reply) => this.greeted(reply));
    }

    private greeted(reply: CommandReply): void {
        if (reply.kind === "lost") {
            return;
        }
        if (reply.kind === "error") {
            this.refuse(reply.error);
            return;
        }
        const ok = parseConnectOk(reply.ok);
        if (ok === null) {
            this.fail("unreadable greeting");
            return;
        }
        clearTimeout(this.openTimer);
        this.state = "ready";
        this.listener.onReady(ok);
    }

    private receive(text: string): void {
        this.heardAtMs = Date.now();
        for (const frame of parseFrames(text)) {
            // A frame may have ended the connection; nothing after it counts.
            if (this.isEnded()) {
                return;
            }
            this.handle(frame);
        }
    }

    private handle(frame: ServerFrame): void {
        if (frame.kind === "ping") {
            this.send(encodeCommand(null, "pong", frame.ts));
        } else if (frame.kind === "ok") {
            this.answer(frame.id, { kind: "ok", ok: frame.ok });
        } else if (frame.kind === "error") {
            // An error without id speaks of a frame that the server could not read; its close
            // follows.
            if (frame.id !== null) {
                this.answer(frame.id, { kind: "error", error: frame.error });
            }
        } else if (frame.kind !== "unknown") {
            this.listener.onPush(frame);
        }
    }

    private answer(id: number, reply: CommandReply): void {
        const waiter = this.waiters.get(id);
        if (waiter !== undefined) {
            this.waiters.delete(id);
            clearTimeout(waiter.timer);
            waiter.onReply(reply);
        }
    }

    private send(text: string): void {
        try {
            this.socket.send(text);
        } catch {
            // The socket is closing: its `closed` tells the owner.
        }
    }

    /**
     * The server said no to `connect`; it closes with a code that says more, but may not get to
     * it.
     */
    private refuse(error: CommandError): void {
        const codes: Readonly<Record<string, number>> = {
            unauthenticated: 4001,
            forbidden: 4003,
            version_unsupported: 4005,
            token_expired: 4101,
            rate_limited: 4102,
        };
        const code = codes[error.code] ?? (error.retry ? 4100 : 4000);
        this.finish({ code, reason: error.code, refusal: error });
    }

    private fail(reason: string): void {
        this.finish({ code: 1006, reason, refusal: null });
    }

    private finish(end: ConnectionEnd): void {
        if (this.state !== "ended") {
            this.socket.close(1000, "");
            this.end(end);
        }
    }

    private end(end: ConnectionEnd): void {
        if (this.state !== "ended") {
            this.release();
            this.listener.onEnd(end);
        }
    }

    private release(): void {
        this.state = "ended";
        clearTimeout(this.openTimer);
        clearTimeout(this.silenceTimer);
        const waiters = [...this.waiters.values()];
        this.waiters.clear();
        for (const waiter of waiters) {
            clearTimeout(waiter.timer);
            waiter.onReply({ kind: "lost" });
        }
    }

    private isEnded(): boolean {
        return this.state === "ended";
    }

    private silentForMs(): number {
        return this.state === "ready" && this.heardAtMs !== null ? Date.now() - this.heardAtMs : 0;
    }

    private watchSilence(): void {
        clearTimeout(this.silenceTimer);
        const limitMs = this.silenceLimitMs;
        if (limitMs === null || this.state === "ended") {
            return;
        }
        const leftMs = Math.max(0, limitMs - this.silentForMs());
        this.silenceTimer = setTimeout(() => {
            this.checkSilence();
            this.watchSilence();
        }, leftMs);
    }
}
