// SPDX-License-Identifier: Apache-2.0
import { expect, test } from "vitest";

import type { ReportColumn } from "@/shared/api/wire-types";

import { changedColumns, movedColumn } from "./changed-columns";

const column = (kind: ReportColumn["kind"], outletId: string | null = null): ReportColumn => ({
    from: "2026-01-01",
    to: "2026-01-31",
    outlet_id: outletId,
    kind,
    compares: null,
});
const rows = (...amounts: string[][]) => amounts.map((each) => ({ amounts: each }));

test("the column of the whole says it, wherever it stands", () => {
    const months = [column("period"), column("period"), column("whole")];
    expect(changedColumns(months, rows(["0", "7000", "7000"]))).toEqual([2]);
    const outlets = [column("period", "a"), column("rest"), column("whole"), column("compare")];
    expect(changedColumns(outlets, rows(["0", "5", "5", "0"]))).toEqual([2]);
    // Moved from one month to another: together nothing changed.
    expect(changedColumns(months, rows(["-7", "7", "0"]))).toEqual([0, 1]);
});

test("without a whole it is those that differ, of any row", () => {
    const months = [column("period"), column("period"), column("period")];
    expect(changedColumns(months, rows(["0", "7000", "0"], ["0", "0", "-20.00"]))).toEqual([1, 2]);
    expect(changedColumns(months, rows(["0", "0.00", "1"]))).toEqual([2]);
});

test("a counterpart is shown only where nothing else differs", () => {
    const columns = [column("period"), column("compare")];
    expect(changedColumns(columns, rows(["5", "5"]))).toEqual([0]);
    expect(changedColumns(columns, rows(["0", "5"]))).toEqual([1]);
    expect(changedColumns(columns, rows(["0", "0"]))).toEqual([0]);
    expect(changedColumns(columns, [])).toEqual([0]);
});

test("an entry is told by the first column that it moved", () => {
    expect(movedColumn({ amounts: ["0", "0", "9"] }, [1, 2])).toBe(2);
    expect(movedColumn({ amounts: ["0", "3", "9"] }, [1, 2])).toBe(1);
    expect(movedColumn({ amounts: ["4", "0", "0"] }, [1, 2])).toBe(1);
});
