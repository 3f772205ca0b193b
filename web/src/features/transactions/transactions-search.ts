// SPDX-License-Identifier: Apache-2.0

import type { TransactionKind, TransactionStatus } from "@/shared/api/wire-types";

/** The kinds, in the order filters list them. */
export const kinds: readonly TransactionKind[] = [
    "sale",
    "expense",
    "transfer",
    "purchase",
    "income",
    "opening",
    "adjustment",
    "journal",
    "reversal",
];

/** The states, in the order filters list them. */
export const statuses: readonly TransactionStatus[] = ["posted", "pending", "voided"];

/** The filters of the list as they stand in its address: a filtered list can be sent as a link. */
export type TransactionsSearch = {
    q?: string;
    from?: string;
    to?: string;
    outlet?: string;
    account?: string;
    kind?: TransactionKind;
    status?: TransactionStatus;
    late?: true;
    tag?: string;
    /** Id of who made it. */
    by?: string;
};

/** Keeps what is known of the address's parameters and drops the rest. */
export function readTransactionsSearch(search: Record<string, unknown>): TransactionsSearch {
    const { q, from, to, outlet, account, kind, status, late, tag, by } = search;
    const knownKind = kinds.find((item) => item === kind);
    const knownStatus = statuses.find((item) => item === status);
    return {
        // A search for a number is written into the address as one.
        ...(typeof q === "string" && q !== "" ? { q } : typeof q === "number" ? { q: `${q}` } : {}),
        ...(isDay(from) ? { from } : {}),
        ...(isDay(to) ? { to } : {}),
        ...(typeof outlet === "string" ? { outlet } : {}),
        ...(typeof account === "string" ? { account } : {}),
        ...(knownKind === undefined ? {} : { kind: knownKind }),
        ...(knownStatus === undefined ? {} : { status: knownStatus }),
        ...(late === true ? { late } : {}),
        ...(typeof tag === "string" && tag !== "" ? { tag: tag.slice(0, 40) } : {}),
        ...(typeof by === "string" ? { by } : {}),
    };
}

/** Whether any filter is set. */
export function isFiltered(search: TransactionsSearch): boolean {
    return Object.keys(search).length > 0;
}

function isDay(value: unknown): value is string {
    return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}
