// SPDX-License-Identifier: Apache-2.0
import { Link, useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Account, Outlet } from "@/shared/api/wire-types";
import { formatDayHeading, todayIn } from "@/shared/i18n/dates";
import { Button } from "@/shared/ui/button";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Icon } from "@/shared/ui/icon";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";
import { moneyAccountsOf } from "@/shared/ui/transactions/transaction-facts";
import { TransactionRow } from "@/shared/ui/transactions/transaction-row";
import { useStillness } from "@/shared/ui/transactions/use-stillness";
import { useHotkeys } from "@/shared/ui/use-hotkeys";

import { rowsOf } from "./transaction-rows";
import { isFiltered, type TransactionsSearch } from "./transactions-search";
import styles from "./transactions.module.css";
import { useTransactionList } from "./use-transaction-list";

/** First guesses in rem; each row is measured once it stands. */
const dayHeightRem = 2.5;
const rowHeightRem = 4;
/** How far from the end the next page is asked for, in rows. */
const readAhead = 20;

type TransactionListProps = {
    search: TransactionsSearch;
    accounts: readonly Account[];
    outlets: readonly Outlet[];
    openId: string | undefined;
};

/** The virtual list by day; J and K walk it. */
export function TransactionList({ search, accounts, outlets, openId }: TransactionListProps) {
    const { t } = useTranslation("transactions");
    const { language } = useLanguage();
    const { timeZone } = useSession();
    const navigate = useNavigate();
    const scroller = useRef<HTMLDivElement>(null);
    const mayMove = useStillness(scroller);
    const { query, transactions, heldCount, release } = useTransactionList(search, mayMove);
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;

    const rows = useMemo(() => rowsOf(transactions), [transactions]);
    const moneyAccounts = useMemo(() => moneyAccountsOf(accounts), [accounts]);
    const today = todayIn(timeZone);
    const virtual = useVirtualizer({
        count: rows.length,
        getScrollElement: () => scroller.current,
        estimateSize: (index) =>
            (rows[index]?.kind === "day" ? dayHeightRem : rowHeightRem) * remPixels(),
        getItemKey: (index) => rows[index]?.key ?? index,
        overscan: 8,
    });
    const items = virtual.getVirtualItems();
    const lastShown = items.at(-1)?.index ?? 0;
    useEffect(() => {
        if (lastShown >= rows.length - readAhead && hasNextPage && !isFetchingNextPage) {
            void fetchNextPage();
        }
    }, [lastShown, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

    const step = useCallback(
        (by: 1 | -1) => {
            const at = transactions.findIndex((item) => item.id === openId);
            const next = at < 0 ? transactions[0] : transactions[at + by];
            if (next === undefined) {
                return;
            }
            virtual.scrollToIndex(rows.findIndex((row) => row.key === next.id));
            void navigate({
                to: "/transactions/$id",
                params: { id: next.id },
                search,
                replace: openId !== undefined,
            });
        },
        [transactions, rows, openId, virtual, navigate, search],
    );
    useHotkeys({
        j: () => step(1),
        k: () => step(-1),
        escape: () => void navigate({ to: "/transactions", search }),
    });

    return (
        <div className={styles["listArea"]}>
            {heldCount > 0 ? (
                <button
                    type="button"
                    className={styles["pill"]}
                    onClick={() => {
                        release();
                        scroller.current?.scrollTo({ top: 0 });
                    }}
                >
                    <Icon name="arrowUp" size={16} />
                    {t("fresh", { count: heldCount })}
                </button>
            ) : null}
            <div ref={scroller} className={styles["scroller"]} data-scroller="transactions">
                <QueryView query={query}>
                    {() =>
                        rows.length === 0 ? (
                            <NothingHere filtered={isFiltered(search)} />
                        ) : (
                            <>
                                <div
                                    className={styles["canvas"]}
                                    style={{ height: virtual.getTotalSize() }}
                                >
                                    {items.map((item) => {
                                        const row = rows[item.index];
                                        return row === undefined ? null : (
                                            <div
                                                key={item.key}
                                                ref={virtual.measureElement}
                                                data-index={item.index}
                                                className={styles["slot"]}
                                                style={{ transform: `translateY(${item.start}px)` }}
                                            >
                                                {row.kind === "day" ? (
                                                    <h2 className={styles["day"]}>
                                                        {formatDayHeading(row.day, today, language)}
                                                    </h2>
                                                ) : (
                                                    <TransactionRow
                                                        transaction={row.transaction}
                                                        moneyAccounts={moneyAccounts}
                                                        outlets={outlets}
                                                        open={row.transaction.id === openId}
                                                    />
                                                )}
                                            </div>
                                        );
                                    })}
                                </div>
                                <p className={styles["end"]}>
                                    {hasNextPage ? t("loadingMore") : t("end")}
                                </p>
                            </>
                        )
                    }
                </QueryView>
            </div>
        </div>
    );
}

function remPixels(): number {
    return Number(getComputedStyle(document.documentElement).fontSize.replace("px", ""));
}

function NothingHere({ filtered }: { filtered: boolean }) {
    const { t } = useTranslation("transactions");
    return filtered ? (
        <EmptyState icon="search" text={t("emptyFiltered")}>
            <Link to="/transactions" search={{}}>
                <Button tabIndex={-1}>{t("clear")}</Button>
            </Link>
        </EmptyState>
    ) : (
        <EmptyState icon="list" text={t("empty")}>
            <Link to="/entry">
                <Button look="primary" icon="plus" tabIndex={-1}>
                    {t("record")}
                </Button>
            </Link>
        </EmptyState>
    );
}
