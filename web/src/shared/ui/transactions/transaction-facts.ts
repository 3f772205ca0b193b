// SPDX-License-Identifier: Apache-2.0
// What screens say about a transaction, read off its postings.

import type { Account, TransactionData } from "@/shared/api/wire-types";
import {
    amountFromWire,
    amountMinor,
    type AmountMinor,
    type MoneyUnit,
} from "@/shared/money/money";

/** The size of a transaction: the sum of its debits. */
export function sizeOf(transaction: TransactionData, unit: MoneyUnit): AmountMinor {
    let sum = 0n;
    for (const posting of transaction.postings) {
        if (posting.direction === "debit") {
            sum += amountFromWire(posting.amount, unit);
        }
    }
    return amountMinor(sum);
}

/**
 * Whether quick entry can say all of it again, so that a correction loses nothing: one account on its own side, and
 * no notes on its postings, which the form does not have.
 */
export function canBeSaidAgain(
    transaction: Pick<TransactionData, "kind" | "postings">,
): boolean {
    const { kind, postings } = transaction;
    if (kind !== "sale" && kind !== "expense" && kind !== "transfer") {
        return false;
    }
    const own = kind === "sale" ? "debit" : "credit";
    return (
        postings.every((posting) => posting.memo === null || posting.memo === "") &&
        postings.filter((posting) => posting.direction === own).length === 1
    );
}

/** What a transaction did to cash, bank and clearing accounts: in is positive; 0 for moves between them. */
export function moneyEffectOf(
    transaction: TransactionData,
    moneyAccounts: ReadonlySet<string>,
    unit: MoneyUnit,
): AmountMinor {
    let sum = 0n;
    for (const posting of transaction.postings) {
        if (moneyAccounts.has(posting.account_id)) {
            const amount = amountFromWire(posting.amount, unit);
            sum += posting.direction === "debit" ? amount : -amount;
        }
    }
    return amountMinor(sum);
}

/** Ids of the accounts that hold money. */
export function moneyAccountsOf(accounts: readonly Account[]): Set<string> {
    const subtypes: readonly string[] = ["cash", "bank", "clearing"];
    return new Set(
        accounts
            .filter((account) => account.type === "asset" && subtypes.includes(account.subtype))
            .map((account) => account.id),
    );
}

/** Names of the accounts that say what a transaction was about: its category, or both ends of a move. */
export function aboutOf(
    transaction: TransactionData,
    moneyAccounts: ReadonlySet<string>,
): { category: string; through: string } {
    const names = (wanted: boolean) => [
        ...new Set(
            transaction.postings
                .filter((posting) => moneyAccounts.has(posting.account_id) === wanted)
                .map((posting) => posting.account_name),
        ),
    ];
    const money = names(true);
    const other = names(false);
    if (other.length === 0) {
        const from = transaction.postings.find((posting) => posting.direction === "credit");
        const to = transaction.postings.find((posting) => posting.direction === "debit");
        return { category: `${from?.account_name ?? ""} → ${to?.account_name ?? ""}`, through: "" };
    }
    return { category: other.join(", "), through: money.join(", ") };
}
