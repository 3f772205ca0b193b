// SPDX-License-Identifier: Apache-2.0
// Whatever comes from outside gets a clear refusal; the server lives on and the books stay as they were.
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freshKey, openShop, sale, type Schemas, type Shop } from "../support/api.ts";
import { Server } from "../support/server.ts";

let server: Server;
let shop: Shop;
let before: string;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
  await shop.api.expect(201, shop.api.post(shop.path("/transactions"), sale("50000"), { key: freshKey() }));
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const books = async (): Promise<string> => (await shop.api.get(shop.path("/balances"))).text;
beforeEach(async () => {
  before = await books();
});
afterEach(async () => {
  expect(await books()).toBe(before);
});

const legs = (...amounts: readonly [string, "debit" | "credit", unknown][]) => ({
  postings: amounts.map(([account_code, direction, amount]) => ({ account_code, direction, amount })),
});
const text = (length: number): string => "x".repeat(length);

/** What is sent, the code it gets and the pointer that names the culprit. */
const refusals: readonly [string, unknown, number, string, string | undefined][] = [
  ["a number as an amount", sale(75_000 as unknown as string), 422, "validation_failed", "/amount"],
  ["a number as a posting's amount", legs(["1101", "debit", 1], ["4101", "credit", "1"]), 422, "validation_failed", "/postings/0/amount"],
  ["an amount with decimals in rupiah", sale("10.50"), 422, "amount_invalid", "/amount"],
  ["an amount with a sign", sale("-5"), 422, "amount_invalid", "/amount"],
  ["an amount of nothing", sale("0"), 422, "amount_invalid", "/amount"],
  ["an amount with grouping", sale("1.000.000"), 422, "amount_invalid", "/amount"],
  ["an amount that is empty", sale(""), 422, "amount_invalid", "/amount"],
  ["an amount beyond the largest", sale("1000000000000001"), 422, "amount_invalid", "/amount"],
  ["an amount of a hundred digits", sale("9".repeat(100)), 422, "amount_invalid", "/amount"],
  ["legs that do not balance", legs(["1101", "debit", "10"], ["4101", "credit", "9"]), 422, "unbalanced_transaction", undefined],
  ["one leg", legs(["1101", "debit", "10"]), 422, "unbalanced_transaction", undefined],
  ["no legs", { postings: [] }, 422, "unbalanced_transaction", undefined],
  ["an account nobody has", sale("10", { account_code: "9999" }), 422, "unknown_account", undefined],
  ["an outlet nobody has", sale("10", { outlet_id: "01930000-0000-7000-8000-000000000000" }), 422, "unknown_outlet", undefined],
  ["a contact nobody has", sale("10", { contact_id: "01930000-0000-7000-8000-000000000000" }), 422, "unknown_contact", undefined],
  ["a day that no calendar has", sale("10", { date: "2026-02-30" }), 422, "validation_failed", "/date"],
  ["a day before all books", sale("10", { date: "1999-12-31" }), 422, "validation_failed", "/date"],
  ["a day too far ahead", sale("10", { date: "2199-01-01" }), 422, "validation_failed", "/date"],
  ["an unknown member", sale("10", { surprise: 1 }), 422, "validation_failed", "/surprise"],
  ["an unknown kind", sale("10", { kind: "gift" }), 422, "validation_failed", "/kind"],
  ["a description that is too long", sale("10", { description: text(501) }), 422, "validation_failed", "/description"],
  ["a control character", sale("10", { description: "a\u0007b" }), 422, "validation_failed", "/description"],
  ["seventeen tags", sale("10", { tags: Array.from({ length: 17 }, (_, i) => `t${i}`) }), 422, "validation_failed", "/tags"],
  ["a tag that is too long", sale("10", { tags: [text(41)] }), 422, "validation_failed", "/tags/0"],
  ["two hundred and one legs", legs(...Array.from({ length: 201 }, (): [string, "debit", string] => ["1101", "debit", "1"])), 422, "validation_failed", "/postings"],
  ["a list as the body", [], 422, "validation_failed", ""],
  ["an id that is none", sale("10", { id: "seven" }), 422, "validation_failed", "/id"],
];

describe("a transaction with", () => {
  test.each(refusals)("%s is refused", async (_, body, status, code, pointer) => {
    const reply = await shop.api.post<Schemas["Problem"]>(shop.path("/transactions"), body, { key: freshKey() });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    if (pointer !== undefined) expect(reply.body.errors.map((error) => error.pointer)).toContain(pointer);
  });
});

describe("a body that", () => {
  const send = (raw: string | Uint8Array) =>
    shop.api.call<Schemas["Problem"]>("POST", shop.path("/transactions"), { raw, key: freshKey() });

  test.each<[string, string | Uint8Array]>([
    ["is empty", ""],
    ["is no JSON", "{"],
    ["goes on after its end", "{} {}"],
    ["has a comment", "{/**/}"],
    ["names a member twice", '{"kind":"sale","kind":"sale"}'],
    ["is nested too deep", `${"[".repeat(17)}${"]".repeat(17)}`],
    ["is nested a hundred thousand deep", "[".repeat(100_000)],
    ["is not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["has half a surrogate pair", '{"description":"\\ud800"}'],
    ["has NaN", '{"amount":NaN}'],
  ])("%s is malformed", async (_, raw) => {
    const reply = await send(raw);
    expect([reply.status, reply.body.code]).toEqual([400, "malformed_json"]);
  });

  test("is larger than a mebibyte is refused before it is read", async () => {
    const reply = await send(`{"description":"${text(1 << 20)}"}`);
    expect([reply.status, reply.body.code]).toEqual([413, "payload_too_large"]);
  });

  test("is not JSON by its type is refused", async () => {
    const reply = await shop.api.call<Schemas["Problem"]>("POST", shop.path("/transactions"), {
      raw: "a=b",
      key: freshKey(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect([reply.status, reply.body.code]).toEqual([415, "unsupported_media_type"]);
  });
});

describe("a key that", () => {
  test.each([["is too short", "short"], ["is too long", "k".repeat(129)], ["has a space", "with a space"]])(
    "%s is refused",
    async (_, key) => {
      const reply = await shop.api.post<Schemas["Problem"]>(shop.path("/transactions"), sale("10"), { key });
      expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
    },
  );
});

/** Sends bytes as they are and gives what comes back until the server closes, or after `waitMs`. */
async function raw(bytes: string | Buffer, waitMs = 3_000): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((done, failed) => {
    let received = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket.on("data", (data) => {
      received += data.toString("latin1");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") failed(error);
    });
    socket.on("close", () => {
      clearTimeout(timer);
      done(received);
    });
  });
}

describe("HTTP that is broken", () => {
  test.each<[string, string, RegExp]>([
    ["no request line", "hello\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a bad header", "GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["two lengths", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", /^HTTP\/1\.1 400 /],
    ["length and chunks", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a negative length", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a bad chunk", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a header that never ends", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"y".repeat(40_000)}`, /^HTTP\/1\.1 431 /],
    ["an unknown version", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", /^HTTP\/1\.1 (400|505) /],
  ])("%s is answered and closed", async (_, bytes, answer) => {
    expect(await raw(bytes)).toMatch(answer);
    expect((await shop.api.get("/healthz")).status).toBe(200);
  });

  test("a header that comes too slowly times out", { timeout: 25_000 }, async () => {
    expect(await raw("GET / HTTP/1.1\r\nHost: a\r\n", 20_000)).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe("another's book", () => {
  test("is not there", async () => {
    const other = "/api/v1/books/01930000-0000-7000-8000-000000000000";
    for (const path of ["", "/accounts", "/balances", "/transactions", "/events", "/verify"]) {
      const reply = await shop.api.get<Schemas["Problem"]>(other + path);
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, "not_found"]);
    }
    const posted = await shop.api.post<Schemas["Problem"]>(`${other}/transactions`, sale("10"), { key: freshKey() });
    expect([posted.status, posted.body.code]).toEqual([404, "not_found"]);
  });

  test("is not shown to who is not signed in", async () => {
    const reply = await shop.api.as("arus_s_wrong").get<Schemas["Problem"]>(shop.path("/balances"));
    expect([reply.status, reply.body.code]).toEqual([401, "unauthenticated"]);
  });
});
