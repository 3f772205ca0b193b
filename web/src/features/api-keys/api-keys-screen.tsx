// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { ApiKey } from "@/shared/api/wire-types";
import { formatDateTime } from "@/shared/i18n/dates";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { LoadMore } from "@/shared/ui/load-more";
import { Page, Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";

import { AddKeyDialog } from "./add-key-dialog";
import styles from "./api-keys.module.css";
import { RevokeKeyDialog } from "./revoke-key-dialog";
import "./texts";

const pageSize = 100;

/** Kunci API: keys for programs, each shown once when it is made. */
export function ApiKeysScreen() {
    const { t } = useTranslation("api-keys");
    const { role } = useSession();
    const manager = role === "owner" || role === "admin";
    return (
        <Page title={t("title")} back="/more" narrow>
            {manager ? <ApiKeys /> : <EmptyState icon="lock" text={t("forbidden")} />}
        </Page>
    );
}

function ApiKeys() {
    const { t } = useTranslation("api-keys");
    const api = useApi();
    const client = useQueryClient();
    const { book } = useSession();
    const [adding, setAdding] = useState(false);
    const [revoking, setRevoking] = useState<ApiKey | null>(null);
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const query = useInfiniteQuery({
        queryKey: [book.id, "api-keys"],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/books/{book}/api-keys", {
                    params: {
                        path: { book: book.id },
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
    });
    const readAgain = () =>
        void client.invalidateQueries({ queryKey: [book.id, "api-keys"] });
    const revoke = useMutation({
        networkMode: "always",
        mutationFn: (id: string) =>
            call(
                api.DELETE("/api/v1/books/{book}/api-keys/{id}", {
                    params: { path: { book: book.id, id } },
                }),
            ),
        onSuccess: () => setRevoking(null),
        onSettled: readAgain,
    });
    const add = (
        <Button icon="plus" look="primary" onClick={() => setAdding(true)}>
            {t("add")}
        </Button>
    );
    return (
        <>
            <QueryView query={query}>
                {(data) => {
                    const keys = data.pages.flatMap((page) => page.items);
                    return keys.length === 0 ? (
                        <EmptyState icon="key" text={t("empty")}>
                            {add}
                        </EmptyState>
                    ) : (
                        <>
                            <div>{add}</div>
                            <Panel>
                                <ul>
                                    {keys.map((key) => (
                                        <KeyItem
                                            key={key.id}
                                            apiKey={key}
                                            onRevoke={() => setRevoking(key)}
                                        />
                                    ))}
                                </ul>
                            </Panel>
                            <LoadMore query={query} />
                        </>
                    );
                }}
            </QueryView>
            {adding ? (
                <AddKeyDialog
                    outlets={outlets}
                    onAdded={readAgain}
                    onClose={() => setAdding(false)}
                />
            ) : null}
            {revoking === null ? null : (
                <RevokeKeyDialog
                    name={revoking.name}
                    busy={revoke.isPending}
                    error={revoke.error}
                    onRevoke={() => revoke.mutate(revoking.id)}
                    onClose={() => setRevoking(null)}
                />
            )}
        </>
    );
}

const tones = { active: "positive", revoked: "quiet", expired: "quiet" } as const;

function KeyItem({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
    const { t } = useTranslation("api-keys");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const { timeZone } = useSession();
    const at = (instant: string) => formatDateTime(instant, { language, timeZone });
    const facts = [
        `${apiKey.prefix}…`,
        ui(`role.${apiKey.role}`),
        apiKey.read_only ? t("readOnly") : t("readWrite"),
        apiKey.last_used_at === null
            ? t("neverUsed")
            : t("lastUsed", { time: at(apiKey.last_used_at) }),
        apiKey.status === "active" ? t("expires", { time: at(apiKey.expires_at) }) : "",
    ];
    return (
        <li className={styles["item"]} data-api-key={apiKey.status}>
            <span className={styles["words"]}>
                <span className={styles["name"]}>
                    {apiKey.name}
                    <Badge tone={tones[apiKey.status]}>{t(`status.${apiKey.status}`)}</Badge>
                </span>
                <span className={styles["note"]}>
                    {facts.filter((fact) => fact !== "").join(" · ")}
                </span>
            </span>
            {apiKey.status === "active" ? (
                <Button aria-label={t("revokeOf", { name: apiKey.name })} onClick={onRevoke}>
                    {t("revoke")}
                </Button>
            ) : null}
        </li>
    );
}
