// SPDX-License-Identifier: Apache-2.0
// The list as data: what matches, in which order, under which day.

import type { TransactionData } from "@/shared/api/wire-types";

import type { TransactionsSearch } from "./transactions-search";

/** A line of the virtual list. */
export type ListRow =
    | { kind: "day"; key: string; day: string }
    | { kind: "transaction"; key: string; transaction: TransactionData };

/**
 * Joins the pages read by REST with what the socket brought since: each transaction once, its latest state,
 * newest first by business day and sequence. What lies below the last page read so far is left for that page.
 * Those held back add no row, but the originals they reverse are marked.
 */
export function mergeTransactions(
    read: readonly TransactionData[],
    arrived: readonly TransactionData[],
    held: readonly TransactionData[],
    moreBelow: boolean,
): TransactionData[] {
    const byId = new Map<string, TransactionData>();
    for (const item of read) {
        byId.set(item.id, item);
    }
    const last = read.at(-1);
    for (const item of arrived) {
        const known = byId.get(item.id);
        const below = moreBelow && last !== undefined && compare(item, last) > 0;
        if (known !== undefined) {
            byId.set(item.id, isLater(item, known) ? item : known);
        } else if (!below) {
            byId.set(item.id, item);
        }
    }
    for (const item of [...arrived, ...held]) {
        // Nothing is sent for the original of a reversal: its mark is known from the reversal.
        const original = item.reverses_id === null ? undefined : byId.get(item.reverses_id);
        if (original !== undefined && original.reversed_by_id === null) {
            byId.set(original.id, { ...original, reversed_by_id: item.id });
        }
    }
    return [...byId.values()].sort(compare);
}

/** Puts a heading before each day's first transaction. */
export function rowsOf(transactions: readonly TransactionData[]): ListRow[] {
    const rows: ListRow[] = [];
    let day = "";
    for (const transaction of transactions) {
        if (transaction.date !== day) {
            day = transaction.date;
            rows.push({ kind: "day", key: `day ${day}`, day });
        }
        rows.push({ kind: "transaction", key: transaction.id, transaction });
    }
    return rows;
}

/**
 * Whether a transaction the socket brought belongs to a filtered list. A search by words is the server's to
 * judge, so nothing is added to it live ("unknown").
 */
export function matches(
    search: TransactionsSearch,
    transaction: TransactionData,
): boolean | "unknown" {
    const fits =
        (search.from === undefined || transaction.date >= search.from) &&
        (search.to === undefined || transaction.date <= search.to) &&
        (search.outlet === undefined || transaction.outlet_id === search.outlet) &&
        (search.kind === undefined || transaction.kind === search.kind) &&
        (search.status === undefined || transaction.status === search.status) &&
        (search.tag === undefined || transaction.tags.includes(search.tag)) &&
        (search.by === undefined || transaction.created_by.id === search.by) &&
        (search.late === undefined || transaction.original_date !== null) &&
        (search.account === undefined ||
            transaction.postings.some((posting) => posting.account_id === search.account));
    return fits && search.q !== undefined ? "unknown" : fits;
}

function isLater(candidate: TransactionData, known: TransactionData): boolean {
    return (
        (candidate.settled_sequence ?? candidate.sequence) >=
            (known.settled_sequence ?? known.sequence) && known.reversed_by_id === null
    );
}

function compare(a: TransactionData, b: TransactionData): number {
    if (a.date !== b.date) {
        return a.date < b.date ? 1 : -1;
    }
    return b.sequence - a.sequence;
}
