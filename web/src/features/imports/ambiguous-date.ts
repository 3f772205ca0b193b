// SPDX-License-Identifier: Apache-2.0

/** What a date such as 01/02/2026 is with the day first and with the month first; null where it is no such date. */
export function bothWays(sample: string): { dmy: string; mdy: string } | null {
    const found = /^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?!\d)/.exec(sample);
    const [, first = "", second = "", year = ""] = found ?? [];
    const isMonth = (text: string) => Number(text) >= 1 && Number(text) <= 12;
    if (!isMonth(first) || !isMonth(second)) {
        return null;
    }
    const [a, b] = [first.padStart(2, "0"), second.padStart(2, "0")];
    return { dmy: `${year}-${b}-${a}`, mdy: `${year}-${a}-${b}` };
}
