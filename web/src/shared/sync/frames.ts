// SPDX-License-Identifier: Apache-2.0
//
// The frames of arus.v1 (contracts/realtime.schema.json), parsed as they come in.
//
// One text message holds one or more JSON objects, each ended by "\n". Unknown fields are ignored;
// an object that is none of the known frames is dropped and counted, never guessed at.

import * as v from "valibot";

/** The sub-protocol's name. */
export const protocolName = "arus.v1";

/** The channels of a book. */
export type ChannelName = "ledger" | "balance" | "kpi" | "report" | "job" | "notify";

/**
 * Narrows a subscription to a part of the book: `ledger` by all three, `balance` and `kpi` by
 * outlet.
 */
export type ChannelFilter = {
    readonly outlet_id?: string;
    readonly account_id?: string;
    readonly types?: readonly string[];
};

/** A report to follow. */
export type ReportSpec = {
    readonly name: string;
    readonly parameters: Readonly<Record<string, string>>;
};

const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const errorSchema = v.object({
    code: v.string(),
    detail: v.optional(v.string(), ""),
    retry: v.optional(v.boolean(), false),
    retry_after_ms: v.optional(v.nullable(v.number())),
});

/** Why the server refused a command. */
export type CommandError = v.InferOutput<typeof errorSchema>;

const eventSchema = v.object({
    book: v.string(),
    channel: v.literal("ledger"),
    epoch: v.string(),
    offset,
    type: v.string(),
    at: v.string(),
    hash: v.string(),
    data: v.unknown(),
});

/**
 * An event as it came; its data is parsed in ledger-event.ts. The same bytes for all: it has no
 * sub.
 */
export type EventPush = v.InferOutput<typeof eventSchema>;

const valueSchema = v.object({
    sub: offset,
    book: v.string(),
    channel: v.picklist(["balance", "kpi", "report", "job", "notify"]),
    key: v.string(),
    epoch: v.string(),
    as_of_offset: offset,
    data: v.unknown(),
});

/** The latest of a value channel. */
export type ValuePush = v.InferOutput<typeof valueSchema>;

const skipSchema = v.object({ sub: offset, book: v.string(), to: offset });

/** A filtered reader's cursor may move to `to`. */
export type SkipPush = v.InferOutput<typeof skipSchema>;

const unsubscribedSchema = v.object({
    sub: offset,
    book: v.string(),
    channel: v.string(),
    reason: v.string(),
});

/** The server ended a subscription: "role_changed" (subscribe again) or "removed". */
export type UnsubscribedPush = v.InferOutput<typeof unsubscribedSchema>;

const reconnectSchema = v.object({
    after_ms: v.pipe(v.number(), v.minValue(0)),
    reason: v.optional(v.string(), ""),
});

const connectOkSchema = v.object({
    client_id: v.string(),
    ping_ms: v.pipe(v.number(), v.minValue(1)),
    pong_ms: v.pipe(v.number(), v.minValue(1)),
    expires_at: v.string(),
});

/** What the server says to `connect`. */
export type ConnectOk = v.InferOutput<typeof connectOkSchema>;

const snapshotSchema = v.object({ as_of_offset: offset, data: v.unknown() });

const subscribeOkSchema = v.object({
    sub: offset,
    book: v.string(),
    channel: v.string(),
    epoch: v.string(),
    offset,
    mode: v.picklist(["live", "replay", "snapshot"]),
    recovered: v.boolean(),
    snapshot: v.optional(snapshotSchema),
});

/** What the server says to `subscribe` and `catchup`: events after `offset` follow. */
export type SubscribeOk = v.InferOutput<typeof subscribeOkSchema>;

const refreshOkSchema = v.object({ expires_at: v.string() });

/** One frame from the server. "unknown" is what this client does not know, or cannot read. */
export type ServerFrame =
    | { readonly kind: "ok"; readonly id: number; readonly ok: unknown }
    | { readonly kind: "error"; readonly id: number | null; readonly error: CommandError }
    | { readonly kind: "event"; readonly event: EventPush }
    | { readonly kind: "value"; readonly value: ValuePush }
    | { readonly kind: "skip"; readonly skip: SkipPush }
    | { readonly kind: "head"; readonly head: Readonly<Record<string, number>> }
    | { readonly kind: "ping"; readonly ts: number }
    | { readonly kind: "reconnect"; readonly afterMs: number; readonly reason: string }
    | { readonly kind: "unsubscribed"; readonly unsubscribed: UnsubscribedPush }
    | { readonly kind: "unknown" };

const unknownFrame: ServerFrame = { kind: "unknown" };

type FrameReader = (body: unknown, id: number | null) => ServerFrame;

/** A frame's reader by the member that names it. */
const readers: Readonly<Record<string, FrameReader>> = {
    ok: (ok, id) => (id === null ? unknownFrame : { kind: "ok", id, ok }),
    error: (body, id) => read(errorSchema, body, (error) => ({ kind: "error", id, error })),
    event: (body) => read(eventSchema, body, (event) => ({ kind: "event", event })),
    value: (body) => read(valueSchema, body, (value) => ({ kind: "value", value })),
    skip: (body) => read(skipSchema, body, (skip) => ({ kind: "skip", skip })),
    head: (body) => read(v.record(v.string(), offset), body, (head) => ({ kind: "head", head })),
    ping: (body) => read(v.number(), body, (ts) => ({ kind: "ping", ts })),
    reconnect: (body) =>
        read(reconnectSchema, body, ({ after_ms, reason }) => ({
            kind: "reconnect",
            afterMs: after_ms,
            reason,
        })),
    unsubscribed: (body) =>
        read(unsubscribedSchema, body, (unsubscribed) => ({ kind: "unsubscribed", unsubscribed })),
};

/** The frames of one text message, in order. */
export function parseFrames(text: string): ServerFrame[] {
    return text
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map(parseFrame);
}

function parseFrame(line: string): ServerFrame {
    let json: unknown;
    try {
        json = JSON.parse(line);
    } catch {
        return unknownFrame;
    }
    if (typeof json !== "object" || json === null) {
        return unknownFrame;
    }
    const id = "id" in json && typeof json.id === "number" ? json.id : null;
    for (const [name, body] of Object.entries(json)) {
        const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
        if (reader !== undefined) {
            return reader(body, id);
        }
    }
    return unknownFrame;
}

function read<Schema extends v.GenericSchema>(
    schema: Schema,
    body: unknown,
    toFrame: (output: v.InferOutput<Schema>) => ServerFrame,
): ServerFrame {
    const parsed = v.safeParse(schema, body);
    return parsed.success ? toFrame(parsed.output) : unknownFrame;
}

/** Parses the reply to `connect`; null when it is not what the protocol says. */
export function parseConnectOk(ok: unknown): ConnectOk | null {
    return parseBody(connectOkSchema, ok);
}

/** Parses the reply to `subscribe` or `catchup`; null when it is not what the protocol says. */
export function parseSubscribeOk(ok: unknown): SubscribeOk | null {
    return parseBody(subscribeOkSchema, ok);
}

/** Parses `expires_at` of a reply to `refresh`; null when it is not what the protocol says. */
export function parseRefreshOk(ok: unknown): string | null {
    return parseBody(refreshOkSchema, ok)?.expires_at ?? null;
}

function parseBody<Schema extends v.GenericSchema>(
    schema: Schema,
    body: unknown,
): v.InferOutput<Schema> | null {
    const parsed = v.safeParse(schema, body);
    return parsed.success ? parsed.output : null;
}

/** A command as one line of text; `pong` alone has no id. */
export function encodeCommand(id: number | null, command: string, body: unknown): string {
    return `${JSON.stringify(id === null ? { [command]: body } : { id, [command]: body })}\n`;
}
