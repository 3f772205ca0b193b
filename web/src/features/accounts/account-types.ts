// SPDX-License-Identifier: Apache-2.0
import type { AccountSubtype, AccountType } from "@/shared/api/wire-types";

/** The types in the order of a chart. */
export const accountTypes: readonly AccountType[] = [
    "asset",
    "liability",
    "equity",
    "income",
    "expense",
];

/** Which groups a type may have, the usual one first (contracts/openapi.yaml, AccountSubtype). */
export const subtypesOf: Readonly<Record<AccountType, readonly AccountSubtype[]>> = {
    asset: ["cash", "bank", "clearing", "receivable", "inventory", "fixed_asset", "tax", "other"],
    liability: ["payable", "tax", "loan", "clearing", "other"],
    equity: ["capital", "retained", "other"],
    income: ["sales", "other_income"],
    expense: ["operating", "cogs", "tax", "other"],
};
