// SPDX-License-Identifier: Apache-2.0
// An independent opinion: random books, written out as a journal, must come to the same figures in hledger and in ledger.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freshKey, openShop, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { newId } from "../support/books.ts";
import { accounts, outlet } from "../support/people.ts";
import { testSeed } from "../support/seed.ts";
import { Server, temporaryFolder } from "../support/server.ts";

// Two programs that read the whole journal anew for every question, on a machine that may be slow.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 480_000 });

const seed = testSeed(20261122);
let state = seed;
/** A whole number from 0 below `end` (mulberry32). */
function pick(end: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let value = Math.imul(state ^ (state >>> 15), 1 | state);
  value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
  return ((value ^ (value >>> 14)) >>> 0) % end;
}
const one = <T>(of: readonly T[]): T => of[pick(of.length)]!;

const transactionsMade = Number(process.env.ARUS_ORACLE_TRANSACTIONS ?? 2_000);
const types = { asset: "assets", liability: "liabilities", equity: "equity", income: "income", expense: "expenses" } as const;

let server: Server;
let shop: Shop;
let chart: Map<string, Schemas["Account"]>;
let outlets: Schemas["Outlet"][];
let journal: string;
let posted: Transaction[];

/** Whether the program is there; without it the suite fails, for nothing else would have an opinion. */
const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, [...args], { encoding: "utf8", maxBuffer: 64 << 20, env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" } });

const isoDay = (days: number): string => new Date(Date.UTC(2025, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
const dayAfter = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
const nameOf = (account: Schemas["Account"]): string => `${types[account.type]}:${account.code}`;

function randomTransaction(leaves: readonly Schemas["Account"][]): Record<string, unknown> & { id: string; status: string } {
  const legs = 1 + pick(4);
  const side = one(["debit", "credit"] as const);
  const parts = Array.from({ length: legs }, () => 1 + pick(10 ** (1 + pick(7))));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return {
    id: newId(),
    kind: "journal",
    date: isoDay(pick(680)), // in no order: many are booked long after their day
    description: `Acak ${pick(1_000)}`,
    outlet_id: one([null, ...outlets.map(({ id }) => id)]),
    status: pick(8) === 0 ? "pending" : "posted",
    postings: [
      ...parts.map((part) => ({ account_code: one(leaves).code, direction: side, amount: String(part) })),
      { account_code: one(leaves).code, direction: side === "debit" ? "credit" : "debit", amount: String(total) },
    ],
  };
}

async function everyTransaction(): Promise<Transaction[]> {
  const all: Transaction[] = [];
  for (let cursor = ""; ; ) {
    const page = await shop.api.expect(
      200,
      shop.api.get<Schemas["TransactionList"]>(shop.path(`/transactions?from=2000-01-01&status=posted&limit=500${cursor}`)),
    );
    all.push(...page.items);
    if (page.next_cursor === null) return all;
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
}

function journalOf(transactions: readonly Transaction[]): string {
  const lines = [...chart.values()].map((account) => `account ${nameOf(account)}\n`);
  for (const { date, description, sequence, outlet_id, postings } of transactions) {
    lines.push(`\n${date} (${sequence}) ${description}\n    ; outlet: ${outlet_id ?? "none"}\n`);
    for (const { account_code, direction, amount } of postings) {
      lines.push(`    ${nameOf(chart.get(account_code)!)}  ${direction === "debit" ? "" : "-"}${amount} IDR\n`);
    }
  }
  return lines.join("");
}

beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
  outlets = [await outlet(shop, "A"), await outlet(shop, "B"), await outlet(shop, "C")];
  chart = await accounts(shop);
  const parents = new Set([...chart.values()].map(({ parent_id }) => parent_id));
  const leaves = [...chart.values()].filter(({ id }) => !parents.has(id));
  const held: string[] = [];
  const ids: string[] = [];
  for (let made = 0; made < transactionsMade; made += 500) {
    const transactions = Array.from({ length: Math.min(500, transactionsMade - made) }, () => randomTransaction(leaves));
    const reply = await shop.api.expect(
      200,
      shop.api.post<Schemas["BatchReply"]>(shop.path("/transactions/batch"), { atomic: false, transactions }),
    );
    expect(reply.results.every(({ status }) => status === 201)).toBe(true);
    for (const { id, status } of transactions) (status === "pending" ? held : ids).push(id);
  }
  for (const id of held) {
    const fate = pick(3);
    if (fate === 0) continue; // still held: in no statement
    const act = fate === 1 ? "void" : "post";
    const body = fate === 1 ? {} : { date: isoDay(pick(680)) };
    await shop.api.expect(200, shop.api.post(shop.path(`/transactions/${id}/${act}`), body, { key: freshKey() }));
  }
  for (let undone = 0; undone < transactionsMade / 20; undone += 1) {
    const [id] = ids.splice(pick(ids.length), 1);
    await shop.api.expect(201, shop.api.post(shop.path(`/transactions/${id}/reverse`), { date: isoDay(pick(680)) }, { key: freshKey() }));
  }
  posted = await everyTransaction();
  journal = join(temporaryFolder(), "books.journal");
  writeFileSync(journal, journalOf(posted));
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

/** Debit balance of every account by its code, as hledger has it; accounts without entries are left out. */
function hledger(...args: readonly string[]): Map<string, bigint> {
  const csv = run("hledger", ["-f", journal, "balance", "--flat", "--no-total", "-E", "-O", "csv", ...args]);
  const rows = csv.trim().split("\n").slice(1).map((line) => /^"([^"]*)","([^"]*)"$/.exec(line.trim())!);
  return new Map(rows.map(([, account, amount]) => [account!.split(":")[1]!, BigInt(amount!.replace(/[ ,]|IDR/g, ""))]));
}

/** The same by ledger. */
function ledger(...args: readonly string[]): Map<string, bigint> {
  const text = run("ledger", ["-f", journal, "--args-only", "balance", "--flat", "--no-total", "--empty", "--balance-format", "%(account)\t%(quantity(scrub(display_total)))\n", ...args]);
  const rows = text.trim().split("\n").filter((line) => line.includes("\t")).map((line) => line.split("\t"));
  return new Map(rows.map(([account, amount]) => [account!.split(":")[1]!, BigInt(amount!)]));
}

const get = <Body>(path: string): Promise<Body> => shop.api.expect(200, shop.api.get<Body>(shop.path(`/reports/${path}`)));
const nonZero = (all: Map<string, bigint>): [string, bigint][] => [...all].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));

const ends = ["2025-01-01", "2025-03-17", "2025-12-31", "2026-01-31", "2026-11-11"];
const ranges = [["2025-01-01", "2025-01-31"], ["2025-02-14", "2025-08-03"], ["2025-01-01", "2025-12-31"], ["2026-01-01", "2026-11-11"], ["2026-02-02", "2026-02-02"]] as const;

describe("random books", () => {
  test("hold what they should", () => {
    expect(posted.length).toBeGreaterThan(transactionsMade * 0.9);
    expect(posted.some(({ settled_sequence }) => settled_sequence !== null)).toBe(true);
    expect(posted.some(({ reverses_id }) => reverses_id !== null)).toBe(true);
  });

  test.each(ends)("have the trial balance of hledger and ledger on %s", async (end) => {
    const report = await get<Schemas["TrialBalance"]>(`trial-balance?as_of=${end}`);
    const ours = new Map(report.rows.map(({ code, debits, credits }) => [code, BigInt(debits[0]!) - BigInt(credits[0]!)]));
    expect(nonZero(ours)).toEqual(nonZero(hledger("-e", dayAfter(end))));
    expect(nonZero(ours)).toEqual(nonZero(ledger("--end", dayAfter(end))));
  });

  test("have them of every outlet too", async () => {
    const end = "2026-05-20";
    const split = await get<Schemas["TrialBalance"]>(`trial-balance?as_of=${end}&split=outlet`);
    for (const [column, { kind, outlet_id }] of split.columns.entries()) {
      const ours = new Map(split.rows.map(({ code, debits, credits }) => [code, BigInt(debits[column]!) - BigInt(credits[column]!)]));
      const tag = kind === "whole" ? [] : [`tag:outlet=^${outlet_id ?? "none"}$`];
      expect([kind, nonZero(ours)]).toEqual([kind, nonZero(hledger("-e", dayAfter(end), ...tag))]);
    }
  });

  test.each(ranges)("have the income statement of hledger and ledger from %s to %s", async (from, to) => {
    const report = await get<Schemas["Statement"]>(`income-statement?from=${from}&to=${to}`);
    const byCode = new Map([...chart.values()].map((account) => [account.code, account]));
    for (const theirs of [hledger("-b", from, "-e", dayAfter(to), "^income", "^expenses"), ledger("--begin", from, "--end", dayAfter(to), "^income", "^expenses")]) {
      let net = 0n;
      for (const [code, debit] of theirs) {
        net -= debit;
        const row = report.rows.find((one_) => one_.code === code)!;
        const sign = byCode.get(code)!.type === "income" ? -1n : 1n;
        expect([code, row.amounts[0]]).toEqual([code, String(sign * debit)]);
      }
      expect(report.totals.net_income).toEqual([String(net)]);
    }
    const totals = run("hledger", ["-f", journal, "incomestatement", "-O", "csv", "-b", from, "-e", dayAfter(to)]).trim().split("\n");
    const net = /^"Net:","(.*)"$/.exec(totals.at(-1)!.trim())![1]!.replace(/[ ,]|IDR/g, "");
    expect(report.totals.net_income).toEqual([net]);
  });

  test.each(ends)("have the balance sheet of hledger and ledger on %s", async (end) => {
    const report = await get<Schemas["Statement"]>(`balance-sheet?as_of=${end}`);
    const total = (program: (...args: string[]) => Map<string, bigint>, flag: string, ...of: string[]): string =>
      String([...program(flag, dayAfter(end), ...of).values()].reduce((sum, amount) => sum + amount, 0n));
    for (const [program, flag] of [[hledger, "-e"], [ledger, "--end"]] as const) {
      expect(report.totals.assets).toEqual([total(program, flag, "^assets")]);
      expect(report.totals.liabilities).toEqual([String(-BigInt(total(program, flag, "^liabilities")))]);
      expect(report.totals.equity).toEqual([String(-BigInt(total(program, flag, "^equity", "^income", "^expenses")))]);
    }
    const sheet = run("hledger", ["-f", journal, "balancesheet", "-O", "csv", "-e", dayAfter(end)]).trim().split("\n");
    const totals = sheet.filter((line) => /^"total:?"/i.test(line)).map((line) => /,"(.*)"$/.exec(line.trim())?.[1]!.replace(/[ ,]|IDR/g, "") ?? "0");
    expect([report.totals.assets![0], report.totals.liabilities![0]]).toEqual(totals);
  });

  test("move cash by what their cash flow says", async () => {
    const [from, to] = ["2025-06-10", "2026-03-21"];
    const report = await get<Schemas["Statement"]>(`cash-flow?from=${from}&to=${to}&interval=month`);
    const cash = [...chart.values()].filter(({ type, subtype }) => type === "asset" && ["cash", "bank", "clearing"].includes(subtype)).map(nameOf);
    for (const [column, { from: begin, to: end }] of report.columns.entries()) {
      const moved = [...hledger("-b", begin!, "-e", dayAfter(end), ...cash.map((name) => `^${name}$`)).values()].reduce((sum, amount) => sum + amount, 0n);
      expect([column, report.totals.net_change![column]]).toEqual([column, String(moved)]);
    }
  });

  test("list the entries of an account as hledger's register does", async () => {
    const account = chart.get("1101")!;
    const [from, to] = ["2025-05-05", "2026-02-03"];
    const rows: Schemas["GeneralLedgerRow"][] = [];
    for (let cursor = ""; ; ) {
      const page = await get<Schemas["GeneralLedger"]>(`general-ledger?account_id=${account.id}&from=${from}&to=${to}&limit=100${cursor}`);
      rows.push(...page.rows);
      if (page.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    const csv = run("hledger", ["-f", journal, "register", "-H", "-O", "csv", "-b", from, "-e", dayAfter(to), `^${nameOf(account)}$`]).trim().split("\n").slice(1);
    expect(rows.length).toBe(csv.length);
    const last = /,"([^"]*)"$/.exec(csv.at(-1)!.trim())![1]!.replace(/[ ,]|IDR/g, "");
    expect(rows.at(-1)!.balance).toBe(last);
  });
});
