// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { ImportMapping } from "@/shared/api/wire-types";
import { SelectField, TextField } from "@/shared/ui/field";

import styles from "./imports.module.css";
import { withShape } from "./mapping-draft";

const separators = [
    [";", "semicolon"],
    [",", "comma"],
    ["\t", "tab"],
    ["|", "pipe"],
] as const;
const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
const decimals = [
    [",", "comma"],
    [".", "point"],
] as const;
const dateFormats = ["dmy", "mdy", "ymd"] as const;
const signs = ["as_is", "inverted"] as const;
const headerRowsMax = 50;

type FormatSettingsProps = { mapping: ImportMapping; onMapping: (mapping: ImportMapping) => void };

/** Separator, encoding, numbers, dates: what was found out, to be corrected. */
export function FormatSettings({ mapping, onMapping }: FormatSettingsProps) {
    const { t } = useTranslation("imports");
    const pick = <Value extends string>(all: readonly Value[], text: string) =>
        all.find((each) => each === text);
    return (
        <details className={styles["section"]}>
            <summary>
                {t("format")}
                <span className={styles["found"]}>
                    {[
                        mapping.separator === "\t" ? "Tab" : mapping.separator,
                        mapping.decimal === undefined
                            ? undefined
                            : t(`decimals.${mapping.decimal === "," ? "comma" : "point"}`),
                        mapping.date_format === undefined
                            ? undefined
                            : t(`dateFormats.${mapping.date_format}`),
                    ]
                        .filter((part) => part !== undefined)
                        .join("   ")}
                </span>
            </summary>
            <div className={styles["fields"]}>
                <SelectField
                    label={t("separator")}
                    value={mapping.separator ?? ""}
                    onChange={(event) => {
                        const found = separators.find(([mark]) => mark === event.target.value);
                        if (found !== undefined) {
                            onMapping(withShape(mapping, { separator: found[0] }));
                        }
                    }}
                >
                    {mapping.separator === undefined ? <option value="" /> : null}
                    {separators.map(([mark, name]) => (
                        <option key={name} value={mark}>
                            {t(`separators.${name}`)}
                        </option>
                    ))}
                </SelectField>
                <SelectField
                    label={t("decimal")}
                    value={mapping.decimal ?? ""}
                    onChange={(event) => {
                        const found = decimals.find(([mark]) => mark === event.target.value);
                        if (found !== undefined) {
                            onMapping({ ...mapping, decimal: found[0] });
                        }
                    }}
                >
                    {mapping.decimal === undefined ? <option value="" /> : null}
                    {decimals.map(([mark, name]) => (
                        <option key={name} value={mark}>
                            {t(`decimals.${name}`)}
                        </option>
                    ))}
                </SelectField>
                <SelectField
                    label={t("dateFormat")}
                    value={mapping.date_format ?? ""}
                    onChange={(event) => {
                        const found = pick(dateFormats, event.target.value);
                        if (found !== undefined) {
                            onMapping({ ...mapping, date_format: found });
                        }
                    }}
                >
                    {mapping.date_format === undefined ? <option value="" /> : null}
                    {dateFormats.map((order) => (
                        <option key={order} value={order}>
                            {t(`dateFormats.${order}`)}
                        </option>
                    ))}
                </SelectField>
                <SelectField
                    label={t("encoding")}
                    value={mapping.encoding ?? "utf-8"}
                    onChange={(event) => {
                        const found = pick(encodings, event.target.value);
                        if (found !== undefined) {
                            onMapping(withShape(mapping, { encoding: found }));
                        }
                    }}
                >
                    {encodings.map((encoding) => (
                        <option key={encoding} value={encoding}>
                            {t(`encodings.${encoding}`)}
                        </option>
                    ))}
                </SelectField>
                <TextField
                    label={t("headerRows")}
                    type="number"
                    inputMode="numeric"
                    min={0}
                    max={headerRowsMax}
                    value={String(mapping.header_rows ?? 0)}
                    onChange={(event) => {
                        const rows = Math.trunc(Number(event.target.value));
                        if (rows >= 0 && rows <= headerRowsMax) {
                            onMapping(withShape(mapping, { header_rows: rows }));
                        }
                    }}
                />
                <SelectField
                    label={t("sign")}
                    value={mapping.sign ?? "as_is"}
                    onChange={(event) => {
                        const found = pick(signs, event.target.value);
                        if (found !== undefined) {
                            onMapping({ ...mapping, sign: found });
                        }
                    }}
                >
                    {signs.map((sign) => (
                        <option key={sign} value={sign}>
                            {t(`signs.${sign}`)}
                        </option>
                    ))}
                </SelectField>
            </div>
        </details>
    );
}
