// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { TrialBalance, TrialBalanceRow } from "@/shared/api/wire-types";
import { formatCount } from "@/shared/i18n/numbers";
import { amountFromWire, type MoneyUnit } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/page";
import { EmptyState } from "@/shared/ui/states";

import styles from "./reports.module.css";

type TrialBalanceTableProps = { report: TrialBalance; hideZero: boolean };

/** The trial balance as a table. The totals are the server's; that they are equal is shown, not assumed. */
export function TrialBalanceTable({ report, hideZero }: TrialBalanceTableProps) {
    const { t } = useTranslation("reports");
    const { language } = useLanguage();
    const unit = { currency: report.currency, exponent: report.exponent };
    const rows = report.rows.filter((row) => !hideZero || !isZero(row, unit));
    const debits = report.totals.debits[0] ?? "0";
    const credits = report.totals.credits[0] ?? "0";
    const balanced = debits === credits;
    if (rows.length === 0) {
        return <EmptyState icon="chart" text={t("empty")} />;
    }
    return (
        <Panel
            title={t("trialBalance")}
            aside={
                <span className={classNames(styles["verdict"], !balanced && styles["wrong"])}>
                    <Icon name={balanced ? "check" : "warning"} size={16} />
                    {t(balanced ? "balanced" : "unbalanced")}
                </span>
            }
        >
            <div className={styles["scroll"]}>
                <table className={styles["table"]}>
                    <thead>
                        <tr>
                            <th scope="col" className={styles["code"]}>
                                {t("code")}
                            </th>
                            <th scope="col" className={styles["name"]}>
                                {t("account")}
                            </th>
                            <th scope="col" className={styles["number"]}>
                                {t("debit")}
                            </th>
                            <th scope="col" className={styles["number"]}>
                                {t("credit")}
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => (
                            <ReportRow key={row.key} row={row} unit={unit} />
                        ))}
                    </tbody>
                    <tfoot>
                        <tr>
                            <td className={styles["code"]} />
                            <td className={styles["name"]}>{t("total")}</td>
                            <td className={styles["number"]} data-side={t("debit")}>
                                <Money amount={debits} unit={unit} bare />
                            </td>
                            <td className={styles["number"]} data-side={t("credit")}>
                                <Money amount={credits} unit={unit} bare />
                            </td>
                        </tr>
                    </tfoot>
                </table>
            </div>
            <p className={styles["position"]}>
                {t("position", {
                    offset: formatCount(report.as_of_offset, language),
                    currency: report.currency,
                })}
            </p>
        </Panel>
    );
}

function ReportRow({ row, unit }: { row: TrialBalanceRow; unit: MoneyUnit }) {
    const { t } = useTranslation("reports");
    return (
        <tr className={classNames(row.kind !== "account" && styles["header"])}>
            <td className={styles["code"]}>{row.code}</td>
            <td className={styles["name"]} style={{ paddingLeft: `${0.75 + row.level}rem` }}>
                {row.account_id === null ? (
                    row.name
                ) : (
                    <Link to="/transactions" search={{ account: row.account_id }}>
                        {row.name}
                    </Link>
                )}
            </td>
            <Cell side={t("debit")} amount={row.debits[0]} unit={unit} />
            <Cell side={t("credit")} amount={row.credits[0]} unit={unit} />
        </tr>
    );
}

type CellProps = { side: string; amount: string | undefined; unit: MoneyUnit };

function Cell({ side, amount, unit }: CellProps) {
    const empty = amount === undefined || amountFromWire(amount, unit) === 0n;
    return (
        <td
            className={classNames(styles["number"], empty && styles["zero"])}
            data-side={side}
        >
            {empty ? "–" : <Money amount={amount} unit={unit} bare />}
        </td>
    );
}

function isZero(row: TrialBalanceRow, unit: MoneyUnit): boolean {
    return [...row.debits, ...row.credits, ...row.amounts].every(
        (amount) => amountFromWire(amount, unit) === 0n,
    );
}
