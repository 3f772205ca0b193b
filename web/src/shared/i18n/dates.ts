// SPDX-License-Identifier: Apache-2.0
//
// Dates and times as people here read them, always in the book's time zone, never in the device's.
//
//   formatTime      14.02 WIB          14:02 WIB
//   formatDate      22 Nov 2026        22 Nov 2026
//   formatDateLong  Minggu, 22 November 2026
//   formatDayHeading  Hari ini · Kemarin · Jumat, 20 November
//
// A business day ("2026-11-22") has no time zone: it is written as it stands.

import type { Language } from "./i18n";

/** In which language and time zone to write. `timeZone` is an IANA name, the book's. */
export type DateContext = { readonly language: Language; readonly timeZone: string };

/** An instant: a Date, milliseconds since 1970, or the wire's RFC 3339 text. */
export type Instant = Date | number | string;

const regions: Readonly<Record<Language, string>> = { id: "id-ID", en: "en-GB" };

/** The names Indonesia has for its own zones; Intl knows them in Indonesian only. */
const indonesianZones: Readonly<Record<string, string>> = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
};

const relativeDays: Readonly<Record<Language, { today: string; yesterday: string }>> = {
    id: { today: "Hari ini", yesterday: "Kemarin" },
    en: { today: "Today", yesterday: "Yesterday" },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Hour, minute and the zone's short name: "14.02 WIB"; without the name if `zone` is false. */
export function formatTime(
    instant: Instant,
    context: DateContext,
    options: { readonly zone?: boolean; readonly seconds?: boolean } = {},
): string {
    const time = formatter(context.language, {
        hour: "2-digit",
        minute: "2-digit",
        ...(options.seconds === true ? { second: "2-digit" } : {}),
        hourCycle: "h23",
        timeZone: context.timeZone,
    }).format(toDate(instant));
    return options.zone === false ? time : `${time}\u00a0${zoneName(instant, context)}`;
}

/** Day and time of an instant: "22 Nov 2026, 14.02 WIB". */
export function formatDateTime(instant: Instant, context: DateContext): string {
    const day = dayIn(context.timeZone, instant);
    return `${formatDate(day, context.language)}, ${formatTime(instant, context)}`;
}

/** A business day, short: "22 Nov 2026". */
export function formatDate(day: string, language: Language): string {
    return formatDay(day, language, { day: "numeric", month: "short", year: "numeric" });
}

/** A business day with its weekday: "Minggu, 22 November 2026". */
export function formatDateLong(day: string, language: Language): string {
    return formatDay(day, language, {
        weekday: "long",
        day: "numeric",
        month: "long",
        year: "numeric",
    });
}

/** A heading of a list by day: today and yesterday by name, this year's days without the year. */
export function formatDayHeading(day: string, today: string, language: Language): string {
    if (day === today) {
        return relativeDays[language].today;
    }
    if (day === addDays(today, -1)) {
        return relativeDays[language].yesterday;
    }
    if (day.slice(0, 4) === today.slice(0, 4)) {
        return formatDay(day, language, { weekday: "long", day: "numeric", month: "long" });
    }
    return formatDateLong(day, language);
}

/** The business day "YYYY-MM-DD" of an instant in a zone. */
export function dayIn(timeZone: string, instant: Instant): string {
    const parts = formatter("en", {
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        timeZone,
    }).formatToParts(toDate(instant));
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
    return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/** The business day in a zone now, by the device's clock. */
export function todayIn(timeZone: string, nowMs: number = Date.now()): string {
    return dayIn(timeZone, nowMs);
}

/** The hour 0 to 23 of an instant in a zone. */
export function hourIn(timeZone: string, instant: Instant): number {
    return Number(
        formatter("en", { hour: "2-digit", hourCycle: "h23", timeZone }).format(toDate(instant)),
    );
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
    const at = dayToUtc(day);
    at.setUTCDate(at.getUTCDate() + count);
    return at.toISOString().slice(0, 10);
}

/** The zone's short name at an instant: WIB, WITA, WIT, else what Intl says ("GMT+8"). */
export function zoneName(instant: Instant, context: DateContext): string {
    const known = indonesianZones[context.timeZone];
    if (known !== undefined) {
        return known;
    }
    const parts = formatter(context.language, {
        hour: "2-digit",
        timeZone: context.timeZone,
        timeZoneName: "short",
    }).formatToParts(toDate(instant));
    return parts.find((part) => part.type === "timeZoneName")?.value ?? context.timeZone;
}

function formatDay(day: string, language: Language, options: Intl.DateTimeFormatOptions): string {
    return formatter(language, { ...options, timeZone: "UTC" }).format(dayToUtc(day));
}

function dayToUtc(day: string): Date {
    return new Date(`${day}T00:00:00Z`);
}

function toDate(instant: Instant): Date {
    return instant instanceof Date ? instant : new Date(instant);
}

function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = `${language} ${JSON.stringify(options)}`;
    const known = formatters.get(key);
    if (known !== undefined) {
        return known;
    }
    const made = new Intl.DateTimeFormat(regions[language], options);
    formatters.set(key, made);
    return made;
}
