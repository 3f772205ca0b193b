// SPDX-License-Identifier: Apache-2.0
import type { SummaryHour } from "./summary-types";
import { amountFromWire, type MoneyUnit } from "@/shared/money/money";

import { shareOf } from "./change";
import styles from "./figures.module.css";

type SparkProps = {
    hours: readonly SummaryHour[];
    of: "income" | "expense" | "count" | "net";
    unit: MoneyUnit;
};

const width = 120;
const height = 28;

/** A line of the day so far, hour by hour; the table of the chart below has its numbers. */
export function Spark({ hours, of, unit }: SparkProps) {
    const values = hours.map((hour): bigint => {
        if (of === "count") {
            return BigInt(hour.count);
        }
        const income = amountFromWire(hour.income, unit);
        const expense = amountFromWire(hour.expense, unit);
        return of === "income" ? income : of === "expense" ? expense : income - expense;
    });
    const last = values.findLastIndex((value) => value !== 0n);
    const first = values.findIndex((value) => value !== 0n);
    if (last < 1 || first === last) {
        return null;
    }
    const from = Math.max(0, first - 1);
    const part = values.slice(from, last + 1);
    const top = part.reduce((most, value) => (value > most ? value : most), 0n);
    const bottom = part.reduce((least, value) => (value < least ? value : least), 0n);
    const points = part.map((value, index) => ({
        x: (index / (part.length - 1)) * width,
        y: height - shareOf(value - bottom, top - bottom) * height,
    }));
    const line = points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(" ");
    return (
        <svg
            className={styles["spark"]}
            viewBox={`0 -2 ${width} ${height + 4}`}
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            <polyline
                points={line}
                fill="none"
                stroke="var(--chart-1)"
                strokeWidth="1.75"
                strokeLinejoin="round"
                strokeLinecap="round"
                vectorEffect="non-scaling-stroke"
            />
        </svg>
    );
}
