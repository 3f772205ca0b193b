// SPDX-License-Identifier: Apache-2.0
// Request smuggling (CWE-444): bytes in which two readers could see different requests. Whatever nginx makes of them, the
// servers are asked at most once, nothing hidden is ever done, nobody gets another's answer, and nothing ends in a 500.
//
// The hidden request is a sale by the owner with an id of its own: had any server read it, the sale would stand in the book.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, sale, type Schemas, type Shop } from "../support/api.ts";
import { history, newId } from "../support/books.ts";
import { askH2, type Field } from "../support/http2.ts";
import { openStackShop, openTls, readAll, requestsAtServers, stack } from "../support/stack.ts";
import { until } from "../support/wait.ts";

let shop: Shop;
let me: string;
const host = new URL(stack.url).host;
const hiddenIds: string[] = [];

beforeAll(async () => {
  shop = await openStackShop();
  me = (await shop.api.get("/api/v1/me")).text;
}, 120_000);

/** The request that must not be read: whole, with a token, and its own id. */
function hidden(): string {
  const id = newId();
  hiddenIds.push(id);
  const body = JSON.stringify(sale("666", { id }));
  return [
    `POST ${shop.path("/transactions")} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${shop.api.token}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

const isBooked = async (id: string): Promise<boolean> => (await shop.api.get(shop.path(`/transactions/${id}`))).status === 200;

/** The statuses of the answers in what came. */
const statuses = (text: string): number[] => [...text.matchAll(/HTTP\/1\.[01] (\d{3}) [A-Z]/g)].map(([, status]) => Number(status));

/** Others get their own answers on whatever links nginx keeps to the servers. */
async function othersAreServed(): Promise<void> {
  for (let i = 0; i < 4; i += 1) expect((await shop.api.get("/api/v1/me")).text).toBe(me);
}

afterAll(async () => {
  const ids = (await history(shop.api, shop.bookId)).map((event) => (event.data as { readonly id?: string }).id);
  for (const id of hiddenIds) expect(ids).not.toContain(id);
  const verified = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
  expect(verified.ok).toBe(true);
});

/** How many requests the servers have counted, once those of before are all in it: a reply goes out before it is counted. */
async function settledRequests(): Promise<number> {
  let counted = await requestsAtServers();
  await until("the count of requests stands still", 10_000, async () => {
    await new Promise((resume) => setTimeout(resume, 50));
    const last = counted;
    counted = await requestsAtServers();
    return counted === last;
  });
  return counted;
}

// Shows that what the cases below look for can be seen at all.
test("two requests that stand one after the other are two", async () => {
  const before = await requestsAtServers();
  const second = hidden();
  const id = hiddenIds.pop()!;
  const socket = await openTls();
  socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n${second}`);
  expect(statuses((await readAll(socket, 3_000)).toString())).toEqual([200, 201]);
  expect(await isBooked(id)).toBe(true);
  expect((await requestsAtServers()) - before).toBeGreaterThanOrEqual(2);
});

const post = (fields: string, body: string): string =>
  `POST /api/v1/auth/login HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n${fields}\r\n\r\n${body}`;
const chunked = (inner: string): string => `0\r\n\r\n${inner}`;
const hex = (text: string): string => text.length.toString(16);

/** Each makes the bytes around a hidden request. */
const corpus: readonly (readonly [string, (inner: string) => string])[] = [
  ["CL.TE", (inner) => post(`Content-Length: ${chunked(inner).length}\r\nTransfer-Encoding: chunked`, chunked(inner))],
  ["TE.CL", (inner) => post(`Transfer-Encoding: chunked\r\nContent-Length: 4`, `${hex(inner)}\r\n${inner}\r\n0\r\n\r\n`)],
  ["CL.TE with CL 0", (inner) => post(`Content-Length: 0\r\nTransfer-Encoding: chunked`, chunked(inner))],
  ...[
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: identity, chunked",
    "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding:\tchunked",
    "Transfer-Encoding: \x0bchunked",
    "Transfer-Encoding: \"chunked\"",
    "Transfer-Encoding: chunked;q=1",
    "Transfer-Encoding:\r\n chunked",
    "Transfer-Encoding\r\n : chunked",
    " Transfer-Encoding: chunked",
    "X: y\nTransfer-Encoding: chunked",
    "X: y\rTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\x00",
    "Transfer_Encoding: chunked",
    "Transfer-Encoding: CHUNKED",
    "\x00Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
    "Content-Encoding: chunked",
    "TE: chunked",
  ].map((field) => [`TE.TE ${JSON.stringify(field)}`, (inner: string) => post(`Content-Length: ${chunked(inner).length}\r\n${field}`, chunked(inner))] as const),
  ["chunked in HTTP/1.0", (inner) => post("Transfer-Encoding: chunked", chunked(inner)).replace("HTTP/1.1", "HTTP/1.0")],
  ["two lengths, the shorter first", (inner) => post(`Content-Length: 0\r\nContent-Length: ${inner.length}`, inner)],
  ["two lengths, the longer first", (inner) => post(`Content-Length: ${inner.length}\r\nContent-Length: 0`, inner)],
  ["two equal lengths", (inner) => post(`Content-Length: ${inner.length}\r\nContent-Length: ${inner.length}`, inner)],
  ...["+0", "-0", "0x0", "0 0", "0,0", "0, 5", "00000000000000000000000000000000001", "18446744073709551616", "1e1", "", "\x0b0", "0;"].map(
    (length) => [`length ${JSON.stringify(length)}`, (inner: string) => post(`Content-Length: ${length}`, inner)] as const,
  ),
  ["length with a space before the colon", (inner) => post(`Content-Length : ${inner.length}`, inner)],
  ["length folded", (inner) => post(`Content-Length:\r\n ${inner.length}`, inner)],
  ["length behind a bare LF", (inner) => post(`X: y\nContent-Length: ${inner.length}`, inner)],
  ["lines end in bare LF", (inner) => post(`Content-Length: ${inner.length}`, "").replaceAll("\r\n", "\n") + inner],
  ["lines end in bare CR", (inner) => post(`Content-Length: ${inner.length}`, "").replaceAll("\r\n", "\r") + inner],
  ["a head that ends in LF LF", (inner) => `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${inner.length}\n\n${inner}`],
  ["a chunk's size with 0x", (inner) => post("Transfer-Encoding: chunked", `0x0\r\n\r\n${inner}`)],
  ["a chunk's size with a sign", (inner) => post("Transfer-Encoding: chunked", `-0\r\n\r\n${inner}`)],
  ["a chunk's size that overflows", (inner) => post("Transfer-Encoding: chunked", `10000000000000000\r\n${inner}`)],
  ["a chunk's size that is too large", (inner) => post("Transfer-Encoding: chunked", `ffffffffffffffff\r\n${inner}`)],
  ["a chunk's extension with LF", (inner) => post("Transfer-Encoding: chunked", `${hex(inner)};a\n${inner}\r\n0\r\n\r\n`)],
  ["a chunk that ends wrongly", (inner) => post("Transfer-Encoding: chunked", `1\r\nAXX0\r\n\r\n${inner}`)],
  ["trailers that look like a head", (inner) => post("Transfer-Encoding: chunked", `0\r\nContent-Length: ${inner.length}\r\nHost: evil\r\n\r\n`) + " "],
  ["GET with a body", (inner) => `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["HEAD with a body", (inner) => `HEAD /healthz HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["OPTIONS with a body", (inner) => `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["a length that only the connection knows", (inner) => post(`Connection: Content-Length\r\nContent-Length: ${inner.length}`, inner)],
  ["Expect", (inner) => post(`Expect: 100-continue\r\nContent-Length: ${inner.length}`, inner)],
  ["Expect something else", (inner) => post(`Expect: x 100-continue\r\nContent-Length: ${inner.length}`, inner)],
  ["h2c", (inner) => `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["a socket of a wrong version", (inner) => `GET /api/v1/realtime HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["a line break in the target", (inner) => `GET /healthz?%0d%0a%0d%0a${encodeURIComponent(inner)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  ["a second request line in the target", (inner) => `GET /healthz HTTP/1.1\r${inner.replaceAll("\r\n", "\r")} HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  ["a line break in a field", (inner) => `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nX: a%0d%0a%0d%0a${encodeURIComponent(inner)}\r\n\r\n`],
  ["two hosts", (inner) => `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["a host with a line break", (inner) => `GET /healthz HTTP/1.1\r\nHost: ${host}\rX: y\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["the absolute form", (inner) => `GET http://evil.example/healthz HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["no version at all", (inner) => `GET /healthz\r\nContent-Length: ${inner.length}\r\n\r\n`],
  ["a version of the future", (inner) => `GET /healthz HTTP/1.9\r\nHost: ${host}\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`],
  ["a path to import, unbuffered", (inner) => post(`Content-Length: ${chunked(inner).length}\r\nTransfer-Encoding: chunked`, chunked(inner)).replace("/api/v1/auth/login", `/api/v1/books/${newId()}/imports`)],
  ["an unbuffered body with a bad chunk", (inner) => post("Transfer-Encoding: chunked", `1\r\nAXX0\r\n\r\n${inner}`).replace("/api/v1/auth/login", `/api/v1/books/${newId()}/imports`)],
];

/** One byte is one byte: what stands behind it is the sender's own next request, of a method nobody knows. */
const ownSecond = new Set(["length \"00000000000000000000000000000000001\""]);

describe("over HTTP/1.1", () => {
  test.each(corpus)("%s", { timeout: 30_000 }, async (name, bytes) => {
    const before = await settledRequests();
    const inner = hidden();
    const id = hiddenIds.at(-1)!;
    const socket = await openTls();
    socket.write(Buffer.from(bytes(inner), "latin1"));
    const answer = (await readAll(socket, 400)).toString("latin1");
    const got = statuses(answer);
    for (const status of got) expect([500, 502, 504], answer).not.toContain(status);
    if (!ownSecond.has(name)) expect((await requestsAtServers()) - before, answer).toBeLessThanOrEqual(1);
    expect(await isBooked(id), answer).toBe(false);
    await othersAreServed();
  });
});

describe("over HTTP/2", () => {
  const line = "\r\n";
  const get = (...more: Field[]): Field[] => [[":method", "GET"], [":scheme", "https"], [":path", "/healthz"], [":authority", host], ...more];
  const login = (...more: Field[]): Field[] => [[":method", "POST"], [":scheme", "https"], [":path", "/api/v1/auth/login"], [":authority", host], ["content-type", "application/json"], ...more];
  const cases: readonly (readonly [string, (inner: string) => { readonly fields: readonly Field[]; readonly body?: string }])[] = [
    ["a request in a field's value", (inner) => ({ fields: get(["x", `a${line}${line}${inner}`]) })],
    ["a request in a field's name", (inner) => ({ fields: get([`x: y${line}${line}${inner}`, "z"]) })],
    ["a request behind LF alone", (inner) => ({ fields: get(["x", `a\n\n${inner.replaceAll(line, "\n")}`]) })],
    ["a framing field behind a line break", (inner) => ({ fields: login(["x", `a${line}transfer-encoding: chunked`]), body: chunked(inner) })],
    ["a colon in a name", (inner) => ({ fields: login(["transfer-encoding: chunked", "x"]), body: chunked(inner) })],
    ["a space in a name", (inner) => ({ fields: login(["transfer-encoding ", "chunked"]), body: chunked(inner) })],
    ["a name in capitals", (inner) => ({ fields: login(["Transfer-Encoding", "chunked"]), body: chunked(inner) })],
    ["transfer-encoding", (inner) => ({ fields: login(["transfer-encoding", "chunked"]), body: chunked(inner) })],
    ["transfer-encoding and a length", (inner) => ({ fields: login(["transfer-encoding", "chunked"], ["content-length", String(chunked(inner).length)]), body: chunked(inner) })],
    ["a length that is too short", (inner) => ({ fields: login(["content-length", "0"]), body: inner })],
    ["a length that is too long", (inner) => ({ fields: login(["content-length", String(inner.length + 100)]), body: inner })],
    ["two lengths", (inner) => ({ fields: login(["content-length", String(inner.length)], ["content-length", "0"]), body: inner })],
    ["a request in the path", (inner) => ({ fields: [[":method", "GET"], [":scheme", "https"], [":path", `/healthz HTTP/1.1${line}Host: x${line}${line}${inner}`], [":authority", host]] })],
    ["a space in the path", () => ({ fields: [[":method", "GET"], [":scheme", "https"], [":path", "/healthz HTTP/1.1"], [":authority", host]] })],
    ["a request in the method", (inner) => ({ fields: [[":method", `GET / HTTP/1.1${line}Host: x${line}${line}${inner}`], [":scheme", "https"], [":path", "/healthz"], [":authority", host]] })],
    ["a request in the authority", (inner) => ({ fields: [[":method", "GET"], [":scheme", "https"], [":path", "/healthz"], [":authority", `${host}${line}${line}${inner}`]] })],
    ["a request in the scheme", (inner) => ({ fields: [[":method", "GET"], [":scheme", `https${line}${line}${inner}`], [":path", "/healthz"], [":authority", host]] })],
    ["two paths", () => ({ fields: [[":method", "GET"], [":scheme", "https"], [":path", "/healthz"], [":path", "/readyz"], [":authority", host]] })],
    ["another host beside the authority", (inner) => ({ fields: get(["host", "evil.example"]), body: inner })],
    ["hop-by-hop fields", (inner) => ({ fields: login(["connection", "close"], ["upgrade", "h2c"]), body: inner })],
    ["a zero in a value", () => ({ fields: get(["x", "a\0b"]) })],
    ["a forged forwarder", (inner) => ({ fields: get(["x-forwarded-for", `127.0.0.1${line}${line}${inner}`]) })],
    ["a request in the request's name", (inner) => ({ fields: get(["x-request-id", `a${line}${line}${inner}`]) })],
  ];

  test("what is right is answered", async () => {
    expect(await askH2(await openTls({ ALPNProtocols: ["h2"] }), { fields: get() })).toMatchObject({ status: "200", reset: false, goneAway: false });
    const refused = await askH2(await openTls({ ALPNProtocols: ["h2"] }), { fields: login(), body: "{}" });
    expect([refused.status, (JSON.parse(refused.body) as Schemas["Problem"]).code]).toEqual(["422", "validation_failed"]);
  });

  test.each(cases)("%s", { timeout: 30_000 }, async (_, make) => {
    const before = await settledRequests();
    const inner = hidden();
    const id = hiddenIds.at(-1)!;
    const answer = await askH2(await openTls({ ALPNProtocols: ["h2"] }), make(inner));
    expect(["500", "502", "504"]).not.toContain(answer.status);
    expect((await requestsAtServers()) - before).toBeLessThanOrEqual(1);
    expect(await isBooked(id)).toBe(false);
    await othersAreServed();
  });
});

test("a stranger's words are not another's answer", async () => {
  // Every server link that nginx kept through all of the above is used, several times.
  const replies = await Promise.all(Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? shop.api : new Api(stack.url)).get("/api/v1/me")));
  for (const [at, reply] of replies.entries()) {
    if (at % 2 === 0) expect(reply.text).toBe(me);
    else expect(reply.status).toBe(401);
  }
});
