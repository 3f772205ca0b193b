// SPDX-License-Identifier: Apache-2.0
/*
 * The quick entry as data: what the form holds, and how it becomes the draft of a transaction.
 *
 *   sale      account (money) <- counter (income)      debit account, credit counter
 *   expense   account (money) -> counter (expense)     debit counter, credit account
 *   transfer  account (money) -> counter (money)       debit counter, credit account
 *
 * One counter: the short form of the wire. Several parts: postings, the account's leg being their sum.
 */

import type {
    Account,
    Line,
    PostingDraft,
    PostingsDraft,
    ShortDraft,
    Transaction,
} from "@/shared/api/wire-types";
import {
    amountFromWire,
    amountMinor,
    amountMinorMax,
    amountToWire,
    type AmountMinor,
    type MoneyLanguage,
    type MoneyUnit,
} from "@/shared/money/money";
import { groupTypedAmount, readTypedAmount } from "@/shared/money/typed-amount";
import { canBeSaidAgain } from "@/shared/ui/transactions/transaction-facts";

import { isEntryKind, type EntryKind } from "./entry-search";

/** One part of a split entry. */
export type EntryPart = { counterCode: string; amountText: string };

/** What the form holds; texts as typed, codes of accounts. */
export type EntryForm = {
    kind: EntryKind;
    amountText: string;
    accountCode: string;
    counterCode: string;
    /** Empty: the one counter takes everything. Else two or more, which replace `counterCode`. */
    parts: readonly EntryPart[];
    outletId: string | null;
    contactId: string | null;
    /** "" is today. */
    date: string;
    description: string;
    reference: string;
    /** What the entry being mended or corrected carries; the form shows no tags and keeps them. */
    tags?: readonly string[];
    /** Its items, which hold for this kind and total; with another they are left out. */
    items?: { lines: readonly Line[]; kind: EntryKind; total: AmountMinor };
};

/** Why a form is no draft yet. */
export type EntryProblem = "amount" | "account" | "counter" | "same_account" | "parts" | "too_large";

/** The draft of a transaction, with the day it is meant for. */
export type EntryDraft = (ShortDraft | PostingsDraft) & { date: string };

/** The total: the amount typed, or the sum of the parts; null while something cannot be read. */
export function totalOf(
    form: EntryForm,
    unit: MoneyUnit,
    language: MoneyLanguage,
): AmountMinor | null {
    if (form.parts.length === 0) {
        const verdict = readTypedAmount(form.amountText, unit, language);
        return verdict.ok ? verdict.amount : null;
    }
    let sum = 0n;
    for (const part of form.parts) {
        const verdict = readTypedAmount(part.amountText, unit, language);
        if (!verdict.ok) {
            return null;
        }
        sum += verdict.amount;
    }
    return amountMinor(sum);
}

/** Reads the form. `today` is the business day to use when none was chosen; `madeAt` the device's clock. */
export function draftOf(
    form: EntryForm,
    unit: MoneyUnit,
    language: MoneyLanguage,
    { today, madeAt, replacesId }: { today: string; madeAt: Date; replacesId: string | null },
): { ok: true; draft: EntryDraft } | { ok: false; problem: EntryProblem } {
    const total = totalOf(form, unit, language);
    if (total === null || total <= 0n) {
        return { ok: false, problem: form.parts.length === 0 ? "amount" : "parts" };
    }
    if (total > amountMinorMax) {
        return { ok: false, problem: "too_large" };
    }
    if (form.accountCode === "") {
        return { ok: false, problem: "account" };
    }
    const counters =
        form.parts.length === 0 ? [form.counterCode] : form.parts.map((part) => part.counterCode);
    if (counters.includes("")) {
        return { ok: false, problem: "counter" };
    }
    if (counters.includes(form.accountCode)) {
        return { ok: false, problem: "same_account" };
    }
    const common = {
        kind: form.kind,
        date: form.date === "" ? today : form.date,
        description: form.description.trim(),
        reference: form.reference.trim() === "" ? null : form.reference.trim(),
        outlet_id: form.outletId,
        contact_id: form.contactId,
        made_at: madeAt.toISOString(),
        if_locked: "next_open_day" as const,
        ...(form.tags === undefined || form.tags.length === 0 ? {} : { tags: [...form.tags] }),
        ...(form.items === undefined ||
        form.items.kind !== form.kind ||
        form.items.total !== total
            ? {}
            : { lines: [...form.items.lines] }),
        ...(replacesId === null ? {} : { replaces_id: replacesId }),
    };
    if (form.parts.length === 0) {
        return {
            ok: true,
            draft: {
                ...common,
                amount: amountToWire(total, unit),
                account_code: form.accountCode,
                counter_code: form.counterCode,
            },
        };
    }
    const accountIsDebit = form.kind === "sale";
    const legs: PostingDraft[] = [
        {
            account_code: form.accountCode,
            direction: accountIsDebit ? "debit" : "credit",
            amount: amountToWire(total, unit),
        },
    ];
    for (const part of form.parts) {
        const verdict = readTypedAmount(part.amountText, unit, language);
        if (!verdict.ok || verdict.amount <= 0n) {
            return { ok: false, problem: "parts" };
        }
        legs.push({
            account_code: part.counterCode,
            direction: accountIsDebit ? "credit" : "debit",
            amount: amountToWire(verdict.amount, unit),
        });
    }
    return { ok: true, draft: { ...common, postings: legs } };
}

/** Whether anything would be lost by closing: everything else is preset. */
export function hasContent(form: EntryForm): boolean {
    return (
        form.amountText !== "" ||
        form.description !== "" ||
        form.reference !== "" ||
        form.parts.some((part) => part.amountText !== "")
    );
}

/** The form that would have made this transaction; null when quick entry cannot say it. */
export function formOfTransaction(
    transaction: Transaction,
    unit: MoneyUnit,
    language: MoneyLanguage,
): EntryForm | null {
    if (!canBeSaidAgain(transaction)) {
        return null;
    }
    return formOfDraft(
        {
            kind: transaction.kind,
            date: transaction.date,
            description: transaction.description,
            reference: transaction.reference,
            outlet_id: transaction.outlet_id,
            contact_id: transaction.contact_id,
            tags: transaction.tags,
            lines: transaction.lines,
            postings: transaction.postings,
        },
        unit,
        language,
    );
}

type DraftLike = {
    kind?: string | undefined;
    date?: string | undefined;
    description?: string | undefined;
    reference?: string | null | undefined;
    outlet_id?: string | null | undefined;
    contact_id?: string | null | undefined;
    tags?: readonly string[] | undefined;
    lines?: readonly Line[] | undefined;
    amount?: string | undefined;
    account_code?: string | undefined;
    counter_code?: string | undefined;
    postings?:
        | readonly {
              account_code?: string | undefined;
              direction: "debit" | "credit";
              amount: string;
          }[]
        | undefined;
};

/** The form of a draft that waits or was refused; null when quick entry cannot say it. */
export function formOfDraft(
    draft: DraftLike,
    unit: MoneyUnit,
    language: MoneyLanguage,
): EntryForm | null {
    if (!isEntryKind(draft.kind)) {
        return null;
    }
    const typed = (wire: string) =>
        groupTypedAmount(
            amountToWire(amountFromWire(wire, unit), unit).replace(".", language === "id" ? "," : "."),
            unit,
            language,
        );
    const form: EntryForm = {
        kind: draft.kind,
        amountText: "",
        accountCode: "",
        counterCode: "",
        parts: [],
        outletId: draft.outlet_id ?? null,
        contactId: draft.contact_id ?? null,
        date: draft.date ?? "",
        description: draft.description ?? "",
        reference: draft.reference ?? "",
        ...(draft.tags === undefined || draft.tags.length === 0 ? {} : { tags: draft.tags }),
    };
    const { kind, lines } = draft;
    const withItems = (total: string) =>
        lines === undefined || lines.length === 0
            ? {}
            : { items: { lines, kind, total: amountFromWire(total, unit) } };
    if (draft.postings === undefined) {
        return {
            ...form,
            ...withItems(draft.amount ?? "0"),
            amountText: typed(draft.amount ?? "0"),
            accountCode: draft.account_code ?? "",
            counterCode: draft.counter_code ?? "",
        };
    }
    const own = draft.kind === "sale" ? "debit" : "credit";
    const accounts = draft.postings.filter((posting) => posting.direction === own);
    const counters = draft.postings.filter((posting) => posting.direction !== own);
    const [account] = accounts;
    const [counter] = counters;
    if (account === undefined || counter === undefined || accounts.length > 1) {
        return null;
    }
    const amountText = typed(account.amount);
    const accountCode = account.account_code ?? "";
    Object.assign(form, withItems(account.amount));
    if (counters.length === 1) {
        return { ...form, amountText, accountCode, counterCode: counter.account_code ?? "" };
    }
    return {
        ...form,
        amountText,
        accountCode,
        parts: counters.map((item) => ({
            counterCode: item.account_code ?? "",
            amountText: typed(item.amount),
        })),
    };
}

const moneySubtypes: readonly string[] = ["cash", "bank", "clearing"];

/** The accounts a leg may name: money, or the categories of the kind. Archived and parents are left out. */
export function accountsFor(
    accounts: readonly Account[],
    kind: EntryKind,
    leg: "account" | "counter",
): Account[] {
    const parents = new Set(accounts.map((account) => account.parent_id));
    return accounts.filter((account) => {
        if (account.archived || parents.has(account.id)) {
            return false;
        }
        if (leg === "account" || kind === "transfer") {
            return account.type === "asset" && moneySubtypes.includes(account.subtype);
        }
        return account.type === (kind === "sale" ? "income" : "expense");
    });
}
