// SPDX-License-Identifier: Apache-2.0
//
// Reads an amount as people type or paste it: "Rp 1.250.000", "1.250.000,00", "1,250,000",
// "15000+2500".
//
// Which of "." and "," groups thousands, and which opens the decimals?
//
//   seen in one number            the last kind is              example (exponent 0)
//   both kinds                    the decimal separator         1.250.000,00   1,250,000.00
//   one kind, several times       a group separator             1.250.000
//   one kind, once, then exactly  a group separator, unless the 1.250 -> 1250
//     3 digits, 1-3 before it     unit has 3+ decimals and it
//                                 is the language's decimal
//   one kind, once, otherwise     the decimal separator         1250,00 -> 1250     1,5 -> refused
//
// Decimals beyond the unit's exponent must be zeros: nothing is rounded in silence.

import {
    amountMinor,
    amountMinorMax,
    type AmountMinor,
    type MoneyLanguage,
    type MoneyUnit,
} from "./money";

/** Why a typed text is no amount. */
export type TypedAmountReason = "empty" | "not_an_amount" | "too_many_decimals" | "too_large";

/** The verdict over a typed text. */
export type TypedAmount =
    | { readonly ok: true; readonly amount: AmountMinor }
    | { readonly ok: false; readonly reason: TypedAmountReason };

/** Spaces of every width that calculators, banks and Intl put into amounts. */
const anySpace = /[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\ufeff]/g;

/** What each language opens its decimals with. */
export const decimalSeparators: Readonly<Record<MoneyLanguage, "." | ",">> = { id: ",", en: "." };

/** What each language groups its thousands with. */
export const groupSeparators: Readonly<Record<MoneyLanguage, "." | ",">> = { id: ".", en: "," };

/**
 * Reads a typed or pasted amount; terms joined with "+" are added.
 * Zero is a valid reading (the form refuses it); a minus sign is not.
 */
export function readTypedAmount(
    text: string,
    unit: MoneyUnit,
    language: MoneyLanguage,
): TypedAmount {
    const bare = stripDecoration(text, unit);
    if (bare === "") {
        return { ok: false, reason: "empty" };
    }
    // A "+" just typed, with nothing after it yet, does not spoil what stands before it.
    const terms = bare.replace(/\++$/, "").split("+");
    let sum = 0n;
    for (const term of terms) {
        const verdict = readTerm(stripDecoration(term, unit), unit, language);
        if (!verdict.ok) {
            return verdict;
        }
        sum += verdict.amount;
    }
    if (sum > amountMinorMax) {
        return { ok: false, reason: "too_large" };
    }
    return { ok: true, amount: amountMinor(sum) };
}

/**
 * The same text with thousands grouped the language's way, for the amount field while typing.
 * A text that is no amount yet comes back as it is; decimals being typed are kept as typed.
 */
export function groupTypedAmount(text: string, unit: MoneyUnit, language: MoneyLanguage): string {
    return text
        .split("+")
        .map((term) => groupTerm(term, unit, language))
        .join("+");
}

function groupTerm(term: string, unit: MoneyUnit, language: MoneyLanguage): string {
    const bare = stripDecoration(term, unit);
    const decimal = decimalSeparators[language];
    const group = groupSeparators[language];
    const plain = bare.replaceAll(group, "");
    const open = new RegExp(`^([0-9]+)(\\${decimal}[0-9]*)?$`).exec(plain);
    // While typing, the language's own group separator never means decimals: "1.2504" is 12.504.
    // Decimals stay as typed even where the currency has none: taking away the comma of
    // "1.250.000,00" while it is typed would make its zeros digits of the amount.
    if (open !== null) {
        return groupDigits(open[1] ?? "", group) + (open[2] ?? "");
    }
    const verdict = readTerm(bare, unit, language);
    if (!verdict.ok) {
        return term;
    }
    const scale = 10n ** BigInt(unit.exponent);
    const whole = groupDigits((verdict.amount / scale).toString(), group);
    const rest = verdict.amount % scale;
    return rest === 0n
        ? whole
        : whole + decimal + rest.toString().padStart(unit.exponent, "0");
}

function groupDigits(digits: string, separator: string): string {
    const trimmed = digits.replace(/^0+(?=[0-9])/, "");
    return trimmed.replace(/\B(?=(?:[0-9]{3})+$)/g, separator);
}

/** Takes away spaces, the currency's sign or code, and the Indonesian ",-" at the end. */
function stripDecoration(text: string, unit: MoneyUnit): string {
    return text
        .replace(anySpace, "")
        .replace(new RegExp(`^(?:${unit.currency}|rp\\.?|[$€£¥])`, "i"), "")
        .replace(new RegExp(`${unit.currency}$`, "i"), "")
        .replace(/[.,]-+$/, "")
        .replace(/['’]/g, "");
}

function readTerm(text: string, unit: MoneyUnit, language: MoneyLanguage): TypedAmount {
    if (!/^[0-9][0-9.,]*$/.test(text) || text.length > 40) {
        return { ok: false, reason: text === "" ? "empty" : "not_an_amount" };
    }
    const decimalAt = decimalPosition(text, unit, language);
    if (decimalAt === "not_an_amount") {
        return { ok: false, reason: "not_an_amount" };
    }
    const wholeText = decimalAt === null ? text : text.slice(0, decimalAt);
    const decimals = decimalAt === null ? "" : text.slice(decimalAt + 1);
    if (!isGrouped(wholeText) || !/^[0-9]*$/.test(decimals)) {
        return { ok: false, reason: "not_an_amount" };
    }
    if (!/^0*$/.test(decimals.slice(unit.exponent))) {
        return { ok: false, reason: "too_many_decimals" };
    }
    const kept = decimals.slice(0, unit.exponent).padEnd(unit.exponent, "0");
    const amount = BigInt(wholeText.replace(/[.,]/g, "") + kept);
    return amount > amountMinorMax
        ? { ok: false, reason: "too_large" }
        : { ok: true, amount: amountMinor(amount) };
}

/** Index of the decimal separator, null when all separators group (the table above). */
function decimalPosition(
    text: string,
    unit: MoneyUnit,
    language: MoneyLanguage,
): number | null | "not_an_amount" {
    const lastDot = text.lastIndexOf(".");
    const lastComma = text.lastIndexOf(",");
    const last = Math.max(lastDot, lastComma);
    if (last < 0) {
        return null;
    }
    const kind = text.charAt(last);
    const times = text.split(kind).length - 1;
    if (lastDot >= 0 && lastComma >= 0) {
        return times === 1 ? last : "not_an_amount";
    }
    if (times > 1) {
        return null;
    }
    const looksGrouped = /^[1-9][0-9]{0,2}[.,][0-9]{3}$/.test(text);
    const maybeDecimal = unit.exponent >= 3 && kind === decimalSeparators[language];
    return looksGrouped && !maybeDecimal ? null : last;
}

/**
 * Digits alone, or groups of three after a first group of one to three, with one kind of
 * separator.
 */
function isGrouped(text: string): boolean {
    return /^[0-9]+$/.test(text) || /^[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*$/.test(text);
}
