// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Summary } from "@/shared/api/wire-types";
import { hourIn, todayIn } from "@/shared/i18n/dates";
import { amountFromWire, amountMinor } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";

import { shareOf } from "./change";
import styles from "./hours-chart.module.css";

const hoursLeast = 10;
const labelEvery = 3;

/** Income by the hour in bars, with a mark where the same weekday usually stands. Also as a table. */
export function HoursChart({ summary }: { summary: Summary }) {
    const { t } = useTranslation("home");
    const { language } = useLanguage();
    const { timeZone } = useSession();
    const unit = { currency: summary.currency, exponent: summary.exponent };
    const day = summary.parameters.to;
    const weekday = new Intl.DateTimeFormat(language === "id" ? "id-ID" : "en-GB", {
        weekday: "long",
        timeZone: "UTC",
    }).format(new Date(`${day}T00:00:00Z`));
    const now = day === todayIn(timeZone) ? hourIn(timeZone, Date.now()) : null;

    const all = summary.hours.map((hour) => ({
        hour: hour.hour,
        income: amountFromWire(hour.income, unit),
        usual: amountFromWire(hour.typical_income, unit),
    }));
    const busy = all.filter((hour) => hour.income !== 0n || hour.usual !== 0n);
    const first = Math.min(busy[0]?.hour ?? 0, 24 - hoursLeast);
    const last = Math.max(busy.at(-1)?.hour ?? 0, now ?? 0, first + hoursLeast - 1);
    const hours = all.slice(first, Math.min(23, last) + 1);
    const top = amountMinor(
        hours.reduce((most, hour) => {
            const higher = hour.income > hour.usual ? hour.income : hour.usual;
            return higher > most ? higher : most;
        }, 0n),
    );
    if (top === 0n) {
        return (
            <Panel title={t("hours")}>
                <p className={styles["empty"]}>{t("hoursEmpty")}</p>
            </Panel>
        );
    }
    const heightOf = (amount: bigint) => `${(shareOf(amount < 0n ? 0n : amount, top) * 100).toFixed(1)}%`;
    return (
        <Panel title={t("hours")}>
            <figure className={styles["figure"]}>
                <figcaption className={styles["legend"]}>
                    <span className={styles["key"]}>
                        <span className={styles["swatch"]} />
                        {t("today")}
                    </span>
                    <span className={styles["key"]}>
                        <span className={styles["dash"]} />
                        {t("typical", { weekday })}
                    </span>
                </figcaption>
                <div aria-hidden="true">
                    <p className={styles["top"]}>
                        <Money amount={top} unit={unit} compact />
                    </p>
                    <div className={styles["plot"]}>
                        {hours.map((hour) => (
                            <div
                                key={hour.hour}
                                className={classNames(
                                    styles["hour"],
                                    hour.hour === now && styles["now"],
                                )}
                            >
                                <span
                                    className={styles["bar"]}
                                    style={{ height: heightOf(hour.income) }}
                                />
                                {hour.usual > 0n ? (
                                    <span
                                        className={styles["usual"]}
                                        style={{ bottom: heightOf(hour.usual) }}
                                    />
                                ) : null}
                            </div>
                        ))}
                    </div>
                    <div className={styles["axis"]}>
                        {hours.map((hour) => (
                            <span key={hour.hour}>
                                {hour.hour % labelEvery === 0
                                    ? String(hour.hour).padStart(2, "0")
                                    : ""}
                            </span>
                        ))}
                    </div>
                </div>
                <div className="visually-hidden">
                    <table>
                        <caption>{t("hours")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t("hour")}</th>
                                <th scope="col">{t("today")}</th>
                                <th scope="col">{t("typicalShort")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {hours.map((hour) => (
                                <tr key={hour.hour}>
                                    <th scope="row">{String(hour.hour).padStart(2, "0")}</th>
                                    <td>
                                        <Money amount={hour.income} unit={unit} />
                                    </td>
                                    <td>
                                        <Money amount={hour.usual} unit={unit} />
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            </figure>
        </Panel>
    );
}
