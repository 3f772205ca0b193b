// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { Posting, TransactionData } from "@/shared/api/wire-types";

import { aboutOf, canBeSaidAgain, moneyEffectOf, sizeOf } from "./transaction-facts";

const rupiah = { currency: "IDR", exponent: 0 };
const money = new Set(["cash", "bank"]);

function withPostings(
    ...legs: [id: string, direction: Posting["direction"], amount: string][]
): TransactionData {
    return {
        postings: legs.map(([id, direction, amount]) => ({
            account_id: id,
            account_code: id,
            account_name: id,
            direction,
            amount,
            memo: null,
        })),
    } as unknown as TransactionData;
}

describe("what a transaction did", () => {
    const sale = withPostings(["cash", "debit", "30"], ["bank", "debit", "20"], ["sales", "credit", "50"]);
    const expense = withPostings(["rent", "debit", "70"], ["bank", "credit", "70"]);
    const move = withPostings(["bank", "debit", "40"], ["cash", "credit", "40"]);

    it("has the size of its debits", () => {
        expect(sizeOf(sale, rupiah)).toBe(50n);
    });

    it("brings money in, takes it out, or moves it", () => {
        expect(moneyEffectOf(sale, money, rupiah)).toBe(50n);
        expect(moneyEffectOf(expense, money, rupiah)).toBe(-70n);
        expect(moneyEffectOf(move, money, rupiah)).toBe(0n);
    });

    it("is about its category, or about both ends of a move", () => {
        expect(aboutOf(sale, money)).toEqual({ category: "sales", through: "cash, bank" });
        expect(aboutOf(move, money)).toEqual({ category: "cash → bank", through: "" });
    });
});

describe("what quick entry can say again", () => {
    const sale = (part: object) => ({
        ...withPostings(["cash", "debit", "50"], ["sales", "credit", "50"]),
        kind: "sale" as const,
        lines: [],
        ...part,
    });

    it("is a sale, an expense or a move with one account on its own side", () => {
        expect(canBeSaidAgain(sale({}))).toBe(true);
        expect(canBeSaidAgain(sale({ kind: "purchase" }))).toBe(false);
        const { postings } = withPostings(["cash", "debit", "30"], ["bank", "debit", "20"], ["sales", "credit", "50"]);
        expect(canBeSaidAgain(sale({ postings }))).toBe(false);
        expect(canBeSaidAgain(sale({ kind: "expense", postings }))).toBe(true);
    });

    it("has no notes, which a correction would lose; items it keeps", () => {
        expect(canBeSaidAgain(sale({ lines: [{ name: "Kopi" }] }))).toBe(true);
        const noted = sale({}).postings.map((posting) => ({ ...posting, memo: "meja 4" }));
        expect(canBeSaidAgain(sale({ postings: noted }))).toBe(false);
    });
});
