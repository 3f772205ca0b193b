// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { Button, IconButton } from "@/shared/ui/button";
import { accountsQuery, outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Icon } from "@/shared/ui/icon";
import { LoadMore } from "@/shared/ui/load-more";
import { Panel } from "@/shared/ui/page";
import { ProblemLine } from "@/shared/ui/problem-line";
import { QueryView } from "@/shared/ui/query-view";
import { showToast } from "@/shared/ui/toast";

import { AddRuleDialog } from "./add-rule-dialog";
import { kindIcons } from "./notification-item";
import { ruleText } from "./notification-text";
import styles from "./notifications.module.css";

/** My rules in this book: each can be paused or taken away. */
export function Rules() {
    const { t } = useTranslation("notifications");
    const { language } = useLanguage();
    const api = useApi();
    const client = useQueryClient();
    const { book, unit } = useSession();
    const [adding, setAdding] = useState(false);
    const accounts = useQuery(accountsQuery(api, book.id)).data ?? [];
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const queryKey = [book.id, "notification-rules"];
    const query = useInfiniteQuery({
        queryKey,
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/books/{book}/notification-rules", {
                    params: {
                        path: { book: book.id },
                        query: pageParam === null ? {} : { cursor: pageParam },
                    },
                    signal,
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
        meta: { persist: true },
    });
    const readAgain = () => void client.invalidateQueries({ queryKey });
    const path = (id: string) => ({ params: { path: { book: book.id, id } } });
    const toggle = useMutation({
        networkMode: "always",
        mutationFn: ({ id, active }: { id: string; active: boolean }) =>
            call(
                api.PATCH("/api/v1/books/{book}/notification-rules/{id}", {
                    ...path(id),
                    body: { active },
                }),
            ),
        onSettled: readAgain,
    });
    const remove = useMutation({
        networkMode: "always",
        mutationFn: (id: string) =>
            call(api.DELETE("/api/v1/books/{book}/notification-rules/{id}", path(id))),
        onSuccess: () => showToast({ message: t("removed") }),
        onSettled: readAgain,
    });
    const problem = toggle.error ?? remove.error;
    return (
        <Panel
            title={t("rules")}
            aside={
                <Button icon="plus" onClick={() => setAdding(true)}>
                    {t("add")}
                </Button>
            }
        >
            {problem === null ? null : <ProblemLine error={problem} />}
            <QueryView query={query}>
                {(data) => {
                    const rules = data.pages.flatMap((page) => page.items);
                    return rules.length === 0 ? (
                        <p className={styles["empty"]}>{t("noRules")}</p>
                    ) : (
                        <ul>
                            {rules.map((rule) => {
                                const names = {
                                    account: accounts.find((item) => item.id === rule.account_id)?.name,
                                    outlet: outlets.find((item) => item.id === rule.outlet_id)?.name,
                                };
                                const text = ruleText(rule, names, t, language, unit);
                                return (
                                    <li key={rule.id} className={styles["rule"]} data-rule={rule.kind}>
                                        <label className={styles["face"]}>
                                            <span className={styles["mark"]}>
                                                <Icon name={kindIcons[rule.kind]} size={18} />
                                            </span>
                                            <span className={styles["words"]}>{text}</span>
                                            <input
                                                type="checkbox"
                                                role="switch"
                                                className={styles["switch"]}
                                                checked={rule.active}
                                                disabled={toggle.isPending}
                                                onChange={(event) =>
                                                    toggle.mutate({
                                                        id: rule.id,
                                                        active: event.target.checked,
                                                    })
                                                }
                                            />
                                        </label>
                                        <IconButton
                                            icon="trash"
                                            label={t("removeOf", { rule: text })}
                                            onClick={() => remove.mutate(rule.id)}
                                        />
                                    </li>
                                );
                            })}
                        </ul>
                    );
                }}
            </QueryView>
            <LoadMore query={query} />
            {adding ? (
                <AddRuleDialog
                    accounts={accounts}
                    outlets={outlets}
                    onAdded={readAgain}
                    onClose={() => setAdding(false)}
                />
            ) : null}
        </Panel>
    );
}
