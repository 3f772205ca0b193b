// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { weekdayPattern, type WeekdayFigures } from "./weekday-pattern";

const rupiah = { currency: "IDR", exponent: 0 };

function week(cells: readonly [weekday: number, hour: number, count: number][]): WeekdayFigures[] {
    const countAt = (weekday: number, hour: number) =>
        cells.find(([day, at]) => day === weekday && at === hour)?.[2] ?? 0;
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    return [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        weekday,
        income: hours.map((hour) => String(countAt(weekday, hour) * 1000)),
        counts: hours.map((hour) => countAt(weekday, hour)),
    }));
}

describe("the map of weekdays and hours", () => {
    it("is nothing while nothing was sold", () => {
        expect(weekdayPattern(week([]), rupiah)).toBeNull();
        expect(weekdayPattern(week([[1, 9, -1]]), rupiah)).toBeNull();
    });

    it("shows the hours in between, each by its share of the busiest", () => {
        const pattern = weekdayPattern(
            week([
                [1, 7, 1],
                [3, 12, 20],
                [3, 13, 21],
                [6, 19, 100],
                [6, 20, -1],
            ]),
            rupiah,
        );
        expect(pattern?.hours).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
        expect(pattern?.busiest).toMatchObject({ weekday: 6, hour: 19, count: 100, income: 100_000n });
        const levelAt = (weekday: number, hour: number) =>
            pattern?.rows[weekday - 1]?.cells.find((cell) => cell.hour === hour)?.level;
        expect(levelAt(1, 7)).toBe(1);
        expect(levelAt(3, 12)).toBe(1);
        expect(levelAt(3, 13)).toBe(2);
        expect(levelAt(6, 19)).toBe(5);
        expect(levelAt(2, 9)).toBe(0);
    });

    it("is wide enough to read where a shop is open for one hour only, late too", () => {
        expect(weekdayPattern(week([[2, 23, 5]]), rupiah)?.hours).toEqual([16, 17, 18, 19, 20, 21, 22, 23]);
        expect(weekdayPattern(week([[2, 8, 5]]), rupiah)?.hours.length).toBe(8);
    });
});
