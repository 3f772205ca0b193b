// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { ImportMapping, ImportResult } from "@/shared/api/wire-types";
import { SelectField } from "@/shared/ui/field";

import styles from "./imports.module.css";
import { columnRoles, roleOf, withRole } from "./mapping-draft";

const samplesShown = 2;

type ColumnSettingsProps = {
    columns: ImportResult["columns"];
    /** It was not found out what they hold: shown open. */
    wanted: boolean;
    mapping: ImportMapping;
    onMapping: (mapping: ImportMapping) => void;
};

/** Every column of the table with what stands in it, and what it is taken for. */
export function ColumnSettings({ columns, wanted, mapping, onMapping }: ColumnSettingsProps) {
    const { t } = useTranslation("imports");
    return columns.length === 0 ? null : (
        <details className={styles["section"]} open={wanted}>
            <summary>
                {t("columns")}
                <span className={styles["found"]}>{columns.length}</span>
            </summary>
            <ul className={styles["columns"]}>
                {columns.map((column) => {
                    const name =
                        column.name === "" ? t("columnNumber", { number: column.index + 1 }) : column.name;
                    return (
                        <li key={column.index} data-column={column.index}>
                            <span className={styles["columnWords"]}>
                                <span className={styles["columnName"]}>{name}</span>
                                <span className={styles["samples"]}>
                                    {column.samples.slice(0, samplesShown).join(" · ")}
                                </span>
                            </span>
                            <SelectField
                                label={t("columnHolds", { name })}
                                hideLabel
                                value={roleOf(mapping.columns, column.index) ?? ""}
                                onChange={(event) =>
                                    onMapping({
                                        ...mapping,
                                        columns: withRole(
                                            mapping.columns,
                                            column.index,
                                            columnRoles.find((role) => role === event.target.value) ?? null,
                                        ),
                                    })
                                }
                            >
                                <option value="">{t("roles.none")}</option>
                                {columnRoles.map((role) => (
                                    <option key={role} value={role}>
                                        {t(`roles.${role}`)}
                                    </option>
                                ))}
                            </SelectField>
                        </li>
                    );
                })}
            </ul>
        </details>
    );
}
