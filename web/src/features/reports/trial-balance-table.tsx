// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { TrialBalance, TrialBalanceRow } from "@/shared/api/wire-types";
import { amountFromWire, type MoneyUnit } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/page";
import { EmptyState } from "@/shared/ui/states";

import type { Cell as Asked } from "./explain-dialog";
import styles from "./reports.module.css";

type TrialBalanceTableProps = {
    report: TrialBalance;
    hideZero: boolean;
    onCell: (cell: Asked) => void;
};

/** The trial balance as a table. The totals are the server's; that they are equal is shown, not assumed. */
export function TrialBalanceTable({ report, hideZero, onCell }: TrialBalanceTableProps) {
    const { t } = useTranslation("reports");
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
                            <ReportRow key={row.key} row={row} unit={unit} onCell={onCell} />
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
        </Panel>
    );
}

type ReportRowProps = {
    row: TrialBalanceRow;
    unit: MoneyUnit;
    onCell: (cell: Asked) => void;
};

function ReportRow({ row, unit, onCell }: ReportRowProps) {
    const { t } = useTranslation("reports");
    const ask = () => onCell({ row: row.key, column: 0, title: row.name });
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
            <Cell side={t("debit")} amount={row.debits[0]} unit={unit} onAsk={ask} />
            <Cell side={t("credit")} amount={row.credits[0]} unit={unit} onAsk={ask} />
        </tr>
    );
}

type CellProps = {
    side: string;
    amount: string | undefined;
    unit: MoneyUnit;
    onAsk: () => void;
};

function Cell({ side, amount, unit, onAsk }: CellProps) {
    const { t } = useTranslation("reports");
    const empty = amount === undefined || amountFromWire(amount, unit) === 0n;
    return (
        <td
            className={classNames(styles["number"], empty && styles["zero"])}
            data-side={side}
        >
            {empty ? (
                "–"
            ) : (
                <button type="button" className={styles["ask"]} title={t("ask")} onClick={onAsk}>
                    <Money amount={amount} unit={unit} bare />
                </button>
            )}
        </td>
    );
}

function isZero(row: TrialBalanceRow, unit: MoneyUnit): boolean {
    return [...row.debits, ...row.credits, ...row.amounts].every(
        (amount) => amountFromWire(amount, unit) === 0n,
    );
}
