// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from "vitest";

import { roleOf, sameMapping, sendable, stillMissing, withRole, withShape, withText, undecidedOf } from "./mapping-draft";

describe("the role of a column", () => {
    test("is read off the mapping", () => {
        expect(roleOf({ date: 0, amount: 3 }, 3)).toBe("amount");
        expect(roleOf({ date: 0 }, 1)).toBeNull();
        expect(roleOf(undefined, 0)).toBeNull();
    });

    test("moves from one column to the other", () => {
        expect(withRole({ date: 0, description: 1 }, 2, "description")).toEqual({
            date: 0,
            description: 2,
        });
    });

    test("is one of each column", () => {
        expect(withRole({ date: 0, description: 1 }, 1, "date")).toEqual({ date: 1 });
    });

    test("can be taken away", () => {
        expect(withRole({ date: 0, description: 1 }, 1, null)).toEqual({ date: 0 });
    });

    test.each([
        [{ debit: 1, credit: 2 }, "amount", { amount: 3 }],
        [{ debit: 1, credit: 2, amount: 4 }, "direction", { amount: 4, direction: 3 }],
        [{ amount: 1, direction: 2 }, "debit", { debit: 3 }],
        [{ debit: 1, amount: 2 }, "credit", { debit: 1, credit: 3 }],
    ] as const)("of %j as %s leaves %j", (columns, role, left) => {
        expect(withRole(columns, 3, role)).toEqual(left);
    });
});

test("another separator asks for the columns again", () => {
    const mapping = { separator: ",", columns: { date: 0 }, decimal: "." } as const;
    expect(withShape(mapping, { separator: ";" })).toEqual({ separator: ";", decimal: "." });
});

test("an empty choice is none, and said so where the server remembers one", () => {
    expect(withText({ outlet_id: "a" }, "outlet_id", "")).toEqual({ outlet_id: null });
    expect(sendable(withText({}, "counter_account_code", ""))).toEqual({ counter_account_code: null });
    expect(withText({ money_account_code: "1101" }, "money_account_code", "")).toEqual({});
    expect(sameMapping({ outlet_id: null }, {})).toBe(false);
    expect(withText({}, "money_account_code", "1101")).toEqual({ money_account_code: "1101" });
});

test("half a rule is not sent", () => {
    const rules = [
        { contains: " GOJEK ", account_code: "5102" },
        { contains: "  ", account_code: "5102" },
        { contains: "PLN", account_code: "" },
    ];
    expect(sendable({ rules }).rules).toEqual([{ contains: "GOJEK", account_code: "5102" }]);
    expect(sendable({})).toEqual({});
});

test("a guess is not sent back as an answer until somebody has decided", () => {
    const read = { date_format: "dmy", decimal: "," } as const;
    const undecided = undecidedOf(["date_format"], new Set(), read, read);
    expect(undecided).toEqual(["date_format"]);
    expect(sendable(read, undecided)).toEqual({ decimal: "," });
    expect(undecidedOf(["date_format"], new Set(["date_format"] as const), read, read)).toEqual([]);
    expect(undecidedOf(["date_format"], new Set(), read, { ...read, date_format: "mdy" })).toEqual([]);
});

test("the order of members is no difference, content is", () => {
    expect(sameMapping({ separator: ";", decimal: "," }, { decimal: ",", separator: ";" })).toBe(true);
    expect(sameMapping({ columns: { date: 0 } }, { columns: { date: 1 } })).toBe(false);
    expect(sameMapping({ rules: [] }, {})).toBe(false);
});

test("what is missing goes as it is filled in", () => {
    const missing = ["columns", "money_account_code"] as const;
    expect(stillMissing({}, missing)).toEqual(["columns", "money_account_code"]);
    expect(stillMissing({ columns: { date: 0 } }, missing)).toContain("columns");
    expect(stillMissing({ counter_account_code: null }, ["counter_account_code"])).toEqual([
        "counter_account_code",
    ]);
    expect(stillMissing({ columns: { date: 0, debit: 2 }, money_account_code: "1102" }, missing)).toEqual([]);
});
