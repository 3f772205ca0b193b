// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { notificationsKey } from "@/shared/ui/data/notifications";
import { useApi } from "@/shared/ui/data/services";
import { LoadMore } from "@/shared/ui/load-more";
import { Page, Panel } from "@/shared/ui/page";
import { ProblemLine } from "@/shared/ui/problem-line";
import { QueryView } from "@/shared/ui/query-view";

import { NotificationItem } from "./notification-item";
import styles from "./notifications.module.css";
import { Rules } from "./rules";
import "./texts";

const pageSize = 50;

/** Notifikasi & aturan: what I was told, live, and what I want to be told. */
export function NotificationsScreen() {
    const { t } = useTranslation("notifications");
    return (
        <Page title={t("title")} back="/more" narrow>
            <Inbox />
            <Rules />
        </Page>
    );
}

function Inbox() {
    const { t } = useTranslation("notifications");
    const api = useApi();
    const client = useQueryClient();
    const query = useInfiniteQuery({
        queryKey: [notificationsKey, "inbox"],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/notifications", {
                    params: {
                        query: {
                            limit: pageSize,
                            ...(pageParam === null ? {} : { cursor: pageParam }),
                        },
                    },
                    signal,
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
        meta: { persist: true },
    });
    const first = query.data?.pages[0];
    const latest = first?.items[0];
    const read = useMutation({
        networkMode: "always",
        mutationFn: (upTo: string) =>
            call(api.POST("/api/v1/notifications/read", { body: { up_to: upTo } })),
        onSettled: () => void client.invalidateQueries({ queryKey: [notificationsKey] }),
    });
    return (
        <Panel
            title={t("inbox")}
            aside={
                first !== undefined && first.unread > 0 && latest !== undefined ? (
                    <Button
                        look="quiet"
                        icon="check"
                        busy={read.isPending}
                        onClick={() => read.mutate(latest.id)}
                    >
                        {t("readAll")}
                    </Button>
                ) : undefined
            }
        >
            {read.isError ? <ProblemLine error={read.error} /> : null}
            <QueryView query={query}>
                {(data) => {
                    const items = data.pages.flatMap((page) => page.items);
                    return items.length === 0 ? (
                        <p className={styles["empty"]}>{t("empty")}</p>
                    ) : (
                        <ul data-notifications>
                            {items.map((item) => (
                                <NotificationItem key={item.id} notification={item} />
                            ))}
                        </ul>
                    );
                }}
            </QueryView>
            <LoadMore query={query} />
        </Panel>
    );
}
