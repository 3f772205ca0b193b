// SPDX-License-Identifier: Apache-2.0
import { expect, test } from "vitest";

import { latestBalances, readPushedBalance } from "./latest-balances";

const read = {
    epoch: "e1",
    as_of_offset: 10,
    items: [
        { account_id: "cash", balance: "100" },
        { account_id: "bank", balance: "200" },
    ],
};

const told = (accountId: string, balance: string, asOfOffset: number, epoch = "e1") => ({
    accountId,
    balance,
    asOfOffset,
    epoch,
});

test("shows what was pushed after the reading, and leaves the rest", () => {
    const latest = latestBalances(read, [told("cash", "150", 11)]);
    expect([...latest]).toEqual([["cash", "150"], ["bank", "200"]]);
});

test("never goes back to an older value", () => {
    expect(latestBalances(read, [told("cash", "50", 9)]).get("cash")).toBe("100");
});

test("mixes no two histories", () => {
    expect(latestBalances(read, [told("cash", "50", 99, "e2")]).get("cash")).toBe("100");
});

test("adds an account that was opened since", () => {
    expect(latestBalances(read, [told("till", "0", 12)]).get("till")).toBe("0");
});

test("knows nothing before the first reading", () => {
    expect(latestBalances(undefined, [told("cash", "150", 11)]).size).toBe(0);
});

test("takes only what is a balance", () => {
    const value = { key: "cash", epoch: "e1", asOfOffset: 3 };
    expect(readPushedBalance({ ...value, data: { account_id: "cash", balance: "-12.50" } })).toEqual(
        told("cash", "-12.50", 3),
    );
    expect(readPushedBalance({ ...value, data: { account_id: "cash", balance: 12 } })).toBeNull();
    expect(readPushedBalance({ ...value, data: null })).toBeNull();
});
