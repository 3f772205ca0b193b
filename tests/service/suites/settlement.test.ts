// SPDX-License-Identifier: Apache-2.0
// What happens to an entry after it was made, what may hold it up, and what a batch does.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshKey, openShop, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { balance, day, history, newId, sell, state } from "../support/books.ts";
import { outlet } from "../support/people.ts";
import { Server } from "../support/server.ts";

type Problem = Schemas["Problem"];
/** A transaction, or the problem instead of it; a test looks at the status first. */
type Either = Transaction & Omit<Problem, "status">;
let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
});
afterAll(async () => {
  const verified = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
  expect(verified).toMatchObject({ ok: true, chain: "ok", findings: [] });
  expect(await server.stop()).toBe(0);
});

const act = (id: string, verb: string, body: unknown = {}, key = freshKey()) =>
  shop.api.post<Either>(shop.path(`/transactions/${id}/${verb}`), body, { key });
const post = (body: unknown) => shop.api.post<Either>(shop.path("/transactions"), body, { key: freshKey() });
const read = (id: string) => shop.api.expect(200, shop.api.get<Transaction>(shop.path(`/transactions/${id}`)));
const cash = async (): Promise<bigint> => BigInt((await balance(shop, "1101")).balance);

describe("an entry", () => {
  test("in the short form is stored as postings", async () => {
    const shapes: readonly [string, string, string, string, string][] = [
      ["sale", "1101", "4101", "1101", "4101"],
      ["expense", "1101", "6101", "6101", "1101"],
      ["transfer", "1101", "1102", "1102", "1101"],
    ];
    const codes = new Set((await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")))).items.map(({ code }) => code));
    for (const [kind, account, counter, debit, credit] of shapes) {
      for (const code of [account, counter]) expect([...codes]).toContain(code);
      const made = await sell(shop, "2500", { kind, account_code: account, counter_code: counter });
      expect(made.kind).toBe(kind);
      expect(made.postings.map((leg) => [leg.account_code, leg.direction, leg.amount])).toEqual([
        [debit, "debit", "2500"],
        [credit, "credit", "2500"],
      ]);
    }
  });

  test("keeps all that it was given, and reads the same again", async () => {
    const at = await outlet(shop, "BRAGA");
    const contact = await shop.api.expect(
      201,
      shop.api.post<Schemas["Contact"]>(shop.path("/contacts"), { code: "C1", name: "Budi" }),
    );
    const id = newId();
    const device = newId();
    const body = {
      id,
      date: day(-2),
      kind: "sale",
      description: "Kopi susu 3× ☕ “enak”",
      reference: "INV-8",
      outlet_id: at.id,
      contact_id: contact.id,
      tags: ["qris", "pagi"],
      lines: [{ name: "Kopi susu", quantity: "3", amount: "75000" }, { name: "Bonus", quantity: "0.5", amount: "0" }],
      made_at: "2026-01-02T03:04:05.678901Z",
      postings: [
        { account_code: "1101", direction: "debit", amount: "75000", memo: "laci" },
        { account_code: "4101", direction: "credit", amount: "75000", memo: null },
      ],
    };
    const made = await shop.api.expect(
      201,
      shop.api.post<Transaction>(shop.path("/transactions"), body, { headers: { "arus-device": device } }),
    );
    expect(made).toMatchObject({
      ...body,
      made_at: "2026-01-02T03:04:05.678Z",
      status: "posted",
      original_date: null,
      device_id: device,
      created_by: { id: shop.userId, name: "Pemilik" },
      book_id: shop.bookId,
      settled_sequence: null,
      reverses_id: null,
      reversed_by_id: null,
      replaces_id: null,
      local_hour: null,
    });
    expect(await read(id)).toEqual(made);
    const event = (await history(shop.api, shop.bookId)).at(-1)!;
    const { offset, epoch, hash, ...data } = made;
    expect([event.offset, event.epoch, event.hash, event.at, event.data]).toEqual([offset, epoch, hash, made.committed_at, data]);
  });

  test("has the hour of its own day only", async () => {
    const hour = (at: string): number =>
      Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Jakarta", hour: "2-digit", hourCycle: "h23" }).format(new Date(at)));
    const today = await sell(shop, "10");
    expect(today.local_hour).toBe(hour(today.committed_at));
    expect((await sell(shop, "10", { date: day(-1) })).local_hour).toBeNull();
    const made = `${day(-1)}T05:30:00.000Z`; // half past noon in Jakarta
    expect((await sell(shop, "10", { date: day(-1), made_at: made })).local_hour).toBe(12);
  });
});

describe("a reversal", () => {
  test("mirrors the entry, once, and takes back all it moved", async () => {
    const before = await cash();
    const made = await sell(shop, "12000", { date: day(-3), description: "Salah catat", tags: ["x"] });
    const reply = await act(made.id, "reverse", { description: "Batal" });
    expect(reply.status).toBe(201);
    const reversal = reply.body;
    expect(reversal).toMatchObject({ kind: "reversal", reverses_id: made.id, date: day(-3), description: "Batal", status: "posted" });
    expect(reversal.sequence).toBe(made.sequence + 1);
    expect(reversal.postings.map((leg) => [leg.account_code, leg.direction, leg.amount])).toEqual(
      made.postings.map((leg) => [leg.account_code, leg.direction === "debit" ? "credit" : "debit", leg.amount]),
    );
    expect(await cash()).toBe(before);
    expect((await read(made.id)).reversed_by_id).toBe(reversal.id);
    const events = (await history(shop.api, shop.bookId)).filter(({ offset }) => offset > made.offset);
    expect(events.map((event) => [event.type, (event.data as Transaction).id])).toEqual([["transaction.posted", reversal.id]]);
    for (const [id, code] of [[made.id, "already_reversed"], [reversal.id, "not_reversible"]] as const) {
      const unchanged = await state(shop);
      const again = await act(id, "reverse");
      expect([again.status, again.body.code]).toEqual([409, code]);
      expect(await state(shop)).toBe(unchanged);
    }
  });

  test("is found by its own id, without a key", async () => {
    const made = await sell(shop, "100");
    const id = newId();
    const path = shop.path(`/transactions/${made.id}/reverse`);
    const first = await shop.api.expect(201, shop.api.post<Transaction>(path, { id }));
    const again = await shop.api.post<Transaction>(path, { id });
    expect([again.status, again.headers.get("idempotency-replayed"), again.body.id]).toEqual([201, "true", id]);
    expect(again.body).toEqual(first);
  });

  test("of nothing is not there", async () => {
    const reply = await act(newId(), "reverse");
    expect([reply.status, reply.body.code]).toEqual([404, "not_found"]);
  });
});

describe("a correction", () => {
  test("reverses and replaces in one commit", async () => {
    const before = await cash();
    const wrong = await sell(shop, "50000", { date: day(-1) });
    const right = await sell(shop, "5000", { replaces_id: wrong.id, date: day(-1) });
    expect(right.replaces_id).toBe(wrong.id);
    expect(await cash()).toBe(before + 5_000n);
    const old = await read(wrong.id);
    const reversal = await read(old.reversed_by_id!);
    expect([reversal.sequence, right.sequence]).toEqual([wrong.sequence + 1, wrong.sequence + 2]);
    expect(reversal.committed_at).toBe(right.committed_at);
    expect(await read(right.id)).toEqual(right);
  });

  test("that is refused reverses nothing", async () => {
    const wrong = await sell(shop, "700");
    const before = await state(shop);
    const reply = await post(sale("800", { replaces_id: wrong.id, counter_code: "9999" }));
    expect([reply.status, reply.body.code]).toEqual([422, "unknown_account"]);
    const held = await post(sale("800", { replaces_id: wrong.id, status: "pending" }));
    expect([held.status, held.body.errors[0]]).toMatchObject([422, { code: "conflict" }]);
    expect(await state(shop)).toBe(before);
    expect((await read(wrong.id)).reversed_by_id).toBeNull();
  });

  test("of the same entry by many at once happens once", async () => {
    const wrong = await sell(shop, "900");
    const before = await cash();
    const replies = await Promise.all(Array.from({ length: 12 }, () => post(sale("1000", { replaces_id: wrong.id }))));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, ...Array<number>(11).fill(409)]);
    expect(await cash()).toBe(before + 100n);
  });
});

describe("a pending entry", () => {
  test("counts when it is posted, not before", async () => {
    const before = await balance(shop, "1101");
    const held = await sell(shop, "3000", { status: "pending" });
    expect(held).toMatchObject({ status: "pending", settled_sequence: null });
    const while_ = await balance(shop, "1101");
    expect([while_.balance, BigInt(while_.pending_debit) - BigInt(before.pending_debit)]).toEqual([before.balance, 3_000n]);
    const key = freshKey();
    const settled = await act(held.id, "post", { date: day(-1) }, key);
    expect(settled.status).toBe(200);
    expect(settled.body).toMatchObject({
      id: held.id,
      status: "posted",
      sequence: held.sequence,
      settled_sequence: held.sequence + 1,
      date: day(-1),
      original_date: null, // asked for, not moved by a lock
      committed_at: held.committed_at,
    });
    const after = await balance(shop, "1101");
    expect([BigInt(after.balance) - BigInt(before.balance), after.pending_debit]).toEqual([3_000n, before.pending_debit]);
    const replay = await act(held.id, "post", { date: day(-1) }, key);
    expect([replay.status, replay.headers.get("idempotency-replayed"), replay.text]).toEqual([200, "true", settled.text]);
    const event = (await history(shop.api, shop.bookId)).at(-1)!;
    expect([event.type, event.offset, event.hash]).toEqual(["transaction.posted", settled.body.offset, settled.body.hash]);
    for (const verb of ["post", "void"]) {
      const late = await act(held.id, verb);
      expect([verb, late.status, late.body.code]).toEqual([verb, 409, "not_pending"]);
    }
  });

  test("leaves no trace in the balances when it is voided", async () => {
    const before = await balance(shop, "1101");
    const held = await sell(shop, "4000", { status: "pending" });
    const reply = await act(held.id, "void");
    expect([reply.status, reply.body.status]).toEqual([200, "voided"]);
    expect(await balance(shop, "1101")).toEqual(before);
    expect((await history(shop.api, shop.bookId)).at(-1)!.type).toBe("transaction.voided");
    const reversed = await act(held.id, "reverse");
    expect([reversed.status, reversed.body.code]).toEqual([409, "not_reversible"]);
  });

  test("is settled once, whoever asks how often", async () => {
    const held = await sell(shop, "60", { status: "pending" });
    const before = await cash();
    const replies = await Promise.all(Array.from({ length: 20 }, (_, index) => act(held.id, index % 2 === 0 ? "post" : "void")));
    expect(replies.filter((reply) => reply.status === 200).length).toBe(1);
    expect(replies.filter((reply) => reply.status === 409 && reply.body.code === "not_pending").length).toBe(19);
    const { status } = await read(held.id);
    expect(await cash()).toBe(status === "posted" ? before + 60n : before);
  });

  test("needs a key to be settled", async () => {
    const held = await sell(shop, "60", { status: "pending" });
    const reply = await shop.api.post<Problem>(shop.path(`/transactions/${held.id}/post`), {});
    expect([reply.status, reply.body.errors[0]!.pointer]).toEqual([422, "header:Idempotency-Key"]);
    expect((await act(held.id, "void")).status).toBe(200);
  });
});

describe("a least balance", () => {
  const till = (amount: string, direction: "debit" | "credit", more: Record<string, unknown> = {}) => ({
    kind: "journal",
    postings: [
      { account_code: "1180", direction, amount },
      { account_code: "3101", direction: direction === "debit" ? "credit" : "debit", amount },
    ],
    ...more,
  });
  const refusal = (reply: { status: number; body: { code: string } }) => [reply.status, reply.body.code];

  test("holds on every path, and what is held counts at once", async () => {
    const codes = (await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")))).items.map(({ code }) => code);
    expect(codes).toContain("3101");
    await shop.api.expect(
      201,
      shop.api.post(shop.path("/accounts"), { code: "1180", name: "Laci", type: "asset", subtype: "cash", min_balance: "100" }),
    );
    const filled = await post(till("1000", "debit"));
    expect(filled.status).toBe(201);
    const refusedNow = async (what: () => Promise<{ status: number; body: { code: string } }>) => {
      const before = await state(shop);
      expect(refusal(await what())).toEqual([409, "insufficient_balance"]);
      expect(await state(shop)).toBe(before);
    };
    await refusedNow(() => post(till("901", "credit")));
    await refusedNow(() => act(filled.body.id, "reverse"));
    await refusedNow(() => post(till("901", "credit", { status: "pending" })));
    await refusedNow(() => post(till("901", "credit", { date: day(300) }))); // over all dates
    await refusedNow(() => post(till("1", "debit", { replaces_id: filled.body.id })));

    const held = await post(till("600", "credit", { status: "pending" }));
    expect(held.status).toBe(201);
    await refusedNow(() => post(till("301", "credit")));
    const incoming = await post(till("5000", "debit", { status: "pending" }));
    expect(incoming.status).toBe(201);
    await refusedNow(() => post(till("301", "credit"))); // what is to come does not count
    expect((await post(till("300", "credit"))).status).toBe(201);
    expect((await act(incoming.body.id, "void")).status).toBe(200);
    expect((await act(held.body.id, "post")).status).toBe(200);
    expect((await balance(shop, "1180")).balance).toBe("100");
  });

  test("stands against forty at once", async () => {
    await post(till("1000", "debit"));
    const replies = await Promise.all(Array.from({ length: 40 }, () => post(till("70", "credit"))));
    expect(replies.filter((reply) => reply.status === 201).length).toBe(14); // 14 × 70 = 980 of 1000
    expect(replies.filter((reply) => reply.body.code === "insufficient_balance").length).toBe(26);
    expect((await balance(shop, "1180")).balance).toBe("120");
  });
});

describe("the lock date", () => {
  test("holds on every path", async () => {
    const old = await sell(shop, "111", { date: day(-20) });
    const held = await sell(shop, "222", { date: day(-20), status: "pending" });
    const other = await sell(shop, "333", { date: day(-20), status: "pending" });
    await shop.api.expect(200, shop.api.patch(shop.path(""), { lock_date: day(-10) }));
    const refusedNow = async (what: () => Promise<{ status: number; body: { code: string } }>) => {
      const before = await state(shop);
      const reply = await what();
      expect([reply.status, reply.body.code]).toEqual([409, "period_locked"]);
      expect(await state(shop)).toBe(before);
    };
    await refusedNow(() => post(sale("1", { date: day(-10) })));
    await refusedNow(() => post(sale("1", { date: day(-11), status: "pending" })));
    await refusedNow(() => post(sale("1", { date: day(-11), if_locked: "refuse" })));
    await refusedNow(() => post(sale("1", { date: day(-11), replaces_id: old.id })));
    await refusedNow(() => act(old.id, "reverse", { date: day(-10) }));
    await refusedNow(() => act(held.id, "post"));
    await refusedNow(() => act(held.id, "post", { date: day(-10) }));
    const before = await state(shop);
    const batch = await shop.api.expect(
      200,
      shop.api.post<Schemas["BatchReply"]>(shop.path("/transactions/batch"), {
        atomic: false,
        transactions: [sale("1", { id: newId(), date: day(-10) })],
      }),
    );
    expect(batch.results[0]).toMatchObject({ status: 409, error: { code: "period_locked" } });
    expect(await state(shop)).toBe(before);

    const reversal = await act(old.id, "reverse"); // its own day is locked: today
    expect([reversal.status, reversal.body.date]).toEqual([201, day()]);
    expect((await act(held.id, "post", { date: day(-9) })).status).toBe(200);
    expect((await act(other.id, "void")).status).toBe(200); // letting go is always possible
    const late = await post(sale("5", { date: day(-15), if_locked: "next_open_day" }));
    expect([late.status, late.body.date, late.body.original_date]).toEqual([201, day(-9), day(-15)]);
    const list = await shop.api.expect(200, shop.api.get<Schemas["TransactionList"]>(shop.path("/transactions?late=true")));
    expect(list.items.map((item) => item.id)).toContain(late.body.id);
    expect(list.items.every((item) => item.original_date !== null)).toBe(true);
    await shop.api.expect(200, shop.api.patch(shop.path(""), { lock_date: null }));
  });
});

describe("a batch", () => {
  const batch = (atomic: boolean, transactions: readonly unknown[]) =>
    shop.api.expect(
      200,
      shop.api.post<Schemas["BatchReply"]>(shop.path("/transactions/batch"), { atomic, transactions }),
    );
  const item = (amount: string, more: Record<string, unknown> = {}) => sale(amount, { id: newId(), ...more });

  test("posts in order, and again gives the same", async () => {
    const before = await cash();
    const items = Array.from({ length: 200 }, (_, index) => item(String(index + 1)));
    const first = await batch(true, items);
    expect(first.results.map((result) => [result.status, result.replayed, result.id])).toEqual(items.map(({ id }) => [201, false, id]));
    const sequences = first.results.map((result) => result.transaction!.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => sequences[0]! + index));
    expect(await cash()).toBe(before + 20_100n);
    const again = await batch(true, items);
    expect(again.results).toEqual(first.results.map((result) => ({ ...result, replayed: true })));
    expect(await cash()).toBe(before + 20_100n);
  });

  test("that is atomic books all or nothing", async () => {
    const before = await state(shop);
    const judged = await batch(true, [item("10"), item("20", { account_code: "9999" }), item("30")]);
    expect(judged.results.map((result) => [result.status, result.error?.code])).toEqual([
      [424, "batch_refused"],
      [422, "unknown_account"],
      [424, "batch_refused"],
    ]);
    const { results } = await batch(true, [item("10"), item("30", { surprise: 1 }), { ...item("1"), id: "x" }]);
    expect(results.map((result) => [result.status, result.error?.code])).toEqual([
      [424, "batch_refused"],
      [422, "validation_failed"],
      [422, "validation_failed"],
    ]);
    expect(results[1]!.error!.errors[0]!.pointer).toBe("/surprise");
    expect(results[2]!.id).toBeNull();
    expect(await state(shop)).toBe(before);
  });

  test("that is not books what stands", async () => {
    const before = await cash();
    const twin = item("100");
    const { results } = await batch(false, [item("10"), item("20", { account_code: "9999" }), twin, twin, { ...twin, amount: "101" }]);
    expect(results.map((result) => [result.status, result.replayed])).toEqual([
      [201, false],
      [422, false],
      [201, false],
      [201, true],
      [422, false],
    ]);
    expect(results[4]!.error!.code).toBe("idempotency_key_reused");
    expect(await cash()).toBe(before + 110n);
  });

  test.each<[string, unknown, string]>([
    ["without items", { atomic: true, transactions: [] }, "/transactions"],
    ["of 1001 items", { atomic: true, transactions: Array.from({ length: 1001 }, () => ({})) }, "/transactions"],
    ["that does not say whether it is atomic", { transactions: [{}] }, "/atomic"],
    ["that is a list", [], ""],
  ])("%s is refused", async (_, body, pointer) => {
    const reply = await shop.api.post<Problem>(shop.path("/transactions/batch"), body);
    expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
    expect(reply.body.errors.map((error) => error.pointer)).toContain(pointer);
  });
});

describe("a key", () => {
  test("belongs to one entry over all paths, and the id is its own key", async () => {
    const key = freshKey();
    const made = await shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), sale("10"), { key }));
    const before = await state(shop);
    const elsewhere = await act(made.id, "reverse", {}, key);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, "idempotency_key_reused"]);
    const id = newId();
    expect(await state(shop)).toBe(before);
    const own = await shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), sale("10", { id })));
    expect(own.id).toBe(id);
    const after = await state(shop);
    const crossed = await shop.api.post<Problem>(shop.path("/transactions"), sale("10", { id }), { key });
    expect([crossed.status, crossed.body.code]).toEqual([422, "idempotency_key_reused"]);
    const other = await shop.api.post<Problem>(shop.path("/transactions"), sale("11", { id }));
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
    expect(await state(shop)).toBe(after);
  });

  test("that was refused is judged afresh", async () => {
    const key = freshKey();
    const send = () => shop.api.post<Either>(shop.path("/transactions"), sale("10", { counter_code: "4990" }), { key });
    expect((await send()).body.code).toBe("unknown_account");
    await shop.api.expect(201, shop.api.post(shop.path("/accounts"), { code: "4990", name: "Baru", type: "income" }));
    expect((await send()).status).toBe(201);
  });

  test("of another book is another key, and so is an id", async () => {
    const book = await shop.api.expect(
      201,
      shop.api.post<Schemas["Book"]>("/api/v1/books", { name: "Dua", currency: "IDR", time_zone: "Asia/Jakarta", template: "umkm" }),
    );
    const body = sale("10", { id: newId() });
    const key = freshKey();
    for (const id of [shop.bookId, book.id]) {
      const reply = await shop.api.post<Transaction>(`/api/v1/books/${id}/transactions`, body, { key });
      expect([reply.status, reply.headers.get("idempotency-replayed")]).toEqual([201, null]);
    }
  });
});

describe("a balance", () => {
  test("that would leave 64 bits is refused", async () => {
    const book = await shop.api.expect(
      201,
      shop.api.post<Schemas["Book"]>("/api/v1/books", { name: "Besar", currency: "IDR", time_zone: "Asia/Jakarta", template: "umkm" }),
    );
    const big: Shop = { ...shop, bookId: book.id, path: (rest) => `/api/v1/books/${book.id}${rest}` };
    const leg = (account_code: string, direction: string) => ({ account_code, direction, amount: "1000000000000000" });
    const postings = Array.from({ length: 100 }, () => [leg("1101", "debit"), leg("4101", "credit")]).flat();
    const send = () => shop.api.post<Problem>(big.path("/transactions"), { postings }, { key: freshKey() });
    for (let round = 0; round < 92; round += 1) expect((await send()).status).toBe(201); // 92 × 10^17
    const before = await state(big);
    const over = await send();
    expect([over.status, over.body.code]).toEqual([422, "balance_overflow"]);
    expect(await state(big)).toBe(before);
    expect((await balance(big, "1101")).balance).toBe("9200000000000000000");
    await shop.api.expect(200, shop.api.get(big.path("/reports/trial-balance")));
    const verified = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(big.path("/verify")));
    expect(verified.ok).toBe(true);
  });
});

describe("a book with decimals", () => {
  test("takes as many as it has and gives exactly those", async () => {
    const book = await shop.api.expect(
      201,
      shop.api.post<Schemas["Book"]>("/api/v1/books", { name: "Dolar", currency: "USD", time_zone: "UTC", template: "umkm" }),
    );
    const usd: Shop = { ...shop, bookId: book.id, path: (rest) => `/api/v1/books/${book.id}${rest}` };
    for (const [given, shown] of [["12", "12.00"], ["0.5", "0.50"], ["0.01", "0.01"], ["10000000000000.00", "10000000000000.00"]]) {
      expect((await sell(usd, given!)).postings[0]!.amount).toBe(shown);
    }
    expect((await balance(usd, "1101")).balance).toBe("10000000000012.51");
    for (const wrong of ["0.001", "1.", ".5", "01", "1e3", "1,5", " 1", "+1", "0.00", "10000000000000.01", "1_000", "١٢"]) {
      const reply = await usd.api.post<Problem>(usd.path("/transactions"), sale(wrong), { key: freshKey() });
      expect([wrong, reply.status, reply.body.code]).toEqual([wrong, 422, "amount_invalid"]);
    }
  });
});
