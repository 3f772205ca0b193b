// SPDX-License-Identifier: Apache-2.0
import { infiniteQueryOptions } from "@tanstack/react-query";

import { call, type ApiClient } from "@/shared/api/client";

const pageSize = 100;

/** The members of a book, page by page. */
export function membersQuery(api: ApiClient, book: string) {
    return infiniteQueryOptions({
        queryKey: [book, "members"],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/books/{book}/members", {
                    params: { path: { book }, query: pageOf(pageParam) },
                    signal,
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
        meta: { persist: true },
    });
}

/** Invitations of a book, open ones and those that have ended, newest first. */
export function invitationsQuery(api: ApiClient, book: string) {
    return infiniteQueryOptions({
        queryKey: [book, "invitations"],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/books/{book}/invitations", {
                    params: { path: { book }, query: pageOf(pageParam) },
                    signal,
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
    });
}

function pageOf(cursor: string | null) {
    return { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
}
