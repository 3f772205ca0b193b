// SPDX-License-Identifier: Apache-2.0
//
// Counts and percentages. Amounts of money are written by shared/money alone.

import type { Language } from "./i18n";

const regions: Readonly<Record<Language, string>> = { id: "id-ID", en: "en-GB" };

/** A count with grouped thousands: "1.204". */
export function formatCount(count: number, language: Language): string {
    return new Intl.NumberFormat(regions[language], { maximumFractionDigits: 0 }).format(count);
}

/**
 * A share as percent with at most one decimal: 0.125 → "12,5%"; `signed` writes a plus for
 * changes.
 */
export function formatPercent(
    share: number,
    language: Language,
    options: { readonly signed?: boolean } = {},
): string {
    return new Intl.NumberFormat(regions[language], {
        style: "percent",
        maximumFractionDigits: 1,
        signDisplay: options.signed === true ? "exceptZero" : "auto",
    })
        .format(share)
        .replace("-", "\u2212");
}
