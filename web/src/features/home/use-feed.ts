// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { call } from "@/shared/api/client";
import type { TransactionData } from "@/shared/api/wire-types";
import { useLiveEvents } from "@/shared/ui/data/live-state";
import { useApi, useSession } from "@/shared/ui/data/services";

const feedSize = 20;
const quietMs = 1_000;

/**
 * The latest twenty by commit. New ones come in at most once a second, together; while paused, or while a
 * finger, pointer or focus is on the feed (`mayMove` says no), they are counted and wait for `release`.
 */
export function useFeed(outletId: string | null, paused: boolean, mayMove: () => boolean) {
    const api = useApi();
    const { book } = useSession();
    const [shown, setShown] = useState<readonly TransactionData[]>([]);
    const [held, setHeld] = useState<readonly TransactionData[]>([]);
    const waiting = useRef<TransactionData[]>([]);
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const lastMs = useRef(0);

    const query = useQuery({
        queryKey: [book.id, "feed", outletId],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/transactions", {
                    params: {
                        path: { book: book.id },
                        query: {
                            order: "sequence",
                            limit: feedSize,
                            ...(outletId === null ? {} : { outlet_id: outletId }),
                        },
                    },
                    signal,
                }),
            ),
        meta: { persist: true },
    });

    const flush = useCallback(() => {
        timer.current = undefined;
        lastMs.current = performance.now();
        const arrived = waiting.current.splice(0);
        const add = (now: readonly TransactionData[]) => [...arrived, ...now].slice(0, 2 * feedSize);
        if (paused || !mayMove()) {
            setHeld((now) => [...arrived, ...now]);
        } else {
            setShown(add);
        }
    }, [paused, mayMove]);

    useLiveEvents((event) => {
        if (
            (event.type === "transaction.posted" || event.type === "transaction.pending") &&
            (outletId === null || event.data.outlet_id === outletId)
        ) {
            waiting.current.unshift(event.data);
            const waitMs = Math.max(0, lastMs.current + quietMs - performance.now());
            timer.current ??= setTimeout(flush, waitMs);
        }
    });
    useEffect(() => () => clearTimeout(timer.current), []);

    const release = useCallback(() => {
        setShown((now) => [...held, ...now].slice(0, 2 * feedSize));
        setHeld([]);
    }, [held]);

    const items = useMemo(() => {
        const byId = new Map<string, TransactionData>();
        for (const item of [...(query.data?.items ?? []), ...shown]) {
            byId.set(item.id, item);
        }
        for (const item of [...shown, ...held]) {
            const original = item.reverses_id === null ? undefined : byId.get(item.reverses_id);
            if (original !== undefined) {
                byId.set(original.id, { ...original, reversed_by_id: item.id });
            }
        }
        return [...byId.values()].sort((a, b) => b.sequence - a.sequence).slice(0, feedSize);
    }, [query.data, shown, held]);
    const freshIds = useMemo(() => new Set(shown.map((item) => item.id)), [shown]);
    return { query, items, heldCount: held.length, release, freshIds };
}
