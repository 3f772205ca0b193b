// SPDX-License-Identifier: Apache-2.0
// Every statement as a bank gets it, in both languages, with amounts of 15 digits and names of 40 characters: workbooks
// calculated anew by LibreOffice hold the figures of REST in every cell, and pages are drawn as pictures to be looked at
// (build/documents).
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshKey, openShop, type Schemas, type Shop } from "../support/api.ts";
import { history, isTransaction } from "../support/books.ts";
import { exported } from "../support/jobs.ts";
import { accounts, outlet } from "../support/people.ts";
import { Server, temporaryFolder } from "../support/server.ts";
import { drawn, recalculated, spoilt, type Sheet } from "./office.ts";

type Report = Schemas["ExportRequest"]["report"];
type Parameters = Schemas["ExportParameters"];
type Row = { account_id?: string | null; code: string; name: string; amounts: string[]; debits?: string[]; credits?: string[] };
type Statement = { rows: Row[]; totals: Record<string, string[]> };
/** What a table holds: code and name where they are the book's own, and the amounts of each row. */
type Line = { readonly name?: string; readonly amounts: readonly string[] };
type Case = { readonly name: string; readonly report: Report; readonly parameters: Parameters; readonly isSum: boolean };

const pictures = resolve(process.env.ARUS_DOCUMENTS_FOLDER ?? "../../build/documents");
const locales = ["id", "en"] as const;
const period = { from: "2025-01-01", to: "2025-06-30" };
const named = (name: string): string => {
  if (name.length !== 40) throw new Error(`${name}: ${name.length} characters`);
  return name;
};
const ownAccounts = [
  ["1510", named("Peralatan dapur pusat dan cabang Bandung"), "asset", "fixed_asset"],
  ["1990", named("Perlengkapan/peralatan-kantor-dan-gudang"), "asset", "other"],
  ["2150", named("Utang usaha kepada pemasok bahan makanan"), "liability", "payable"],
  ["4150", named("Penjualan katering untuk kantor dan acar"), "income", "sales"],
  ["6150", named("Beban sewa gedung, gudang & tempat parki"), "expense", "operating"],
] as const;

let server: Server;
let shop: Shop;
let cases: Case[];
let dago: Schemas["Outlet"];

async function post(book: Shop, date: string, kind: string, debit: string, credit: string, amount: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const postings = [{ account_code: debit, direction: "debit", amount }, { account_code: credit, direction: "credit", amount }];
  await book.api.expect(
    201,
    book.api.post(book.path("/transactions"), { date, kind, description: `${kind} ${date}`, postings, ...more }, { key: freshKey() }),
  );
}

beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url, { name: named("PT Kopi Senja Nusantara Sejahtera Abadi.") });
  dago = await outlet(shop, "DAGO", named("Outlet Jalan Ir. H. Juanda nomor 312, BD"));
  const braga = await outlet(shop, "BRAGA", "Outlet Braga");
  for (const [code, name, type, subtype] of ownAccounts) {
    await shop.api.expect(201, shop.api.post(shop.path("/accounts"), { code, name, type, subtype }));
  }
  const contacts: Schemas["Contact"][] = [];
  for (const name of [named("CV Sumber Makmur Jaya Abadi Bersama Kita"), "Budi"]) {
    contacts.push(await shop.api.expect(201, shop.api.post<Schemas["Contact"]>(shop.path("/contacts"), { code: `C${contacts.length}`, name })));
  }
  await post(shop, "2025-01-01", "opening", "1103", "3101", "987654321098765", { description: named("Setoran modal awal dari pemilik usaha 01") });
  for (let month = 1; month <= 6; month += 1) {
    const date = (of: number): string => `2025-0${month}-${String(of).padStart(2, "0")}`;
    const amount = (first: string): string => `${first}${String(month * 12_345_678_901_237).padStart(14, "0")}`;
    for (const [at, place] of [dago, braga].entries()) {
      const here = { outlet_id: place.id };
      await post(shop, date(5), "sale", "1101", "4101", amount("1"), { ...here, description: named("Penjualan tunai kedai, kopi dan roti 123") });
      await post(shop, date(9), "sale", "1201", "4150", amount(String(1 + at)), { ...here, contact_id: contacts[at]!.id });
      await post(shop, date(12), "journal", "5101", "2150", `10000000000000${at}`, { ...here, contact_id: contacts[at]!.id, reference: `INV-${month}` });
      await post(shop, date(20), "expense", "6150", "1103", `12345678901234${month}`, here);
    }
    await post(shop, date(25), "journal", "1510", "1103", "111111111111111");
    await post(shop, date(26), "journal", "6111", "1590", "101010101010101");
    await post(shop, date(27), "journal", "4104", "1101", `${month}`);
    await post(shop, date(28), "journal", "1990", "2201", `10000000000000${month}`, { description: "=1+1" });
  }
  await post(shop, "2025-06-29", "journal", "2150", "1103", "999999999999999", { contact_id: contacts[1]!.id });
  const chart = await accounts(shop);
  const of = (name: string, report: Report, parameters: Parameters, isSum = true): Case => ({ name, report, parameters, isSum });
  cases = [
    of("journal", "journal", {}, false), // more than a spreadsheet can add up: the sum stands as text
    of("journal-january", "journal", { from: "2025-01-01", to: "2025-01-31" }),
    of("trial-balance", "trial-balance", { as_of: period.to }),
    of("trial-balance-months", "trial-balance", { ...period, interval: "month" }),
    of("income-statement", "income-statement", period),
    of("income-statement-months", "income-statement", { ...period, interval: "month" }),
    of("income-statement-outlets", "income-statement", { ...period, split: "outlet" }),
    of("income-statement-compared", "income-statement", { from: "2025-04-01", to: "2025-06-30", compare: "previous_period" }),
    of("income-statement-dago", "income-statement", { ...period, outlet_id: dago.id }),
    of("balance-sheet", "balance-sheet", { as_of: period.to }),
    of("balance-sheet-months", "balance-sheet", { ...period, interval: "month" }),
    of("cash-flow", "cash-flow", period),
    of("cash-flow-months", "cash-flow", { ...period, interval: "month" }),
    of("aging-receivable", "aging", { as_of: period.to, side: "receivable" }),
    of("aging-payable", "aging", { as_of: period.to, side: "payable" }),
    of("general-ledger-bank", "general-ledger", { ...period, account_id: chart.get("1103")!.id }, false),
    of("general-ledger-own", "general-ledger", { ...period, account_id: chart.get("4150")!.id }, false),
  ];
}, 120_000);
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const read = <Body>(book: Shop, report: string, parameters: Parameters): Promise<Body> =>
  book.api.expect(200, book.api.get<Body>(book.path(`/reports/${report}?${new URLSearchParams(parameters as Record<string, string>).toString()}`)));
const orNothing = (amount: string): string => (/^0(\.0*)?$/.test(amount) ? "" : amount);

/** The lines that a workbook must have below its head, from REST; zero sides of a trial balance stand as nothing. */
async function wanted(book: Shop, { report, parameters }: Case): Promise<Line[]> {
  if (report === "journal") {
    const { from = "", to = "9999" } = parameters;
    const entries = (await history(book.api, book.bookId)).filter(isTransaction).map(({ data }) => data);
    const legs = entries.filter(({ date }) => date >= from && date <= to).flatMap(({ postings }) => postings);
    const side = (direction: string): string[] => legs.map((leg) => (leg.direction === direction ? leg.amount : ""));
    const [debits, credits] = [side("debit"), side("credit")];
    return [...legs.map((leg, at) => ({ name: leg.account_name, amounts: [debits[at]!, credits[at]!] })), { amounts: [added(debits), added(credits)] }];
  }
  if (report === "general-ledger") {
    const ledger = await read<Schemas["GeneralLedger"]>(book, report, { ...parameters, limit: 500 } as Parameters);
    expect(ledger.next_cursor).toBeNull();
    return [
      { amounts: ["", "", ledger.opening] },
      ...ledger.rows.map(({ entry, balance }) => ({
        name: entry.description,
        amounts: entry.direction === "debit" ? [entry.amount, "", balance] : ["", entry.amount, balance],
      })),
      { amounts: ["", "", ledger.closing] },
    ];
  }
  const statement = await read<Statement>(book, report, parameters);
  if (report === "trial-balance") {
    const pairs = (debits: readonly string[], credits: readonly string[]): string[] => debits.flatMap((debit, at) => [debit, credits[at]!]);
    return [
      ...statement.rows.map((row) => ({ name: row.name, amounts: pairs(row.debits!, row.credits!).map(orNothing) })),
      { amounts: pairs(statement.totals.debits!, statement.totals.credits!) },
    ];
  }
  const lines: Line[] = statement.rows.map((row) => (row.account_id || report === "aging" ? { name: row.name, amounts: row.amounts } : { amounts: row.amounts }));
  if (report === "aging") {
    lines.push({ amounts: statement.rows[0]!.amounts.map((_, at) => added(statement.rows.map(({ amounts }) => amounts[at]!))) });
  }
  return lines;
}

/** The sum of amounts, with as many decimals as they have. */
function added(amounts: readonly string[]): string {
  const decimals = Math.max(...amounts.map((amount) => (amount.split(".")[1] ?? "").length));
  const sum = amounts.reduce((total, amount) => total + BigInt(amount.replace(".", "")), 0n);
  const digits = sum.toString().padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Where names and amounts stand in the rows of a report's workbook. */
function places(report: Report, columns: number): { name: number; amounts: number[] } {
  if (report === "journal") return { name: 7, amounts: [8, 9] };
  if (report === "general-ledger") return { name: 2, amounts: [4, 5, 6] };
  return { name: 1, amounts: Array.from({ length: columns - 2 }, (_, at) => at + 2) };
}

/** The lines of a workbook: what follows the row of titles, which follows the first empty row. */
function found(report: Report, sheet: Sheet): Line[] {
  const titles = sheet.rows.findIndex((row) => row.every((cell) => cell === "")) + 1;
  const { name, amounts } = places(report, sheet.rows[titles]!.findLastIndex((cell) => cell !== "") + 1);
  return sheet.rows.slice(titles + 1).map((row) => ({ name: row[name]!, amounts: amounts.map((at) => row[at]!) }));
}

function compare(one: Case, sheet: Sheet, lines: readonly Line[]): void {
  const got = found(one.report, sheet);
  expect(got.map(({ amounts }) => amounts), one.name).toEqual(lines.map(({ amounts }) => amounts));
  for (const [at, { name }] of lines.entries()) if (name !== undefined) expect(got[at]!.name!.trim(), one.name).toBe(name);
  expect(sheet.rows.flat()).not.toContain(spoilt);
  if (one.isSum) expect(sheet.formulas, one.name).toBeGreaterThan(0);
}

async function compareAll(book: Shop, all: readonly Case[], locale: (typeof locales)[number]): Promise<void> {
  const workbooks = new Map<string, Buffer>();
  for (const { name, report, parameters } of all) workbooks.set(name, await exported(book, { report, format: "xlsx", locale, parameters }));
  const sheets = recalculated(temporaryFolder(), workbooks);
  for (const one of all) compare(one, sheets.get(one.name)!, await wanted(book, one));
}

describe.each(locales)("in %s", (locale) => {
  test("workbooks calculated anew hold the figures of REST", async () => {
    await compareAll(shop, cases, locale);
  });

  test("pages hold the figures of REST, and are drawn", async () => {
    for (const one of cases) {
      const { pages, text } = drawn(pictures, `${one.name}-${locale}`, await exported(shop, { report: one.report, parameters: one.parameters, format: "pdf", locale }));
      const joined = text.replaceAll(/(?<=\S) (?=\S)/g, ""); // pdftotext puts a space into a long number of a wide page
      expect(pages.length, one.name).toBeGreaterThan(0);
      for (const amount of (await wanted(shop, one)).flatMap(({ amounts }) => amounts).filter((amount) => amount !== "")) {
        expect(joined, one.name).toContain(amount.replaceAll(/\B(?=(\d{3})+$)/g, locale === "id" ? "." : ","));
      }
      expect(text, one.name).not.toContain("…");
    }
  });
});

test("workbooks hold the figures of REST with decimals, and where they are more than a spreadsheet can count", async () => {
  const made = await shop.api.expect(
    201,
    shop.api.post<Schemas["Book"]>("/api/v1/books", { name: "Singapura", currency: "SGD", time_zone: "Asia/Jakarta", template: "umkm" }),
  );
  const book: Shop = { ...shop, bookId: made.id, path: (rest) => `/api/v1/books/${made.id}${rest}` };
  for (let day = 10; day < 30; day += 1) {
    await post(book, `2025-01-${day}`, "sale", "1101", "4101", `12345678901${day}.${day + 7}`);
    await post(book, `2025-01-${day}`, "journal", "5101", "1301", `987654321${day}.${day + 11}`);
  }
  const of = (name: string, report: Report, parameters: Parameters, isSum = true): Case => ({ name, report, parameters, isSum });
  const all = (isSum: boolean): Case[] => [
    of("journal", "journal", {}, isSum),
    of("trial-balance", "trial-balance", { as_of: period.to }, isSum),
    of("income-statement", "income-statement", period, isSum),
    of("balance-sheet", "balance-sheet", { as_of: period.to }, isSum),
    of("cash-flow", "cash-flow", period, isSum),
  ];
  await compareAll(book, all(true), "id");
  for (let day = 10; day < 20; day += 1) {
    await post(book, `2025-02-${day}`, "sale", "1101", "4101", `98765432109${day}.67`);
    await post(book, `2025-02-${day}`, "journal", "5101", "1301", `98765432108${day}.66`);
  }
  await compareAll(book, all(false), "en");
});
