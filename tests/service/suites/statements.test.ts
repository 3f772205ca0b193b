// SPDX-License-Identifier: Apache-2.0
// Statements over the wire: figures checked by hand, cells that lead to their entries, changes that add up.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshKey, openShop, type Reply, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { day, newId, state } from "../support/books.ts";
import { accounts, member, outlet } from "../support/people.ts";
import { Server } from "../support/server.ts";

type Problem = Schemas["Problem"];
type Statement = Schemas["Statement"];
type Trial = Schemas["TrialBalance"];
type Explanation = Schemas["ReportExplanation"];
type Changes = Schemas["ReportChanges"];
type Ledger = Schemas["GeneralLedger"];
type Leg = readonly [code: string, debit: number];

const names = ["trial-balance", "income-statement", "balance-sheet", "cash-flow"] as const;
const ofDays: readonly string[] = ["trial-balance", "balance-sheet"];

let server: Server;
let shop: Shop;
let dago: Schemas["Outlet"];
let braga: Schemas["Outlet"];
let budi: Schemas["Contact"];
let chart: Map<string, Schemas["Account"]>;

const contact = (code: string, name: string) =>
  shop.api.expect(201, shop.api.post<Schemas["Contact"]>(shop.path("/contacts"), { code, name }));

async function book(date: string, legs: readonly Leg[], more: Readonly<Record<string, unknown>> = {}): Promise<Transaction> {
  const postings = legs.map(([account_code, debit]) => ({
    account_code,
    direction: debit > 0 ? "debit" : "credit",
    amount: String(Math.abs(debit)),
  }));
  const body = { kind: "journal", date, description: "uji", postings, ...more };
  return shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), body, { key: freshKey() }));
}

const get = <Body>(path: string): Promise<Reply<Body>> => shop.api.get<Body>(shop.path(path));
const report = <Body = Statement>(name: string, query = ""): Promise<Body> =>
  shop.api.expect(200, get<Body>(`/reports/${name}${query}`));
const row = (of: Statement | Trial, keyOrCode: string) => {
  const found = of.rows.find(({ key, code }) => key === keyOrCode || code === keyOrCode);
  if (found === undefined) throw new Error(`no row ${keyOrCode}`);
  return found;
};
const amounts = (of: Statement | Trial, keyOrCode: string): string[] => [...row(of, keyOrCode).amounts];
const sum = (all: readonly string[]): bigint => all.reduce((total, one) => total + BigInt(one), 0n);

beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
  dago = await outlet(shop, "DAGO");
  braga = await outlet(shop, "BRAGA");
  budi = await contact("C1", "Budi");
  chart = await accounts(shop);
  // A shop that opened in December 2025; the same figures stand in src/arus/reports/statement_test.cpp.
  await book("2025-12-01", [["1103", 10_000], ["3101", -10_000]]);
  await book("2025-12-05", [["1504", 2_400], ["1103", -2_400]]);
  await book("2025-12-10", [["1301", 3_000], ["2101", -3_000]], { contact_id: budi.id });
  await book("2025-12-20", [["1101", 2_500], ["4101", -2_500]], { kind: "sale" });
  await book("2025-12-20", [["5101", 1_000], ["1301", -1_000]]);
  await book("2025-12-31", [["6111", 100], ["1590", -100]]);
  await book("2026-01-05", [["2101", 3_000], ["1103", -3_000]], { contact_id: budi.id });
  await book("2026-01-10", [["1103", 5_000], ["2201", -5_000]]);
  await book("2026-01-15", [["1101", 4_000], ["1201", 1_000], ["4101", -5_000]], { outlet_id: dago.id, contact_id: budi.id });
  await book("2026-01-15", [["5101", 1_500], ["1301", -1_500]], { outlet_id: dago.id });
  await book("2026-01-20", [["4104", 200], ["1101", -200]], { outlet_id: braga.id });
  await book("2026-01-25", [["6101", 1_200], ["1103", -1_200]], { outlet_id: braga.id });
  await book("2026-01-28", [["1103", 30], ["4202", -30]]);
  await book("2026-01-31", [["7101", 50], ["2201", 450], ["1103", -500]]);
  await book("2026-01-31", [["6111", 100], ["1590", -100]]);
  await book("2026-01-31", [["8101", 25], ["1103", -25]]);
  await book("2026-01-31", [["3102", 700], ["1101", -700]]);
  await book("2026-02-02", [["1101", 1_000], ["1201", -1_000]], { contact_id: budi.id });
}, 60_000);
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

describe("figures checked by hand", () => {
  test("of the income statement", async () => {
    const got = await report("income-statement", "?from=2026-01-01&to=2026-01-31");
    const figures = ["sales", "cogs", "gross_profit", "operating", "operating_profit", "other_income", "other_expense", "profit_before_tax", "tax", "net_income"];
    // 5000 - 200; 1500; 4800 - 1500; 1200 + 100; 3300 - 1300; 30; 50; 2000 + 30 - 50; 25; 1980 - 25
    expect(figures.map((key) => amounts(got, key)[0])).toEqual(["4800", "1500", "3300", "1300", "2000", "30", "50", "1980", "25", "1955"]);
    expect(got.totals.net_income).toEqual(["1955"]);
    expect(got.parameters).toEqual({
      as_of: null, from: "2026-01-01", to: "2026-01-31", outlet_id: null, split: null, interval: null, compare: null, at_sequence: null,
    });
  });

  test("of the balance sheet", async () => {
    const got = await report("balance-sheet", "?as_of=2026-01-31");
    const figures = ["assets", "liabilities", "earlier_earnings", "current_earnings", "equity", "liabilities_and_equity"];
    // cash 5600, bank 7905, owed 1000, goods 500, oven 2400 - 200; loan 4550; 2500 - 1000 - 100; 1955; 10000 - 700 + 1400 + 1955
    expect(figures.map((key) => amounts(got, key)[0])).toEqual(["17205", "4550", "1400", "1955", "12655", "17205"]);
  });

  test("of the cash flow", async () => {
    const got = await report("cash-flow", "?from=2026-01-01&to=2026-01-31");
    const figures = ["profit", "1201", "1301", "1590", "2101", "operating_activities", "investing_activities", "financing_activities", "net_change", "opening_cash", "closing_cash"];
    expect(figures.map((key) => amounts(got, key)[0])).toEqual(["1955", "-1000", "1500", "100", "-3000", "-445", "0", "3850", "3405", "10100", "13505"]);
  });

  test("by interval, compared, by outlet, of an outlet", async () => {
    const months = await report("income-statement", "?from=2025-12-01&to=2026-01-31&interval=month&compare=previous_period");
    expect(amounts(months, "net_income")).toEqual(["1400", "1955", "3355", "0", "1400", "0"]);
    expect(months.columns.map(({ kind, compares }) => [kind, compares])).toEqual([
      ["period", null], ["period", null], ["whole", null], ["compare", 0], ["compare", 1], ["compare", 2],
    ]);
    const outlets = await report("income-statement", "?from=2026-01-01&to=2026-01-31&split=outlet");
    expect(outlets.columns.map(({ kind, outlet_id }) => [kind, outlet_id])).toEqual([
      ["period", braga.id], ["period", dago.id], ["rest", null], ["whole", null],
    ]);
    expect(amounts(outlets, "net_income")).toEqual(["-1400", "3500", "-145", "1955"]);
    const one = await report("income-statement", `?from=2026-01-01&to=2026-01-31&outlet_id=${dago.id}`);
    expect(amounts(one, "net_income")).toEqual(["3500"]);
    const ends = await report("balance-sheet", "?from=2025-12-01&to=2026-02-28&interval=month&compare=previous_year");
    expect(amounts(ends, "assets")).toEqual(["14400", "17205", "17205", "0", "0", "0"]);
    const years = await report("cash-flow", "?from=2025-01-01&to=2026-12-31&interval=year");
    expect([amounts(years, "opening_cash"), amounts(years, "closing_cash")]).toEqual([["0", "10100", "0"], ["10100", "14505", "14505"]]);
    const week = await report("income-statement", "?from=2026-01-12&to=2026-01-31&interval=week");
    expect(amounts(week, "sales")).toEqual(["5000", "-200", "0", "4800"]);
    const trial = await report<Trial>("trial-balance", "?as_of=2026-01-31&compare=previous_period");
    expect(amounts(trial, "1101")).toEqual(["5600", "2500"]);
    expect(trial.totals.debits).toEqual(["22280", "15600"]);
    expect(trial.totals.credits).toEqual(trial.totals.debits);
  });

  test("of the age of what is owed", async () => {
    const aging = (query: string) => report<Schemas["Aging"]>("aging", query);
    const open = await aging("?as_of=2026-01-31");
    expect(open.rows).toEqual([{ key: budi.id, contact_id: budi.id, code: "C1", name: "Budi", amounts: ["1000", "0", "0", "0", "1000"] }]);
    expect((await aging("?as_of=2026-02-15")).rows).toEqual([]);
    const payable = await aging("?side=payable&as_of=2026-01-04");
    expect(payable.totals.open).toEqual(["3000", "0", "0", "0", "3000"]);
    expect((await aging("?side=payable&as_of=2025-12-09")).totals.open).toEqual(["0", "0", "0", "0", "0"]);
    const old = await contact("C2", "Siti");
    await book("2026-03-01", [["1201", 700], ["4101", -700]], { contact_id: old.id });
    await book("2026-05-15", [["1201", 300], ["4101", -300]], { contact_id: old.id });
    await book("2026-06-01", [["1101", 800], ["1201", -800]], { contact_id: old.id });
    await book("2026-06-10", [["1201", 50], ["4101", -50]]);
    const june = await aging("?as_of=2026-06-30");
    // 1000 charged, 800 paid: the 700 and 100 of the 300 are settled
    expect(june.rows.map(({ key, amounts: all }) => [key, all])).toEqual([
      [old.id, ["0", "200", "0", "0", "200"]],
      ["none", ["50", "0", "0", "0", "50"]],
    ]);
    expect(june.totals.open).toEqual(["50", "200", "0", "0", "250"]);
  });
});

/** Every page of an explanation. */
async function explained(name: string, query: string, limit: number): Promise<{ amount: string; items: Explanation["items"] }> {
  const items: Explanation["items"] = [];
  for (let cursor = ""; ; ) {
    const page = await shop.api.expect(200, get<Explanation>(`/reports/${name}/explain?${query}&limit=${limit}${cursor}`));
    items.push(...page.items);
    if (page.next_cursor === null) return { amount: page.amount, items };
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
}

describe("explain", () => {
  const query = (name: string): string => (ofDays.includes(name) ? "as_of=2026-01-31" : "from=2026-01-01&to=2026-01-31");

  test.each(names)("every cell of the %s by entries that add up to it", async (name) => {
    for (const more of ["", `&outlet_id=${dago.id}`, "&split=outlet"]) {
      const of = await report(name, `?${query(name)}${more}`);
      const cells = of.rows.flatMap((one) => one.amounts.map((amount, column) => ({ key: one.key, column, amount })));
      // Of the many that are zero one in ten.
      const asked = cells.filter(({ amount }, index) => amount !== "0" || index % 10 === 0);
      while (asked.length > 0) {
        await Promise.all(
          asked.splice(0, 8).map(async ({ key, column, amount }) => {
            const told = await explained(name, `${query(name)}${more}&row=${key}&column=${column}`, 500);
            expect([key, column, told.amount, String(sum(told.items.map((item) => item.amount)))]).toEqual([key, column, amount, amount]);
          }),
        );
      }
    }
  }, 180_000);

  test("page by page, newest first, of one knowledge", async () => {
    const cell = `${query("balance-sheet")}&row=assets&column=0`;
    const whole = await explained("balance-sheet", cell, 500);
    const first = await shop.api.expect(200, get<Explanation>(`/reports/balance-sheet/explain?${cell}&limit=3`));
    await book("2026-01-02", [["1101", 99], ["4101", -99]]); // before the entries that are still to come
    const items = [...first.items];
    for (let cursor = first.next_cursor; cursor !== null; ) {
      const page = await shop.api.expect(200, get<Explanation>(`/reports/balance-sheet/explain?${cell}&limit=3&cursor=${encodeURIComponent(cursor)}`));
      expect(page.amount).toBe(first.amount);
      expect(page.as_of_sequence).toBe(first.as_of_sequence);
      items.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(items).toEqual(whole.items);
    const order = items.map(({ entry }) => entry.date + String(entry.sequence).padStart(9, "0"));
    expect(order).toEqual([...order].sort().reverse());
    const now = await explained("balance-sheet", cell, 500);
    expect(BigInt(now.amount)).toBe(BigInt(whole.amount) + 99n);
  });

  test("leads to the transaction, who and when", async () => {
    const made = await book("2026-01-16", [["1101", 7], ["4101", -7]], { reference: "INV-7", made_at: "2026-01-16T03:04:05.678Z" });
    const told = await explained("income-statement", "from=2026-01-16&to=2026-01-16&row=sales&column=0", 10);
    expect(told.items).toHaveLength(1);
    expect(told.items[0]).toMatchObject({
      amount: "7",
      entry: {
        transaction_id: made.id, sequence: made.sequence, date: "2026-01-16", reference: "INV-7", account_code: "4101", direction: "credit",
        amount: "7", created_by: made.created_by, made_at: "2026-01-16T03:04:05.678Z", committed_at: made.committed_at,
      },
    });
  });

  test("the buckets of an ageing by what is still open", async () => {
    const aging = await report<Schemas["Aging"]>("aging", "?as_of=2026-06-30");
    for (const one of aging.rows) {
      for (const [column, amount] of one.amounts.entries()) {
        const told = await explained("aging", `as_of=2026-06-30&row=${one.key}&column=${column}`, 1);
        expect([one.key, column, told.amount, String(sum(told.items.map((item) => item.amount)))]).toEqual([one.key, column, amount, amount]);
      }
    }
    const siti = aging.rows.find(({ code }) => code === "C2")!;
    const bucket = await explained("aging", `as_of=2026-06-30&row=${siti.key}&column=1`, 10);
    expect(bucket.items.map(({ amount, entry }) => [entry.date, entry.amount, amount])).toEqual([["2026-05-15", "300", "200"]]);
  });
});

describe("the general ledger", () => {
  const ledger = (query: string) => report<Ledger>("general-ledger", `?${query}`);

  test("runs from the opening to the closing balance, page by page, whatever is booked meanwhile", async () => {
    const bank = chart.get("1103")!.id;
    const range = `account_id=${bank}&from=2026-01-01&to=2026-01-31`;
    const whole = await ledger(range);
    expect([whole.opening, whole.carried, whole.closing, whole.totals]).toEqual(["7600", "7600", "7905", { debits: "5030", credits: "4725" }]);
    expect(whole.rows.map(({ balance }) => balance)).toEqual(["4600", "9600", "8400", "8430", "7930", "7905"]);
    const paged: Ledger["rows"] = [];
    let carried = whole.opening;
    for (let cursor = ""; ; ) {
      const page = await ledger(`${range}&limit=2${cursor}`);
      expect([page.opening, page.carried, page.closing]).toEqual([whole.opening, carried, whole.closing]);
      paged.push(...page.rows);
      carried = page.rows.at(-1)!.balance;
      if (page.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
      await book("2026-01-03", [["1103", 11], ["3101", -11]]);
    }
    expect(paged).toEqual(whole.rows);
    expect((await ledger(range)).closing).toBe("7927");
  });

  test("of one range ends where that of the next one begins, for every account", async () => {
    for (const { id } of chart.values()) {
      const [one, next] = [await ledger(`account_id=${id}&from=2025-12-01&to=2026-01-15`), await ledger(`account_id=${id}&from=2026-01-16&to=2026-12-31`)];
      expect(next.opening).toBe(one.closing);
      const trial = await report<Trial>("trial-balance", "?as_of=2026-01-15");
      const own = trial.rows.find(({ account_id }) => account_id === id)!;
      const side = ["asset", "expense"].includes(one.account.type) ? 1n : -1n;
      expect(BigInt(one.closing)).toBe(side * (BigInt(own.debits[0]!) - BigInt(own.credits[0]!)));
    }
  });

  test("shows an outlet's entries alone", async () => {
    const got = await ledger(`account_id=${chart.get("1101")!.id}&from=2026-01-01&to=2026-01-31&outlet_id=${braga.id}`);
    expect([got.opening, got.closing, got.rows.map(({ entry }) => entry.amount)]).toEqual(["0", "-200", ["200"]]);
  });
});

describe("knowledge", () => {
  test("of an earlier sequence gives the reports of then", async () => {
    const queries = [
      "trial-balance?as_of=2026-01-31", "income-statement?from=2025-12-01&to=2026-01-31&interval=month", "balance-sheet?as_of=2026-01-31&split=outlet",
      "cash-flow?from=2026-01-01&to=2026-01-31", "aging?as_of=2026-06-30", `general-ledger?account_id=${chart.get("1101")!.id}&from=2026-01-01&to=2026-06-30`,
    ];
    const before = await Promise.all(queries.map((query) => shop.api.expect(200, get<Statement>(`/reports/${query}`))));
    await book("2026-01-11", [["1101", 500], ["4101", -500]], { outlet_id: dago.id });
    await book("2026-05-11", [["1201", 40], ["4101", -40]], { contact_id: budi.id });
    const held = await book("2026-01-12", [["1101", 60], ["4101", -60]], { status: "pending" });
    await shop.api.expect(200, shop.api.post(shop.path(`/transactions/${held.id}/post`), { date: "2026-01-13" }, { key: freshKey() }));
    for (const [index, query] of queries.entries()) {
      const at = before[index]!.as_of_sequence;
      const then = await shop.api.expect(200, get<Statement>(`/reports/${query}&at_sequence=${at}`));
      const now = await shop.api.expect(200, get<Statement>(`/reports/${query}`));
      expect(then.parameters).toEqual({ ...before[index]!.parameters, at_sequence: at });
      expect({ ...then, parameters: null }).toEqual({ ...before[index]!, parameters: null });
      expect(now.rows).not.toEqual(then.rows);
    }
  });

  test.each(names)("tells what changed the %s between two sequences", async (name) => {
    const range = ofDays.includes(name) ? "from=2025-12-01&to=2026-02-28&interval=month" : "from=2026-01-01&to=2026-02-28&interval=month&compare=previous_period";
    const before = await report(name, `?${range}`);
    await book("2026-01-14", [["1101", 300], ["4101", -300]], { outlet_id: dago.id });
    const wrong = await book("2026-02-14", [["6101", 80], ["1103", -80]]);
    await book("2027-01-14", [["1101", 1], ["4101", -1]]); // outside of every column
    await book("2026-01-14", [["1101", 5], ["1101", -5]]); // moves nothing
    const held = await book("2026-01-12", [["1101", 60], ["4101", -60]], { status: "pending" });
    await shop.api.expect(201, shop.api.post(shop.path(`/transactions/${wrong.id}/reverse`), { date: "2026-02-20" }, { key: freshKey() }));
    const posted = await shop.api.expect(200, shop.api.post<Transaction>(shop.path(`/transactions/${held.id}/post`), { date: "2026-02-13" }, { key: freshKey() }));
    const after = await report(name, `?${range}`);

    const items: Changes["items"] = [];
    let rows: Changes["rows"] = [];
    for (let cursor = ""; ; ) {
      const page = await shop.api.expect(200, get<Changes>(`/reports/${name}/changes?${range}&from_sequence=${before.as_of_sequence}&limit=1${cursor}`));
      expect([page.from_sequence, page.to_sequence]).toEqual([before.as_of_sequence, after.as_of_sequence]);
      items.push(...page.items);
      rows = page.rows;
      if (page.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    const wanted = after.rows.flatMap(({ key, amounts: all }) => {
      const old = before.rows.find((one) => one.key === key)?.amounts ?? all.map(() => "0");
      const difference = all.map((amount, column) => String(BigInt(amount) - BigInt(old[column]!)));
      return difference.some((amount) => amount !== "0") ? [[key, difference]] : [];
    });
    expect(rows.map(({ key, amounts: all }) => [key, all])).toEqual(wanted);
    const added = new Map<string, bigint[]>();
    for (const { effects } of items) {
      for (const { key, amounts: all } of effects) {
        const total = added.get(key) ?? all.map(() => 0n);
        added.set(key, total.map((amount, column) => amount + BigInt(all[column]!)));
      }
    }
    const moved = [...added].filter(([, all]) => all.some((amount) => amount !== 0n));
    expect(new Map(moved.map(([key, all]) => [key, all.map(String)]))).toEqual(new Map(wanted as [string, string[]][]));
    expect(items.map(({ sequence }) => sequence)).toEqual([...items.map(({ sequence }) => sequence)].sort((a, b) => a - b));
    expect(items.map(({ sequence }) => sequence)).toContain(posted.settled_sequence);
    expect(items.map(({ sequence }) => sequence)).not.toContain(held.sequence);
  });
});

describe("a report", () => {
  test("is not sent again while nothing changed", async () => {
    const bank = chart.get("1103")!.id;
    const paths = [...names, "aging", `general-ledger?account_id=${bank}`, "balance-sheet/explain?row=assets&column=0", "income-statement/changes?from_sequence=1"];
    const tags = new Map<string, string>();
    for (const path of paths) {
      const reply = await get(`/reports/${path}`);
      expect([path, reply.status]).toEqual([path, 200]);
      tags.set(path, reply.headers.get("etag")!);
      const again = await shop.api.get(shop.path(`/reports/${path}`), { headers: { "if-none-match": tags.get(path)! } });
      expect([path, again.status, again.text]).toEqual([path, 304, ""]);
    }
    await book(day(), [["1103", 12], ["4101", -12]], { contact_id: budi.id });
    for (const [path, etag] of tags) {
      const reply = await shop.api.get(shop.path(`/reports/${path}`), { headers: { "if-none-match": etag } });
      expect([path, reply.status]).toEqual([path, 200]);
    }
  });

  test("asked for by many at once is one and the same", async () => {
    await book("2026-01-14", [["1101", 21], ["4101", -21]]);
    const texts = await Promise.all(Array.from({ length: 20 }, async () => (await get("/reports/balance-sheet?from=2025-01-01&to=2026-12-31&interval=month")).text));
    expect(new Set(texts).size).toBe(1);
  });

  test("bears the name an account has now", async () => {
    const code = "6109";
    const before = await report("income-statement", "?from=2026-01-01&to=2026-01-31");
    await shop.api.expect(200, shop.api.patch(shop.path(`/accounts/${chart.get(code)!.id}`), { name: "Kantor" }));
    const after = await report("income-statement", "?from=2026-01-01&to=2026-01-31");
    expect([row(before, code).name, row(after, code).name]).toEqual(["Administrasi dan alat tulis", "Kantor"]);
    expect(after.as_of_offset).toBeGreaterThan(before.as_of_offset);
  });

  const account = (): string => chart.get("1101")!.id;
  test.each([
    ["income-statement?from=2026-02-01&to=2026-01-01", "?from", "range"],
    ["income-statement?from=2001-01-01&to=2026-01-01", "?from", "range"],
    ["income-statement?from=0001-01-01&to=0001-01-02", "?from", "range"],
    ["income-statement?as_of=2026-01-01", "?as_of", "unknown_field"],
    ["income-statement?from=2026-01-01&to=2026-06-01&interval=day", "?interval", "range"],
    ["income-statement?interval=hour", "?interval", "enum"],
    ["income-statement?compare=last", "?compare", "enum"],
    ["income-statement?split=contact", "?split", "enum"],
    ["income-statement?split=outlet&interval=month", "?split", "conflict"],
    ["income-statement?split=outlet&compare=previous_year", "?split", "conflict"],
    ["balance-sheet?from=2026-01-01", "?from", "conflict"],
    ["balance-sheet?to=2026-01-01", "?to", "conflict"],
    ["balance-sheet?as_of=2026-01-01&interval=month", "?as_of", "conflict"],
    ["balance-sheet?as_of=2026-02-30", "?as_of", "pattern"],
    ["trial-balance?at_sequence=999999", "?at_sequence", "range"],
    ["trial-balance?at_sequence=-1", "?at_sequence", "range"],
    ["cash-flow?surprise=1", "?surprise", "unknown_field"],
    ["aging?side=both", "?side", "enum"],
    ["aging?from=2026-01-01", "?from", "unknown_field"],
    ["general-ledger", "?account_id", "required"],
    ["general-ledger?account_id=1101", "?account_id", "pattern"],
    ["general-ledger?account_id=ACCOUNT&limit=501", "?limit", "range"],
    ["general-ledger?account_id=ACCOUNT&cursor=abc", "?cursor", "pattern"],
    ["balance-sheet/explain?column=0", "?row", "required"],
    ["balance-sheet/explain?row=assets", "?column", "required"],
    ["balance-sheet/explain?row=nothing&column=0", "?row", "enum"],
    ["balance-sheet/explain?row=assets&column=1", "?column", "range"],
    ["balance-sheet/explain?row=assets&column=0&cursor=abc", "?cursor", "pattern"],
    ["aging/explain?row=none&column=9&as_of=2026-06-30", "?column", "range"],
    ["balance-sheet/changes", "?from_sequence", "required"],
    ["balance-sheet/changes?from_sequence=999999", "?from_sequence", "range"],
    ["balance-sheet/changes?from_sequence=5&to_sequence=4", "?to_sequence", "range"],
    ["balance-sheet/changes?from_sequence=5&at_sequence=4", "?at_sequence", "unknown_field"],
  ])("refuses %s", async (path, pointer, code) => {
    const before = await state(shop);
    const reply = await get<Problem>(`/reports/${path.replace("ACCOUNT", account())}`);
    expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    expect(await state(shop)).toBe(before);
  });

  test("of an outlet or account that is not there is refused", async () => {
    const outletReply = await get<Problem>(`/reports/balance-sheet?outlet_id=${newId()}`);
    expect([outletReply.status, outletReply.body.code]).toEqual([422, "unknown_outlet"]);
    const accountReply = await get<Problem>(`/reports/general-ledger?account_id=${newId()}`);
    expect([accountReply.status, accountReply.body.code]).toEqual([422, "unknown_account"]);
  });

  test("that nobody knows is not there", async () => {
    for (const path of ["profit", "profit/explain", "aging/changes", "general-ledger/explain", "summary/explain"]) {
      const reply = await get<Problem>(`/reports/${path}`);
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, "not_found"]);
    }
  });

  test("is for everybody but cashiers", async () => {
    const cashier = await member(shop, "cashier", [dago.id]);
    const viewer = await member(shop, "viewer");
    for (const path of [...names, "aging", "balance-sheet/explain?row=assets&column=0", "balance-sheet/changes?from_sequence=1", "general-ledger"]) {
      const refused = await cashier.api.get<Problem>(shop.path(`/reports/${path}`));
      expect([path, refused.status, refused.body.code]).toEqual([path, 403, "forbidden"]);
      expect([path, (await viewer.api.get(shop.path(`/reports/${path}`))).status]).toEqual([path, path === "general-ledger" ? 422 : 200]);
    }
  });

  test("counts the earnings of the book's own fiscal year", async () => {
    await shop.api.expect(200, shop.api.patch(shop.path(""), { fiscal_year_start: "12-01" }));
    const got = await report("balance-sheet", "?as_of=2026-01-31");
    expect(amounts(got, "earlier_earnings")).toEqual(["0"]);
    const years = await report("income-statement", "?from=2025-01-01&to=2026-01-31&interval=year");
    expect(years.columns.map(({ from }) => from)).toEqual(["2025-01-01", "2025-12-01", "2025-01-01"]);
    await shop.api.expect(200, shop.api.patch(shop.path(""), { fiscal_year_start: "01-01" }));
  });
});
