// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { amountFromWire, amountMinor, amountToWire, WireFormatError } from "./money";
import { formatAmount, formatAmountCompact } from "./format-amount";
import { groupTypedAmount, readTypedAmount, type TypedAmountReason } from "./typed-amount";
import type { MoneyLanguage, MoneyUnit } from "./money";

const rupiah: MoneyUnit = { currency: "IDR", exponent: 0 };
const dollar: MoneyUnit = { currency: "USD", exponent: 2 };
const dinar: MoneyUnit = { currency: "KWD", exponent: 3 };
const four: MoneyUnit = { currency: "CLF", exponent: 4 };

/** Visible spaces, so that a no-break space in an expectation cannot be mistaken. */
const visible = (text: string) => text.replaceAll("\u00a0", "_");

describe("wire text", () => {
    it.each<[string, MoneyUnit, bigint]>([
        ["0", rupiah, 0n],
        ["150000", rupiah, 150000n],
        ["-150000", rupiah, -150000n],
        ["12.50", dollar, 1250n],
        ["12.5", dollar, 1250n],
        ["12", dollar, 1200n],
        ["0.001", dinar, 1n],
        ["-0.0001", four, -1n],
        ["9223372036854775807", rupiah, 9223372036854775807n],
    ])("reads %s", (text, unit, minor) => {
        expect(amountFromWire(text, unit)).toBe(minor);
    });

    it.each<[string, MoneyUnit]>([
        ["", rupiah],
        ["1.0", rupiah],
        ["12.345", dollar],
        ["01", rupiah],
        ["1e3", rupiah],
        ["+1", rupiah],
        [" 1", rupiah],
        ["1.", dollar],
        [".5", dollar],
        ["1,5", dollar],
        ["NaN", rupiah],
    ])("refuses %j", (text, unit) => {
        expect(() => amountFromWire(text, unit)).toThrow(WireFormatError);
    });

    it("writes exactly the unit's decimals and reads its own writing back", () => {
        expect(amountToWire(amountMinor(5n), dollar)).toBe("0.05");
        expect(amountToWire(amountMinor(-5n), dollar)).toBe("-0.05");
        expect(amountToWire(amountMinor(1250000n), rupiah)).toBe("1250000");
        for (const unit of [rupiah, dollar, dinar, four]) {
            for (const minor of [0n, 1n, -1n, 99n, 100n, 12345678901234567n, -(10n ** 15n)]) {
                const text = amountToWire(amountMinor(minor), unit);
                expect(amountFromWire(text, unit)).toBe(minor);
            }
        }
    });
});

describe("typed text", () => {
    it.each<[string, MoneyUnit, MoneyLanguage, bigint]>([
        // The four of the browser check.
        ["Rp 1.250.000", rupiah, "id", 1250000n],
        ["1.250.000,00", rupiah, "id", 1250000n],
        ["1,250,000", rupiah, "id", 1250000n],
        ["1.250", rupiah, "id", 1250n],
        // The same whatever language the screen speaks.
        ["Rp 1.250.000", rupiah, "en", 1250000n],
        ["1.250.000,00", rupiah, "en", 1250000n],
        ["1,250,000.00", rupiah, "en", 1250000n],
        ["1.250", rupiah, "en", 1250n],
        ["1,250", rupiah, "en", 1250n],
        ["125000", rupiah, "id", 125000n],
        ["Rp\u00a01.250.000", rupiah, "id", 1250000n],
        ["rp. 75.000", rupiah, "id", 75000n],
        ["Rp75.000,-", rupiah, "id", 75000n],
        ["75.000.-", rupiah, "id", 75000n],
        ["IDR 75000", rupiah, "id", 75000n],
        ["75000 IDR", rupiah, "id", 75000n],
        ["1 250 000", rupiah, "id", 1250000n],
        ["1'250'000", rupiah, "id", 1250000n],
        ["1250,00", rupiah, "id", 1250n],
        ["1250.000", rupiah, "id", 1250n],
        ["0", rupiah, "id", 0n],
        ["000125", rupiah, "id", 125n],
        ["999.999.999.999", rupiah, "id", 999999999999n],
        ["1.000.000.000.000.000", rupiah, "id", 10n ** 15n],
        ["15000+2500", rupiah, "id", 17500n],
        ["15.000 + Rp 2.500 +", rupiah, "id", 17500n],
        ["12,50", dollar, "id", 1250n],
        ["12.50", dollar, "en", 1250n],
        ["12.50", dollar, "id", 1250n],
        ["12.5", dollar, "en", 1250n],
        ["$1,234.56", dollar, "en", 123456n],
        ["1.234,56", dollar, "id", 123456n],
        ["1.250", dollar, "en", 125000n],
        ["1.250", dinar, "en", 1250n],
        ["1.250", dinar, "id", 1250000n],
        ["1,250", dinar, "id", 1250n],
        ["0.125", dinar, "id", 125n],
        ["12.", dollar, "en", 1200n],
    ])("reads %j of %o in %s", (text, unit, language, minor) => {
        expect(readTypedAmount(text, unit, language)).toEqual({ ok: true, amount: minor });
    });

    it.each<[string, MoneyUnit, TypedAmountReason]>([
        ["", rupiah, "empty"],
        ["  ", rupiah, "empty"],
        ["Rp", rupiah, "empty"],
        ["abc", rupiah, "not_an_amount"],
        ["-5000", rupiah, "not_an_amount"],
        ["1.25.000", rupiah, "not_an_amount"],
        ["1,250.000,00", rupiah, "not_an_amount"],
        ["1.250.00", rupiah, "not_an_amount"],
        ["12..5", dollar, "not_an_amount"],
        ["5e3", rupiah, "not_an_amount"],
        ["1,5", rupiah, "too_many_decimals"],
        ["0,125", rupiah, "too_many_decimals"],
        ["1.250,50", rupiah, "too_many_decimals"],
        ["12.345,678", dollar, "too_many_decimals"],
        ["1.000.000.000.000.001", rupiah, "too_large"],
        ["600000000000000+600000000000000", rupiah, "too_large"],
        ["5000++3000", rupiah, "empty"],
    ])("refuses %j", (text, unit, reason) => {
        expect(readTypedAmount(text, unit, "id")).toEqual({ ok: false, reason });
    });

    it.each<[string, MoneyUnit, MoneyLanguage, string]>([
        ["1250000", rupiah, "id", "1.250.000"],
        ["1250000", rupiah, "en", "1,250,000"],
        ["1.2500", rupiah, "id", "12.500"],
        ["1.250.00", rupiah, "id", "125.000"],
        ["Rp 1.250.000,00", rupiah, "id", "1.250.000,00"],
        ["1,250,000", rupiah, "id", "1.250.000"],
        ["15000+2500", rupiah, "id", "15.000+2.500"],
        ["15000+", rupiah, "id", "15.000+"],
        ["1234,5", dollar, "id", "1.234,5"],
        ["1234,", dollar, "id", "1.234,"],
        ["1234.5", dollar, "en", "1,234.5"],
        ["abc", rupiah, "id", "abc"],
        ["", rupiah, "id", ""],
    ])("groups %j of %o in %s", (text, unit, language, expected) => {
        expect(groupTypedAmount(text, unit, language)).toBe(expected);
    });

    it.each([
        ["1.250.000,00", 1250000n],
        ["1.250.000", 1250000n],
        ["1,250,000", 1250000n],
    ])("never makes digits of decimals while %j is typed", (text, amount) => {
        let shown = "";
        for (const character of text) {
            shown = groupTypedAmount(shown + character, rupiah, "id");
        }
        expect(readTypedAmount(shown, rupiah, "id")).toEqual({ ok: true, amount });
    });

    it("reads back every amount it grouped", () => {
        for (const language of ["id", "en"] as const) {
            for (const minor of [1n, 12n, 999n, 1000n, 125000n, 1234567n, 10n ** 15n]) {
                const grouped = groupTypedAmount(minor.toString(), rupiah, language);
                expect(readTypedAmount(grouped, rupiah, language)).toEqual({
                    ok: true,
                    amount: minor,
                });
            }
        }
    });
});

describe("written amounts", () => {
    it.each<[bigint, MoneyUnit, MoneyLanguage, string]>([
        [1250000n, rupiah, "id", "Rp_1.250.000"],
        [1250000n, rupiah, "en", "Rp_1,250,000"],
        [-1250000n, rupiah, "id", "−Rp_1.250.000"],
        [0n, rupiah, "id", "Rp_0"],
        [999999999999999n, rupiah, "id", "Rp_999.999.999.999.999"],
        [9007199254740993n, rupiah, "id", "Rp_9.007.199.254.740.993"],
        [123456n, dollar, "en", "$1,234.56"],
        [-50n, dollar, "en", "−$0.50"],
        [1n, four, "id", "CLF_0,0001"],
    ])("writes %s %o in %s", (minor, unit, language, expected) => {
        expect(visible(formatAmount(amountMinor(minor), unit, language))).toBe(expected);
    });

    it("writes a plus for changes and leaves the currency out where asked", () => {
        const changed = formatAmount(amountMinor(1500n), rupiah, "id", {
            sign: "always",
            currency: "none",
        });
        expect(changed).toBe("+1.500");
        expect(formatAmount(amountMinor(0n), rupiah, "id", { sign: "always" })).not.toContain("+");
    });

    it.each<[bigint, MoneyUnit, MoneyLanguage, string]>([
        [999n, rupiah, "id", "Rp_999"],
        [1000n, rupiah, "id", "Rp_1_rb"],
        [12500n, rupiah, "id", "Rp_12,5_rb"],
        [995000n, rupiah, "id", "Rp_995_rb"],
        [999499n, rupiah, "id", "Rp_999_rb"],
        [999500n, rupiah, "id", "Rp_1_jt"],
        [1250000n, rupiah, "id", "Rp_1,25_jt"],
        [1255000n, rupiah, "id", "Rp_1,26_jt"],
        [12340000n, rupiah, "id", "Rp_12,3_jt"],
        [3400000000n, rupiah, "id", "Rp_3,4_M"],
        [3400000000n, rupiah, "en", "Rp_3.4_billion"],
        [1250000n, rupiah, "en", "Rp_1.25_million"],
        [2n * 10n ** 12n, rupiah, "id", "Rp_2_T"],
        [-1250000n, rupiah, "id", "−Rp_1,25_jt"],
        [99950n, dollar, "en", "$999.50"],
        [125000n, dollar, "en", "$1.25_thousand"],
        [10n ** 15n, rupiah, "id", "Rp_1.000_T"],
    ])("shortens %s %o in %s", (minor, unit, language, expected) => {
        expect(visible(formatAmountCompact(amountMinor(minor), unit, language))).toBe(expected);
    });
});
