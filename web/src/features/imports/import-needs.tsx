// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { ImportMapping, ImportResult } from "@/shared/api/wire-types";
import { formatDate } from "@/shared/i18n/dates";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Icon } from "@/shared/ui/icon";
import { Segmented } from "@/shared/ui/segmented";

import { bothWays } from "./ambiguous-date";
import styles from "./imports.module.css";
import type { Need } from "./mapping-draft";

type ImportNeedsProps = {
    result: ImportResult;
    missing: readonly Need[];
    mapping: ImportMapping;
    confirmed: ReadonlySet<Need>;
    onChoose: (need: Need, part: ImportMapping) => void;
};

/** What has to be said before anything can be booked: what is missing, and what can be read in two ways. */
export function ImportNeeds({ result, missing, mapping, confirmed, onChoose }: ImportNeedsProps) {
    const { t } = useTranslation("imports");
    const { language } = useLanguage();
    if (missing.length === 0 && result.ambiguous.length === 0) {
        return null;
    }
    const dates = result.columns
        .find((column) => column.index === mapping.columns?.date)
        ?.samples.map(bothWays)
        .find((sample) => sample !== null && sample.dmy !== sample.mdy);
    const date = (order: "dmy" | "mdy") =>
        dates === null || dates === undefined
            ? t(`dateFormats.${order}`)
            : formatDate(dates[order], language);
    return (
        <section className={styles["needs"]} aria-label={t("needs.title")}>
            {result.ambiguous.includes("date_format") ? (
                <div className={styles["need"]} data-ambiguous="date_format">
                    <p>{t("needs.date_format")}</p>
                    <Segmented
                        label={t("dateFormat")}
                        options={[
                            { value: "dmy", label: date("dmy") },
                            { value: "mdy", label: date("mdy") },
                        ]}
                        value={confirmed.has("date_format") ? (mapping.date_format ?? "") : ""}
                        onChange={(order) =>
                            onChoose("date_format", { date_format: order === "mdy" ? "mdy" : "dmy" })
                        }
                    />
                </div>
            ) : null}
            {result.ambiguous.includes("decimal") ? (
                <div className={styles["need"]} data-ambiguous="decimal">
                    <p>{t("needs.decimal")}</p>
                    <Segmented
                        label={t("decimal")}
                        options={[
                            { value: ",", label: t("decimals.comma") },
                            { value: ".", label: t("decimals.point") },
                        ]}
                        value={confirmed.has("decimal") ? (mapping.decimal ?? "") : ""}
                        onChange={(mark) => onChoose("decimal", { decimal: mark === "." ? "." : "," })}
                    />
                </div>
            ) : null}
            {missing.length === 0 ? null : (
                <ul className={styles["missing"]}>
                    {missing.map((need) => (
                        <li key={need} data-missing={need}>
                            <Icon name="info" size={18} />
                            {t(`needs.${need}`)}
                        </li>
                    ))}
                </ul>
            )}
        </section>
    );
}
