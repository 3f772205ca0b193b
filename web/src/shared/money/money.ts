// SPDX-License-Identifier: Apache-2.0
//
// Amounts of money in the client.
//
//   wire text "1250000.50"  <->  AmountMinor 125000050n  (exponent 2)
//
// An amount is a bigint of minor units; it never becomes a JavaScript number, so nothing rounds.
// What people type is read in typed-amount.ts; what people see is written in format-amount.ts.

declare const amountMinorBrand: unique symbol;

/** Minor units of a book's currency (sen, cents); negative only for balances. */
export type AmountMinor = bigint & { readonly [amountMinorBrand]: "AmountMinor" };

/** What a book's amounts are counted in: ISO 4217 code, and decimals from 0 to 4. */
export type MoneyUnit = { readonly currency: string; readonly exponent: number };

/** The languages the client speaks; they decide separators and words. */
export type MoneyLanguage = "id" | "en";

/** The largest amount of one posting, in minor units. */
export const amountMinorMax = 10n ** 15n;

/** A text that the wire must not carry: the server or the cache is not what we think it is. */
export class WireFormatError extends Error {
    override readonly name = "WireFormatError";
}

/** Marks a bigint as minor units. For sums and tests; wire text goes through `amountFromWire`. */
export function amountMinor(minor: bigint): AmountMinor {
    return minor as AmountMinor;
}

/** The amount 0. */
export const zeroAmount: AmountMinor = amountMinor(0n);

/**
 * Reads the wire's decimal text ("150000", "-12.50").
 * Accepts fewer decimals than the exponent, never more. Throws WireFormatError for anything else.
 */
export function amountFromWire(text: string, unit: MoneyUnit): AmountMinor {
    const match = /^(-?)(0|[1-9][0-9]{0,18})(?:\.([0-9]{1,4}))?$/.exec(text);
    const decimals = match?.[3] ?? "";
    if (match === null || decimals.length > unit.exponent) {
        throw new WireFormatError(`not an amount of ${unit.currency}: "${text.slice(0, 40)}"`);
    }
    const magnitude = BigInt((match[2] ?? "0") + decimals.padEnd(unit.exponent, "0"));
    return amountMinor(match[1] === "-" ? -magnitude : magnitude);
}

/** Writes the wire's decimal text with exactly the unit's decimals. */
export function amountToWire(amount: AmountMinor, unit: MoneyUnit): string {
    const { negative, whole, decimals } = splitAmount(amount, unit);
    return (negative ? "-" : "") + whole.toString() + (decimals === "" ? "" : `.${decimals}`);
}

/** An amount cut into sign, whole major units and the text of its decimals ("" for exponent 0). */
export function splitAmount(
    amount: AmountMinor,
    unit: MoneyUnit,
): { negative: boolean; whole: bigint; decimals: string } {
    const negative = amount < 0n;
    const minor: bigint = amount;
    const magnitude = negative ? -minor : minor;
    const scale = 10n ** BigInt(unit.exponent);
    const decimals =
        unit.exponent === 0 ? "" : (magnitude % scale).toString().padStart(unit.exponent, "0");
    return { negative, whole: magnitude / scale, decimals };
}
