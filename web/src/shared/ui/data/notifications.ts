// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";

import { call } from "@/shared/api/client";

import { useApi } from "./services";

/** Begins every key that is read again when a notification comes. */
export const notificationsKey = "notifications";

/** How many notifications nobody has looked at, in all books of the person; 0 while it is not known. */
export function useUnread(enabled: boolean): number {
    const api = useApi();
    const query = useQuery({
        queryKey: [notificationsKey, "unread"],
        queryFn: async ({ signal }) => {
            const page = await call(
                api.GET("/api/v1/notifications", { params: { query: { limit: 1 } }, signal }),
            );
            return page.unread;
        },
        enabled,
        staleTime: 60_000,
    });
    return query.data ?? 0;
}
