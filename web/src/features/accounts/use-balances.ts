// SPDX-License-Identifier: Apache-2.0
/*
 * The balances as they live:
 *
 *   REST, once                -> shown, kept for offline
 *   `balance` channel         -> each account's newer value replaces the one that was read (by offset)
 *   no `balance` for this person, or another history -> REST again, at most every two seconds
 */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";

import { call } from "@/shared/api/client";
import { useCalm, useLiveEvents } from "@/shared/ui/data/live-state";
import { useServices, useSession } from "@/shared/ui/data/services";

import { latestBalances, readPushedBalance, type PushedBalance } from "./latest-balances";

const readAgainMs = 2_000;
/** The list changes at most once in this time, however many entries come in. */
const calmMs = 1_000;

/** The balance of each account by its id, as the wire writes amounts; empty until one is known. */
export function useBalances(enabled: boolean): ReadonlyMap<string, string> {
    const { api, live } = useServices();
    const { book } = useSession();
    const [pushed, setPushed] = useState<readonly PushedBalance[]>([]);
    const [told, setTold] = useState(true);
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const query = useQuery({
        queryKey: [book.id, "balances"],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/balances", {
                    params: { path: { book: book.id } },
                    signal,
                }),
            ),
        enabled,
        meta: { persist: true },
    });

    useEffect(() => {
        if (!enabled) {
            return undefined;
        }
        setTold(true);
        setPushed([]);
        return live.watch(
            { channel: "balance" },
            (value) => {
                const balance = readPushedBalance(value);
                if (balance !== null) {
                    setPushed((now) => [
                        ...now.filter((item) => item.accountId !== balance.accountId),
                        balance,
                    ]);
                }
            },
            () => setTold(false),
        );
    }, [live, enabled, book.id]);

    useLiveEvents((event) => {
        const another = query.data !== undefined && query.data.epoch !== event.epoch;
        if (enabled && (!told || another) && event.type.startsWith("transaction.")) {
            timer.current ??= setTimeout(() => {
                timer.current = undefined;
                void query.refetch();
            }, readAgainMs);
        }
    });
    useEffect(() => () => clearTimeout(timer.current), []);

    const latest = useMemo(() => latestBalances(query.data, pushed), [query.data, pushed]);
    return useCalm(latest, calmMs);
}
