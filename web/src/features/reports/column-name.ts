// SPDX-License-Identifier: Apache-2.0
import type { TFunction } from "i18next";

import type { Outlet, ReportColumn } from "@/shared/api/wire-types";
import { formatDate } from "@/shared/i18n/dates";
import type { Language } from "@/shared/ui/data/use-language";

import { monthsBack, monthStart } from "./reports-search";

const regions = { id: "id-ID", en: "en-GB" } as const;

/** What stands over a column: its outlet, its month or year by name, or its days. */
export function columnName(
    column: ReportColumn,
    outlets: readonly Outlet[],
    t: TFunction<"reports">,
    language: Language,
): string {
    if (column.kind === "rest") {
        return t("noOutlet");
    }
    if (column.outlet_id !== null && column.kind === "period") {
        const outlet = outlets.find((item) => item.id === column.outlet_id);
        if (outlet !== undefined && outlets.length > 1) {
            return outlet.name;
        }
    }
    if (column.kind === "whole") {
        return t("whole");
    }
    return periodName(column.from, column.to, language);
}

/** A span of days, as short as it can be said. */
export function periodName(from: string | null, to: string, language: Language): string {
    if (from === null || from === to) {
        return formatDate(to, language);
    }
    const wholeMonth = from === monthStart(from) && nextDay(to) === monthsBack(from, -1);
    if (wholeMonth) {
        return new Intl.DateTimeFormat(regions[language], {
            month: "short",
            year: "numeric",
            timeZone: "UTC",
        }).format(new Date(`${from}T00:00:00Z`));
    }
    if (from.endsWith("-01-01") && to === `${from.slice(0, 4)}-12-31`) {
        return from.slice(0, 4);
    }
    return new Intl.DateTimeFormat(regions[language], {
        day: "numeric",
        month: "short",
        year: "numeric",
        timeZone: "UTC",
    }).formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

function nextDay(day: string): string {
    const at = new Date(`${day}T00:00:00Z`);
    at.setUTCDate(at.getUTCDate() + 1);
    return at.toISOString().slice(0, 10);
}
