// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { isFiltered, readTransactionsSearch } from "./transactions-search";

describe("readTransactionsSearch", () => {
    it("keeps what it knows and drops the rest", () => {
        expect(
            readTransactionsSearch({
                q: "kopi",
                from: "2026-11-01",
                to: "1 Nov",
                kind: "sale",
                status: "lost",
                outlet: 7,
                late: "yes",
                other: 1,
            }),
        ).toEqual({ q: "kopi", from: "2026-11-01", kind: "sale" });
    });

    it("reads a number that was searched for", () => {
        expect(readTransactionsSearch({ q: 125000 })).toEqual({ q: "125000" });
    });

    it("knows an address without filters", () => {
        expect(isFiltered(readTransactionsSearch({}))).toBe(false);
        expect(isFiltered(readTransactionsSearch({ late: true }))).toBe(true);
    });
});
