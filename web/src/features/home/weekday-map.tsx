// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Summary } from "@/shared/api/wire-types";
import { todayIn } from "@/shared/i18n/dates";
import { Money } from "@/shared/money/money-view";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";

import { useWeekdays } from "./use-weekdays";
import styles from "./weekday-map.module.css";
import { weekdayPattern } from "./weekday-pattern";

const labelEvery = 3;
/** A Monday, for the names of the days. */
const mondayMs = Date.UTC(2024, 0, 1);
const dayMs = 24 * 60 * 60_000;

/** Which hours of which days of the week are busy: a table, each cell as strong as its sales are many. */
export function WeekdayMap({ outletId }: { outletId: string | null }) {
    const { t } = useTranslation("home");
    const { timeZone } = useSession();
    const query = useWeekdays(outletId, todayIn(timeZone));
    return (
        <Panel title={t("weekdays")}>
            <QueryView query={query}>{(summary) => <PatternTable summary={summary} />}</QueryView>
        </Panel>
    );
}

function PatternTable({ summary }: { summary: Summary }) {
    const { t } = useTranslation("home");
    const { language } = useLanguage();
    const unit = { currency: summary.currency, exponent: summary.exponent };
    const pattern = weekdayPattern(summary.weekdays ?? [], unit);
    if (pattern === null) {
        return <p className={styles["empty"]}>{t("weekdaysEmpty")}</p>;
    }
    const nameOf = (weekday: number, width: "short" | "long") =>
        new Intl.DateTimeFormat(language === "id" ? "id-ID" : "en-GB", {
            weekday: width,
            timeZone: "UTC",
        }).format(mondayMs + (weekday - 1) * dayMs);
    const { busiest } = pattern;
    return (
        <div className={styles["box"]}>
            <p className={styles["busiest"]}>
                {t("busiest", {
                    weekday: nameOf(busiest.weekday, "long"),
                    hour: twoDigits(busiest.hour),
                    count: busiest.count,
                })}
            </p>
            <table className={styles["map"]}>
                <caption className="visually-hidden">{t("weekdaysCaption")}</caption>
                <thead>
                    <tr>
                        <td />
                        {pattern.hours.map((hour) => (
                            <th key={hour} scope="col" className={styles["hour"]}>
                                <span className={hour % labelEvery === 0 ? undefined : "visually-hidden"}>
                                    {twoDigits(hour)}
                                </span>
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {pattern.rows.map((row) => (
                        <tr key={row.weekday}>
                            <th scope="row" className={styles["weekday"]}>
                                <span aria-hidden="true">{nameOf(row.weekday, "short")}</span>
                                <span className="visually-hidden">{nameOf(row.weekday, "long")}</span>
                            </th>
                            {row.cells.map((cell) => (
                                <td key={cell.hour} className={styles["cell"]}>
                                    <span className={styles["mark"]} data-level={cell.level} aria-hidden="true" />
                                    <span className="visually-hidden">
                                        {t("outletCount", { count: cell.count })}{" "}
                                        <Money amount={cell.income} unit={unit} />
                                    </span>
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function twoDigits(hour: number): string {
    return String(hour).padStart(2, "0");
}
