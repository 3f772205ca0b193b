// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";

import { call } from "@/shared/api/client";
import { useApi, useSession } from "@/shared/ui/data/services";

const freshMs = 60 * 60_000;

/**
 * The summary with the sums of the four weeks before `today` by weekday and hour, of one outlet or of all with
 * null. Those days are over: it is read once a day, and not pushed.
 */
export function useWeekdays(outletId: string | null, today: string) {
    const api = useApi();
    const { book } = useSession();
    return useQuery({
        queryKey: [book.id, "weekdays", outletId, today],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/reports/summary", {
                    params: {
                        path: { book: book.id },
                        query: {
                            from: today,
                            to: today,
                            weekdays: true,
                            ...(outletId === null ? {} : { outlet_id: outletId }),
                        },
                    },
                    signal,
                }),
            ),
        staleTime: freshMs,
        meta: { persist: true },
    });
}
