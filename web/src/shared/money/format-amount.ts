// SPDX-License-Identifier: Apache-2.0
//
// Writes amounts for people. Intl gives the pattern (sign, symbol, spaces, separators); the digits
// come from the bigint itself, so fifteen of them stand as exactly as three. Fraction digits are
// always set from the book's exponent: Intl's own idea of rupiah is two.

import { splitAmount, type AmountMinor, type MoneyLanguage, type MoneyUnit } from "./money";

/** One piece of a written amount, so that a component can draw the unit quietly. */
export type AmountPart = {
    readonly kind: "sign" | "currency" | "number" | "space" | "word";
    readonly text: string;
};

/** How an amount is written. */
export type FormatAmountOptions = {
    /** "auto": minus for negatives; "always": plus too (changes); zero never has a sign. */
    readonly sign?: "auto" | "always";
    /**
     * "symbol" (default) writes "Rp"; "none" leaves the currency out, for columns that say it
     * once.
     */
    readonly currency?: "symbol" | "none";
};

const noBreakSpace = "\u00a0";
const minusSign = "\u2212";

const regions: Readonly<Record<MoneyLanguage, string>> = { id: "id-ID", en: "en-GB" };

/**
 * The scale words: in Indonesian M is milyar (10^9); in English M would be 10^6, so it says the
 * word.
 */
const compactWords: Readonly<Record<MoneyLanguage, ReadonlyArray<readonly [bigint, string]>>> = {
    id: [
        [10n ** 12n, "T"],
        [10n ** 9n, "M"],
        [10n ** 6n, "jt"],
        [10n ** 3n, "rb"],
    ],
    en: [
        [10n ** 12n, "trillion"],
        [10n ** 9n, "billion"],
        [10n ** 6n, "million"],
        [10n ** 3n, "thousand"],
    ],
};

const formatters = new Map<string, Intl.NumberFormat>();

/** The whole amount: "Rp 1.250.000", "−Rp 12,50", with no-break spaces. */
export function formatAmount(
    amount: AmountMinor,
    unit: MoneyUnit,
    language: MoneyLanguage,
    options: FormatAmountOptions = {},
): string {
    return joinParts(amountParts(amount, unit, language, options));
}

/** The amount in short: "Rp 1,25 jt", "Rp 3,4 M" (10^9), "Rp 1.25 million". Under 1,000: whole. */
export function formatAmountCompact(
    amount: AmountMinor,
    unit: MoneyUnit,
    language: MoneyLanguage,
    options: FormatAmountOptions = {},
): string {
    return joinParts(compactAmountParts(amount, unit, language, options));
}

/** The pieces of `formatAmount`, in order. */
export function amountParts(
    amount: AmountMinor,
    unit: MoneyUnit,
    language: MoneyLanguage,
    options: FormatAmountOptions = {},
): AmountPart[] {
    const { negative, whole, decimals } = splitAmount(amount, unit);
    const zero = amount === 0n;
    return patternParts({ unit, language, options, negative, whole, decimals, zero });
}

/** The pieces of `formatAmountCompact`, in order. */
export function compactAmountParts(
    amount: AmountMinor,
    unit: MoneyUnit,
    language: MoneyLanguage,
    options: FormatAmountOptions = {},
): AmountPart[] {
    const scale = 10n ** BigInt(unit.exponent);
    const minor: bigint = amount;
    const magnitude = minor < 0n ? -minor : minor;
    const words = compactWords[language];
    const index = words.findIndex(([size]) => magnitude >= size * scale);
    const found = words[index];
    if (found === undefined) {
        return amountParts(amount, unit, language, options);
    }
    let word = found[1];
    let hundredths = roundToThreeDigits(magnitude, found[0] * scale);
    const bigger = words[index - 1];
    if (hundredths >= 100_000n && bigger !== undefined) {
        // 999,999 rounds to a thousand thousands: one million.
        word = bigger[1];
        hundredths = 100n;
    }
    const parts = patternParts({
        unit,
        language,
        options,
        negative: amount < 0n,
        whole: hundredths / 100n,
        decimals: (hundredths % 100n).toString().padStart(2, "0").replace(/0+$/, ""),
        zero: false,
    });
    return [...parts, { kind: "space", text: noBreakSpace }, { kind: "word", text: word }];
}

/** The text of the pieces. */
export function joinParts(parts: readonly AmountPart[]): string {
    return parts.map((part) => part.text).join("");
}

/** Hundredths of `unitSize`, rounded half up to about three significant digits. */
function roundToThreeDigits(magnitude: bigint, unitSize: bigint): bigint {
    const exact = (magnitude * 100n) / unitSize;
    const step = exact >= 10_000n ? 100n : exact >= 1_000n ? 10n : 1n;
    const doubled = (magnitude * 200n) / unitSize;
    return ((doubled + step) / (2n * step)) * step;
}

type PatternInput = {
    unit: MoneyUnit;
    language: MoneyLanguage;
    options: FormatAmountOptions;
    negative: boolean;
    whole: bigint;
    decimals: string;
    zero: boolean;
};

function patternParts(input: PatternInput): AmountPart[] {
    const { unit, language, options, negative, whole, decimals, zero } = input;
    const formatter = formatterFor(unit, language, options.currency ?? "symbol", decimals.length);
    const parts: AmountPart[] = [];
    const sign = zero ? "" : negative ? minusSign : options.sign === "always" ? "+" : "";
    if (sign !== "") {
        parts.push({ kind: "sign", text: sign });
    }
    for (const part of formatter.formatToParts(whole)) {
        if (part.type === "currency") {
            parts.push({ kind: "currency", text: part.value });
        } else if (part.type === "literal") {
            // A plain space would let the symbol and its figure part at a line's end.
            parts.push({ kind: "space", text: noBreakSpace });
        } else {
            pushNumber(parts, part.type === "fraction" ? decimals : part.value);
        }
    }
    return parts;
}

function pushNumber(parts: AmountPart[], text: string): void {
    const last = parts.at(-1);
    if (last?.kind === "number") {
        parts[parts.length - 1] = { kind: "number", text: last.text + text };
    } else {
        parts.push({ kind: "number", text });
    }
}

function formatterFor(
    unit: MoneyUnit,
    language: MoneyLanguage,
    currency: "symbol" | "none",
    decimals: number,
): Intl.NumberFormat {
    const key = `${language} ${currency} ${unit.currency} ${String(decimals)}`;
    const known = formatters.get(key);
    if (known !== undefined) {
        return known;
    }
    const made = new Intl.NumberFormat(regions[language], {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        useGrouping: true,
        ...(currency === "symbol"
            ? { style: "currency", currency: unit.currency, currencyDisplay: "narrowSymbol" }
            : {}),
    });
    formatters.set(key, made);
    return made;
}
