// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { formatDate, formatDateTime } from "@/shared/i18n/dates";
import { formatCount } from "@/shared/i18n/numbers";
import { Money } from "@/shared/money/money-view";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Dialog } from "@/shared/ui/dialog";
import { SelectField } from "@/shared/ui/field";
import { LoadMore } from "@/shared/ui/load-more";
import { QueryView } from "@/shared/ui/query-view";

import { changedColumns, movedColumn } from "./changed-columns";
import { ChangedRows } from "./changed-rows";
import { columnName } from "./column-name";
import { readLooks } from "./looks";
import type { WireParameters } from "./reports-search";
import styles from "./reports.module.css";
import { useRowName } from "./row-name";
import type { WholeReportName } from "./use-report";

type ChangesDialogProps = {
    report: Exclude<WholeReportName, "aging">;
    parameters: WireParameters;
    /** How far the report on screen knows the books. */
    sequence: number;
    onClose: () => void;
};

/** Steps back that can be chosen besides this device's earlier looks. */
const stepsBack = [10, 100, 1000];

/** Why a report is not what it was: which rows differ since an earlier knowledge, and what made them. */
export function ChangesDialog({ report, parameters, sequence, onClose }: ChangesDialogProps) {
    const { t } = useTranslation("reports");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const api = useApi();
    const nameOf = useRowName();
    const { book, timeZone } = useSession();
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const [looks] = useState(() =>
        readLooks(book.id).filter((look) => look.sequence < sequence),
    );
    const [end] = useState(sequence);
    const choices = [
        ...looks.map((look) => ({
            from: look.sequence,
            text: t("sinceLook", { time: formatDateTime(look.atMs, { language, timeZone }) }),
        })),
        ...stepsBack
            .filter((step) => step < end)
            .map((step) => ({
                from: end - step,
                text: t("sinceSteps", { count: step, formatted: formatCount(step, language) }),
            })),
        ...(end <= 100_000 ? [{ from: 0, text: t("sinceStart") }] : []),
    ];
    const [from, setFrom] = useState(choices[0]?.from ?? 0);
    const query = useInfiniteQuery({
        queryKey: [book.id, "changes", report, parameters, from, end],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/books/{book}/reports/{report}/changes", {
                    params: {
                        path: { book: book.id, report },
                        query: {
                            ...parameters,
                            from_sequence: from,
                            to_sequence: end,
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
        <Dialog title={t("why")} closeLabel={ui("close")} onClose={onClose}>
            <SelectField
                label={t("since")}
                value={from}
                onChange={(event) => setFrom(Number(event.target.value))}
            >
                {choices.map((choice, index) => (
                    <option key={index} value={choice.from}>
                        {choice.text}
                    </option>
                ))}
            </SelectField>
            <QueryView query={query}>
                {(data) => {
                    const first = data.pages[0];
                    if (first === undefined) {
                        return null;
                    }
                    const unit = { currency: first.currency, exponent: first.exponent };
                    const rows = first.rows;
                    const names = new Map(rows.map((row) => [row.key, nameOf(row)]));
                    const shown = changedColumns(first.columns, rows);
                    const over = (index: number) => {
                        const column = first.columns[index];
                        return column === undefined ? "" : columnName(column, outlets, t, language);
                    };
                    // One column needs no name, unless it is not the one that a reader looks at first.
                    const named = shown.length > 1 || (shown[0] ?? 0) > 0;
                    if (rows.length === 0) {
                        return <p>{t("noChanges")}</p>;
                    }
                    return (
                        <>
                            <ChangedRows
                                rows={rows}
                                columns={shown.map((index) => ({
                                    index,
                                    name: named ? over(index) : null,
                                }))}
                                unit={unit}
                            />
                            <h3>{t("whyEntries")}</h3>
                            <ul className={styles["entries"]}>
                                {data.pages
                                    .flatMap((page) => page.items)
                                    .map((item) => (
                                        <li key={item.sequence}>
                                            <Link
                                                to="/transactions/$id"
                                                params={{ id: item.transaction_id }}
                                                className={styles["entry"]}
                                                data-entry={item.transaction_id}
                                            >
                                                <span className={styles["entryWords"]}>
                                                    <span className={styles["entryName"]}>
                                                        {item.description === ""
                                                            ? ui(`kind.${item.kind}`)
                                                            : item.description}
                                                    </span>
                                                    <span className={styles["entryNote"]}>
                                                        {formatDate(item.date, language)} ·{" "}
                                                        {t("recorded", {
                                                            time: formatDateTime(item.committed_at, {
                                                                language,
                                                                timeZone,
                                                            }),
                                                            name: item.created_by.name,
                                                        })}
                                                    </span>
                                                </span>
                                                <span className={styles["effects"]}>
                                                    {item.effects.slice(0, 2).map((effect) => {
                                                        const at = movedColumn(effect, shown);
                                                        return (
                                                            <span key={effect.key}>
                                                                <span className={styles["entryNote"]}>
                                                                    {names.get(effect.key) ?? ""}{" "}
                                                                    {shown.length > 1 ? `${over(at)} ` : ""}
                                                                </span>
                                                                <Money
                                                                    amount={effect.amounts[at] ?? "0"}
                                                                    unit={unit}
                                                                    signed
                                                                    bare
                                                                />
                                                            </span>
                                                        );
                                                    })}
                                                </span>
                                            </Link>
                                        </li>
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
