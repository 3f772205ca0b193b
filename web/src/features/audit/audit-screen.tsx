// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { todayIn } from "@/shared/i18n/dates";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { SelectField, TextField } from "@/shared/ui/field";
import { Icon } from "@/shared/ui/icon";
import { LoadMore } from "@/shared/ui/load-more";
import { Page, Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";

import { AuditItem } from "./audit-item";
import { auditTopics, type AuditSearch } from "./audit-search";
import styles from "./audit.module.css";
import "./texts";

const pageSize = 50;

/** Jejak audit: what was done besides transactions, by whom, from where, and what it changed. */
export function AuditScreen() {
    const { t } = useTranslation("audit");
    const { role } = useSession();
    const manager = role === "owner" || role === "admin";
    return (
        <Page title={t("title")} back="/more">
            {manager ? <AuditTrail /> : <EmptyState icon="lock" text={t("forbidden")} />}
        </Page>
    );
}

function AuditTrail() {
    const { t } = useTranslation("audit");
    const api = useApi();
    const navigate = useNavigate();
    const { book, timeZone } = useSession();
    const search = useSearch({ from: "/signed-in/audit" });
    const set = (part: { [Name in keyof AuditSearch]?: string | undefined }) =>
        void navigate({
            to: "/audit",
            search: (before) =>
                Object.fromEntries(
                    Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined),
                ),
            replace: true,
        });
    const query = useInfiniteQuery({
        queryKey: [book.id, "audit", search],
        queryFn: async ({ pageParam, signal }) => {
            const page = await call(
                api.GET("/api/v1/books/{book}/audit-log", {
                    params: {
                        path: { book: book.id },
                        query: {
                            limit: pageSize,
                            ...search,
                            ...(pageParam === null ? {} : { cursor: pageParam }),
                        },
                    },
                    signal,
                }),
            );
            if (typeof page === "string") {
                throw new TypeError("the audit log came as a file");
            }
            return page;
        },
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
    });
    const today = todayIn(timeZone);
    return (
        <>
            <div className={styles["tools"]}>
                <SelectField
                    label={t("what")}
                    value={search.what ?? ""}
                    onChange={(event) => set({ what: event.target.value || undefined })}
                >
                    <option value="">{t("everything")}</option>
                    {auditTopics.map((topic) => (
                        <option key={topic} value={topic}>
                            {t(`topic.${topic}`)}
                        </option>
                    ))}
                </SelectField>
                <TextField
                    label={t("from")}
                    type="date"
                    max={search.to ?? today}
                    value={search.from ?? ""}
                    onChange={(event) => set({ from: event.target.value || undefined })}
                />
                <TextField
                    label={t("to")}
                    type="date"
                    min={search.from}
                    max={today}
                    value={search.to ?? ""}
                    onChange={(event) => set({ to: event.target.value || undefined })}
                />
                <a
                    className={styles["file"]}
                    download
                    href={`/api/v1/books/${book.id}/audit-log?${new URLSearchParams({ ...search, format: "csv" }).toString()}`}
                >
                    <Icon name="download" />
                    {t("csv")}
                </a>
                {search.who === undefined ? null : (
                    <Button icon="close" onClick={() => set({ who: undefined })}>
                        {t("everybody")}
                    </Button>
                )}
            </div>
            <QueryView query={query}>
                {(data) => {
                    const items = data.pages.flatMap((page) => page.items);
                    return items.length === 0 ? (
                        <EmptyState icon="shield" text={t("empty")} />
                    ) : (
                        <Panel>
                            <ol>
                                {items.map(({ entry, hash }) => (
                                    <AuditItem
                                        key={entry.sequence}
                                        entry={entry}
                                        hash={hash}
                                        onWho={(who) => set({ who })}
                                    />
                                ))}
                            </ol>
                        </Panel>
                    );
                }}
            </QueryView>
            <LoadMore query={query} />
        </>
    );
}
