// SPDX-License-Identifier: Apache-2.0
// The books as a whole: to see that nothing was written, and to add them up anew from their events.
import { expect } from "vitest";
import { sale, freshKey, type Api, type Schemas, type Shop, type Transaction } from "./api.ts";

/** Everything a refused request must leave as it was, byte for byte. */
export async function state(shop: Shop): Promise<string> {
  const parts = ["/balances", "/accounts?limit=500", "/outlets", "/contacts", "", "/events?after=0&limit=1"];
  const replies = await Promise.all(parts.map((part) => shop.api.get(shop.path(part))));
  for (const reply of replies) expect(reply.status).toBe(200);
  return replies.map((reply) => reply.text).join("\n");
}

/** The whole history, page by page. */
export async function history(api: Api, bookId: string, limit = 500): Promise<Schemas["Event"][]> {
  const events: Schemas["Event"][] = [];
  for (let after = 0; ; ) {
    const page = await api.expect(
      200,
      api.get<Schemas["EventPage"]>(`/api/v1/books/${bookId}/events?after=${after}&limit=${limit}`),
    );
    expect(page.recovered).toBe(true);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    events.push(...page.items);
    if (page.next === page.head) return events;
    expect(page.next).toBeGreaterThan(after);
    after = page.next;
  }
}

export const isTransaction = (event: Schemas["Event"]): event is Schemas["TransactionEvent"] =>
  event.type.startsWith("transaction.");

/** Debit and credit of every account code, summed from the posted entries of the history. */
export function sums(events: readonly Schemas["Event"][]): Map<string, { debit: bigint; credit: bigint }> {
  const totals = new Map<string, { debit: bigint; credit: bigint }>();
  for (const event of events.filter(isTransaction)) {
    if (event.data.status !== "posted") continue;
    for (const { account_code, direction, amount } of event.data.postings) {
      const total = totals.get(account_code) ?? { debit: 0n, credit: 0n };
      total[direction] += BigInt(amount.replace(".", ""));
      totals.set(account_code, total);
    }
  }
  return totals;
}

/** Posts a sale and gives it. */
export async function sell(
  shop: Shop,
  amount: string,
  more: Readonly<Record<string, unknown>> = {},
  api: Api = shop.api,
): Promise<Transaction> {
  return api.expect(201, api.post<Transaction>(shop.path("/transactions"), sale(amount, more), { key: freshKey() }));
}

/** Balance of an account, by code. */
export async function balance(shop: Shop, code: string, query = ""): Promise<Schemas["Balance"]> {
  const reply = await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path(`/balances${query}`)));
  const found = reply.items.find((item) => item.code === code);
  if (found === undefined) throw new Error(`no balance of account ${code}`);
  return found;
}

/** A UUIDv7 as a device makes it. */
export function newId(): string {
  const random = crypto.randomUUID();
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

/** A day in Jakarta, `days` from now. */
export function day(days = 0): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Jakarta" }).format(Date.now() + days * 86_400_000);
}
