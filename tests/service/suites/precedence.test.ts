// SPDX-License-Identifier: Apache-2.0
// Every refusal that HTTP can answer is provoked once, and of two that are true of one request the first of
// errors.yaml is answered. Nothing is written by any of them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshKey, openShop, type Reply, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { day, newId, sell, state } from "../support/books.ts";
import { codesInOrder, statusOfCode } from "../support/contract.ts";
import { member, outlet, type Person } from "../support/people.ts";
import { Server } from "../support/server.ts";

type Problem = Schemas["Problem"];
type Leg = Record<string, unknown>;
/** A request to post an entry that faults can be put into, one after the other. */
type Attempt = {
  book: string;
  token: string;
  headers: Record<string, string>;
  key: string;
  raw: string | undefined;
  body: Record<string, unknown> & { postings: Leg[] };
};

let server: Server;
let shop: Shop;
let viewer: Person;
let archivedOutlet: string;
let archivedContact: string;
let usedKey: string;
let reversed: Transaction;
let reversal: Transaction;
let pending: Transaction;

beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
  viewer = await member(shop, "viewer");
  archivedOutlet = (await outlet(shop, "TUTUP")).id;
  await shop.api.expect(200, shop.api.patch(shop.path(`/outlets/${archivedOutlet}`), { archived: true }));
  const contact = await shop.api.expect(
    201,
    shop.api.post<Schemas["Contact"]>(shop.path("/contacts"), { code: "LAMA", name: "Lama" }),
  );
  archivedContact = contact.id;
  await shop.api.expect(200, shop.api.patch(shop.path(`/contacts/${archivedContact}`), { archived: true }));
  const account = (body: Record<string, unknown>) =>
    shop.api.expect(201, shop.api.post<Schemas["Account"]>(shop.path("/accounts"), { type: "asset", name: "Uji", ...body }));
  await account({ code: "1910", subtype: "cash", min_balance: "0" });
  const old = await account({ code: "1920" });
  await shop.api.expect(200, shop.api.call("POST", shop.path(`/accounts/${old.id}/archive`)));
  await shop.api.expect(200, shop.api.patch(shop.path(""), { lock_date: day(-30) }));
  usedKey = freshKey();
  await shop.api.expect(201, shop.api.post(shop.path("/transactions"), draft().body, { key: usedKey }));
  reversed = await sell(shop, "500");
  reversal = await shop.api.expect(
    201,
    shop.api.post<Transaction>(shop.path(`/transactions/${reversed.id}/reverse`), {}, { key: freshKey() }),
  );
  pending = await sell(shop, "600", { status: "pending" });
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

function draft(): Attempt {
  return {
    book: shop.bookId,
    token: shop.api.token!,
    headers: {},
    key: freshKey(),
    raw: undefined,
    body: {
      kind: "journal",
      postings: [
        { account_code: "1101", direction: "debit", amount: "1000" },
        { account_code: "4101", direction: "credit", amount: "1000" },
      ],
    },
  };
}

const send = (attempt: Attempt): Promise<Reply<Problem>> =>
  shop.api.as(attempt.token).call<Problem>("POST", `/api/v1/books/${attempt.book}/transactions`, {
    key: attempt.key,
    headers: attempt.headers,
    raw: attempt.raw ?? JSON.stringify(attempt.body),
  });

/** A fault, and what of the request it takes for itself: two that take the same cannot be true together. */
type Fault = { readonly takes: string; readonly put: (attempt: Attempt) => void };
const nobody = "01930000-0000-7000-8000-000000000000";
const faults: Readonly<Record<string, Fault>> = {
  payload_too_large: { takes: "raw", put: (a) => (a.raw = " ".repeat((1 << 20) + 1)) },
  unauthenticated: { takes: "token", put: (a) => (a.token = "arus_s_wrong") },
  not_found: { takes: "book", put: (a) => (a.book = nobody) },
  forbidden: { takes: "token", put: (a) => (a.token = viewer.api.token!) },
  unsupported_media_type: { takes: "headers", put: (a) => (a.headers = { "content-type": "text/plain" }) },
  malformed_json: { takes: "raw", put: (a) => (a.raw = "{") },
  validation_failed: { takes: "surprise", put: (a) => (a.body.surprise = 1) },
  idempotency_key_reused: { takes: "key", put: (a) => { a.key = usedKey; a.body.description = "lain"; } },
  amount_invalid: { takes: "amount", put: (a) => (a.body.postings[0]!.amount = "10.5") },
  unbalanced_transaction: { takes: "sides", put: (a) => (a.body.postings[1]!.amount = "999") },
  unknown_account: { takes: "account 0", put: (a) => (a.body.postings[0]!.account_code = "9999") },
  unknown_outlet: { takes: "outlet", put: (a) => (a.body.outlet_id = nobody) },
  unknown_contact: { takes: "contact", put: (a) => (a.body.contact_id = nobody) },
  account_archived: { takes: "account 1", put: (a) => (a.body.postings[1]!.account_code = "1920") },
  outlet_archived: { takes: "outlet", put: (a) => (a.body.outlet_id = archivedOutlet) },
  contact_archived: { takes: "contact", put: (a) => (a.body.contact_id = archivedContact) },
  period_locked: { takes: "date", put: (a) => (a.body.date = day(-31)) },
  insufficient_balance: {
    takes: "more legs",
    put: (a) =>
      a.body.postings.push(
        { account_code: "1910", direction: "credit", amount: "7" },
        { account_code: "1101", direction: "debit", amount: "7" },
      ),
  },
  already_reversed: { takes: "replaces", put: (a) => (a.body.replaces_id = reversed.id) },
  not_reversible: { takes: "replaces", put: (a) => (a.body.replaces_id = reversal.id) },
};

/** The order over HTTP: errors.yaml from its top. */
const rank = (code: string): number => codesInOrder.indexOf(code);

describe("the refusal", () => {
  test.each(Object.keys(faults))("%s is answered with its status and writes nothing", async (code) => {
    const before = await state(shop);
    const attempt = draft();
    faults[code]!.put(attempt);
    const reply = await send(attempt);
    expect([reply.status, reply.body.code]).toEqual([statusOfCode.get(code), code]);
    expect(await state(shop)).toBe(before);
  });

  const pairs = Object.keys(faults).flatMap((one, index) =>
    Object.keys(faults)
      .slice(index + 1)
      .filter((other) => faults[one]!.takes !== faults[other]!.takes)
      // A body that cannot be read has no second mistake in it.
      .filter((other) => ![one, other].some((code) => faults[code]!.takes === "raw") || [one, other].every((code) => ["raw", "token", "book", "headers"].includes(faults[code]!.takes)))
      .map((other): [string, string] => (rank(one) < rank(other) ? [one, other] : [other, one])),
  );
  test.each(pairs)("%s comes before %s", async (first, second) => {
    const attempt = draft();
    faults[second]!.put(attempt);
    faults[first]!.put(attempt);
    const reply = await send(attempt);
    expect([reply.status, reply.body.code]).toEqual([statusOfCode.get(first), first]);
  });

  test("of a posting names the posting", async () => {
    const before = await state(shop);
    for (const [code, pointer] of [
      ["amount_invalid", "/postings/0/amount"],
      ["unknown_account", "/postings/0/account_code"],
      ["account_archived", "/postings/1/account_code"],
      ["unknown_outlet", "/outlet_id"],
      ["outlet_archived", "/outlet_id"],
      ["unknown_contact", "/contact_id"],
      ["contact_archived", "/contact_id"],
      ["period_locked", "/date"],
    ] as const) {
      const attempt = draft();
      faults[code]!.put(attempt);
      const { body } = await send(attempt);
      expect([code, body.errors.map((error) => error.pointer)]).toEqual([code, [pointer]]);
      expect(body.errors[0]!.code).toBe(code);
    }
    expect(await state(shop)).toBe(before);
  });

  test("lists every wrong field of a body, at most fifty", async () => {
    const postings = Array.from({ length: 60 }, () => ({ direction: "up", amount: 1 }));
    const reply = await shop.api.post<Problem>(
      shop.path("/transactions"),
      { id: 7, date: "today", kind: 1, tags: "x", postings },
      { key: freshKey() },
    );
    expect([reply.status, reply.body.code, reply.body.errors.length]).toEqual([422, "validation_failed", 50]);
    const pointers = reply.body.errors.map((error) => error.pointer);
    for (const pointer of ["/id", "/date", "/kind", "/tags", "/postings/0/direction", "/postings/0/amount"]) {
      expect(pointers).toContain(pointer);
    }
  });
});

describe("the other refusals", () => {
  const elsewhere: Readonly<Record<string, () => Promise<Reply<Problem>>>> = {
    method_not_allowed: () => shop.api.call<Problem>("DELETE", "/api/v1/me"),
    upgrade_required: () => shop.api.get<Problem>("/api/v1/realtime"),
    header_too_large: () => shop.api.get<Problem>("/api/v1/me", { headers: { "x-long": "y".repeat(17_000) } }),
    invalid_credentials: () =>
      shop.api.post<Problem>("/api/v1/auth/login", { email: "pemilik@contoh.example", password: "salah-salah" }),
    registration_closed: () =>
      shop.api.post<Problem>("/api/v1/auth/register", { email: "pemilik@contoh.example", password: "rahasia-sekali", name: "P" }),
    origin_refused: () =>
      shop.api.post<Problem>(shop.path("/outlets"), { code: "X", name: "X" }, { headers: { origin: "https://jahat.example" } }),
    code_taken: () => shop.api.post<Problem>(shop.path("/outlets"), { code: "TUTUP", name: "Lagi" }),
    currency_fixed: () => shop.api.patch<Problem>(shop.path(""), { currency: "USD" }),
    not_pending: () => shop.api.post<Problem>(shop.path(`/transactions/${reversed.id}/post`), {}, { key: freshKey() }),
    already_reversed: () => shop.api.post<Problem>(shop.path(`/transactions/${reversed.id}/reverse`), {}, { key: freshKey() }),
    not_reversible: () => shop.api.post<Problem>(shop.path(`/transactions/${pending.id}/reverse`), {}, { key: freshKey() }),
    last_owner: () =>
      shop.api.put<Problem>(shop.path(`/members/${shop.userId}`), { role: "admin", outlet_ids: [] }),
    subtype_fixed: async () => {
      const reply = await shop.api.get<Schemas["AccountList"]>(shop.path("/accounts?limit=500"));
      const cash = reply.body.items.find((item) => item.code === "1101")!;
      return shop.api.patch<Problem>(shop.path(`/accounts/${cash.id}`), { subtype: "bank" });
    },
  };
  test.each(Object.keys(elsewhere))("%s is answered with its status and writes nothing", async (code) => {
    const before = await state(shop);
    const reply = await elsewhere[code]!();
    expect([reply.status, reply.body.code]).toEqual([statusOfCode.get(code), code]);
    expect(await state(shop)).toBe(before);
  });

  test("batch_refused is told inside a batch", async () => {
    const before = await state(shop);
    const good = { ...draft().body, id: newId() };
    const bad = { ...draft().body, id: newId(), outlet_id: nobody };
    const reply = await shop.api.expect(
      200,
      shop.api.post<Schemas["BatchReply"]>(shop.path("/transactions/batch"), { atomic: true, transactions: [good, bad] }),
    );
    expect(reply.results.map(({ status, error }) => [status, error?.code])).toEqual([
      [424, "batch_refused"],
      [422, "unknown_outlet"],
    ]);
    expect(await state(shop)).toBe(before);
  });

  test("are all of them", () => {
    const tested = new Set([...Object.keys(faults), ...Object.keys(elsewhere), "batch_refused"]);
    const inOtherSuites = [
      "malformed_request", // bad-input
      "request_timeout", // bad-input
      "rate_limited", // sign-in
      "totp_required", // people
      "job_unfinished", // jobs
      "not_cancellable", // jobs
      "balance_overflow", // settlement
      "unavailable", // service
    ];
    const overHttp = codesInOrder.filter((code) => statusOfCode.get(code) !== null && code !== "internal");
    expect([...tested, ...inOtherSuites].sort()).toEqual([...overHttp].sort());
  });
});
