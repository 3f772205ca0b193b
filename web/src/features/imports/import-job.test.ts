// SPDX-License-Identifier: Apache-2.0
import { expect, test } from "vitest";

import type { Job } from "@/shared/api/wire-types";

import { actOf, askedOf, resultOf, undoResultOf } from "./import-job";

const job = (parameters: Record<string, unknown>, result: Record<string, unknown> | null = null) =>
    ({ kind: "import", parameters, result }) as unknown as Job;

const result = {
    import_id: "01",
    kind: "csv",
    dry_run: true,
    file_name: "mutasi.csv",
    rows: 3,
    counts: { new: 2, duplicate: 0, posted: 0, refused: 1, skipped: 0 },
    ambiguous: ["date_format"],
    missing: [],
    mapping: { separator: ";", decimal: ",", columns: { date: 0, amount: 2 } },
    mapping_remembered: false,
    columns: [{ index: 0, name: "Tanggal", samples: ["31/12/2026"] }],
    new_accounts: [],
};

test("tells looks, postings and reversals apart", () => {
    expect(actOf(job({ kind: "csv", dry_run: true }))).toBe("preview");
    expect(actOf(job({ kind: "csv", dry_run: false }))).toBe("posting");
    expect(actOf(job({ undo: "01" }))).toBe("undo");
    expect(actOf({ ...job({}), kind: "export" })).toBeNull();
});

test("knows what was asked besides the mapping", () => {
    expect(askedOf(job({ mapping: { outlet_id: "o", decimal: "," }, if_locked: "next_open_day" }))).toEqual({
        outletId: "o",
        nextOpenDay: true,
    });
    expect(askedOf(job({ undo: "01" }))).toEqual({ outletId: undefined, nextOpenDay: false });
});

test("none that was said stays said", () => {
    const mapping = { ...result.mapping, outlet_id: null, counter_account_code: null };
    expect(resultOf(job({}, { ...result, mapping }))?.mapping).toEqual(mapping);
    expect(askedOf(job({ mapping: { outlet_id: null } })).outletId).toBeNull();
});

test("reads the result, and takes nothing that is none", () => {
    expect(resultOf(job({}, result))).toEqual(result);
    expect(resultOf(job({}, null))).toBeNull();
    expect(resultOf(job({}, { ...result, counts: { new: -1 } }))).toBeNull();
    expect(resultOf(job({}, { ...result, missing: ["weather"] }))).toBeNull();
    const undone = { undo: "01", reversed: 2, already_reversed: 1, refused: 0 };
    expect(undoResultOf(job({}, undone))).toEqual(undone);
    expect(undoResultOf(job({}, result))).toBeNull();
});
