// SPDX-License-Identifier: Apache-2.0
/*
 * The list as it lives:
 *
 *   REST pages  ----------------------------------------------+
 *                                                             +--> rows on screen
 *   socket -> arrivals -> may the list move now? -- yes ------+
 *                              |
 *                              no: held back, counted on the pill, shown when it is pressed
 *
 * It may move when it stands at its top and no finger, pointer or focus is in it. What changes a row in
 * place (settled, reversed) never moves anything and is shown at once. Rows come at most once a second.
 */

import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { call } from "@/shared/api/client";
import type { TransactionData } from "@/shared/api/wire-types";
import { useLiveEvents } from "@/shared/ui/data/live-state";
import { useApi, useSession } from "@/shared/ui/data/services";

import { matches, mergeTransactions } from "./transaction-rows";
import { isFiltered, type TransactionsSearch } from "./transactions-search";

const pageSize = 100;
const quietMs = 1_000;

/** `mayMove` is asked each time something new wants to be shown. */
export function useTransactionList(search: TransactionsSearch, mayMove: () => boolean) {
    const api = useApi();
    const { book } = useSession();
    const [shown, setShown] = useState<readonly TransactionData[]>([]);
    const [held, setHeld] = useState<readonly TransactionData[]>([]);
    const waiting = useRef<TransactionData[]>([]);
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const lastShownMs = useRef(0);

    const query = useInfiniteQuery({
        queryKey: [book.id, "transactions", search],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/books/{book}/transactions", {
                    params: {
                        path: { book: book.id },
                        query: {
                            order: "date",
                            limit: pageSize,
                            ...(pageParam === null ? {} : { cursor: pageParam }),
                            ...wireFilters(search),
                        },
                    },
                    signal,
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
        meta: { persist: !isFiltered(search) },
    });

    const read = useMemo(
        () => query.data?.pages.flatMap((page) => page.items) ?? [],
        [query.data],
    );
    const known = useRef(new Set<string>());
    useEffect(() => {
        known.current = new Set([...read, ...shown].map((item) => item.id));
    }, [read, shown]);

    const flush = useCallback(() => {
        timer.current = undefined;
        lastShownMs.current = performance.now();
        const arrived = waiting.current.splice(0);
        const isKnown = (item: TransactionData) => known.current.has(item.id);
        if (mayMove()) {
            setShown((now) => [...now, ...arrived]);
        } else {
            setShown((now) => [...now, ...arrived.filter(isKnown)]);
            setHeld((now) => [...now, ...arrived.filter((item) => !isKnown(item))]);
        }
    }, [mayMove]);

    useLiveEvents((event) => {
        if (
            event.type !== "transaction.posted" &&
            event.type !== "transaction.pending" &&
            event.type !== "transaction.voided"
        ) {
            return;
        }
        if (matches(search, event.data) === true || known.current.has(event.data.id)) {
            waiting.current.push(event.data);
            const waitMs = Math.max(0, lastShownMs.current + quietMs - performance.now());
            timer.current ??= setTimeout(flush, waitMs);
        }
    });
    useEffect(() => () => clearTimeout(timer.current), []);

    const release = useCallback(() => {
        setShown((now) => [...now, ...held]);
        setHeld([]);
    }, [held]);

    const transactions = useMemo(
        () => mergeTransactions(read, shown, held, query.hasNextPage),
        [read, shown, held, query.hasNextPage],
    );
    return { query, transactions, heldCount: new Set(held.map((item) => item.id)).size, release };
}

function wireFilters(search: TransactionsSearch) {
    const { q, from, to, outlet, account, kind, status, late, tag, by } = search;
    return {
        ...(q === undefined ? {} : { q }),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(outlet === undefined ? {} : { outlet_id: outlet }),
        ...(account === undefined ? {} : { account_id: account }),
        ...(kind === undefined ? {} : { kind }),
        ...(status === undefined ? {} : { status }),
        ...(late === undefined ? {} : { late }),
        ...(tag === undefined ? {} : { tag }),
        ...(by === undefined ? {} : { created_by: by }),
    };
}
