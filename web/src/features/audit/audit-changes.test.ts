// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { changesOf } from "./audit-changes";
import { readAuditSearch } from "./audit-search";

it("lists what differs, with both states", () => {
    expect(
        changesOf({ role: "cashier", outlet_ids: ["a"], name: "Budi" }, { role: "admin", outlet_ids: [], name: "Budi" }),
    ).toEqual([
        { field: "role", before: "cashier", after: "admin" },
        { field: "outlet_ids", before: '["a"]', after: "[]" },
    ]);
});

it("tells new and gone ones by the side that is missing", () => {
    expect(changesOf(null, { lock_date: null })).toEqual([{ field: "lock_date", after: "–" }]);
    expect(changesOf({ name: "x" }, null)).toEqual([{ field: "name", before: "x" }]);
    expect(changesOf(null, null)).toEqual([]);
});

it("takes only filters of the right form from the address", () => {
    expect(readAuditSearch({ what: "member", from: "2026-11-01", to: "x", who: 3 })).toEqual({
        what: "member",
        from: "2026-11-01",
    });
    expect(readAuditSearch({ what: "DROP TABLE" })).toEqual({});
});
