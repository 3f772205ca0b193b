// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Aging } from "@/shared/api/wire-types";
import { amountFromWire } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { Panel } from "@/shared/ui/page";
import { EmptyState } from "@/shared/ui/states";

import type { Cell } from "./explain-dialog";
import styles from "./reports.module.css";

/** The names of the ages, in the order of the columns. */
export const ages = ["0-30", "31-60", "61-90", "older", "whole"] as const;

type AgingTableProps = { report: Aging; onCell: (cell: Cell) => void };

/** Who owes or is owed how much, and for how long. */
export function AgingTable({ report, onCell }: AgingTableProps) {
    const { t } = useTranslation("reports");
    const unit = { currency: report.currency, exponent: report.exponent };
    const { side } = report.parameters;
    if (report.rows.length === 0) {
        return <EmptyState icon="person" text={t(`emptyAging.${side}`)} />;
    }
    return (
        <Panel title={t(`side.${side}`)}>
            <div className={styles["scroll"]} role="group" tabIndex={0} aria-label={t("name.aging")}>
                <table className={classNames(styles["statement"], styles["wide"])}>
                    <thead>
                        <tr>
                            <th scope="col" className={styles["rowName"]}>
                                {t("contact")}
                            </th>
                            {ages.map((age) => (
                                <th key={age} scope="col" className={styles["figure"]}>
                                    {t(`age.${age}`)}
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {report.rows.map((row) => {
                            const name = row.contact_id === null ? t("noContact") : row.name;
                            return (
                                <tr key={row.key} data-row={row.key}>
                                    <th scope="row" className={styles["rowName"]}>
                                        {name}
                                        {row.code === "" ? null : (
                                            <span className={styles["rowCode"]}>{row.code}</span>
                                        )}
                                    </th>
                                    {row.amounts.map((amount, index) => (
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
                                                            title: `${name} · ${t(`age.${ages[index] ?? "whole"}`)}`,
                                                        })
                                                    }
                                                >
                                                    <Money amount={amount} unit={unit} bare />
                                                </button>
                                            )}
                                        </td>
                                    ))}
                                </tr>
                            );
                        })}
                    </tbody>
                    <tfoot>
                        <tr className={styles["sum"]}>
                            <th scope="row" className={styles["rowName"]}>
                                {t("total")}
                            </th>
                            {report.totals.open.map((amount, index) => (
                                <td key={index} className={styles["figure"]}>
                                    {amountFromWire(amount, unit) === 0n ? (
                                        <span className={styles["zero"]}>–</span>
                                    ) : (
                                        <Money amount={amount} unit={unit} bare />
                                    )}
                                </td>
                            ))}
                        </tr>
                    </tfoot>
                </table>
            </div>
        </Panel>
    );
}
