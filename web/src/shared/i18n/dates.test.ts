// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import {
    addDays,
    dayIn,
    formatDate,
    formatDateLong,
    formatDateTime,
    formatDayHeading,
    formatTime,
    hourIn,
    todayIn,
} from "./dates";
import { formatCount, formatPercent } from "./numbers";

const jakarta = { language: "id", timeZone: "Asia/Jakarta" } as const;
const visible = (text: string) => text.replaceAll("\u00a0", "_");

describe("times", () => {
    it("writes 14.02 WIB in the book's zone, whatever the device's zone is", () => {
        expect(visible(formatTime("2026-11-22T07:02:11.120Z", jakarta))).toBe("14.02_WIB");
        const english = { ...jakarta, language: "en" } as const;
        expect(visible(formatTime("2026-11-22T07:02:11.120Z", english))).toBe("14:02_WIB");
        expect(formatTime(0, jakarta, { zone: false })).toBe("07.00");
        expect(formatTime("2026-11-22T07:02:11Z", jakarta, { zone: false, seconds: true })).toBe(
            "14.02.11",
        );
    });

    it("names the other Indonesian zones and falls back on the offset elsewhere", () => {
        const at = "2026-11-22T07:02:11.120Z";
        const write = (timeZone: string) => visible(formatTime(at, { language: "en", timeZone }));
        expect(write("Asia/Makassar")).toBe("15:02_WITA");
        expect(write("Asia/Jayapura")).toBe("16:02_WIT");
        expect(write("Asia/Singapore")).toBe("15:02_GMT+8");
    });

    it("writes midnight as 00, not as 24", () => {
        expect(formatTime("2026-11-21T17:00:00Z", jakarta, { zone: false })).toBe("00.00");
        expect(hourIn("Asia/Jakarta", "2026-11-21T17:00:00Z")).toBe(0);
    });
});

describe("business days", () => {
    it("takes the day in the book's zone", () => {
        expect(dayIn("Asia/Jakarta", "2026-11-22T16:59:59.999Z")).toBe("2026-11-22");
        expect(dayIn("Asia/Jakarta", "2026-11-22T17:00:00.000Z")).toBe("2026-11-23");
        expect(todayIn("America/New_York", Date.parse("2026-01-01T04:59:00Z"))).toBe("2025-12-31");
    });

    it("writes days as they stand", () => {
        expect(formatDate("2026-11-22", "id")).toBe("22 Nov 2026");
        expect(formatDateLong("2026-11-22", "id")).toBe("Minggu, 22 November 2026");
        expect(formatDateLong("2026-11-22", "en")).toBe("Sunday, 22 November 2026");
        expect(visible(formatDateTime("2026-11-22T17:30:00Z", jakarta))).toBe(
            "23 Nov 2026, 00.30_WIB",
        );
    });

    it("heads lists by day", () => {
        const heading = (day: string) => formatDayHeading(day, "2026-03-01", "id");
        expect(heading("2026-03-01")).toBe("Hari ini");
        expect(heading("2026-02-28")).toBe("Kemarin");
        expect(heading("2026-02-27")).toBe("Jumat, 27 Februari");
        expect(heading("2025-12-31")).toBe("Rabu, 31 Desember 2025");
        expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
        expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    });
});

describe("counts", () => {
    it("groups thousands and signs percentages", () => {
        expect(formatCount(1204, "id")).toBe("1.204");
        expect(formatCount(1204, "en")).toBe("1,204");
        expect(formatPercent(0.125, "id")).toBe("12,5%");
        expect(formatPercent(0.125, "id", { signed: true })).toBe("+12,5%");
        expect(formatPercent(-0.031, "en", { signed: true })).toBe("−3.1%");
    });
});
