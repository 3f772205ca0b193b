// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/shared/ui/button";
import { accountsQuery, outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";
import { moneyAccountsOf } from "@/shared/ui/transactions/transaction-facts";
import { TransactionRow } from "@/shared/ui/transactions/transaction-row";
import { useStillness } from "@/shared/ui/transactions/use-stillness";

import feedStyles from "./feed.module.css";
import styles from "./home.module.css";
import { useFeed } from "./use-feed";

/** The latest twenty, as they come. */
export function Feed({ outletId, paused }: { outletId: string | null; paused: boolean }) {
    const { t } = useTranslation("home");
    const api = useApi();
    const { book } = useSession();
    const accounts = useQuery(accountsQuery(api, book.id)).data;
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const moneyAccounts = useMemo(() => moneyAccountsOf(accounts ?? []), [accounts]);
    const list = useRef<HTMLDivElement>(null);
    const still = useStillness(list);
    const { query, items, heldCount, release, freshIds } = useFeed(outletId, paused, still);
    return (
        <Panel
            title={t("feed")}
            aside={
                heldCount > 0 ? (
                    <button type="button" className={feedStyles["pill"]} onClick={release}>
                        <Icon name="arrowUp" size={14} />
                        {t("fresh", { count: heldCount })}
                    </button>
                ) : (
                    <Link to="/transactions" className={styles["seeAll"]}>
                        {t("seeAll")}
                    </Link>
                )
            }
        >
            <div ref={list} data-feed>
                <QueryView query={query}>
                    {() =>
                        items.length === 0 ? (
                            <EmptyState icon="list" text={t("feedEmpty")}>
                                <Link to="/entry">
                                    <Button look="primary" icon="plus" tabIndex={-1}>
                                        {t("record")}
                                    </Button>
                                </Link>
                            </EmptyState>
                        ) : (
                            <ul className={feedStyles["list"]}>
                                {items.map((transaction) => (
                                    <li
                                        key={transaction.id}
                                        className={
                                            freshIds.has(transaction.id) ? "live-cue" : undefined
                                        }
                                    >
                                        <TransactionRow
                                            transaction={transaction}
                                            moneyAccounts={moneyAccounts}
                                            outlets={outlets}
                                        />
                                    </li>
                                ))}
                            </ul>
                        )
                    }
                </QueryView>
            </div>
        </Panel>
    );
}
