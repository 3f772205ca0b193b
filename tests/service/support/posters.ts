// SPDX-License-Identifier: Apache-2.0
// People who post one sale after the other, each again with the same id until a server says that it is durable; and the proof
// that the books hold every one of them once.
import { expect } from "vitest";
import { sale, type Api, type Schemas, type Transaction } from "./api.ts";
import { history, newId, sums } from "./books.ts";
import { until } from "./wait.ts";

export type Attempt = { readonly id: string; readonly amount: number; acknowledged?: Transaction };

export type PostersOptions = {
  /** Which server to ask next. */
  readonly api: () => Api;
  readonly path: string;
  readonly posters: number;
  readonly withinMs: number;
  /** Of each poster after each sale; 0 by default. */
  readonly pauseMs?: number;
};

export class Posters {
  readonly #load: Promise<Attempt[]>[];
  #stopped = false;
  /** Acknowledged so far. */
  acknowledged = 0;
  /** Tries that ended in 503 or without an answer. */
  unanswered = 0;

  constructor(options: PostersOptions) {
    this.#load = Array.from({ length: options.posters }, (_, poster) => this.#post(options, poster));
  }

  /** No further sale begins; every one that has begun is acknowledged in the end. */
  async stop(): Promise<Attempt[]> {
    this.#stopped = true;
    return (await Promise.all(this.#load)).flat();
  }

  async #post({ api, path, withinMs, pauseMs = 0 }: PostersOptions, poster: number): Promise<Attempt[]> {
    const attempts: Attempt[] = [];
    while (!this.#stopped) {
      const attempt: Attempt = { id: newId(), amount: 1_000 + poster };
      attempts.push(attempt);
      await until(`sale ${attempt.id} acknowledged`, withinMs, async () => {
        try {
          const reply = await api().post<Transaction>(path, sale(String(attempt.amount), { id: attempt.id }));
          if (reply.status === 503) {
            expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
            this.unanswered += 1;
            return false;
          }
          if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`);
          attempt.acknowledged = reply.body;
          this.acknowledged += 1;
          return true;
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
          this.unanswered += 1; // the link broke: the outcome is unknown
          return false;
        }
      });
      if (pauseMs > 0) await new Promise((resume) => setTimeout(resume, pauseMs));
    }
    return attempts;
  }
}

/** The book holds every acknowledged sale once and nothing else, without a gap, and agrees with itself. */
export async function proveBook(api: Api, bookId: string, attempts: readonly Attempt[]): Promise<Schemas["Verification"]> {
  try {
    return await prove(api, bookId, attempts);
  } catch (cause) {
    // ./dev test never runs again what says so (tools/dev/summary.mjs).
    throw new Error(`guarantee broken: ${(cause as Error).message}`, { cause });
  }
}

async function prove(api: Api, bookId: string, attempts: readonly Attempt[]): Promise<Schemas["Verification"]> {
  const path = (rest: string): string => `/api/v1/books/${bookId}${rest}`;
  expect(attempts.every(({ acknowledged }) => acknowledged !== undefined)).toBe(true);
  const events = await history(api, bookId);
  expect(events.map((event) => event.offset)).toEqual(Array.from(events, (_, index) => index + 1));

  const posted = events.filter((event): event is Schemas["TransactionEvent"] => event.type === "transaction.posted");
  const byId = new Map(posted.map((event) => [event.data.id, event]));
  expect(byId.size).toBe(posted.length);
  expect(new Set(byId.keys())).toEqual(new Set(attempts.map(({ id }) => id)));
  for (const { id, acknowledged } of attempts) {
    expect(byId.get(id)!.offset).toBe(acknowledged!.offset);
    expect(byId.get(id)!.data.sequence).toBe(acknowledged!.sequence);
  }
  expect(posted.map((event) => event.data.sequence)).toEqual(Array.from(attempts, (_, index) => index + 1));

  const balances = await api.expect(200, api.get<Schemas["Balances"]>(path("/balances")));
  const wanted = sums(events);
  for (const { code, debit, credit } of balances.items) {
    expect([code, BigInt(debit), BigInt(credit)]).toEqual([code, wanted.get(code)?.debit ?? 0n, wanted.get(code)?.credit ?? 0n]);
  }
  const verified = await api.expect(200, api.get<Schemas["Verification"]>(path("/verify")));
  expect(verified).toMatchObject({ ok: true, chain: "ok", transactions: attempts.length, events: events.length });
  return verified;
}
