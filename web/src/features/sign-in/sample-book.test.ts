// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { sampleDrafts } from "./sample-book";

const accounts = { cash: "1101", bank: "1103", sales: "4101", expense: "6101" };

it("makes a fortnight that ends today, for each outlet, with ids of its own", () => {
    const drafts = sampleDrafts(accounts, ["a", "b"], "2026-03-02");
    const dates = [...new Set(drafts.map((draft) => draft.date))];
    expect(dates).toHaveLength(14);
    expect(dates[0]).toBe("2026-02-17");
    expect(dates.at(-1)).toBe("2026-03-02");
    expect(new Set(drafts.map((draft) => draft.id)).size).toBe(drafts.length);
    expect(new Set(drafts.map((draft) => draft.outlet_id))).toEqual(new Set(["a", "b"]));
    expect(drafts.length).toBeGreaterThan(100);
});

it("is the same fortnight each time, but for the ids", () => {
    const plain = () =>
        sampleDrafts(accounts, ["a"], "2026-03-02").map((draft) => ({ ...draft, id: "" }));
    expect(plain()).toEqual(plain());
});
