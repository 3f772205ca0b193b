// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { LedgerEntry } from "@/shared/api/wire-types";
import { formatDate } from "@/shared/i18n/dates";
import type { MoneyUnit } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Dialog } from "@/shared/ui/dialog";
import { LoadMore } from "@/shared/ui/load-more";
import { QueryView } from "@/shared/ui/query-view";

import type { WireParameters } from "./reports-search";
import styles from "./reports.module.css";
import type { WholeReportName } from "./use-report";

/** A figure of a report that somebody asks about. */
export type Cell = { row: string; column: number; title: string };

type ExplainDialogProps = {
    report: WholeReportName;
    parameters: WireParameters;
    /** As the report on screen was known: the entries then add up to what is shown. */
    sequence: number;
    cell: Cell;
    onClose: () => void;
};

/** The entries behind one figure; each leads to its transaction. */
export function ExplainDialog(props: ExplainDialogProps) {
    const { report, parameters, sequence, cell, onClose } = props;
    const { t } = useTranslation("reports");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const { book } = useSession();
    const query = useInfiniteQuery({
        queryKey: [book.id, "explain", report, parameters, sequence, cell.row, cell.column],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/books/{book}/reports/{report}/explain", {
                    params: {
                        path: { book: book.id, report },
                        query: {
                            ...parameters,
                            row: cell.row,
                            column: cell.column,
                            at_sequence: sequence,
                            ...(pageParam === null ? {} : { cursor: pageParam }),
                        },
                    },
                    signal,
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
    });
    return (
        <Dialog title={cell.title} closeLabel={ui("close")} onClose={onClose}>
            <QueryView query={query}>
                {(data) => {
                    const first = data.pages[0];
                    const items = data.pages.flatMap((page) => page.items);
                    if (first === undefined) {
                        return null;
                    }
                    const unit = { currency: first.currency, exponent: first.exponent };
                    return (
                        <>
                            <p className={styles["explained"]} data-explained>
                                <Money amount={first.amount} unit={unit} />
                            </p>
                            {items.length === 0 ? <p>{t("noEntries")}</p> : null}
                            <ul className={styles["entries"]}>
                                {items.map(({ entry, amount }, index) => (
                                    <EntryItem key={index} entry={entry} amount={amount} unit={unit} />
                                ))}
                            </ul>
                        </>
                    );
                }}
            </QueryView>
            <LoadMore query={query} />
        </Dialog>
    );
}

type EntryItemProps = { entry: LedgerEntry; amount: string; unit: MoneyUnit };

function EntryItem({ entry, amount, unit }: EntryItemProps) {
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const facts = [
        formatDate(entry.date, language),
        entry.account_name,
        entry.created_by.name,
        entry.reference,
    ];
    return (
        <li>
            <Link
                to="/transactions/$id"
                params={{ id: entry.transaction_id }}
                className={styles["entry"]}
                data-entry={entry.transaction_id}
            >
                <span className={styles["entryWords"]}>
                    <span className={styles["entryName"]}>
                        {entry.description === "" ? ui(`kind.${entry.kind}`) : entry.description}
                    </span>
                    <span className={styles["entryNote"]}>
                        {facts.filter((fact) => fact !== null && fact !== "").join(" · ")}
                    </span>
                </span>
                <Money amount={amount} unit={unit} bare />
            </Link>
        </li>
    );
}
