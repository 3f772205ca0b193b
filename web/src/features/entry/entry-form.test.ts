// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { Account, Transaction } from "@/shared/api/wire-types";

import {
    accountsFor,
    draftOf,
    formOfDraft,
    formOfTransaction,
    hasContent,
    totalOf,
    type EntryForm,
} from "./entry-form";

const rupiah = { currency: "IDR", exponent: 0 };
const dollar = { currency: "USD", exponent: 2 };
const when = {
    today: "2026-11-22",
    madeAt: new Date("2026-11-22T07:02:11.120Z"),
    replacesId: null,
};

function formWith(part: Partial<EntryForm>): EntryForm {
    return {
        kind: "sale",
        amountText: "125.000",
        accountCode: "1101",
        counterCode: "4101",
        parts: [],
        outletId: "outlet",
        contactId: null,
        date: "",
        description: "",
        reference: "",
        ...part,
    };
}

function draftFrom(part: Partial<EntryForm>, unit = rupiah) {
    const verdict = draftOf(formWith(part), unit, "id", when);
    if (!verdict.ok) {
        throw new Error(verdict.problem);
    }
    return verdict.draft;
}

describe("draftOf", () => {
    it("makes the short form of a simple entry, for today unless another day was chosen", () => {
        expect(draftFrom({})).toEqual({
            kind: "sale",
            date: "2026-11-22",
            description: "",
            reference: null,
            outlet_id: "outlet",
            contact_id: null,
            made_at: "2026-11-22T07:02:11.120Z",
            if_locked: "next_open_day",
            amount: "125000",
            account_code: "1101",
            counter_code: "4101",
        });
        expect(draftFrom({ date: "2026-11-20" }).date).toBe("2026-11-20");
        expect(draftFrom({ amountText: "12,5" }, dollar)).toMatchObject({ amount: "12.50" });
    });

    it.each([
        ["sale", "debit", "credit"],
        ["expense", "credit", "debit"],
    ] as const)("balances a split %s", (kind, own, other) => {
        const draft = draftFrom({
            kind,
            parts: [
                { counterCode: "4101", amountText: "1.250" },
                { counterCode: "4102", amountText: "1.000+750" },
            ],
        });
        expect(draft).toMatchObject({
            postings: [
                { account_code: "1101", direction: own, amount: "3000" },
                { account_code: "4101", direction: other, amount: "1250" },
                { account_code: "4102", direction: other, amount: "1750" },
            ],
        });
        expect(draft).not.toHaveProperty("amount");
    });

    it("names the transaction it corrects", () => {
        const verdict = draftOf(formWith({}), rupiah, "id", { ...when, replacesId: "old" });
        expect(verdict).toMatchObject({ ok: true, draft: { replaces_id: "old" } });
    });

    it.each<[string, Partial<EntryForm>, string]>([
        ["nothing typed", { amountText: "" }, "amount"],
        ["zero", { amountText: "0" }, "amount"],
        ["words", { amountText: "seribu" }, "amount"],
        ["decimals of rupiah", { amountText: "1,5" }, "amount"],
        ["no money account", { accountCode: "" }, "account"],
        ["no category", { counterCode: "" }, "counter"],
        ["a move to itself", { kind: "transfer", counterCode: "1101" }, "same_account"],
        ["an empty part", { parts: [{ counterCode: "4101", amountText: "" }] }, "parts"],
        [
            "a part of zero",
            {
                parts: [
                    { counterCode: "4101", amountText: "10" },
                    { counterCode: "4102", amountText: "0" },
                ],
            },
            "parts",
        ],
        [
            "parts that are too large together",
            {
                parts: [
                    { counterCode: "4101", amountText: "1.000.000.000.000.000" },
                    { counterCode: "4102", amountText: "1" },
                ],
            },
            "too_large",
        ],
    ])("refuses %s", (_name, part, problem) => {
        expect(draftOf(formWith(part), rupiah, "id", when)).toEqual({ ok: false, problem });
    });
});

describe("totalOf", () => {
    it("adds what is joined with plus and what is split", () => {
        expect(totalOf(formWith({ amountText: "25.000+7.500" }), rupiah, "id")).toBe(32500n);
        const parts = [
            { counterCode: "a", amountText: "999.999.999.999" },
            { counterCode: "b", amountText: "1" },
        ];
        expect(totalOf(formWith({ parts }), rupiah, "id")).toBe(1_000_000_000_000n);
    });
});

describe("hasContent", () => {
    it("counts what was typed, not what was preset", () => {
        expect(hasContent(formWith({ amountText: "" }))).toBe(false);
        expect(hasContent(formWith({}))).toBe(true);
        expect(hasContent(formWith({ amountText: "", description: "kopi" }))).toBe(true);
    });
});

describe("a form made again", () => {
    it("from a waiting draft says the same entry", () => {
        const simple = draftFrom({ description: "Kopi", reference: "INV-8" });
        const split = draftFrom({
            kind: "expense",
            parts: [
                { counterCode: "5101", amountText: "1.250" },
                { counterCode: "6101", amountText: "2.000" },
            ],
        });
        for (const draft of [simple, split]) {
            const form = formOfDraft(draft, rupiah, "id");
            expect(form).not.toBeNull();
            expect(form === null ? null : draftOf(form, rupiah, "id", when)).toEqual({
                ok: true,
                draft,
            });
        }
    });

    it("keeps decimals in the language's own writing", () => {
        const draft = draftFrom({ amountText: "1250,75" }, dollar);
        expect(formOfDraft(draft, dollar, "id")?.amountText).toBe("1.250,75");
        expect(formOfDraft(draft, dollar, "en")?.amountText).toBe("1,250.75");
    });

    it("is not tried for what quick entry cannot say", () => {
        const journal = { kind: "journal", postings: [] } as unknown as Transaction;
        expect(formOfTransaction(journal, rupiah, "id")).toBeNull();
        const twoMoneyLegs = {
            kind: "sale",
            tags: [],
            lines: [],
            postings: [
                { account_code: "1101", direction: "debit", amount: "1" },
                { account_code: "1102", direction: "debit", amount: "2" },
                { account_code: "4101", direction: "credit", amount: "3" },
            ],
        } as unknown as Transaction;
        expect(formOfTransaction(twoMoneyLegs, rupiah, "id")).toBeNull();
    });

    const sold = (part: object, memo: string | null = null) =>
        ({
            kind: "sale",
            date: "2026-11-20",
            description: "",
            reference: null,
            outlet_id: null,
            contact_id: null,
            tags: [],
            lines: [],
            postings: [
                { account_code: "1101", direction: "debit", amount: "15000", memo: null },
                { account_code: "4101", direction: "credit", amount: "15000", memo },
            ],
            ...part,
        }) as unknown as Transaction;

    it("loses nothing of a transaction: it keeps tags and items, and does not try notes", () => {
        const form = formOfTransaction(sold({ tags: ["qris", "pagi"] }), rupiah, "id");
        expect(form).not.toBeNull();
        const verdict = form === null ? null : draftOf(form, rupiah, "id", when);
        expect(verdict).toMatchObject({ ok: true, draft: { tags: ["qris", "pagi"], amount: "15000" } });
        const again = verdict?.ok === true ? formOfDraft(verdict.draft, rupiah, "id") : null;
        expect(again?.tags).toEqual(["qris", "pagi"]);
        const line = { name: "Kopi susu", quantity: "1", amount: "15000" };
        const withItems = formOfTransaction(sold({ lines: [line] }), rupiah, "id") as EntryForm;
        const said = (part: Partial<EntryForm>) =>
            draftOf({ ...withItems, ...part }, rupiah, "id", when);
        expect(said({})).toMatchObject({ ok: true, draft: { lines: [line] } });
        expect(said({ description: "meja 4" })).toMatchObject({ draft: { lines: [line] } });
        for (const other of [{ amountText: "16.000" }, { kind: "expense" as const }]) {
            const verdict = said(other);
            expect(verdict.ok && "lines" in verdict.draft).toBe(false);
            expect(verdict.ok).toBe(true);
        }
        expect(formOfTransaction(sold({}, "meja 4"), rupiah, "id")).toBeNull();
        expect(formOfTransaction(sold({}), rupiah, "id")).not.toBeNull();
    });
});

describe("accountsFor", () => {
    const account = (code: string, part: Partial<Account>): Account => ({
        id: code,
        book_id: "book",
        code,
        name: code,
        type: "asset",
        subtype: "cash",
        parent_id: null,
        min_balance: null,
        archived: false,
        version: 1,
        ...part,
    });
    const chart = [
        account("1100", {}),
        account("1101", { parent_id: "1100" }),
        account("1102", { subtype: "bank" }),
        account("1103", { subtype: "bank", archived: true }),
        account("1201", { subtype: "receivable" }),
        account("4101", { type: "income", subtype: "sales" }),
        account("5101", { type: "expense", subtype: "cogs" }),
    ];
    const codes = (kind: EntryForm["kind"], leg: "account" | "counter") =>
        accountsFor(chart, kind, leg).map((item) => item.code);

    it("offers money for the account, and what fits the kind for the counter", () => {
        expect(codes("sale", "account")).toEqual(["1101", "1102"]);
        expect(codes("sale", "counter")).toEqual(["4101"]);
        expect(codes("expense", "counter")).toEqual(["5101"]);
        expect(codes("transfer", "counter")).toEqual(["1101", "1102"]);
    });
});
