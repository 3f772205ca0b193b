// SPDX-License-Identifier: Apache-2.0
// How a table is to be read, while somebody corrects it. Pure.

import type { ImportMapping, ImportResult } from "@/shared/api/wire-types";

type Columns = NonNullable<ImportMapping["columns"]>;

/** What a column can hold. */
export type ColumnRole = keyof Columns;

/** The roles in the order of the lists. */
export const columnRoles = [
    "date",
    "description",
    "amount",
    "debit",
    "credit",
    "direction",
    "reference",
    "balance",
    "contact",
    "outlet",
    "account",
] as const satisfies readonly ColumnRole[];

/** What must be said before anything can be posted. */
export type Need = ImportResult["missing"][number];

/** What the column at `index` holds, or null where it is not used. */
export function roleOf(columns: Columns | undefined, index: number): ColumnRole | null {
    return columnRoles.find((role) => columns?.[role] === index) ?? null;
}

/**
 * Gives a column a role, or none. A role stands at one column and a column has one role; one amount column and the
 * pair of debit and credit exclude each other, and a direction needs the one amount.
 */
export function withRole(
    columns: Columns | undefined,
    index: number,
    role: ColumnRole | null,
): Columns {
    const excluded: readonly ColumnRole[] =
        role === "amount" || role === "direction"
            ? ["debit", "credit"]
            : role === "debit" || role === "credit"
              ? ["amount", "direction"]
              : [];
    const next: Columns = {};
    for (const each of columnRoles) {
        const at = columns?.[each];
        if (at !== undefined && at !== index && each !== role && !excluded.includes(each)) {
            next[each] = at;
        }
    }
    if (role !== null) {
        next[role] = index;
    }
    return next;
}

/**
 * Changes how the text is cut into a table. The columns are then other ones, so what they hold is found out anew.
 */
export function withShape(
    mapping: ImportMapping,
    part: Pick<ImportMapping, "separator" | "quote" | "encoding" | "header_rows">,
): ImportMapping {
    const next = { ...mapping, ...part };
    delete next.columns;
    return next;
}

/**
 * Sets one of the texts. An empty one is none: said as such where the server would else fill in what it remembers of
 * a file of the same form, left out where there must be one.
 */
export function withText(
    mapping: ImportMapping,
    name: "money_account_code" | "counter_account_code" | "outlet_id",
    value: string,
): ImportMapping {
    if (value !== "") {
        return { ...mapping, [name]: value };
    }
    return name === "money_account_code"
        ? Object.fromEntries(Object.entries(mapping).filter(([key]) => key !== name))
        : { ...mapping, [name]: null };
}

/**
 * As it is sent: rules that are not filled in are left out, and so is what nobody has decided yet: a guess that
 * is sent back would count as an answer.
 */
export function sendable(mapping: ImportMapping, undecided: readonly Need[] = []): ImportMapping {
    const rules = mapping.rules
        ?.map((rule) => ({ ...rule, contains: rule.contains.trim() }))
        .filter((rule) => rule.contains !== "" && rule.account_code !== "");
    return Object.fromEntries(
        Object.entries({ ...mapping, ...(rules === undefined ? {} : { rules }) }).filter(
            ([key]) => !undecided.some((need) => need === key),
        ),
    );
}

/** What the server found in two ways and nobody has decided: neither confirmed nor changed. */
export function undecidedOf(
    ambiguous: readonly Need[],
    confirmed: ReadonlySet<Need>,
    read: ImportMapping,
    mapping: ImportMapping,
): Need[] {
    return ambiguous.filter(
        (need) => !confirmed.has(need) && settled(read[need]) === settled(mapping[need]),
    );
}

/** Whether two mappings read a file alike. */
export function sameMapping(a: ImportMapping, b: ImportMapping): boolean {
    return settled(a) === settled(b);
}

/** What the draft still lacks of what the server found missing. */
export function stillMissing(mapping: ImportMapping, missing: readonly Need[]): Need[] {
    return missing.filter((need) => {
        if (need !== "columns") {
            return (mapping[need] ?? undefined) === undefined;
        }
        const { columns } = mapping;
        const amounts = columns?.amount ?? columns?.debit ?? columns?.credit;
        return columns?.date === undefined || amounts === undefined;
    });
}

/** The same text for the same content, whatever the order of its members. */
function settled(value: unknown): string {
    return JSON.stringify([value], (_, item: unknown) =>
        typeof item === "object" && item !== null && !Array.isArray(item)
            ? Object.fromEntries(
                  Object.entries(item)
                      .filter(([, each]) => each !== undefined)
                      .sort(([a], [b]) => (a < b ? -1 : 1)),
              )
            : item,
    );
}
