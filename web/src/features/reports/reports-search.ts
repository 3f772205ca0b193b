// SPDX-License-Identifier: Apache-2.0
// Which report is open and with what, as it stands in the address: any view can be sent as a link.

import { addDays } from "@/shared/i18n/dates";

/** The reports of the screen, in its order. */
export const reportNames = [
    "income-statement",
    "balance-sheet",
    "cash-flow",
    "trial-balance",
    "general-ledger",
    "aging",
] as const;
export type ReportName = (typeof reportNames)[number];

export const intervals = ["day", "week", "month", "year"] as const;
export const compares = ["previous_period", "previous_year"] as const;
export const sides = ["receivable", "payable"] as const;

/** The address's parameters; what is absent has the report's own default. */
export type ReportsSearch = {
    report?: ReportName;
    from?: string;
    to?: string;
    outlet?: string;
    split?: "outlet";
    interval?: (typeof intervals)[number];
    compare?: (typeof compares)[number];
    account?: string;
    side?: (typeof sides)[number];
};

/** Keeps what is known of the address's parameters and drops the rest. */
export function readReportsSearch(search: Record<string, unknown>): ReportsSearch {
    const { from, to, outlet, account } = search;
    const report = reportNames.find((item) => item === search["report"]);
    const interval = intervals.find((item) => item === search["interval"]);
    const compare = compares.find((item) => item === search["compare"]);
    const side = sides.find((item) => item === search["side"]);
    return {
        ...(report === undefined ? {} : { report }),
        ...(isDay(from) ? { from } : {}),
        ...(isDay(to) ? { to } : {}),
        ...(typeof outlet === "string" ? { outlet } : {}),
        ...(search["split"] === "outlet" ? { split: "outlet" as const } : {}),
        ...(interval === undefined ? {} : { interval }),
        ...(compare === undefined ? {} : { compare }),
        ...(typeof account === "string" ? { account } : {}),
        ...(side === undefined ? {} : { side }),
    };
}

/** What a report takes. */
export const takes: Readonly<
    Record<ReportName, { range: boolean; columns: boolean; outlet: boolean }>
> = {
    "income-statement": { range: true, columns: true, outlet: true },
    "balance-sheet": { range: false, columns: true, outlet: true },
    "cash-flow": { range: true, columns: true, outlet: true },
    "trial-balance": { range: false, columns: false, outlet: true },
    "general-ledger": { range: true, columns: false, outlet: true },
    aging: { range: false, columns: false, outlet: false },
};

/** The query of a report on the wire; every value a text, as the socket's channel wants them too. */
export type WireParameters = {
    as_of?: string;
    from?: string;
    to?: string;
    outlet_id?: string;
    split?: "outlet";
    interval?: (typeof intervals)[number];
    compare?: (typeof compares)[number];
    account_id?: string;
    side?: (typeof sides)[number];
};

/** The first day of the month of `day`. */
export function monthStart(day: string): string {
    return `${day.slice(0, 8)}01`;
}

/** What the wire is asked, with this screen's defaults: this month, or today. */
export function wireParameters(
    name: ReportName,
    search: ReportsSearch,
    today: string,
): WireParameters {
    const rule = takes[name];
    const to = search.to ?? today;
    const interval = rule.columns ? search.interval : undefined;
    // Split, interval and compare do not go together on the wire; the first one chosen wins.
    const split = rule.columns && interval === undefined ? search.split : undefined;
    const compare = rule.columns && split === undefined ? search.compare : undefined;
    const ranged = rule.range || interval !== undefined;
    return {
        ...(ranged
            ? { from: search.from ?? defaultFrom(interval, to), to }
            : { as_of: to }),
        ...(rule.outlet && search.outlet !== undefined && split === undefined
            ? { outlet_id: search.outlet }
            : {}),
        ...(split === undefined ? {} : { split }),
        ...(interval === undefined ? {} : { interval }),
        ...(compare === undefined ? {} : { compare }),
        ...(name === "general-ledger" && search.account !== undefined
            ? { account_id: search.account }
            : {}),
        ...(name === "aging" ? { side: search.side ?? "receivable" } : {}),
    };
}

/** Where a range begins unless told: this month; by months, half a year; by years, three. */
function defaultFrom(interval: ReportsSearch["interval"], to: string): string {
    switch (interval) {
        case "year":
            return `${String(Number(to.slice(0, 4)) - 2)}-01-01`;
        case "month":
            return monthsBack(monthStart(to), 5);
        case "week":
            return addDays(to, -7 * 7);
        default:
            return monthStart(to);
    }
}

/** The same day of an earlier month, for first days of months. */
export function monthsBack(firstDay: string, months: number): string {
    const index = Number(firstDay.slice(0, 4)) * 12 + Number(firstDay.slice(5, 7)) - 1 - months;
    const month = String((index % 12) + 1).padStart(2, "0");
    return `${String(Math.floor(index / 12))}-${month}-01`;
}

/** Ranges that have a name. */
export function namedRanges(today: string): { key: string; from: string; to: string }[] {
    const first = monthStart(today);
    return [
        { key: "today", from: today, to: today },
        { key: "thisMonth", from: first, to: today },
        { key: "lastMonth", from: monthsBack(first, 1), to: addDays(first, -1) },
        { key: "threeMonths", from: monthsBack(first, 2), to: today },
        { key: "thisYear", from: `${today.slice(0, 4)}-01-01`, to: today },
    ];
}

/** Days that have a name. */
export function namedDays(today: string): { key: string; to: string }[] {
    return [
        { key: "today", to: today },
        { key: "endOfLastMonth", to: addDays(monthStart(today), -1) },
        { key: "endOfLastYear", to: `${String(Number(today.slice(0, 4)) - 1)}-12-31` },
    ];
}

function isDay(value: unknown): value is string {
    return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}
