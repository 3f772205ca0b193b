// SPDX-License-Identifier: Apache-2.0

/** What an entry can be. */
export type EntryKind = "sale" | "expense" | "transfer";

/** The address of the quick entry: a preset kind, a transaction to correct, an outbox entry to mend. */
export type EntrySearch = { kind?: EntryKind; replaces?: string; edit?: string };

/** Keeps what is known of the address's parameters and drops the rest. */
export function readEntrySearch(search: Record<string, unknown>): EntrySearch {
    const { kind, replaces, edit } = search;
    return {
        ...(isEntryKind(kind) ? { kind } : {}),
        ...(typeof replaces === "string" ? { replaces } : {}),
        ...(typeof edit === "string" ? { edit } : {}),
    };
}

/** Whether a value names a kind of quick entry. */
export function isEntryKind(value: unknown): value is EntryKind {
    return value === "sale" || value === "expense" || value === "transfer";
}
