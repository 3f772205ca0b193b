// SPDX-License-Identifier: Apache-2.0
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

/** The name of a row in the language on screen: an account's own, a section's by its key. */
export function useRowName(): (row: { key: string; name: string; code: string }) => string {
    const { t, i18n } = useTranslation("reports");
    return (row) => rowName(row, t, (key) => i18n.exists(`reports:${key}`));
}

function rowName(
    row: { key: string; name: string; code: string },
    t: TFunction<"reports">,
    exists: (key: string) => boolean,
): string {
    const key = `row.${row.key}`;
    return row.code === "" && exists(key) ? t(key) : row.name;
}
