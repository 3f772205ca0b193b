// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { monthsBack, namedRanges, readReportsSearch, wireParameters } from "./reports-search";

const today = "2026-11-22";

it("keeps what it knows of an address and drops the rest", () => {
    expect(
        readReportsSearch({ report: "cash-flow", from: "2026-01-01", to: "soon", interval: "hour", split: "outlet" }),
    ).toEqual({ report: "cash-flow", from: "2026-01-01", split: "outlet" });
});

it("asks for this month of a period and for today of a day", () => {
    expect(wireParameters("income-statement", {}, today)).toEqual({ from: "2026-11-01", to: today });
    expect(wireParameters("balance-sheet", {}, today)).toEqual({ as_of: today });
    expect(wireParameters("aging", {}, today)).toEqual({ as_of: today, side: "receivable" });
});

it("never asks for what the wire refuses together", () => {
    const all = { split: "outlet", interval: "month", compare: "previous_year", outlet: "o" } as const;
    expect(wireParameters("balance-sheet", all, today)).toEqual({
        from: "2026-06-01",
        to: today,
        outlet_id: "o",
        interval: "month",
        compare: "previous_year",
    });
    expect(wireParameters("cash-flow", { split: "outlet", compare: "previous_year", outlet: "o" }, today)).toEqual({
        from: "2026-11-01",
        to: today,
        split: "outlet",
    });
    expect(wireParameters("trial-balance", all, today)).toEqual({ as_of: today, outlet_id: "o" });
});

it("counts months over the turn of a year", () => {
    expect(monthsBack("2026-02-01", 3)).toBe("2025-11-01");
    expect(namedRanges("2026-01-15").find((range) => range.key === "lastMonth")).toEqual({
        key: "lastMonth",
        from: "2025-12-01",
        to: "2025-12-31",
    });
});
