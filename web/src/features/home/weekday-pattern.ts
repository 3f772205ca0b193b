// SPDX-License-Identifier: Apache-2.0
//
// What the map of weekdays and hours draws: which hours, how strong each cell is, and which is the busiest.

import { amountFromWire, type AmountMinor, type MoneyUnit } from "@/shared/money/money";

/** One day of the week as the summary has it, 24 hours each. */
export type WeekdayFigures = {
    readonly weekday: number;
    readonly income: readonly string[];
    readonly counts: readonly number[];
};

/** One cell. `level` is 0 for no sale, else 1 to 5 by its sales as a share of the busiest cell's. */
export type WeekdayCell = {
    readonly weekday: number;
    readonly hour: number;
    readonly income: AmountMinor;
    readonly count: number;
    readonly level: number;
};

/** The map: the hours between the first and the last with any sale, by weekday. */
export type WeekdayPattern = {
    readonly hours: readonly number[];
    readonly rows: readonly { readonly weekday: number; readonly cells: readonly WeekdayCell[] }[];
    readonly busiest: WeekdayCell;
};

const levels = 5;
const hoursLeast = 8;

/**
 * The pattern of four weeks; null where nothing was sold in them at a known hour. Sales are counted rather than
 * summed: one large order does not make an hour busy.
 */
export function weekdayPattern(
    weekdays: readonly WeekdayFigures[],
    unit: MoneyUnit,
): WeekdayPattern | null {
    const cells = weekdays.flatMap((day) =>
        day.income.map((income, hour) => ({
            weekday: day.weekday,
            hour,
            income: amountFromWire(income, unit),
            count: day.counts[hour] ?? 0,
        })),
    );
    const busy = cells.filter((cell) => cell.count > 0);
    const top = busy.reduce<(typeof cells)[number] | null>(
        (best, cell) => (best === null || cell.count > best.count ? cell : best),
        null,
    );
    if (top === null) {
        return null;
    }
    const first = Math.min(...busy.map((cell) => cell.hour), 24 - hoursLeast);
    const last = Math.max(...busy.map((cell) => cell.hour), first + hoursLeast - 1);
    const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const level = (count: number) => (count <= 0 ? 0 : Math.ceil((count * levels) / top.count));
    const rows = weekdays.map(({ weekday }) => ({
        weekday,
        cells: cells
            .filter((cell) => cell.weekday === weekday && cell.hour >= first && cell.hour <= last)
            .map((cell) => ({ ...cell, level: level(cell.count) })),
    }));
    return { hours, rows, busiest: { ...top, level: levels } };
}
