// SPDX-License-Identifier: Apache-2.0
// A job in the background as a screen follows it: by the socket at once, by the clock in any case.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { call } from "@/shared/api/client";
import type { Job } from "@/shared/api/wire-types";

import { useServices, useSession } from "./services";

/** Asked by the clock too: the channel may be away, and an ended job says nothing any more. */
const askEveryMs = 1_000;

/** Whether nothing more will come of it. */
export function hasEnded(job: Job | undefined): boolean {
    return job?.status === "done" || job?.status === "failed";
}

/** The job with this id, read again whenever something of it changes, until it has ended; and its end on request. */
export function useJob(id: string, known?: Job) {
    const { api, live } = useServices();
    const { book } = useSession();
    const client = useQueryClient();
    const query = useQuery({
        queryKey: [book.id, "job", id],
        queryFn: ({ signal }) =>
            call(api.GET("/api/v1/jobs/{id}", { params: { path: { id } }, signal })),
        ...(known === undefined ? {} : { initialData: known }),
        refetchInterval: (state) => (hasEnded(state.state.data) ? false : askEveryMs),
    });
    const ended = hasEnded(query.data);
    useEffect(() => {
        if (ended) {
            return undefined;
        }
        return live.watch({ channel: "job" }, (value) => {
            if (value.key === id) {
                void client.invalidateQueries({ queryKey: [book.id, "job", id] });
            }
        });
    }, [live, client, book.id, id, ended]);
    const cancel = useMutation({
        networkMode: "always",
        mutationFn: () => call(api.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id } } })),
        onSettled: () => void client.invalidateQueries({ queryKey: [book.id, "job", id] }),
    });
    return { query, cancel };
}
