// SPDX-License-Identifier: Apache-2.0
// What was used last on this device, per book, so that the next entry begins with it.

import * as v from "valibot";

import type { EntryForm } from "./entry-form";
import type { EntryKind } from "./entry-search";

const recentMax = 6;

const kindSchema = v.object({
    account: v.array(v.string()),
    counter: v.array(v.string()),
});
const schema = v.object({
    kind: v.picklist(["sale", "expense", "transfer"]),
    outletId: v.nullable(v.string()),
    sale: kindSchema,
    expense: kindSchema,
    transfer: kindSchema,
});

/** Recently used codes, latest first, and the last kind and outlet. */
export type EntryPresets = v.InferOutput<typeof schema>;

const none: EntryPresets = {
    kind: "sale",
    outletId: null,
    sale: { account: [], counter: [] },
    expense: { account: [], counter: [] },
    transfer: { account: [], counter: [] },
};

/** The presets of a book on this device; the empty ones when there are none. */
export function readPresets(bookId: string): EntryPresets {
    try {
        const stored = localStorage.getItem(keyOf(bookId));
        const parsed = v.safeParse(schema, stored === null ? null : JSON.parse(stored));
        return parsed.success ? parsed.output : none;
    } catch {
        return none;
    }
}

/** Remembers what an entry used. */
export function rememberPresets(bookId: string, form: EntryForm): void {
    const before = readPresets(bookId);
    const counters =
        form.parts.length === 0 ? [form.counterCode] : form.parts.map((part) => part.counterCode);
    const next: EntryPresets = {
        ...before,
        kind: form.kind,
        outletId: form.outletId,
        [form.kind]: {
            account: latestFirst([form.accountCode], before[form.kind].account),
            counter: latestFirst(counters, before[form.kind].counter),
        },
    };
    try {
        localStorage.setItem(keyOf(bookId), JSON.stringify(next));
    } catch {
        // Storage may be forbidden: the next entry then begins with the first account again.
    }
}

/** An empty form with the presets of a kind. Codes that no longer exist fall back to the first choice. */
export function presetForm(
    presets: EntryPresets,
    kind: EntryKind,
    choices: { accounts: readonly string[]; counters: readonly string[]; outlets: readonly string[] },
): EntryForm {
    const accountCode = firstKnown(presets[kind].account, choices.accounts) ?? "";
    const others = choices.counters.filter((code) => code !== accountCode);
    const outletId = firstKnown(presets.outletId === null ? [] : [presets.outletId], choices.outlets);
    return {
        kind,
        amountText: "",
        accountCode,
        counterCode: firstKnown(presets[kind].counter, others) ?? "",
        parts: [],
        outletId: outletId ?? null,
        contactId: null,
        date: "",
        description: "",
        reference: "",
    };
}

/** The codes of `known`, those in `recent` first and in that order. */
export function recentFirst(recent: readonly string[], known: readonly string[]): string[] {
    const used = recent.filter((code) => known.includes(code));
    return [...used, ...known.filter((code) => !used.includes(code))];
}

function firstKnown(wanted: readonly string[], known: readonly string[]): string | undefined {
    return recentFirst(wanted, known)[0];
}

function latestFirst(used: readonly string[], before: readonly string[]): string[] {
    return [...new Set([...used, ...before])].slice(0, recentMax);
}

function keyOf(bookId: string): string {
    return `arus.entry.${bookId}`;
}
