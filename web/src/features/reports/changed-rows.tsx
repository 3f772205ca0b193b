// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { StatementRow } from "@/shared/api/wire-types";
import type { MoneyUnit } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";

import styles from "./reports.module.css";
import { useRowName } from "./row-name";

type ChangedRowsProps = {
    rows: readonly StatementRow[];
    /** Which of the report's columns are shown; a name that is null is not written. */
    columns: readonly { index: number; name: string | null }[];
    unit: MoneyUnit;
};

/** The rows that differ, and by how much. */
export function ChangedRows({ rows, columns, unit }: ChangedRowsProps) {
    const { t } = useTranslation("reports");
    const nameOf = useRowName();
    const wide = columns.length > 2;
    return (
        <div
            className={styles["scroll"]}
            {...(wide ? { role: "group", tabIndex: 0, "aria-label": t("whyRows") } : {})}
        >
            <table className={styles["changes"]}>
                <caption className="visually-hidden">{t("whyRows")}</caption>
                {columns.some((column) => column.name !== null) ? (
                    <thead>
                        <tr>
                            <th scope="col">{t("account")}</th>
                            {columns.map((column) => (
                                <th key={column.index} scope="col" data-changed-column={column.index}>
                                    {column.name}
                                </th>
                            ))}
                        </tr>
                    </thead>
                ) : null}
                <tbody>
                    {rows.map((row) => (
                        <tr key={row.key} data-change={row.key}>
                            <th scope="row">{nameOf(row)}</th>
                            {columns.map(({ index }) => (
                                <td key={index}>
                                    <Money amount={row.amounts[index] ?? "0"} unit={unit} signed bare />
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
