// SPDX-License-Identifier: Apache-2.0
// Balances, trial balance and summary are sums of the history; lists show each entry once; the chain holds.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshKey, openShop, type Api, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { balance, day, history, isTransaction, newId, sell, sums } from "../support/books.ts";
import { accounts, outlet } from "../support/people.ts";
import { run, Server } from "../support/server.ts";

type Problem = Schemas["Problem"];
let server: Server;
let shop: Shop;
let dago: Schemas["Outlet"];
let braga: Schemas["Outlet"];
let contact: Schemas["Contact"];
const made: Transaction[] = [];

beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
  dago = await outlet(shop, "DAGO");
  braga = await outlet(shop, "BRAGA");
  contact = await shop.api.expect(
    201,
    shop.api.post<Schemas["Contact"]>(shop.path("/contacts"), { code: "C1", name: "Budi" }),
  );
  // Fixed amounts and days in a changing mix, so that a failure can be repeated.
  for (let index = 0; index < 60; index += 1) {
    const expense = index % 4 === 3;
    made.push(
      await sell(shop, String(1_000 + 37 * index), {
        kind: expense ? "expense" : "sale",
        account_code: index % 5 === 0 ? "1102" : "1101",
        counter_code: expense ? "6101" : "4101",
        date: day(-(index % 7)),
        outlet_id: [dago.id, braga.id, null][index % 3],
        contact_id: index % 6 === 0 ? contact.id : null,
        tags: index % 2 === 0 ? ["genap", `t${index}`] : ["ganjil"],
        reference: `INV-${String(index).padStart(3, "0")}`,
        description: index % 10 === 0 ? `Kopi susu gula aren ${index}` : `Roti bakar ${index}`,
        status: index % 8 === 7 ? "pending" : "posted",
      }),
    );
  }
  await shop.api.expect(
    201,
    shop.api.post(shop.path(`/transactions/${made[0]!.id}/reverse`), {}, { key: freshKey() }),
  );
  await shop.api.expect(200, shop.api.post(shop.path(`/transactions/${made[7]!.id}/post`), {}, { key: freshKey() }));
  await shop.api.expect(200, shop.api.post(shop.path(`/transactions/${made[15]!.id}/void`), {}, { key: freshKey() }));
}, 60_000);
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const balances = (query = "") => shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path(`/balances${query}`)));
const trial = (query = "") =>
  shop.api.expect(200, shop.api.get<Schemas["TrialBalance"]>(shop.path(`/reports/trial-balance${query}`)));
const normal = (type: string, debit: bigint, credit: bigint): bigint =>
  type === "asset" || type === "expense" ? debit - credit : credit - debit;

/** Balances must be the sums of those events, account for account. */
function expectSums(got: Schemas["Balances"], events: readonly Schemas["Event"][]): void {
  const totals = sums(events);
  for (const item of got.items) {
    const { debit, credit } = totals.get(item.code) ?? { debit: 0n, credit: 0n };
    expect([item.code, item.debit, item.credit, item.balance]).toEqual([
      item.code,
      String(debit),
      String(credit),
      String(normal(item.type, debit, credit)),
    ]);
    totals.delete(item.code);
  }
  expect(totals.size).toBe(0);
}

describe("balances", () => {
  test("are the sums of the posted events, now and at every earlier sequence", async () => {
    const events = await history(shop.api, shop.bookId);
    expectSums(await balances(), events);
    const acts = events.filter(isTransaction);
    const head = acts.length;
    for (const sequence of [0, 1, 8, 30, 59, head - 2, head - 1, head]) {
      const then = await balances(`?at_sequence=${sequence}`);
      expectSums(then, acts.slice(0, sequence));
    }
    const beyond = await shop.api.get<Problem>(shop.path(`/balances?at_sequence=${head + 1}`));
    expect([beyond.status, beyond.body.errors[0]]).toMatchObject([422, { pointer: "?at_sequence", code: "range" }]);
  });

  test("of an earlier sequence say which one they are true at", async () => {
    expect((await balances("?at_sequence=8")).as_of_sequence).toBe(8);
    expect((await trial("?at_sequence=8")).as_of_sequence).toBe(8);
  });

  test("of a day and of an outlet are those of their events", async () => {
    const events = (await history(shop.api, shop.bookId)).filter(isTransaction);
    for (const back of [0, 1, 3, 6, 7]) {
      expectSums(await balances(`?as_of=${day(-back)}`), events.filter((event) => event.data.date <= day(-back)));
    }
    for (const { id } of [dago, braga]) {
      expectSums(await balances(`?outlet_id=${id}`), events.filter((event) => event.data.outlet_id === id));
    }
    expectSums(
      await balances(`?outlet_id=${dago.id}&as_of=${day(-3)}&at_sequence=40`),
      events.slice(0, 40).filter((event) => event.data.outlet_id === dago.id && event.data.date <= day(-3)),
    );
  });

  test("equal the trial balance, whose sides are equal", async () => {
    for (const query of ["", `?as_of=${day(-2)}`, `?outlet_id=${braga.id}`, "?at_sequence=33"]) {
      const report = await trial(query);
      expect(report.totals.debits).toEqual(report.totals.credits);
      const got = await balances(query === "" ? `?as_of=${day()}` : query);
      const rows = new Map(report.rows.filter((row) => row.account_id !== null).map((row) => [row.code, row]));
      let debits = 0n;
      let credits = 0n;
      for (const item of got.items) {
        const row = rows.get(item.code)!;
        const net = BigInt(item.debit) - BigInt(item.credit);
        expect([item.code, row.debits[0], row.credits[0]]).toEqual([
          item.code,
          String(net > 0n ? net : 0n),
          String(net < 0n ? -net : 0n),
        ]);
        debits += BigInt(row.debits[0]!);
        credits += BigInt(row.credits[0]!);
      }
      expect([String(debits), String(credits)]).toEqual([report.totals.debits[0], report.totals.credits[0]]);
    }
  });

  test("hold what is pending apart", async () => {
    const pending = made.filter((_, index) => index % 8 === 7 && index !== 7 && index !== 15);
    const held = pending
      .flatMap((transaction) => transaction.postings)
      .filter((leg) => leg.account_code === "1101" && leg.direction === "debit")
      .reduce((sum, leg) => sum + BigInt(leg.amount), 0n);
    expect((await balance(shop, "1101")).pending_debit).toBe(String(held));
  });

  test("and reports are not sent again while nothing changed", async () => {
    const paths = ["/balances", "/reports/trial-balance", "/reports/summary", "/transactions"];
    const tags = new Map<string, string>();
    for (const path of paths) {
      const reply = await shop.api.get(shop.path(path));
      const etag = reply.headers.get("etag");
      if (etag === null) continue;
      tags.set(path, etag);
      const again = await shop.api.get(shop.path(path), { headers: { "if-none-match": etag } });
      expect([path, again.status, again.text, again.headers.get("etag")]).toEqual([path, 304, "", etag]);
    }
    expect(tags.size).toBeGreaterThan(0);
    await sell(shop, "1");
    for (const [path, etag] of tags) {
      const reply = await shop.api.get(shop.path(path), { headers: { "if-none-match": etag } });
      expect([path, reply.status]).toEqual([path, 200]);
    }
  });

  test.each([
    ["/balances?as_of=2026-13-01", "?as_of"],
    ["/balances?as_of=today", "?as_of"],
    ["/balances?outlet_id=dago", "?outlet_id"],
    ["/balances?at_sequence=-1", "?at_sequence"],
    ["/balances?at_sequence=99999999999999999999", "?at_sequence"],
    ["/balances?asof=2026-01-01", "?asof"],
    ["/reports/summary?from=yesterday", "?from"],
    ["/reports/summary?from=2020-01-01&to=2026-01-01", "?from"],
  ])("refuse the query of %s", async (path, pointer) => {
    const reply = await shop.api.get<Problem>(shop.path(path));
    expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
    expect(reply.body.errors.map((error) => error.pointer)).toContain(pointer);
  });

  test("of an outlet nobody has are refused", async () => {
    const reply = await shop.api.get<Problem>(shop.path(`/balances?outlet_id=${newId()}`));
    expect([reply.status, reply.body.code]).toEqual([422, "unknown_outlet"]);
  });
});

describe("the summary", () => {
  test("adds up what the history says of the day", async () => {
    const events = (await history(shop.api, shop.bookId)).filter(isTransaction).map((event) => event.data);
    for (const [from, to, outletId] of [[0, 0, null], [6, 0, null], [2, 1, null], [3, 0, dago.id]] as const) {
      const query = `?from=${day(-from)}&to=${day(-to)}${outletId === null ? "" : `&outlet_id=${outletId}`}`;
      const report = await shop.api.expect(200, shop.api.get<Schemas["Summary"]>(shop.path(`/reports/summary${query}`)));
      const posted = events.filter((data) => data.status === "posted" && (outletId === null || data.outlet_id === outletId));
      const inside = posted.filter((data) => data.date >= day(-from) && data.date <= day(-to));
      const net = (entries: typeof posted, codes: RegExp, plus: "debit" | "credit"): bigint =>
        entries
          .flatMap((data) => data.postings)
          .filter((leg) => codes.test(leg.account_code))
          .reduce((sum, leg) => sum + (leg.direction === plus ? 1n : -1n) * BigInt(leg.amount), 0n);
      const until = posted.filter((data) => data.date <= day(-to));
      const sold = inside.filter((data) => data.kind === "sale").length;
      const kindOf = new Map(events.map((data) => [data.id, data.kind]));
      const undone = inside.filter((data) => data.kind === "reversal" && kindOf.get(data.reverses_id!) === "sale").length;
      expect([query, report.figures]).toEqual([
        query,
        expect.objectContaining({
          income: String(net(inside, /^4/, "credit")),
          expense: String(net(inside, /^6/, "debit")),
          cash: String(net(until, /^110[12]$/, "debit")),
          count: sold - undone,
        }),
      ]);
      expect(report.hours.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
    }
  });
});

describe("the list of transactions", () => {
  const list = (query = "", api: Api = shop.api) =>
    api.expect(200, api.get<Schemas["TransactionList"]>(shop.path(`/transactions${query}`)));
  const ids = async (query: string): Promise<string[]> => (await list(`${query}&limit=500`)).items.map(({ id }) => id);
  const current = async (): Promise<Transaction[]> => (await list("?limit=500")).items;

  test.each([1, 7, 50])("pages by %i without loss or repetition, in both orders", async (limit) => {
    for (const order of ["sequence", "date"]) {
      const whole = (await list(`?order=${order}&limit=500`)).items;
      const paged: Transaction[] = [];
      for (let cursor = ""; ; ) {
        const page = await list(`?order=${order}&limit=${limit}${cursor}`);
        paged.push(...page.items);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        if (page.next_cursor === null) break;
        cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
      }
      expect(paged).toEqual(whole);
      const key = ({ date, sequence }: Transaction): string => (order === "date" ? date : "") + String(sequence).padStart(9, "0");
      expect(whole.map(key)).toEqual(whole.map(key).sort().reverse());
      expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
    }
  });

  test("is filtered by each of its parameters and by several", async () => {
    const all = await current();
    const account = (await accounts(shop)).get("1102")!;
    const filters: readonly [string, (transaction: Transaction) => boolean][] = [
      [`from=${day(-2)}`, ({ date }) => date >= day(-2)],
      [`to=${day(-5)}`, ({ date }) => date <= day(-5)],
      [`from=${day(-4)}&to=${day(-3)}`, ({ date }) => date >= day(-4) && date <= day(-3)],
      [`account_id=${account.id}`, ({ postings }) => postings.some((leg) => leg.account_id === account.id)],
      [`outlet_id=${braga.id}`, ({ outlet_id }) => outlet_id === braga.id],
      ["tag=ganjil", ({ tags }) => tags.includes("ganjil")],
      ["kind=expense", ({ kind }) => kind === "expense"],
      ["kind=reversal", ({ kind }) => kind === "reversal"],
      ["status=pending", ({ status }) => status === "pending"],
      ["status=voided", ({ status }) => status === "voided"],
      [`created_by=${shop.userId}`, () => true],
      [`created_by=${newId()}`, () => false],
      ["q=INV-01", ({ reference }) => reference?.startsWith("INV-01") ?? false],
      ["q=1037", ({ postings }) => postings.some((leg) => leg.amount === "1037")],
      ["q=gula+aren", ({ description }) => description.includes("gula aren")],
      [`tag=genap&outlet_id=${dago.id}&kind=sale&status=posted`, (t) => t.tags.includes("genap") && t.outlet_id === dago.id && t.kind === "sale" && t.status === "posted"],
    ];
    for (const [query, fits] of filters) {
      const expected = all.filter(fits).map(({ id }) => id);
      if (!query.startsWith("created_by") && !query.includes("q=")) expect([query, expected.length > 0]).toEqual([query, true]);
      expect([query, await ids(`?${query}`)]).toEqual([query, expected]);
    }
  });

  test("shows ninety days unless asked for more", async () => {
    const old = await sell(shop, "1", { date: day(-120) });
    expect((await current()).map(({ id }) => id)).not.toContain(old.id);
    expect(await ids(`?from=${day(-130)}`)).toContain(old.id);
  });

  test.each(["limit=0", "limit=501", "cursor=abc", "from=2026-02-30x", "status=done", "kind=gift", "order=amount", "late=ja", "q=", "surprise=1"])(
    "refuses ?%s",
    async (query) => {
      const reply = await shop.api.get<Problem>(shop.path(`/transactions?${query}`));
      expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
      expect(reply.body.errors[0]!.pointer).toBe(`?${query.split("=")[0]}`);
    },
  );

  test("does not take a cursor of other filters", async () => {
    const page = await list("?limit=2&kind=sale");
    const reply = await shop.api.get<Problem>(
      shop.path(`/transactions?limit=2&kind=expense&cursor=${encodeURIComponent(page.next_cursor!)}`),
    );
    expect([reply.status, reply.body.errors?.[0]]).toMatchObject([422, { pointer: "?cursor", code: "pattern" }]);
  });
});

describe("the history", () => {
  test("is contiguous, and the same by pages of any size", async () => {
    const whole = await history(shop.api, shop.bookId);
    expect(whole.map(({ offset }) => offset)).toEqual(whole.map((_, index) => index + 1));
    for (const limit of [1, 13, 50]) expect(await history(shop.api, shop.bookId, limit)).toEqual(whole);
    const sequences = whole.filter(isTransaction).map(({ data }) => data.settled_sequence ?? data.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  });

  test("is chained by hashes that anybody can recompute from its bytes", async () => {
    const { text } = await shop.api.get(shop.path("/events?after=0&limit=500"));
    const bytes = eventBytes(text);
    const whole = await history(shop.api, shop.bookId);
    expect(bytes.length).toBe(whole.length);
    let hash: Buffer = createHash("sha256").update("arus.v1").update(Buffer.from(shop.bookId.replaceAll("-", ""), "hex")).digest();
    whole.forEach((event, index) => {
      hash = chain(hash, event, bytes[index]!);
      expect([event.offset, event.hash]).toEqual([event.offset, hash.toString("hex")]);
    });
    const verified = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
    expect(verified).toMatchObject({ ok: true, chain: "ok", events: whole.length, head: { hash: hash.toString("hex"), offset: whole.length } });
  });

  test("knows a position that it never had", async () => {
    const page = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=3")));
    const at = page.items[2]!;
    const ask = (query: string) => shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path(`/events?${query}&limit=2`)));
    const right = await ask(`after=3&epoch=${page.epoch}&hash=${at.hash}`);
    expect([right.recovered, right.items.map(({ offset }) => offset), right.next]).toEqual([true, [4, 5], 5]);
    for (const query of [
      `after=3&epoch=${page.epoch}&hash=${"0".repeat(64)}`,
      `after=3&epoch=${"0".repeat(16)}`,
      `after=${page.head + 1}&epoch=${page.epoch}`,
    ]) {
      expect(await ask(query)).toMatchObject({ recovered: false, items: [], next: 0 });
    }
    for (const [query, pointer] of [["after=-1", "?after"], ["after=x", "?after"], [`hash=${at.hash}`, "?epoch"], ["epoch=x", "?epoch"]]) {
      const reply = await shop.api.get<Problem>(shop.path(`/events?${query}`));
      expect([query, reply.status]).toEqual([query, 422]);
      expect(reply.body.errors.map((error) => error.pointer)).toContain(pointer);
    }
  });

  test("is checked offline by the binary", async () => {
    const verified = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
    expect(await server.stop()).toBe(0);
    const good = run("verify", "--data-dir", server.dataDir);
    expect(good.code, good.stdout + good.stderr).toBe(0);
    expect(good.stdout).toContain(verified.head.hash);
    server = await Server.start({ dataDir: server.dataDir });
  });
});

/** The bytes of `data` of every event, cut out of the reply as they stand. */
function eventBytes(page: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = page.indexOf('"data":'); at >= 0; at = page.indexOf('"data":', at)) {
    const start = at + 7;
    let depth = 0;
    let quoted = false;
    let end = start;
    for (; end < page.length; end += 1) {
      const char = page[end]!;
      if (quoted) {
        if (char === "\\") end += 1;
        else if (char === '"') quoted = false;
      } else if (char === '"') quoted = true;
      else if (char === "{") depth += 1;
      else if (char === "}") {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    found.push(Buffer.from(page.slice(start, end + 1), "utf8"));
    at = end;
  }
  return found;
}

function chain(before: Buffer, event: Schemas["Event"], data: Buffer): Buffer {
  const numbers = Buffer.alloc(17);
  numbers.writeBigUInt64BE(BigInt(event.offset), 0);
  numbers.writeBigUInt64BE(BigInt(Date.parse(event.at)) * 1_000n, 8);
  numbers.writeUInt8(event.type.length, 16);
  return createHash("sha256").update(before).update(numbers).update(event.type).update(data).digest();
}
