// SPDX-License-Identifier: Apache-2.0
// Documents, opened: every amount of the books is in each of them, and nothing in them runs.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, sale, type Schemas, type Shop } from "../support/api.ts";
import { day, history, isTransaction, newId, sell } from "../support/books.ts";
import { done, download, exported, parseCsv, saidOf, startExport } from "../support/jobs.ts";
import { member, outlet, type Person } from "../support/people.ts";
import { Server } from "../support/server.ts";

type Problem = Schemas["Problem"];
const longName = "Peralatan dapur pusat dan cabang Surabaya"; // 41 characters
const large = "999999999999999";

let server: Server;
let shop: Shop;
let dago: Schemas["Outlet"];
let braga: Schemas["Outlet"];
let cashier: Person;
let entries: Schemas["TransactionData"][];

beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
  dago = await outlet(shop, "DAGO");
  braga = await outlet(shop, "BRAGA");
  cashier = await member(shop, "cashier", [dago.id]);
  await shop.api.expect(
    201,
    shop.api.post(shop.path("/accounts"), { code: "1990", name: longName, type: "asset", subtype: "fixed_asset" }),
  );
  await sell(shop, "75000", { outlet_id: dago.id, description: '=HYPERLINK("http://x","y")', tags: ["qris", "+62"], reference: "-INV,8" });
  await sell(shop, "20000", { outlet_id: braga.id, description: 'Kopi "susu"; 3x | dua  spasi' });
  await sell(shop, "1250", { date: day(-3), description: "* (lama) @SUM(A1)" });
  const equipment = { date: day(0), kind: "journal", description: "Peralatan" };
  await shop.api.expect(
    201,
    shop.api.post(shop.path("/transactions"), {
      ...equipment,
      postings: [
        { account_code: "1990", direction: "debit", amount: large, memo: "=1+1" },
        { account_code: "3101", direction: "credit", amount: large },
      ],
    }, { key: "equipment-of-the-kitchen" }),
  );
  const wrong = await sell(shop, "500");
  await shop.api.expect(201, shop.api.post(shop.path(`/transactions/${wrong.id}/reverse`), {}, { key: "reverse-the-wrong-one" }));
  await sell(shop, "900", { status: "pending" });
  entries = (await history(shop.api, shop.bookId))
    .filter(isTransaction)
    .filter(({ type }) => type === "transaction.posted")
    .map(({ data }) => data);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const column = (records: string[][], name: string): string[] => {
  const index = records[0]!.indexOf(name);
  expect(index, name).toBeGreaterThanOrEqual(0);
  return records.slice(1).map((record) => record[index]!);
};

describe("the journal", () => {
  test("as CSV has every posting once and holds no formula", async () => {
    const bytes = await exported(shop, { report: "journal", format: "csv", locale: "en" });
    const text = bytes.toString("utf8");
    expect(text.endsWith("\r\n")).toBe(true);
    const records = parseCsv(text);
    expect(new Set(records.map((record) => record.length))).toEqual(new Set([15]));
    const legs = entries.flatMap((entry) => entry.postings.map((posting) => ({ entry, posting })));
    expect(records.length - 1).toBe(legs.length);
    expect(column(records, "Transaction id")).toEqual(legs.map(({ entry }) => entry.id));
    expect(column(records, "Debit")).toEqual(legs.map(({ posting }) => (posting.direction === "debit" ? posting.amount : "")));
    expect(column(records, "Credit")).toEqual(legs.map(({ posting }) => (posting.direction === "credit" ? posting.amount : "")));
    expect(column(records, "Account")).toContain(longName);
    for (const field of records.flat()) expect(field).not.toMatch(/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/);
    expect(column(records, "Description")[0]).toBe('\'=HYPERLINK("http://x","y")');
    expect(column(records, "Tags")[0]).toBe("qris, +62");
  });

  test("narrowed to days and an outlet", async () => {
    const of = async (parameters: Schemas["ExportParameters"]): Promise<number> =>
      parseCsv((await exported(shop, { report: "journal", format: "csv", parameters })).toString()).length - 1;
    expect(await of({ to: day(-1) })).toBe(2);
    expect(await of({ from: day(-1) })).toBe(2 * (entries.length - 1));
    expect(await of({ outlet_id: braga.id })).toBe(2);
    expect(await of({ from: day(1) })).toBe(0);
  });

  test("of a cashier holds the own outlets, and may not be fetched once they are another's", async () => {
    const job = await done(cashier.api, (await startExport(shop, { report: "journal", format: "csv" }, cashier.api)).id);
    const records = parseCsv((await download(cashier.api, job)).toString());
    expect(column(records, "Outlet")).toEqual(["DAGO", "DAGO"]);
    const path = `/members/${cashier.userId}`;
    await shop.api.expect(200, shop.api.put(shop.path(path), { role: "cashier", outlet_ids: [braga.id] }));
    const refused = await cashier.api.get<Problem>(`/api/v1/jobs/${job.id}/file`);
    expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
    await shop.api.expect(200, shop.api.put(shop.path(path), { role: "cashier", outlet_ids: [dago.id] }));
    const foreign = await cashier.api.post<Problem>(shop.path("/exports"), { report: "journal", format: "csv", parameters: { outlet_id: braga.id } });
    expect([foreign.status, foreign.body.code]).toEqual([422, "unknown_outlet"]);
    const statement = await cashier.api.post<Problem>(shop.path("/exports"), { report: "balance-sheet", format: "pdf" });
    expect([statement.status, statement.body.code]).toEqual([403, "forbidden"]);
  });

  test("as hledger gives hledger and ledger the same balances as the trial balance", async () => {
    const bytes = await exported(shop, { report: "journal", format: "hledger" });
    const trial = await shop.api.expect(200, shop.api.get<Schemas["TrialBalance"]>(shop.path("/reports/trial-balance")));
    const wanted = new Map(
      trial.rows
        .map(({ code, debits, credits }) => [code, BigInt(debits[0]!) - BigInt(credits[0]!)] as const)
        .filter(([, balance]) => balance !== 0n),
    );
    const balancesOf = (text: string): Map<string, bigint> =>
      new Map(
        [...text.matchAll(/IDR ?(-?[\d,.]+)\s+\w+:(\S+) /g)].map(([, amount, code]) => [code!, BigInt(amount!.replaceAll(/[,.]/g, ""))] as const),
      );
    expect(balancesOf(saidOf(bytes, "hledger", ["-f", "%", "balance", "--flat", "-N"]))).toEqual(wanted);
    expect(balancesOf(saidOf(bytes, "ledger", ["-f", "%", "balance", "--flat", "--no-total"]))).toEqual(wanted);
    saidOf(bytes, "hledger", ["-f", "%", "check", "--strict"]);
  });

  test("as XLSX has typed cells, a head that stays, and sums as formulas that come out right", async () => {
    const bytes = await exported(shop, { report: "journal", format: "xlsx" });
    const sheet = saidOf(bytes, "unzip", ["-p", "%", "xl/worksheets/sheet1.xml"]);
    const rows = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => row!);
    const numbers = (letter: string): number[] =>
      rows.flatMap((row) => [...row.matchAll(new RegExp(`<c r="${letter}\\d+"[^>]*><v>([^<]*)</v>`, "g"))].map(([, value]) => Number(value)));
    const sum = (direction: string): number =>
      entries.flatMap(({ postings }) => postings).filter((posting) => posting.direction === direction).reduce((total, { amount }) => total + Number(amount), 0);
    for (const [letter, direction] of [["I", "debit"], ["J", "credit"]] as const) {
      const total = new RegExp(`<c r="${letter}\\d+"[^>]*><f>SUM\\(${letter}(\\d+):${letter}(\\d+)\\)</f><v>([^<]*)</v>`).exec(sheet);
      expect(total, letter).not.toBeNull();
      expect(Number(total![3])).toBe(sum(direction));
      expect(numbers(letter).reduce((a, b) => a + b, 0)).toBe(sum(direction));
      expect(Number(total![2]) - Number(total![1]) + 1).toBe(entries.length * 2);
    }
    expect(sheet).toContain('state="frozen"');
    expect(sheet.match(/<f>/g)).toHaveLength(2); // no text became a formula
  });

  test("as PDF is laid out in both languages, whole", async () => {
    for (const [locale, amount, page] of [["id", "999.999.999.999.999", "Halaman 1 dari 1"], ["en", "999,999,999,999,999", "Page 1 of 1"]] as const) {
      const bytes = await exported(shop, { report: "journal", format: "pdf", locale });
      const text = saidOf(bytes, "pdftotext", ["-layout", "%", "-"]);
      expect(text).toContain(amount);
      expect(text).toContain(page);
      expect(text).toContain("Kopi Senja");
      expect(text).toContain("1990 Peralatan dapur pusat dan");
      expect(text).not.toContain("…");
      const head = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
      expect(text).toContain(head.head.hash);
      expect(text).toMatch(new RegExp(`${head.head.offset} · [0-9a-f]{64}`));
    }
  });
});

describe("statements", () => {
  const reports = ["trial-balance", "income-statement", "balance-sheet", "cash-flow", "aging"] as const;

  test.each(reports)("%s comes in every form and shows the figures of REST", async (report) => {
    const figures = await shop.api.expect(
      200,
      shop.api.get<{ rows: { name: string; amounts: string[]; debits?: string[]; credits?: string[] }[] }>(shop.path(`/reports/${report}`)),
    );
    const csv = parseCsv((await exported(shop, { report, format: "csv", locale: "en" })).toString());
    const amounts = figures.rows.map((row) =>
      report === "trial-balance" ? [row.debits![0]!, row.credits![0]!].map((amount) => (amount === "0" ? "" : amount)) : row.amounts,
    );
    expect(csv.slice(1).map((record) => record.slice(2))).toEqual(amounts);
    const text = saidOf(await exported(shop, { report, format: "pdf", locale: "en" }), "pdftotext", ["-layout", "%", "-"]);
    for (const amount of amounts.flat().filter((one) => one !== "" && one !== "0")) {
      expect(text).toContain(amount.replace(/\B(?=(\d{3})+(?!\d))/g, ","));
    }
    const workbook = await exported(shop, { report, format: "xlsx" });
    expect(saidOf(workbook, "unzip", ["-p", "%", "xl/worksheets/sheet1.xml"])).toContain("<sheetData>");
  });

  test("a balance sheet's sums are formulas over its rows", async () => {
    const sheet = saidOf(await exported(shop, { report: "balance-sheet", format: "xlsx" }), "unzip", ["-p", "%", "xl/worksheets/sheet1.xml"]);
    const values = new Map<string, number>();
    const formulas: (readonly [string, number])[] = [];
    for (const [, cell, formula, value] of sheet.matchAll(/<c r="(C\d+)"[^>]*>(?:<f>([^<]*)<\/f>)?<v>([^<]*)<\/v>/g)) {
      values.set(cell!, Number(value));
      if (formula !== undefined) formulas.push([formula, Number(value)]);
    }
    expect(formulas.length).toBeGreaterThan(2);
    for (const [formula, value] of formulas) {
      const terms = [...`+${formula}`.matchAll(/([+-])(C\d+|\d+(?:\.\d+)?)/g)];
      const sum = terms.reduce((total, [, sign, term]) => {
        const number = term!.startsWith("C") ? values.get(term!)! : Number(term);
        return total + (sign === "-" ? -number : number);
      }, 0);
      expect([formula, sum]).toEqual([formula, value]);
    }
  });

  test("the general ledger goes from the opening to the closing balance", async () => {
    const page = await shop.api.expect(200, shop.api.get<Schemas["AccountList"]>(shop.path("/accounts?limit=500")));
    const cash = page.items.find(({ code }) => code === "1101")!;
    const parameters = { account_id: cash.id, from: day(-30), to: day(0) };
    const csv = parseCsv((await exported(shop, { report: "general-ledger", format: "csv", parameters, locale: "en" })).toString());
    expect(csv[1]![2]).toBe("Opening balance");
    expect(csv.at(-1)![2]).toBe("Closing balance");
    let balance = BigInt(csv[1]![6]!);
    for (const record of csv.slice(2, -1)) {
      balance += BigInt(record[4] === "" ? 0 : record[4]!) - BigInt(record[5] === "" ? 0 : record[5]!);
      expect(record[6]).toBe(String(balance));
    }
    expect(csv.at(-1)![6]).toBe(String(balance));
  });
});

describe("what was known further back than a request may ask", () => {
  const known = 3;
  let old: Shop;
  let cash: Schemas["Account"];

  beforeAll(async () => {
    old = await openShop(server.url, {}, { email: "pemilik-lama@contoh.example" });
    for (let amount = 1; amount <= known; amount += 1) await sell(old, String(amount));
    const [first] = await old.api.expect(200, old.api.get<{ items: Schemas["Account"][] }>(old.path("/accounts"))).then(({ items }) =>
      items.filter(({ code }) => code === "1101"),
    );
    cash = first!;
    for (let batch = 0; batch <= 100; batch += 1) {
      const transactions = Array.from({ length: 1_000 }, () => sale("10", { id: newId() }));
      await old.api.expect(200, old.api.post(old.path("/transactions/batch"), { atomic: true, transactions }));
    }
  }, 120_000);

  test("is refused to a request, which says what to do", async () => {
    const refused = await old.api.get<Problem>(old.path(`/reports/trial-balance?at_sequence=${known}`));
    expect([refused.status, refused.body.errors[0]]).toMatchObject([422, { pointer: "?at_sequence", code: "range" }]);
    expect(refused.body.errors[0]!.detail).toContain("export");
  });

  test("is told by a document", async () => {
    const parameters = { at_sequence: known };
    const trial = parseCsv((await exported(old, { report: "trial-balance", format: "csv", locale: "en", parameters })).toString());
    expect(trial.find(([code]) => code === "1101")!.slice(2)).toEqual(["6", ""]);
    const ledger = parseCsv(
      (await exported(old, { report: "general-ledger", format: "csv", locale: "en", parameters: { ...parameters, account_id: cash.id } })).toString(),
    );
    expect(column(ledger, "Debit").filter((text) => text !== "")).toEqual(["1", "2", "3"]);
    expect(ledger.at(-1)!.at(-1)).toBe("6");
    await exported(old, { report: "aging", format: "csv", parameters });
  });
});

describe("a request for a document that cannot be", () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["no report", { format: "csv" }, "/report required"],
    ["a report nobody knows", { report: "gossip", format: "csv" }, "/report enum"],
    ["no format", { report: "journal" }, "/format required"],
    ["a format nobody knows", { report: "journal", format: "doc" }, "/format enum"],
    ["a statement as hledger", { report: "balance-sheet", format: "hledger" }, "/format enum"],
    ["a language nobody knows", { report: "journal", format: "csv", locale: "fr" }, "/locale enum"],
    ["a surprise", { report: "journal", format: "csv", surprise: 1 }, "/surprise unknown_field"],
    ["a surprise inside", { report: "journal", format: "csv", parameters: { surprise: 1 } }, "/parameters/surprise unknown_field"],
    ["days the wrong way round", { report: "journal", format: "csv", parameters: { from: "2026-02-01", to: "2026-01-01" } }, "/parameters/from range"],
    ["a day that is none", { report: "journal", format: "csv", parameters: { from: "2026-02-30" } }, "/parameters/from pattern"],
    ["what the journal does not take", { report: "journal", format: "csv", parameters: { as_of: "2026-02-01" } }, "/parameters/as_of unknown_field"],
    ["a ledger of no account", { report: "general-ledger", format: "csv" }, "/parameters/account_id required"],
    ["an interval nobody knows", { report: "cash-flow", format: "csv", parameters: { interval: "decade" } }, "/parameters/interval enum"],
    ["knowledge beyond the head", { report: "trial-balance", format: "csv", parameters: { at_sequence: 1_000_000 } }, "/parameters/at_sequence range"],
  ];
  test.each(cases)("%s", async (_, body, finding) => {
    const reply = await shop.api.post<Problem>(shop.path("/exports"), body);
    expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
    expect(reply.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toContain(finding);
  });
});
