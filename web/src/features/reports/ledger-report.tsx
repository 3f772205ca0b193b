// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { GeneralLedger } from "@/shared/api/wire-types";
import { formatDate } from "@/shared/i18n/dates";
import { Money } from "@/shared/money/money-view";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { LoadMore } from "@/shared/ui/load-more";
import { Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";

import type { WireParameters } from "./reports-search";
import styles from "./reports.module.css";

const pageSize = 100;

/** Buku besar: the entries of one account with their running balance. */
export function LedgerReport({ parameters }: { parameters: WireParameters }) {
    const { t } = useTranslation("reports");
    const account = parameters.account_id;
    return account === undefined ? (
        <EmptyState icon="ledger" text={t("pickAccountFirst")} />
    ) : (
        <Ledger parameters={{ ...parameters, account_id: account }} />
    );
}

function Ledger({ parameters }: { parameters: WireParameters & { account_id: string } }) {
    const api = useApi();
    const { book } = useSession();
    const query = useInfiniteQuery({
        // "figures": read again when a transaction comes in.
        queryKey: [book.id, "figures", "general-ledger", parameters],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/books/{book}/reports/general-ledger", {
                    params: {
                        path: { book: book.id },
                        query: {
                            ...parameters,
                            limit: pageSize,
                            ...(pageParam === null ? {} : { cursor: pageParam }),
                        },
                    },
                    signal,
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
        placeholderData: keepPreviousData,
    });
    return (
        <>
            <QueryView query={query}>{(data) => <LedgerTable pages={data.pages} />}</QueryView>
            <LoadMore query={query} />
        </>
    );
}

function LedgerTable({ pages }: { pages: readonly GeneralLedger[] }) {
    const { t } = useTranslation("reports");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const first = pages[0];
    if (first === undefined) {
        return null;
    }
    const unit = { currency: first.currency, exponent: first.exponent };
    const whole = pages.at(-1)?.next_cursor === null;
    const rows = pages.flatMap((page) => page.rows);
    return (
        <Panel title={`${first.account.code} ${first.account.name}`}>
            <div className={styles["scroll"]}>
                <table className={styles["ledger"]}>
                    <thead>
                        <tr>
                            <th scope="col">{t("date")}</th>
                            <th scope="col">{t("description")}</th>
                            <th scope="col" className={styles["figure"]}>
                                {t("debit")}
                            </th>
                            <th scope="col" className={styles["figure"]}>
                                {t("credit")}
                            </th>
                            <th scope="col" className={styles["figure"]}>
                                {t("balance")}
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        <tr className={styles["sum"]}>
                            <td />
                            <td>{t("opening")}</td>
                            <td />
                            <td />
                            <td className={styles["figure"]} data-side={t("balance")}>
                                <Money amount={first.opening} unit={unit} bare />
                            </td>
                        </tr>
                        {rows.map(({ entry, balance }, index) => (
                            <tr key={index}>
                                <td className={styles["day"]}>{formatDate(entry.date, language)}</td>
                                <td>
                                    <Link
                                        to="/transactions/$id"
                                        params={{ id: entry.transaction_id }}
                                        className={styles["open"]}
                                        data-entry={entry.transaction_id}
                                    >
                                        {entry.description === ""
                                            ? ui(`kind.${entry.kind}`)
                                            : entry.description}
                                    </Link>
                                </td>
                                <td className={styles["figure"]} data-side={t("debit")}>
                                    {entry.direction === "debit" ? (
                                        <Money amount={entry.amount} unit={unit} bare />
                                    ) : null}
                                </td>
                                <td className={styles["figure"]} data-side={t("credit")}>
                                    {entry.direction === "credit" ? (
                                        <Money amount={entry.amount} unit={unit} bare />
                                    ) : null}
                                </td>
                                <td className={styles["figure"]} data-side={t("balance")}>
                                    <Money amount={balance} unit={unit} bare />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                    {whole ? (
                        <tfoot>
                            <tr className={styles["sum"]}>
                                <td />
                                <td>{t("closing")}</td>
                                <td className={styles["figure"]} data-side={t("debit")}>
                                    <Money amount={first.totals.debits} unit={unit} bare />
                                </td>
                                <td className={styles["figure"]} data-side={t("credit")}>
                                    <Money amount={first.totals.credits} unit={unit} bare />
                                </td>
                                <td className={styles["figure"]} data-side={t("balance")}>
                                    <Money amount={first.closing} unit={unit} bare />
                                </td>
                            </tr>
                        </tfoot>
                    ) : null}
                </table>
            </div>
        </Panel>
    );
}
