// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Summary } from "@/shared/api/wire-types";
import { dayIn, formatDate, formatTime, todayIn } from "@/shared/i18n/dates";
import { amountFromWire } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { LiveCue } from "@/shared/ui/live-cue";
import { Panel } from "@/shared/ui/page";

import { shareOf } from "./change";
import styles from "./ranking.module.css";

/** Outlets by income, each with the time it was last heard of. The order is the server's. */
export function OutletRanking({ summary }: { summary: Summary }) {
    const { t } = useTranslation("home");
    const unit = { currency: summary.currency, exponent: summary.exponent };
    const most = amountFromWire(summary.outlets[0]?.income ?? "0", unit);
    if (summary.outlets.length === 0) {
        return null;
    }
    return (
        <Panel title={t("outlets")}>
            <ol className={styles["list"]}>
                {summary.outlets.map((outlet) => {
                    const income = amountFromWire(outlet.income, unit);
                    const share = most > 0n && income > 0n ? shareOf(income, most) : 0;
                    return (
                        <li key={outlet.outlet_id} className={styles["item"]}>
                            <span className={styles["line"]}>
                                <span className={styles["name"]}>{outlet.name}</span>
                                <span className={styles["amount"]}>
                                    <LiveCue value={outlet.income}>
                                        <Money amount={income} unit={unit} />
                                    </LiveCue>
                                </span>
                            </span>
                            <span className={styles["track"]} aria-hidden="true">
                                <span
                                    className={styles["fill"]}
                                    style={{ width: `${(share * 100).toFixed(1)}%`, display: "block" }}
                                />
                            </span>
                            <span className={`${styles["line"] ?? ""} ${styles["note"] ?? ""}`}>
                                <span>{t("outletCount", { count: outlet.count })}</span>
                                <LastHeard at={outlet.last_committed_at} />
                            </span>
                        </li>
                    );
                })}
            </ol>
        </Panel>
    );
}

function LastHeard({ at }: { at: string | null }) {
    const { t } = useTranslation("home");
    const { language } = useLanguage();
    const { timeZone } = useSession();
    if (at === null) {
        return <span>{t("neverHeard")}</span>;
    }
    const day = dayIn(timeZone, at);
    return (
        <time dateTime={at}>
            {day === todayIn(timeZone)
                ? t("lastHeard", { time: formatTime(at, { language, timeZone }) })
                : t("earlier", { date: formatDate(day, language) })}
        </time>
    );
}
