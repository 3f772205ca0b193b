// SPDX-License-Identifier: Apache-2.0
// Which columns of a report say how it changed. Pure.

import type { ReportColumn } from "@/shared/api/wire-types";

type Amounts = { readonly amounts: readonly string[] };

/**
 * The columns to show, by their index: that of the whole where it differs; else those in which a row differs, the
 * report's own before its counterparts; the last of its own where none does.
 */
export function changedColumns(
    columns: readonly ReportColumn[],
    rows: readonly Amounts[],
): number[] {
    const whole = columns.findIndex((column) => column.kind === "whole");
    if (whole >= 0 && rows.some((row) => moves(row, whole))) {
        return [whole];
    }
    const all = columns.map((_, index) => index);
    const own = all.filter((index) => columns[index]?.kind !== "compare");
    const differing = (among: readonly number[]) =>
        among.filter((index) => rows.some((row) => moves(row, index)));
    const changed = differing(own);
    const shown = changed.length > 0 ? changed : differing(all);
    return shown.length > 0 ? shown : own.slice(-1);
}

/** The first of these columns that an entry moved; the first of them where it moved none. */
export function movedColumn(effect: Amounts, columns: readonly number[]): number {
    return columns.find((index) => moves(effect, index)) ?? columns[0] ?? 0;
}

function moves({ amounts }: Amounts, index: number): boolean {
    return !/^-?0*$/.test((amounts[index] ?? "").replace(".", ""));
}
