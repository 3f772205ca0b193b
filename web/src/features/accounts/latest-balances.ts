// SPDX-License-Identifier: Apache-2.0
// What is read once and what is pushed afterwards, put together by their positions in the books.

import * as v from "valibot";

import type { LiveValue } from "@/shared/sync/live-ledger";
import type { Balances } from "@/shared/api/wire-types";

/** One account's balance as the socket told it. */
export type PushedBalance = {
    readonly accountId: string;
    readonly balance: string;
    readonly epoch: string;
    readonly asOfOffset: number;
};

const itemSchema = v.looseObject({
    account_id: v.string(),
    balance: v.pipe(v.string(), v.regex(/^-?[0-9]+(\.[0-9]+)?$/)),
});

/** A value of the `balance` channel, or null where it is none. */
export function readPushedBalance(value: LiveValue): PushedBalance | null {
    const found = v.safeParse(itemSchema, value.data);
    return found.success
        ? {
              accountId: found.output.account_id,
              balance: found.output.balance,
              epoch: value.epoch,
              asOfOffset: value.asOfOffset,
          }
        : null;
}

type Read = Pick<Balances, "epoch" | "as_of_offset"> & {
    readonly items: readonly Pick<Balances["items"][number], "account_id" | "balance">[];
};

/**
 * Each account's balance by its id: the pushed one where it is of the same history and not older than what
 * was read, else the one that was read. Nothing is known before the first reading.
 */
export function latestBalances(
    read: Read | undefined,
    pushed: readonly PushedBalance[],
): ReadonlyMap<string, string> {
    if (read === undefined) {
        return new Map();
    }
    const balances = new Map(read.items.map((item) => [item.account_id, item.balance]));
    for (const item of pushed) {
        if (item.epoch === read.epoch && item.asOfOffset >= read.as_of_offset) {
            balances.set(item.accountId, item.balance);
        }
    }
    return balances;
}
