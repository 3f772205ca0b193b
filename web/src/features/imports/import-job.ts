// SPDX-License-Identifier: Apache-2.0
// What a job of kind import is for, and its result, parsed: on the wire both are plain objects.

import * as v from "valibot";

import type { ImportResult, ImportUndoResult, Job } from "@/shared/api/wire-types";

/** A look at the file, its posting, or the reversal of a posting. */
export type ImportAct = "preview" | "posting" | "undo";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const fields = ["date_format", "decimal", "columns", "money_account_code", "counter_account_code"] as const;
const column = v.optional(count);
const mappingSchema = v.object({
    separator: v.optional(v.picklist([",", ";", "\t", "|"])),
    quote: v.optional(v.picklist(['"', "'", ""])),
    encoding: v.optional(v.picklist(["utf-8", "utf-16le", "utf-16be", "windows-1252"])),
    decimal: v.optional(v.picklist([".", ","])),
    date_format: v.optional(v.picklist(["ymd", "dmy", "mdy"])),
    header_rows: v.optional(count),
    columns: v.optional(
        v.object({
            date: column,
            description: column,
            amount: column,
            debit: column,
            credit: column,
            direction: column,
            reference: column,
            balance: column,
            contact: column,
            outlet: column,
            account: column,
        }),
    ),
    sign: v.optional(v.picklist(["as_is", "inverted"])),
    money_account_code: v.optional(v.string()),
    counter_account_code: v.nullish(v.string()),
    outlet_id: v.nullish(v.string()),
    rules: v.optional(v.array(v.object({ contains: v.string(), account_code: v.string() }))),
});
const resultSchema = v.object({
    import_id: v.string(),
    kind: v.picklist(["csv", "hledger"]),
    dry_run: v.boolean(),
    file_name: v.string(),
    rows: count,
    counts: v.object({ new: count, duplicate: count, posted: count, refused: count, skipped: count }),
    ambiguous: v.array(v.picklist(fields)),
    missing: v.array(v.picklist(fields)),
    mapping: v.nullable(mappingSchema),
    mapping_remembered: v.boolean(),
    columns: v.array(v.object({ index: count, name: v.string(), samples: v.array(v.string()) })),
    new_accounts: v.array(
        v.object({
            name: v.string(),
            code: v.string(),
            type: v.picklist(["asset", "liability", "equity", "income", "expense"]),
        }),
    ),
});
const undoSchema = v.object({
    undo: v.string(),
    reversed: count,
    already_reversed: count,
    refused: count,
});
const parametersSchema = v.object({
    dry_run: v.optional(v.boolean()),
    undo: v.optional(v.string()),
    if_locked: v.optional(v.string()),
    mapping: v.optional(v.nullable(v.object({ outlet_id: v.nullish(v.string()) }))),
});

/** What the job is for; null where it is no import. */
export function actOf(job: Job): ImportAct | null {
    const parameters = parametersOf(job);
    if (job.kind !== "import" || parameters === null) {
        return null;
    }
    if (parameters.undo !== undefined) {
        return "undo";
    }
    return parameters.dry_run === true ? "preview" : "posting";
}

/** What it was asked besides the mapping: the outlet of a journal, and what becomes of locked days. */
export function askedOf(job: Job): { outletId: string | null | undefined; nextOpenDay: boolean } {
    const parameters = parametersOf(job);
    return {
        outletId: parameters?.mapping?.outlet_id,
        nextOpenDay: parameters?.if_locked === "next_open_day",
    };
}

/** The result of a look or a posting; null until there is one. */
export function resultOf(job: Job): ImportResult | null {
    const found = v.safeParse(resultSchema, job.result);
    // The schema is what the contract says; absent and undefined members mean the same here.
    return found.success ? (found.output as ImportResult) : null;
}

/** The result of a reversal; null until there is one. */
export function undoResultOf(job: Job): ImportUndoResult | null {
    const found = v.safeParse(undoSchema, job.result);
    return found.success ? found.output : null;
}

function parametersOf(job: Job) {
    const found = v.safeParse(parametersSchema, job.parameters);
    return found.success ? found.output : null;
}
