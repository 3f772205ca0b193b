// SPDX-License-Identifier: Apache-2.0
// What several screens read, named once: key, call, and whether the answer is kept for offline use.
// Every key begins with the book, so that leaving a book never shows another's figures.

import { queryOptions } from "@tanstack/react-query";

import { call, type ApiClient } from "@/shared/api/client";

import { heardPerson } from "./present-person";

/** Rows of a page: the most that the server gives at once. */
const pageLimit = 500;
/** Lists that the ledger's own events refresh: no need to ask again by the clock. */
const untilToldMs = 5 * 60_000;

type ListPage<Item> = { items: readonly Item[]; next_cursor: string | null };

/** All rows of a list, page after page: what is searched and chosen from here must be whole. */
async function everyPage<Item>(
    read: (cursor: { cursor?: string }) => Promise<ListPage<Item>>,
): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | null = null;
    do {
        const page: ListPage<Item> = await read(cursor === null ? {} : { cursor });
        items.push(...page.items);
        cursor = page.next_cursor;
    } while (cursor !== null);
    return items;
}

/** The person and their books. */
export function meQuery(api: ApiClient) {
    return queryOptions({
        queryKey: ["me"],
        queryFn: async ({ signal }) => {
            const me = await call(api.GET("/api/v1/me", { signal }));
            heardPerson(me.user.id);
            return me;
        },
        staleTime: untilToldMs,
        meta: { persist: true },
    });
}

/** The chart of accounts, ordered by code. */
export function accountsQuery(api: ApiClient, book: string) {
    return queryOptions({
        queryKey: [book, "accounts"],
        queryFn: async ({ signal }) => {
            const items = await everyPage((cursor) =>
                call(
                    api.GET("/api/v1/books/{book}/accounts", {
                        params: { path: { book }, query: { limit: pageLimit, ...cursor } },
                        signal,
                    }),
                ),
            );
            return items.sort((a, b) => (a.code < b.code ? -1 : 1));
        },
        staleTime: untilToldMs,
        meta: { persist: true },
    });
}

/** The outlets the person may see, ordered by code. */
export function outletsQuery(api: ApiClient, book: string) {
    return queryOptions({
        queryKey: [book, "outlets"],
        queryFn: async ({ signal }) => {
            const items = await everyPage((cursor) =>
                call(
                    api.GET("/api/v1/books/{book}/outlets", {
                        params: { path: { book }, query: { limit: pageLimit, ...cursor } },
                        signal,
                    }),
                ),
            );
            return items.sort((a, b) => (a.code < b.code ? -1 : 1));
        },
        staleTime: untilToldMs,
        meta: { persist: true },
    });
}

/** Customers and suppliers, ordered by name. */
export function contactsQuery(api: ApiClient, book: string) {
    return queryOptions({
        queryKey: [book, "contacts"],
        queryFn: async ({ signal }) => {
            const items = await everyPage((cursor) =>
                call(
                    api.GET("/api/v1/books/{book}/contacts", {
                        params: { path: { book }, query: { limit: pageLimit, ...cursor } },
                        signal,
                    }),
                ),
            );
            return items.sort((a, b) => a.name.localeCompare(b.name));
        },
        staleTime: untilToldMs,
        meta: { persist: true },
    });
}
