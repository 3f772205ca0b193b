// SPDX-License-Identifier: Apache-2.0
//
// Events as screens get them. Their data is parsed here, at the edge; the schemas are held against
// the generated types by the compiler (see `checked` below).

import * as v from "valibot";
import type { LedgerEvent } from "../api/wire-types";
import type { EventPush } from "./frames";

/**
 * An event whose type or data this client does not know: its place in history counts, its data
 * does not.
 */
export type UnreadableEvent = {
    readonly book: string;
    readonly channel: "ledger";
    readonly epoch: string;
    readonly offset: number;
    readonly type: "unreadable";
    /** The type as it came. */
    readonly wireType: string;
    readonly at: string;
    readonly hash: string;
    readonly data: null;
};

/** One event of a book: as in the contract, or unreadable for a newer server's. */
export type LiveEvent = LedgerEvent | UnreadableEvent;

const text = v.string();
const maybeText = v.nullable(v.string());

const transactionKind = v.picklist([
    "sale",
    "purchase",
    "expense",
    "income",
    "transfer",
    "opening",
    "adjustment",
    "journal",
    "reversal",
]);

const posting = v.object({
    account_id: text,
    account_code: text,
    account_name: text,
    direction: v.picklist(["debit", "credit"]),
    amount: text,
    memo: maybeText,
});

const transaction = v.object({
    id: text,
    book_id: text,
    sequence: v.number(),
    settled_sequence: v.nullable(v.number()),
    status: v.picklist(["pending", "posted", "voided"]),
    date: text,
    original_date: maybeText,
    kind: transactionKind,
    description: text,
    reference: maybeText,
    outlet_id: maybeText,
    contact_id: maybeText,
    tags: v.array(text),
    lines: v.array(v.object({ name: text, quantity: text, amount: text })),
    made_at: maybeText,
    committed_at: text,
    created_by: v.object({ id: text, name: text }),
    device_id: maybeText,
    reverses_id: maybeText,
    reversed_by_id: maybeText,
    replaces_id: maybeText,
    local_hour: v.nullable(v.number()),
    postings: v.array(posting),
});

const account = v.object({
    id: text,
    book_id: text,
    code: text,
    name: text,
    type: v.picklist(["asset", "liability", "equity", "income", "expense"]),
    subtype: v.picklist([
        "cash",
        "bank",
        "clearing",
        "receivable",
        "inventory",
        "fixed_asset",
        "payable",
        "tax",
        "loan",
        "capital",
        "retained",
        "sales",
        "other_income",
        "cogs",
        "operating",
        "other",
    ]),
    parent_id: maybeText,
    min_balance: maybeText,
    archived: v.boolean(),
    version: v.number(),
});

const outlet = v.object({
    id: text,
    book_id: text,
    code: text,
    name: text,
    archived: v.boolean(),
    version: v.number(),
});

const contactRef = v.object({ id: text, version: v.number() });

const book = v.object({
    id: text,
    name: text,
    currency: text,
    exponent: v.number(),
    time_zone: text,
    fiscal_year_start: text,
    lock_date: maybeText,
    template: v.picklist(["umkm", "minimal", "none"]),
    created_at: text,
});

/** Which data each type carries. */
const dataSchemas = {
    "transaction.posted": transaction,
    "transaction.pending": transaction,
    "transaction.voided": transaction,
    "account.created": account,
    "account.updated": account,
    "outlet.created": outlet,
    "outlet.updated": outlet,
    "contact.created": contactRef,
    "contact.updated": contactRef,
    "book.updated": book,
} as const;

type DataSchemas = typeof dataSchemas;
type DataOf<Type, Event = LedgerEvent> = Event extends { type: infer Types; data: infer Data }
    ? Type extends Types
        ? Data
        : never
    : never;

/** Fails to compile when a schema and the contract part ways, or a type has no schema. */
type Checked = {
    readonly [Type in LedgerEvent["type"]]: v.InferOutput<DataSchemas[Type]> extends DataOf<Type>
        ? DataOf<Type> extends v.InferOutput<DataSchemas[Type]>
            ? true
            : never
        : never;
};
const checked: Checked = {
    "transaction.posted": true,
    "transaction.pending": true,
    "transaction.voided": true,
    "account.created": true,
    "account.updated": true,
    "outlet.created": true,
    "outlet.updated": true,
    "contact.created": true,
    "contact.updated": true,
    "book.updated": true,
};

/** Parses an event's data by its type. */
export function toLiveEvent(push: EventPush): LiveEvent {
    if (Object.hasOwn(checked, push.type)) {
        const type = push.type as LedgerEvent["type"];
        const parsed = v.safeParse(dataSchemas[type], push.data);
        if (parsed.success) {
            // The pairing of type and data is what `Checked` has made sure of.
            return { ...push, type, data: parsed.output } as LedgerEvent;
        }
    }
    return { ...push, type: "unreadable", wireType: push.type, data: null };
}
