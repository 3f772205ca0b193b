// SPDX-License-Identifier: Apache-2.0
/*
 * A book to try things out in: two weeks of a small shop with two outlets, made through the same calls as
 * any other entry, in a book of its own so that nothing of it is ever among real figures. The same seed
 * gives the same fortnight.
 */

import { call, type ApiClient } from "@/shared/api/client";
import { newId } from "@/shared/api/ids";
import type { Account, AccountSubtype, ShortDraft } from "@/shared/api/wire-types";
import { addDays, todayIn } from "@/shared/i18n/dates";

const days = 14;
const batchMax = 200;

const goods: readonly (readonly [string, number])[] = [
    ["Kopi susu", 18_000],
    ["Es kopi gula aren", 22_000],
    ["Teh tarik", 14_000],
    ["Roti bakar", 16_000],
    ["Nasi goreng", 28_000],
    ["Pisang goreng", 12_000],
];

const spending: readonly (readonly [string, number])[] = [
    ["Susu dan gula", 180_000],
    ["Gas", 46_000],
    ["Parkir dan kebersihan", 25_000],
];

/** The accounts that the sample moves between. */
export type SampleAccounts = { readonly cash: string; readonly bank: string; readonly sales: string; readonly expense: string };

/** An entry of the sample; in a batch each has its id. */
export type SampleDraft = ShortDraft & { id: string };

/** Picks them by subtype, or null where the chart lacks one. */
export function sampleAccounts(accounts: readonly Account[]): SampleAccounts | null {
    const parents = new Set(accounts.map((account) => account.parent_id));
    const code = (subtype: AccountSubtype) =>
        accounts.find((account) => account.subtype === subtype && !parents.has(account.id))?.code;
    const [cash, bank, sales, expense] = [code("cash"), code("bank"), code("sales"), code("operating")];
    return cash === undefined || bank === undefined || sales === undefined || expense === undefined
        ? null
        : { cash, bank, sales, expense };
}

/** The fortnight up to `today`, oldest first. Scale 10^exponent is left out: amounts are whole units. */
export function sampleDrafts(
    accounts: SampleAccounts,
    outletIds: readonly string[],
    today: string,
): SampleDraft[] {
    const random = seeded(20_261_122);
    const drafts: SampleDraft[] = [];
    for (let back = days - 1; back >= 0; back--) {
        const date = addDays(today, -back);
        for (const outletId of outletIds) {
            const sales = back === 0 ? 3 : 5 + Math.floor(random() * 5);
            for (let index = 0; index < sales; index++) {
                const [name, price] = pick(goods, random);
                const count = 1 + Math.floor(random() * 4);
                drafts.push({
                    id: newId(),
                    kind: "sale",
                    date,
                    amount: String(price * count),
                    account_code: random() < 0.6 ? accounts.cash : accounts.bank,
                    counter_code: accounts.sales,
                    description: `${name} ${String(count)}x`,
                    outlet_id: outletId,
                });
            }
            if (back % 2 === 0) {
                const [name, price] = pick(spending, random);
                drafts.push({
                    id: newId(),
                    kind: "expense",
                    date,
                    amount: String(price),
                    account_code: accounts.cash,
                    counter_code: accounts.expense,
                    description: name,
                    outlet_id: outletId,
                });
            }
        }
    }
    return drafts;
}

/** Makes the whole sample book. Rejects at the first refusal; what was made until then stays. */
export async function makeSampleBook(
    api: ApiClient,
    name: string,
    currency: string,
    timeZone: string,
): Promise<void> {
    const book = await call(
        api.POST("/api/v1/books", {
            body: { name, currency, time_zone: timeZone, template: "umkm" },
        }),
    );
    const path = { book: book.id };
    const outletIds: string[] = [];
    for (const [code, outlet] of [["A", "Outlet A"], ["B", "Outlet B"]] as const) {
        const made = await call(
            api.POST("/api/v1/books/{book}/outlets", {
                params: { path },
                body: { code, name: outlet },
            }),
        );
        outletIds.push(made.id);
    }
    const chart = await call(
        api.GET("/api/v1/books/{book}/accounts", { params: { path, query: { limit: 500 } } }),
    );
    const accounts = sampleAccounts(chart.items);
    if (accounts === null) {
        throw new Error("the chart of the sample book lacks an account");
    }
    const drafts = sampleDrafts(accounts, outletIds, todayIn(timeZone));
    for (let at = 0; at < drafts.length; at += batchMax) {
        await call(
            api.POST("/api/v1/books/{book}/transactions/batch", {
                params: { path },
                body: { atomic: true, transactions: drafts.slice(at, at + batchMax) },
            }),
        );
    }
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) {
        throw new Error("nothing to pick from");
    }
    return item;
}

/** Numbers in [0, 1), always the same for a seed (a linear congruence, modulus 2^32). */
function seeded(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
    };
}
