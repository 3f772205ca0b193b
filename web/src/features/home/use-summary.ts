// SPDX-License-Identifier: Apache-2.0
/*
 * Today's figures:
 *
 *   REST, once at the start -> shown at once, kept for offline
 *   `kpi` channel            -> each newer value replaces it (never an older one, by offset)
 *   no `kpi` for this person -> REST again at once when an event of the ledger comes, at most every second
 */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { call } from "@/shared/api/client";
import type { Summary } from "@/shared/api/wire-types";
import { useLiveEvents } from "@/shared/ui/data/live-state";
import { useServices, useSession } from "@/shared/ui/data/services";

import { parseSummary } from "./summary-schema";

const readAgainMs = 1_000;
/** A day ends without any event: the figures of the new day are asked for by the clock too. */
const refreshMs = 5 * 60_000;

/** The summary of today for one outlet, or for all with null. */
export function useSummary(outletId: string | null, enabled: boolean) {
    const { api, live } = useServices();
    const { book } = useSession();
    const client = useQueryClient();
    const [pushed, setPushed] = useState(true);
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const lastReadMs = useRef(0);
    const key = `${book.id} ${outletId ?? ""}`;

    const query = useQuery({
        queryKey: [book.id, "summary", outletId],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/reports/summary", {
                    params: {
                        path: { book: book.id },
                        query: {
                            from: "today",
                            to: "today",
                            ...(outletId === null ? {} : { outlet_id: outletId }),
                        },
                    },
                    signal,
                }),
            ),
        enabled,
        refetchInterval: refreshMs,
        meta: { persist: true },
    });

    useEffect(() => {
        if (!enabled) {
            return undefined;
        }
        setPushed(true);
        const queryKey = [book.id, "summary", outletId];
        return live.watch(
            { channel: "kpi", ...(outletId === null ? {} : { outletId }) },
            (value) => {
                const summary = parseSummary(value.data);
                const known = client.getQueryData<Summary>(queryKey);
                if (summary !== null && isNewer(summary, known)) {
                    client.setQueryData(queryKey, summary);
                }
            },
            () => setPushed(false),
        );
        // `key` stands for the book and the outlet.
    }, [live, client, enabled, key, book.id, outletId]);

    useLiveEvents((event) => {
        if (!pushed && event.type.startsWith("transaction.")) {
            const waitMs = Math.max(0, lastReadMs.current + readAgainMs - performance.now());
            timer.current ??= setTimeout(() => {
                timer.current = undefined;
                lastReadMs.current = performance.now();
                void query.refetch();
            }, waitMs);
        }
    });
    useEffect(() => () => clearTimeout(timer.current), []);
    return query;
}

function isNewer(summary: Summary, known: Summary | undefined): boolean {
    return (
        known === undefined ||
        known.epoch !== summary.epoch ||
        summary.as_of_offset >= known.as_of_offset
    );
}
