// SPDX-License-Identifier: Apache-2.0
/*
 * A report as it lives:
 *
 *   REST, once             -> shown, kept for offline
 *   live on:  `report` channel -> each newer value replaces it (never an older one, by offset)
 *             no such channel for it -> REST again after events of the ledger, at most every two seconds
 *   live off: stands still until it is read again by hand
 */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import * as v from "valibot";

import { call, type ApiClient } from "@/shared/api/client";
import type { Aging, Statement, TrialBalance } from "@/shared/api/wire-types";
import { useLiveEvents } from "@/shared/ui/data/live-state";
import { useServices, useSession } from "@/shared/ui/data/services";

import type { ReportName, WireParameters } from "./reports-search";

/** The reports that come whole; the general ledger comes in pages. */
export type WholeReport = Statement | TrialBalance | Aging;
export type WholeReportName = Exclude<ReportName, "general-ledger">;

const readAgainMs = 2_000;

/** What must be right of a pushed report before it is shown: its frame, and amounts that are texts. */
const pushedSchema = v.looseObject({
    report: v.string(),
    parameters: v.looseObject({}),
    currency: v.string(),
    exponent: v.number(),
    epoch: v.string(),
    as_of_sequence: v.number(),
    as_of_offset: v.number(),
    columns: v.array(v.looseObject({ to: v.string(), kind: v.string() })),
    rows: v.array(
        v.looseObject({ key: v.string(), name: v.string(), amounts: v.array(v.string()) }),
    ),
    totals: v.looseObject({}),
});

/** One whole report; `live` says whether it follows the books. */
export function useReport(name: WholeReportName, parameters: WireParameters, live: boolean) {
    const { api, live: ledger } = useServices();
    const { book } = useSession();
    const client = useQueryClient();
    const [pushed, setPushed] = useState(true);
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const key = JSON.stringify([book.id, "report", name, parameters]);
    const query = useQuery({
        queryKey: JSON.parse(key) as unknown[],
        queryFn: ({ signal }) => readReport(api, book.id, name, parameters, signal),
        meta: { persist: true },
    });

    useEffect(() => {
        if (!live) {
            return undefined;
        }
        setPushed(true);
        const [, , report, wire] = JSON.parse(key) as [string, string, string, Record<string, string>];
        return ledger.watch(
            { channel: "report", report: { name: report, parameters: wire } },
            (value) => {
                const found = v.safeParse(pushedSchema, value.data);
                const queryKey = JSON.parse(key) as unknown[];
                const known = client.getQueryData<WholeReport>(queryKey);
                if (found.success && found.output.report === report && isNewer(found.output, known)) {
                    client.setQueryData(queryKey, value.data);
                }
            },
            () => setPushed(false),
        );
    }, [ledger, client, live, key]);

    useLiveEvents((event) => {
        if (live && !pushed && event.type.startsWith("transaction.")) {
            timer.current ??= setTimeout(() => {
                timer.current = undefined;
                void query.refetch();
            }, readAgainMs);
        }
    });
    useEffect(() => () => clearTimeout(timer.current), []);
    return query;
}

function readReport(
    api: ApiClient,
    book: string,
    name: WholeReportName,
    query: WireParameters,
    signal: AbortSignal,
): Promise<WholeReport> {
    const path = { book };
    switch (name) {
        case "trial-balance":
            return call(
                api.GET("/api/v1/books/{book}/reports/trial-balance", {
                    params: { path, query },
                    signal,
                }),
            );
        case "income-statement":
            return call(
                api.GET("/api/v1/books/{book}/reports/income-statement", {
                    params: { path, query },
                    signal,
                }),
            );
        case "balance-sheet":
            return call(
                api.GET("/api/v1/books/{book}/reports/balance-sheet", {
                    params: { path, query },
                    signal,
                }),
            );
        case "cash-flow":
            return call(
                api.GET("/api/v1/books/{book}/reports/cash-flow", {
                    params: { path, query },
                    signal,
                }),
            );
        case "aging":
            return call(
                api.GET("/api/v1/books/{book}/reports/aging", { params: { path, query }, signal }),
            );
    }
}

type Placed = { epoch: string; as_of_offset: number };

function isNewer(next: Placed, known: Placed | undefined): boolean {
    return known?.epoch !== next.epoch || next.as_of_offset >= known.as_of_offset;
}
