// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Statement, StatementRow } from "@/shared/api/wire-types";
import { formatPercent } from "@/shared/i18n/numbers";
import { amountFromWire, type MoneyUnit } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";
import { EmptyState } from "@/shared/ui/states";

import { columnName } from "./column-name";
import type { Cell } from "./explain-dialog";
import styles from "./reports.module.css";
import { useRowName } from "./row-name";

type StatementTableProps = {
    report: Statement;
    hideZero: boolean;
    /** Somebody wants to know what is behind a figure. */
    onCell: (cell: Cell) => void;
};

/** A statement as a table: sections, accounts below them, totals; every figure can be asked. */
export function StatementTable({ report, hideZero, onCell }: StatementTableProps) {
    const { t } = useTranslation("reports");
    const { language } = useLanguage();
    const api = useApi();
    const { book } = useSession();
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const unit = { currency: report.currency, exponent: report.exponent };
    const rows = report.rows.filter(
        (row) => !hideZero || row.kind === "total" || !isZero(row, unit),
    );
    if (report.rows.every((row) => isZero(row, unit))) {
        return <EmptyState icon="chart" text={t("emptyRange")} />;
    }
    const names = report.columns.map((column) => columnName(column, outlets, t, language));
    const wide = report.columns.length > 2;
    return (
        <Panel title={t(`name.${report.report}`)}>
            <div
                className={styles["scroll"]}
                {...(wide
                    ? { role: "group", tabIndex: 0, "aria-label": t(`name.${report.report}`) }
                    : {})}
            >
                <table className={classNames(styles["statement"], wide && styles["wide"])}>
                    <thead>
                        <tr>
                            <th scope="col" className={styles["rowName"]}>
                                {t("account")}
                            </th>
                            {names.map((name, index) => (
                                <th key={index} scope="col" className={styles["figure"]}>
                                    {name}
                                    {report.columns[index]?.kind === "compare" ? (
                                        <span className={styles["columnNote"]}>{t("compared")}</span>
                                    ) : null}
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => (
                            <Row
                                key={row.key}
                                row={row}
                                report={report}
                                unit={unit}
                                names={names}
                                onCell={onCell}
                            />
                        ))}
                    </tbody>
                </table>
            </div>
        </Panel>
    );
}

type RowProps = {
    row: StatementRow;
    report: Statement;
    unit: MoneyUnit;
    names: readonly string[];
    onCell: (cell: Cell) => void;
};

function Row({ row, report, unit, names, onCell }: RowProps) {
    const { t } = useTranslation("reports");
    const nameOf = useRowName();
    const name = nameOf(row);
    return (
        <tr
            className={classNames(
                row.kind === "header" && styles["section"],
                row.kind === "total" && styles["sum"],
            )}
            data-row={row.key}
        >
            <th
                scope="row"
                className={styles["rowName"]}
                style={{ paddingLeft: `${1 + row.level * 0.875}rem` }}
            >
                {name}
                {row.code === "" ? null : <span className={styles["rowCode"]}>{row.code}</span>}
            </th>
            {row.amounts.map((amount, index) => {
                const compares = report.columns.findIndex(
                    (column) => column.kind === "compare" && column.compares === index,
                );
                return (
                    <td key={index} className={styles["figure"]}>
                        {amountFromWire(amount, unit) === 0n ? (
                            <span className={styles["zero"]}>–</span>
                        ) : (
                            <button
                                type="button"
                                className={styles["ask"]}
                                title={t("ask")}
                                onClick={() =>
                                    onCell({
                                        row: row.key,
                                        column: index,
                                        title: `${name} · ${names[index] ?? ""}`,
                                    })
                                }
                            >
                                <Money amount={amount} unit={unit} bare />
                            </button>
                        )}
                        {compares < 0 ? null : (
                            <Change now={amount} before={row.amounts[compares] ?? "0"} unit={unit} />
                        )}
                    </td>
                );
            })}
        </tr>
    );
}

/** By how much a figure differs from the one it is compared with. */
function Change({ now, before, unit }: { now: string; before: string; unit: MoneyUnit }) {
    const { language } = useLanguage();
    const was = amountFromWire(before, unit);
    const is = amountFromWire(now, unit);
    if (was === 0n || is === was) {
        return null;
    }
    // Thousandths, exact as integers; only the share itself becomes a number.
    const size = was < 0n ? -was : was;
    const share = Number(((is - was) * 1000n) / size) / 1000;
    return (
        <span className={styles["change"]}>
            {share > 9 || share < -9 ? "" : formatPercent(share, language, { signed: true })}
        </span>
    );
}

function isZero(row: StatementRow, unit: MoneyUnit): boolean {
    return row.amounts.every((amount) => amountFromWire(amount, unit) === 0n);
}
