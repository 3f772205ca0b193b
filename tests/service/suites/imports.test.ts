// SPDX-License-Identifier: Apache-2.0
// Files of banks and tills and journals: what is found out about them, what is posted, and that it is posted once.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, openShop, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { state } from "../support/books.ts";
import { imported, rowsOf, sendFile, undone, type ImportOptions, type ImportResult, type Mapping } from "../support/imports.ts";
import { done, ended, exported, readJob, saidOf, type Job } from "../support/jobs.ts";
import { member, outlet, type Person } from "../support/people.ts";
import { binary, Server, temporaryFolder } from "../support/server.ts";
import { until } from "../support/wait.ts";

type Problem = Schemas["Problem"];

const bank = [
  "Nama;PT Kopi Kita;;;",
  "Tanggal;Keterangan;Debet;Kredit;Saldo",
  '31/12/2026;"Setoran; tunai";;1.234.567,00;2.000.000,00',
  "02/12/2026;Listrik PLN;350.000,00;;765.433,00",
  "02/12/2026;Biaya admin;6.500,00;;758.933,00",
  "02/12/2026;Biaya admin;6.500,00;;752.433,00",
  "99/99/2026;Tanggal rusak;1.000,00;;751.433,00",
  "03/12/2026;Jumlah rusak;1.2.3,00;;751.433,00",
  "04/12/2026;Tanpa jumlah;;;751.433,00",
].join("\r\n");
const mapping: Mapping = {
  money_account_code: "1102",
  counter_account_code: "4201",
  rules: [
    { contains: "pln", account_code: "6102" },
    { contains: "biaya admin", account_code: "6109" },
  ],
};
const preview = (more: Mapping = mapping): ImportOptions => ({ kind: "csv", dry_run: true, mapping: more });
const post = (more: Mapping = mapping): ImportOptions => ({ kind: "csv", dry_run: false, mapping: more });

async function balances(shop: Shop): Promise<Map<string, string>> {
  const body = await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")));
  return new Map(body.items.map(({ code, balance }) => [code, balance]));
}

let owners = 0;
/** A book of its own for somebody new. */
function newShop(of: Server): Promise<Shop> {
  owners += 1;
  return openShop(of.url, {}, { email: `pemilik-${owners}@contoh.example` });
}

/** The same with the accounts that the files below name. */
async function shopWith(of: Server): Promise<Shop> {
  const shop = await newShop(of);
  const codes = new Set((await shop.api.expect(200, shop.api.get<Schemas["AccountList"]>(shop.path("/accounts?limit=500")))).items.map(({ code }) => code));
  for (const [code, type] of [["1102", "asset"], ["4201", "income"], ["6102", "expense"], ["6109", "expense"]] as const) {
    if (!codes.has(code)) await shop.api.expect(201, shop.api.post(shop.path("/accounts"), { code, name: `Akun ${code}`, type }));
  }
  return shop;
}

let server: Server;
beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

describe("a bank file", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await shopWith(server);
  });

  test("is previewed: everything about it found out, every row judged, nothing posted", async () => {
    const before = await state(shop);
    const { job, result } = await imported(shop, bank, preview());
    expect(result).toMatchObject({
      kind: "csv",
      dry_run: true,
      file_name: "bank.csv",
      rows: 7,
      counts: { new: 4, duplicate: 0, posted: 0, refused: 2, skipped: 1 },
      ambiguous: [],
      missing: [],
      mapping_remembered: false,
      new_accounts: [],
    });
    expect(result.mapping).toMatchObject({
      separator: ";",
      quote: '"',
      encoding: "utf-8",
      decimal: ",",
      date_format: "dmy",
      header_rows: 2,
      columns: { date: 0, description: 1, debit: 2, credit: 3, balance: 4 },
    });
    expect(result.columns.map(({ name }) => name)).toEqual(["Tanggal", "Keterangan", "Debet", "Kredit", "Saldo"]);
    const rows = await rowsOf(shop.api, job);
    expect(rows.map(({ row, verdict, date, amount, account_code, error }) => [row, verdict, date, amount, account_code, error?.code])).toEqual([
      [3, "new", "2026-12-31", "1234567", "4201", undefined],
      [4, "new", "2026-12-02", "-350000", "6102", undefined],
      [5, "new", "2026-12-02", "-6500", "6109", undefined],
      [6, "new", "2026-12-02", "-6500", "6109", undefined],
      [7, "refused", null, "-1000", "4201", "date_invalid"],
      [8, "refused", "2026-12-03", null, "4201", "amount_invalid"],
      [9, "skipped", "2026-12-04", null, "4201", "amount_missing"],
    ]);
    expect((await rowsOf(shop.api, job, "refused")).map(({ row }) => row)).toEqual([7, 8]);
    expect(await state(shop)).toBe(before);
  });

  test("is posted from what is kept, twice adds nothing, and once undone it may come again", async () => {
    const first = await imported(shop, bank, preview());
    const again = { import_id: first.result.import_id, ...post() };
    const posted = await done(shop.api, (await shop.api.expect(202, shop.api.post<Job>(shop.path("/imports"), again))).id);
    expect((posted.result as unknown as ImportResult).counts).toEqual({ new: 0, duplicate: 0, posted: 4, refused: 2, skipped: 1 });
    const money = await balances(shop);
    expect([money.get("1102"), money.get("4201"), money.get("6102"), money.get("6109")]).toEqual(["871567", "1234567", "350000", "13000"]);
    for (const row of await rowsOf(shop.api, posted, "posted")) {
      const entry = await shop.api.expect(200, shop.api.get<Transaction>(shop.path(`/transactions/${row.transaction_id}`)));
      expect([entry.date, entry.description]).toEqual([row.date, row.description]);
    }
    const twice = await imported(shop, bank, post({}));
    expect(twice.result.counts).toEqual({ new: 0, duplicate: 4, posted: 0, refused: 2, skipped: 1 });
    expect(twice.result.mapping_remembered).toBe(true);
    const looked = await imported(shop, bank, preview({}));
    expect(looked.result.counts).toMatchObject({ new: 0, duplicate: 4 });
    expect((await rowsOf(shop.api, looked.job, "duplicate")).map(({ transaction_id }) => transaction_id)).toEqual(
      (await rowsOf(shop.api, posted, "posted")).map(({ transaction_id }) => transaction_id),
    );
    expect(await balances(shop)).toEqual(money);

    expect(await undone(shop, posted)).toEqual({ undo: posted.id, reversed: 4, already_reversed: 0, refused: 0 });
    const without = await balances(shop);
    expect([without.get("1102"), without.get("4201"), without.get("6102")]).toEqual(["0", "0", "0"]);
    expect(await undone(shop, posted)).toEqual({ undo: posted.id, reversed: 0, already_reversed: 4, refused: 0 });
    expect(await balances(shop)).toEqual(without);

    const third = await imported(shop, bank, post({}));
    expect(third.result.counts).toMatchObject({ posted: 4, duplicate: 0 });
    expect(await balances(shop)).toEqual(money);
    expect((await imported(shop, bank, post({}))).result.counts).toMatchObject({ posted: 0, duplicate: 4 });
    const check = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
    expect(check.ok).toBe(true);
  });

  test("whose rows somebody corrected does not book them again", async () => {
    const own = await shopWith(server);
    const posted = await imported(own, bank, post());
    const idOf = new Map((await rowsOf(own.api, posted.job, "posted")).map((row) => [row.row, row.transaction_id!]));
    const replacement = {
      kind: "expense",
      date: "2026-12-02",
      description: "Listrik toko",
      replaces_id: idOf.get(4)!,
      postings: [
        { account_code: "6109", direction: "debit", amount: "350000" },
        { account_code: "1102", direction: "credit", amount: "350000" },
      ],
    };
    await own.api.expect(201, own.api.post<Transaction>(own.path("/transactions"), replacement, { key: freshKey() }));
    await own.api.expect(201, own.api.post<Transaction>(own.path(`/transactions/${idOf.get(5)!}/reverse`), {}, { key: freshKey() }));
    const money = await balances(own);
    expect((await imported(own, bank, preview({}))).result.counts).toMatchObject({ new: 0, duplicate: 4 });
    expect((await imported(own, bank, post({}))).result.counts).toMatchObject({ posted: 0, duplicate: 4 });
    expect(await balances(own)).toEqual(money);

    expect(await undone(own, posted.job)).toMatchObject({ reversed: 2, already_reversed: 2 });
    expect((await imported(own, bank, preview({}))).result.counts).toMatchObject({ new: 2, duplicate: 2 });
    expect((await imported(own, bank, post({}))).result.counts).toMatchObject({ posted: 2, duplicate: 2 });
    expect(await balances(own)).toEqual(money);
  });

  test("is kept for ninety days once it is posted, so that it can be undone", async () => {
    const own = await shopWith(server);
    const daysOf = async ({ id }: Job): Promise<number> => {
      const { finished_at, expires_at } = await readJob(own.api, id);
      return Math.round((Date.parse(expires_at!) - Date.parse(finished_at!)) / 86_400_000);
    };
    expect(await daysOf((await imported(own, bank, preview())).job)).toBe(7);
    expect(await daysOf((await imported(own, bank, post())).job)).toBe(90);
  });

  test("of which an outlet and an account are remembered may be without", async () => {
    const own = await shopWith(server);
    const { id } = await outlet(own, "DAGO");
    const file = (day: number): string => `date,description,amount\n2026-02-1${day},kopi ${day},5000\n`;
    const outletOf = async (job: Job): Promise<string | null> => {
      const [row] = await rowsOf(own.api, job, "posted");
      return (await own.api.expect(200, own.api.get<Transaction>(own.path(`/transactions/${row!.transaction_id}`)))).outlet_id;
    };
    expect(await outletOf((await imported(own, file(1), post({ ...mapping, outlet_id: id }))).job)).toBe(id);
    expect(await outletOf((await imported(own, file(2), post({}))).job)).toBe(id);

    const empty: Mapping = { outlet_id: null, counter_account_code: null };
    const looked = await imported(own, file(3), preview(empty));
    expect(looked.result.mapping).toMatchObject({ money_account_code: "1102", ...empty });
    expect(looked.result.missing).toEqual(["counter_account_code"]);
    const refused = await ended(own.api, (await own.api.expect(202, sendFile(own, file(3), post(empty)))).id);
    expect(refused.error?.code).toBe("mapping_incomplete");
    expect(await outletOf((await imported(own, file(3), post({ outlet_id: null }))).job)).toBeNull();
    const later = await imported(own, file(4), post({}));
    expect(await outletOf(later.job)).toBeNull();
    expect(later.result.mapping?.counter_account_code).toBe("4201");
  });

  test("whose form was posted before is remembered", async () => {
    const list = await shop.api.expect(200, shop.api.get<Schemas["ImportMappingList"]>(shop.path("/import-mappings")));
    expect(list.items.map(({ columns }) => columns)).toEqual([["Tanggal", "Keterangan", "Debet", "Kredit", "Saldo"]]);
    expect(list.items[0]!.mapping).toMatchObject({ money_account_code: "1102", rules: mapping.rules });
  });

  test("with fewer lines above the table than the one before loses no row", async () => {
    const own = await shopWith(server);
    const table = (rows: string): string => `Tanggal;Keterangan;Jumlah\n${rows}`;
    const rows = ["1", "2", "3", "4", "5", "6"].map((day) => `2${day}/01/2026;kopi;${day}00\n`).join("");
    await imported(own, `Nama;PT;\nNo;1;\nCabang;x;\n${table(rows)}`, post());
    const { result } = await imported(own, `Nama;PT;\n${table(rows.replaceAll("kopi", "teh"))}`, post({}));
    expect(result).toMatchObject({ mapping_remembered: true, rows: 6, counts: { posted: 6 } });
  });

  test("pushed out by others while it is posted can still be undone", async () => {
    const own = await shopWith(server);
    const rows = 12_000;
    const file = "date,description,amount\n" + Array.from({ length: rows }, (_, index) => `2026-02-0${1 + (index % 9)},${index} ${"x".repeat(400)},5\n`).join("");
    const asked = await own.api.expect(202, sendFile(own, file, post()));
    await until("some rows posted", 60_000, async () => {
      const page = await own.api.get<Schemas["ImportRowList"]>(`/api/v1/jobs/${asked.id}/rows?verdict=posted&limit=1`);
      return page.body.items.length > 0;
    });
    for (let others = 0; others < 10; others += 1) await sendFile(own, "date,description,amount\n2026-01-01,a,1\n", preview());
    const job = await ended(own.api, asked.id, 120_000);
    const there = (await own.api.expect(200, own.api.get<Schemas["Verification"]>(own.path("/verify")))).transactions;
    expect(await rowsOf(own.api, job, "posted")).toHaveLength(there);
    expect(await undone(own, job)).toEqual({ undo: job.id, reversed: there, already_reversed: 0, refused: 0 });
    expect((await balances(own)).get("1102")).toBe("0");
  }, 200_000);

  test("that can be read in two ways is asked about", async () => {
    const file = "date,description,amount\n01/02/2026,a,100\n03/04/2026,b,-50\n";
    const { result } = await imported(shop, file, preview());
    expect(result.ambiguous).toEqual(["date_format"]);
    const refused = await ended(shop.api, (await shop.api.expect(202, sendFile(shop, file, post()))).id);
    expect(refused.error?.code).toBe("mapping_incomplete");
    const american = await imported(shop, file, preview({ ...mapping, date_format: "mdy" }));
    expect(american.result.ambiguous).toEqual([]);
    expect((await rowsOf(shop.api, american.job)).map(({ date }) => date)).toEqual(["2026-01-02", "2026-03-04"]);
    const missing = await imported(shop, file, { kind: "csv", dry_run: true });
    expect(missing.result.missing).toEqual(["money_account_code", "counter_account_code"]);
    expect(missing.result.counts.new).toBe(2);
  });

  test("obeys the lock date and the chart row by row", async () => {
    const own = await shopWith(server);
    await own.api.expect(200, own.api.patch(own.path(""), { lock_date: "2026-01-31" }));
    const file = "date,description,amount,account\n2026-01-15,lama,100,\n2026-02-15,baru,200,\n2026-02-16,asing,300,9999\n";
    const one = await imported(own, file, post());
    expect((await rowsOf(own.api, one.job)).map(({ verdict, error }) => [verdict, error?.code])).toEqual([
      ["refused", "period_locked"],
      ["posted", undefined],
      ["refused", "unknown_account"],
    ]);
    const moved = await imported(own, file, { ...post(), if_locked: "next_open_day" });
    expect(moved.result.counts).toMatchObject({ posted: 1, duplicate: 1, refused: 1 });
  });
});

describe("a file that is none", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await shopWith(server);
  });
  const encoder = new TextEncoder();
  const noise = Uint8Array.from({ length: 4_000 }, (_, index) => (index * 7919 + (index >> 3)) % 256);
  const wide = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  const head = "date,description,amount\n";
  /** What comes of each: the job's error, or how many rows are refused. */
  const corpus: readonly [string, string | Uint8Array, string | number][] = [
    ["zeros", new Uint8Array(5_000), "file_unreadable"],
    ["noise", noise, "file_unreadable"],
    ["one column", "halo\ndunia\n", "file_unreadable"],
    ["a line of 10 MB", "x".repeat(10_000_000), "file_unreadable"],
    ["a million columns", ",".repeat(1_000_000), "file_unreadable"],
    ["cut off inside quotes", `${head}2026-01-02,b,0\n2026-01-01,"kopi,5`, 1],
    ["a zero byte", `${head}2026-01-01,ko\0pi,5\n${"2026-01-02,kopi,0\n".repeat(20)}`, 1],
    ["another encoding than said", Buffer.concat([encoder.encode(`${head}2026-01-02,b,0\n`), Buffer.from([0x32, 0x30, 0x32, 0x36, 0xff, 0xfe, 0x2c, 0x2c, 0x35, 0x0a])]), 1],
    ["a long line in the middle", `${head}2026-01-02,b,0\n2026-01-01,${"x".repeat(200_000)},5\n2026-01-02,b,0\n`, 1],
    ["a formula as amount", `${head}2026-01-01,a,=1+1\n2026-01-02,b,0\n`, 1],
  ];
  test.each(corpus)("%s: a clear message, nothing posted", async (_name, file, wanted) => {
    const before = await state(shop);
    const job = await ended(shop.api, (await shop.api.expect(202, sendFile(shop, file, post()))).id);
    if (typeof wanted === "string") {
      expect(job.error?.code).toBe(wanted);
      expect(job.error?.detail).toMatch(/\.$/);
    } else {
      expect(job.error).toBeNull();
      const rows = await rowsOf(shop.api, job);
      expect(rows.filter(({ verdict }) => verdict === "refused")).toHaveLength(wanted);
      for (const row of rows) expect(["refused", "skipped"]).toContain(row.verdict);
    }
    expect(await state(shop)).toBe(before);
  });

  test("UTF-16 and Windows-1252 are read, a formula in a text stays text", async () => {
    const file = `${head}2026-01-05,=HYPERLINK("x") Café €,1500\n`;
    for (const [bytes, encoding] of [
      [wide(file.replaceAll(",", ";")), "utf-16le"],
      [Buffer.from(file.replace("€", "\x80"), "latin1"), "windows-1252"],
    ] as const) {
      const { job, result } = await imported(shop, bytes, preview());
      expect(result.mapping?.encoding).toBe(encoding);
      expect((await rowsOf(shop.api, job)).map(({ description, amount }) => [description, amount])).toEqual([['=HYPERLINK("x") Café €', "1500"]]);
    }
  });

  /** What is answered to an upload of that size before a byte of it is sent: later the link may be closed under it. */
  const announced = (size: number): Promise<unknown> =>
    new Promise((done, failed) => {
      const asked = request(server.url + shop.path("/imports"), {
        method: "POST",
        headers: { authorization: `Bearer ${shop.api.token}`, "content-type": "multipart/form-data; boundary=x", "content-length": size },
      });
      asked.once("error", failed);
      asked.once("response", async (reply) => {
        const chunks = await reply.toArray();
        done([reply.statusCode, (JSON.parse(Buffer.concat(chunks).toString()) as Problem).code]);
        asked.destroy();
      });
      asked.flushHeaders();
    });

  test("the form and its limits are checked", async () => {
    const code = async (reply: Promise<{ status: number; body: Problem }>): Promise<unknown> => {
      const { status, body } = await reply;
      return [status, body.code, body.errors?.[0]?.pointer];
    };
    expect(await code(sendFile<Problem>(shop, "", preview()))).toEqual([422, "validation_failed", "/file"]);
    expect(await code(sendFile<Problem>(shop, bank, { kind: "pdf", dry_run: true }))).toEqual([422, "validation_failed", "/kind"]);
    expect(await code(sendFile<Problem>(shop, bank, { kind: "csv", dry_run: true, mapping: { columns: { date: 256 } } }))).toEqual([
      422, "validation_failed", "/mapping/columns/date",
    ]);
    const raw = { raw: "no form", headers: { "content-type": "multipart/form-data; boundary=x" } };
    expect(await code(shop.api.call<Problem>("POST", shop.path("/imports"), raw))).toEqual([422, "validation_failed", ""]);
    const gone = { import_id: "01930000-0000-7000-8000-000000000000", kind: "csv", dry_run: true };
    expect(await code(shop.api.post<Problem>(shop.path("/imports"), gone))).toEqual([422, "validation_failed", "/import_id"]);
    expect(await announced((64 << 20) + 1)).toEqual([413, "payload_too_large"]);
    const stranger = await shop.api.as("arus_s_wrong").call<Problem>("POST", shop.path("/imports"), raw);
    expect([stranger.status, stranger.body.code]).toEqual([401, "unauthenticated"]);
  });
});

describe("people", () => {
  let shop: Shop;
  let dago: Schemas["Outlet"];
  let braga: Schemas["Outlet"];
  let cashier: Person;
  beforeAll(async () => {
    shop = await shopWith(server);
    dago = await outlet(shop, "DAGO");
    braga = await outlet(shop, "BRAGA");
    cashier = await member(shop, "cashier", [dago.id]);
  });

  test("a cashier imports into own outlets and sees no other", async () => {
    const file = "date,description,amount,outlet\n2026-03-01,kopi,5000,DAGO\n2026-03-01,teh,4000,BRAGA\n";
    const into = (id: string): ImportOptions => post({ ...mapping, outlet_id: id });
    const foreign = await sendFile<Problem>(shop, file, into(braga.id), cashier.api);
    expect([foreign.status, foreign.body.code]).toEqual([422, "unknown_outlet"]);
    const nowhere = await sendFile<Problem>(shop, file, post(), cashier.api);
    expect([nowhere.status, nowhere.body.code]).toEqual([422, "unknown_outlet"]);
    const { job } = await imported(shop, file, into(dago.id), cashier.api);
    expect((await rowsOf(cashier.api, job)).map(({ verdict, error }) => [verdict, error?.code])).toEqual([
      ["posted", undefined],
      ["refused", "unknown_outlet"],
    ]);
    await imported(shop, file.replace("kopi", "roti"), into(braga.id));
    const seen = await cashier.api.expect(200, cashier.api.get<Schemas["ImportMappingList"]>(shop.path("/import-mappings")));
    expect(JSON.stringify(seen)).not.toContain(braga.id);
    const other = await member(shop, "cashier", [braga.id]);
    const hidden = await other.api.get<Problem>(`/api/v1/jobs/${job.id}/rows`);
    expect([hidden.status, hidden.body.code]).toEqual([404, "not_found"]);
    const viewer = await member(shop, "viewer");
    const refused = await sendFile<Problem>(shop, file, preview(), viewer.api);
    expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  });
});

const journal = `; buku toko
decimal-mark ,
commodity Rp 1.000,00
account assets:kas  ; type: C
account simpanan
    ; type: A

2026-01-01 * Saldo awal
    assets:kas          Rp 2.000.000
    simpanan:mandiri    Rp 5.000.000,00
    equity:modal

2026/01/05 (INV-1) Penjualan  ; kind: sale
    assets:kas          Rp 1.250.500
    income:penjualan

2026.1.7 ! Beli gula
    expenses:bahan baku   Rp 75.000
    liabilities:utang usaha

2026-01-08 Salah
    assets:kas    USD 5
    income:lain
`;

describe("a journal", () => {
  test("written by hand gives the trial balance that hledger prints", async () => {
    const shop = await newShop(server);
    const { job, result } = await imported(shop, journal, { kind: "hledger", dry_run: false });
    expect(result.counts).toEqual({ new: 0, duplicate: 0, posted: 3, refused: 1, skipped: 0 });
    expect(result.new_accounts.map(({ name, type }) => [name, type])).toEqual([
      ["assets:kas", "asset"],
      ["simpanan:mandiri", "asset"],
      ["equity:modal", "equity"],
      ["income:penjualan", "income"],
      ["expenses:bahan baku", "expense"],
      ["liabilities:utang usaha", "liability"],
    ].filter(([name]) => result.new_accounts.some((one) => one.name === name)));
    expect((await rowsOf(shop.api, job, "refused")).map(({ error }) => error?.code)).toEqual(["currency_mixed"]);
    expect((await imported(shop, journal, { kind: "hledger", dry_run: false })).result.counts).toMatchObject({ posted: 0, duplicate: 3 });
    const trial = await shop.api.expect(200, shop.api.get<Schemas["TrialBalance"]>(shop.path("/reports/trial-balance")));
    const ours = trial.rows.map(({ debits, credits }) => BigInt(debits[0]!) - BigInt(credits[0]!)).filter((balance) => balance !== 0n);
    const theirs = [...saidOf(Buffer.from(journal.slice(0, journal.indexOf("2026-01-08"))), "hledger", ["-f", "%", "balance", "--flat", "-N"]).matchAll(/Rp ?(-?[\d.,]+)/g)].map(
      ([, amount]) => BigInt(amount!.replace(/,00$/, "").replaceAll(".", "")),
    );
    const sorted = (list: bigint[]): string[] => list.map(String).sort();
    expect(sorted(ours)).toEqual(sorted(theirs));
    expect(theirs).toHaveLength(6);
  });

  test("that Arus wrote gives the same balances in another book", async () => {
    const shop = await shopWith(server);
    await imported(shop, bank, post());
    const exportJob = await shop.api.expect(202, shop.api.post<Job>(shop.path("/exports"), { report: "journal", format: "hledger" }));
    await done(shop.api, exportJob.id);
    const response = await fetch(`${shop.api.url}/api/v1/jobs/${exportJob.id}/file`, { headers: { authorization: `Bearer ${shop.api.token}` } });
    const text = await response.text();
    const other = await newShop(server);
    const { result } = await imported(other, text, { kind: "hledger", dry_run: false });
    expect(result.counts).toMatchObject({ posted: 4, refused: 0 });
    const without = (all: Map<string, string>): [string, string][] => [...all].filter(([, balance]) => balance !== "0").sort();
    expect(without(await balances(other))).toEqual(without(await balances(shop)));
  });

  test("that Arus wrote keeps its days, whatever stands in brackets in a memo", async () => {
    const shop = await shopWith(server);
    for (const [at, memo] of ["Cicilan [5/12]", "[13/24]", "[2026-01-01=2026-01-02]", "kamar [a] tgl: [3.4], x"].entries()) {
      const draft = {
        kind: "journal",
        date: `2026-03-1${at}`,
        description: "Angsuran",
        reference: memo,
        postings: [
          { account_code: "6109", direction: "debit", amount: "1000", memo },
          { account_code: "1102", direction: "credit", amount: "1000", memo: null },
        ],
      };
      await shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), draft, { key: freshKey() }));
    }
    const bytes = await exported(shop, { report: "journal", format: "hledger" });
    saidOf(bytes, "hledger", ["-f", "%", "check", "--strict"]);
    const days = (text: string): string[] => [...text.matchAll(/2026-\d\d-\d\d/g)].map(([day]) => day);
    const wanted = ["2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13"];
    expect(days(saidOf(bytes, "hledger", ["-f", "%", "register", "expenses"]))).toEqual(wanted);
    saidOf(bytes, "ledger", ["-f", "%", "balance"]);
    const other = await newShop(server);
    const { job, result } = await imported(other, bytes, { kind: "hledger", dry_run: false });
    expect(result.counts).toMatchObject({ posted: 4, refused: 0 });
    const [first] = await rowsOf(other.api, job, "posted");
    const entry = await other.api.expect(200, other.api.get<Transaction>(other.path(`/transactions/${first!.transaction_id}`)));
    expect([entry.reference, entry.postings[0]!.memo]).toEqual(["Cicilan (5/12)", "Cicilan (5/12)"]);
  });

  test("has an account for each of its names, though they begin with the same code", async () => {
    const shop = await newShop(server);
    const file = [["assets:401k vanguard", 100], ["assets:401k fidelity", 20], ["assets:401k vanguard", 3]]
      .map(([name, amount], at) => `2026-01-0${at + 1} Setor\n    ${name}  ${amount}\n    equity:modal awal\n`)
      .join("\n");
    const options: ImportOptions = { kind: "hledger", dry_run: false };
    const { result } = await imported(shop, file, options);
    expect(result.new_accounts.filter(({ name }) => name.startsWith("assets")).map(({ name, code }) => [name, code])).toEqual([
      ["assets:401k vanguard", "401k"],
      ["assets:401k fidelity", "401k-2"],
    ]);
    const later = "2026-02-01 Setor\n    assets:401k fidelity  4\n    equity:modal awal\n";
    expect((await imported(shop, file + "\n" + later, options)).result.counts).toMatchObject({ posted: 1, duplicate: 3 });
    expect((await imported(shop, later.replace("Setor", "Lagi"), options)).result).toMatchObject({ counts: { posted: 1 }, new_accounts: [] });
    const money = await balances(shop);
    expect([money.get("401k"), money.get("401k-2")]).toEqual(["103", "28"]);
    const again = await newShop(server);
    await imported(again, await exported(shop, { report: "journal", format: "hledger" }), options);
    const copied = await balances(again);
    expect([copied.get("401k"), copied.get("401k-2")]).toEqual(["103", "28"]);
  });

  test("that is none is said to be none", async () => {
    const shop = await newShop(server);
    const job = await ended(shop.api, (await shop.api.expect(202, sendFile(shop, "hal yang lain\n".repeat(100), { kind: "hledger", dry_run: false }))).id);
    expect(job.error?.code).toBe("file_unreadable");
  });
});

describe("a killed server", () => {
  test("goes on with an import, and every row is there once", async () => {
    const dataDir = temporaryFolder();
    const settings = { registration: "open" };
    let own = await Server.start({ dataDir, settings });
    const shop = await shopWith(own);
    const rows = 8_000;
    const file = "date,description,amount\n" + Array.from({ length: rows }, (_, index) => `2026-02-0${1 + (index % 9)},Baris ${index},${1 + (index % 700)}\n`).join("");
    const asked = await shop.api.expect(202, sendFile(shop, file, post()));
    await until("some rows posted", 60_000, async () => {
      const page = await shop.api.get<Schemas["ImportRowList"]>(`/api/v1/jobs/${asked.id}/rows?verdict=posted&limit=1`);
      return page.body.items.length > 0;
    });
    await own.kill();
    own = await Server.start({ dataDir, settings });
    const api = new Api(own.url, shop.api.token);
    const job = await done(api, asked.id, 240_000);
    expect((job.result as unknown as ImportResult).counts).toEqual({ new: 0, duplicate: 0, posted: rows, refused: 0, skipped: 0 });
    const verification = await api.expect(200, api.get<Schemas["Verification"]>(`/api/v1/books/${shop.bookId}/verify`));
    expect([verification.ok, verification.transactions]).toEqual([true, rows]);
    expect(await readJob(api, asked.id)).toMatchObject({ status: "done", file: null });
    expect(await own.stop()).toBe(0);
  }, 300_000);
});

describe("the command line", () => {
  test("imports and exports without a server", async () => {
    const dataDir = temporaryFolder();
    const own = await Server.start({ dataDir, settings: { registration: "open" } });
    const shop = await shopWith(own);
    expect(await own.stop()).toBe(0);
    const file = join(dataDir, "bank.csv");
    const how = join(dataDir, "mapping.json");
    writeFileSync(file, bank);
    writeFileSync(how, JSON.stringify(mapping));
    const arus = (...words: string[]) => spawnSync(binary, [...words, "--data-dir", dataDir, "--book", shop.bookId], { encoding: "utf8" });
    const looked = arus("import", file, "--mapping", how, "--dry-run");
    expect(looked.status, looked.stderr).toBe(1);
    expect((JSON.parse(looked.stdout) as ImportResult).counts).toMatchObject({ new: 4, refused: 2 });
    expect(looked.stderr).toContain("line 7: date_invalid");
    expect((JSON.parse(arus("import", file, "--mapping", how).stdout) as ImportResult).counts).toMatchObject({ posted: 4 });
    expect((JSON.parse(arus("import", file).stdout) as ImportResult).counts).toMatchObject({ posted: 0, duplicate: 4 });
    const out = join(dataDir, "journal.csv");
    const written = arus("export", "--report", "journal", "--format", "hledger", "--out", out);
    expect([written.status, written.stdout]).toEqual([0, `${out}\n`]);
    saidOf(Buffer.from(spawnSync("cat", [out]).stdout), "hledger", ["-f", "%", "check"]);
    const accented = join(dataDir, `${"é".repeat(80)}.csv`);
    writeFileSync(accented, bank);
    expect((JSON.parse(arus("import", accented, "--dry-run").stdout) as ImportResult).file_name).toBe(`${"é".repeat(80)}.csv`);
    expect(arus("import", join(dataDir, "nothing.csv")).status).toBe(2);
    expect(arus("import", "/dev/zero").status).toBe(2);
    expect(arus("export", "--report", "journal").status).toBe(2);
  }, 120_000);
});
