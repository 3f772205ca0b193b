// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

import type { Summary } from "@/shared/api/wire-types";
import { useCalm } from "@/shared/ui/data/live-state";

import { Figures } from "./figures";
import { HoursChart } from "./hours-chart";
import styles from "./home.module.css";
import { OutletRanking } from "./outlet-ranking";
import { PaymentMix } from "./payment-mix";
import { SpokenStatus } from "./spoken-status";

/** Each region changes at most once in this time, however fast the ledger grows. */
const calmMs = 1_000;

type SummaryViewProps = {
    summary: Summary;
    paused: boolean;
    feed: ReactNode;
    weekdays: ReactNode;
};

/** The figures and charts of one summary, standing still while paused. */
export function SummaryView({ summary, paused, feed, weekdays }: SummaryViewProps) {
    const shown = useCalm(summary, calmMs, paused);
    return (
        <>
            <SpokenStatus summary={shown} />
            <Figures summary={shown} />
            <div className={styles["grid"]}>
                <div className={styles["column"]}>
                    <HoursChart summary={shown} />
                    {feed}
                </div>
                <div className={styles["column"]}>
                    <OutletRanking summary={shown} />
                    <PaymentMix summary={shown} />
                    {weekdays}
                </div>
            </div>
        </>
    );
}
