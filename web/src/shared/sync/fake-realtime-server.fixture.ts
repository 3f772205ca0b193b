// SPDX-License-Identifier: Apache-2.0
//
// A small arus.v1 server for the tests of the socket: it speaks the frames of the contract through
// the socket factory, without a network. The real server is exercised by the service and browser
// tests.

import type { SocketFactory, SocketListener } from "./web-socket-factory";

/** One event as the fake server keeps it. */
export type FakeEvent = {
    book: string;
    channel: "ledger";
    epoch: string;
    offset: number;
    type: string;
    at: string;
    hash: string;
    data: unknown;
};

type FakeError = { code: string; detail: string; retry: boolean; retry_after_ms?: number };
type Since = { epoch: string; offset: number; hash?: string };
type Command = { id?: number } & Record<string, unknown>;
type SubscribeBody = {
    book: string;
    channel: string;
    since?: Since;
    filter?: { outlet_id?: string };
    report?: unknown;
};

/** One socket as the server sees it. */
export class FakePeer {
    readonly received: Command[] = [];
    readonly subs = new Map<number, SubscribeBody>();
    closedByClient: { code: number; reason: string } | null = null;
    isOpen = false;
    /** Swallows everything in both directions, as a link does that was cut without a word. */
    silent = false;
    /** Offsets of events that this socket never gets by itself. */
    readonly dropped = new Set<number>();

    constructor(
        private readonly server: FakeRealtimeServer,
        readonly url: string,
        readonly protocol: string,
        private readonly listener: SocketListener,
    ) {}

    open(): void {
        if (!this.silent && this.closedByClient === null) {
            this.isOpen = true;
            this.listener.opened();
        }
    }

    /** Sends frames as one text message. */
    push(...frames: unknown[]): void {
        if (this.isOpen && !this.silent && frames.length > 0) {
            this.listener.message(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(""));
        }
    }

    raw(text: string): void {
        this.listener.message(text);
    }

    /** The server, or the network (1006), ends it. */
    close(code: number, reason = ""): void {
        this.isOpen = false;
        this.server.forget(this);
        this.listener.closed(code, reason);
    }

    clientClosed(code: number, reason: string): void {
        this.closedByClient = { code, reason };
        this.isOpen = false;
        this.server.forget(this);
    }

    receive(text: string): void {
        if (this.silent) {
            return;
        }
        for (const line of text.split("\n").filter((each) => each !== "")) {
            const command = JSON.parse(line) as Command;
            this.received.push(command);
            this.server.handle(this, command);
        }
    }

    commands(name: string): Array<Record<string, unknown>> {
        return this.received
            .filter((command) => name in command)
            .map((command) => command[name] as Record<string, unknown>);
    }
}

/** The server; time is the test's. */
export class FakeRealtimeServer {
    readonly peers: FakePeer[] = [];
    readonly events: FakeEvent[] = [];
    epoch = "00000000000000aa";
    /** What answers `connect`; null: success. */
    connectError: FakeError | null = null;
    subscribeError: FakeError | null = null;
    /** New sockets fail to open. */
    unreachable = false;
    /** Replies and what follows them come in one text message. */
    together = true;
    /** Which events a filtered reader sees. */
    passes: (event: FakeEvent) => boolean = () => true;
    expiresAt = "2099-01-01T00:00:00.000Z";
    presentValues: unknown[] = [];
    private nextSub = 1;

    readonly factory: SocketFactory = (url, protocol, listener) => {
        const peer = new FakePeer(this, url, protocol, listener);
        this.peers.push(peer);
        queueMicrotask(() => {
            if (this.unreachable) {
                peer.close(1006);
            } else {
                peer.open();
            }
        });
        return {
            send: (text) => {
                // The reply is a later turn, as on a network.
                queueMicrotask(() => peer.receive(text));
            },
            close: (code, reason) => peer.clientClosed(code, reason),
        };
    };

    get peer(): FakePeer {
        const last = this.peers.at(-1);
        if (last === undefined) {
            throw new Error("no socket was opened");
        }
        return last;
    }

    get head(): number {
        return this.events.at(-1)?.offset ?? 0;
    }

    /** Commits events without telling anybody. */
    commitQuietly(count: number, book = "book-1"): FakeEvent[] {
        const made: FakeEvent[] = [];
        for (let index = 0; index < count; index += 1) {
            const offset = this.head + 1;
            const event: FakeEvent = {
                book,
                channel: "ledger",
                epoch: this.epoch,
                offset,
                type: "contact.updated",
                at: "2026-11-22T07:02:11.120Z",
                hash: offset.toString(16).padStart(64, "0"),
                data: { id: `contact-${offset}`, version: offset },
            };
            this.events.push(event);
            made.push(event);
        }
        return made;
    }

    /** Commits events and pushes them to every subscriber, all in one message each. */
    commit(count: number, book = "book-1"): FakeEvent[] {
        const made = this.commitQuietly(count, book);
        for (const peer of [...this.peers]) {
            if ([...peer.subs.values()].some((sub) => isLedgerOf(sub, book))) {
                const seen = made.filter(
                    (event) => this.passes(event) && !peer.dropped.has(event.offset),
                );
                peer.push(...seen.map((event) => ({ event })));
            }
        }
        return made;
    }

    heads(): void {
        for (const peer of [...this.peers]) {
            const books = [...peer.subs.values()].map((sub) => [sub.book, this.head] as const);
            peer.push({ head: Object.fromEntries(books) });
        }
    }

    /** History is restored from a backup that ended at `offset`. */
    restore(offset: number, epoch: string): void {
        this.epoch = epoch;
        this.events.length = offset;
        for (const event of this.events) {
            event.epoch = epoch;
        }
    }

    forget(peer: FakePeer): void {
        peer.subs.clear();
    }

    handle(peer: FakePeer, command: Command): void {
        const { id } = command;
        if ("connect" in command) {
            peer.push(
                this.connectError === null
                    ? { id, ok: this.connectOk() }
                    : { id, error: this.connectError },
            );
        } else if ("subscribe" in command) {
            this.subscribe(peer, id, command["subscribe"] as SubscribeBody);
        } else if ("catchup" in command) {
            this.catchup(peer, id, command["catchup"] as { sub: number; since: Since });
        } else if ("unsubscribe" in command) {
            const { sub } = command["unsubscribe"] as { sub: number };
            peer.subs.delete(sub);
            peer.push({ id, ok: { sub } });
        } else if ("refresh" in command) {
            peer.push({ id, ok: { expires_at: this.expiresAt } });
        }
    }

    private connectOk(): unknown {
        return {
            client_id: "link-1",
            user: { id: "user-1", email: "a@b.id", name: "A", locale: "id" },
            epoch_by_book: {},
            ping_ms: 25_000,
            pong_ms: 10_000,
            expires_at: this.expiresAt,
            limits: {},
        };
    }

    private subscribe(peer: FakePeer, id: number | undefined, body: SubscribeBody): void {
        if (this.subscribeError !== null) {
            peer.push({ id, error: this.subscribeError });
            return;
        }
        if ([...peer.subs.values()].some((sub) => isLedgerOf(sub, body.book, body.channel))) {
            peer.push({ id, error: { code: "already_subscribed", detail: "", retry: false } });
            return;
        }
        const sub = this.nextSub;
        this.nextSub += 1;
        peer.subs.set(sub, body);
        this.reply(peer, id, sub, body, body.since);
    }

    private catchup(
        peer: FakePeer,
        id: number | undefined,
        body: { sub: number; since: Since },
    ): void {
        const open = peer.subs.get(body.sub);
        if (open === undefined) {
            peer.push({ id, error: { code: "unknown_subscription", detail: "", retry: false } });
        } else {
            this.reply(peer, id, body.sub, open, body.since);
        }
    }

    private reply(
        peer: FakePeer,
        id: number | undefined,
        sub: number,
        body: SubscribeBody,
        since: Since | undefined,
    ): void {
        const base = { sub, book: body.book, channel: body.channel, epoch: this.epoch };
        if (body.channel !== "ledger") {
            const ok = { ...base, offset: this.head, mode: "live", recovered: false };
            const values = this.presentValues.map((value) => ({
                value: { ...base, as_of_offset: this.head, ...(value as object) },
            }));
            peer.push({ id, ok }, ...values);
            return;
        }
        const known = since === undefined ? undefined : this.events[since.offset - 1];
        const rewound =
            since !== undefined &&
            (since.epoch !== this.epoch ||
                since.offset > this.head ||
                (since.hash !== undefined && known !== undefined && known.hash !== since.hash));
        if (since === undefined) {
            const ok = { ...base, offset: this.head, mode: "live", recovered: false };
            peer.push({ id, ok });
        } else if (rewound) {
            const snapshot = { as_of_offset: this.head, data: { transactions: [], balances: {} } };
            peer.push({
                id,
                ok: { ...base, offset: this.head, mode: "snapshot", recovered: false, snapshot },
            });
        } else {
            const replay = this.events
                .filter((event) => event.offset > since.offset && this.passes(event))
                .map((event) => ({ event }));
            const ok = { ...base, offset: since.offset, mode: "replay", recovered: true };
            if (this.together) {
                peer.push({ id, ok }, ...replay);
            } else {
                peer.push({ id, ok });
                peer.push(...replay);
            }
        }
    }
}

function isLedgerOf(sub: SubscribeBody, book: string, channel = "ledger"): boolean {
    return channel === "ledger" && sub.channel === "ledger" && sub.book === book;
}
