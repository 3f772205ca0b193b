// SPDX-License-Identifier: Apache-2.0
// What nginx does for those behind it: TLS, the socket, names of requests, addresses, limits, headers, files.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as plainRequest, type IncomingMessage } from "node:http";
import { request, type RequestOptions } from "node:https";
import { connect as connectH2 } from "node:http2";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, password, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { newId } from "../support/books.ts";
import { checkReply } from "../support/contract.ts";
import { Socket } from "../support/socket.ts";
import { figure, logLine, openStackShop, openTls, readAll, stack } from "../support/stack.ts";
import { until } from "../support/wait.ts";

type Reply = { readonly status: number; readonly headers: Headers; readonly raw: readonly string[]; readonly body: Buffer };

async function replyOf(message: IncomingMessage): Promise<Reply> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  const headers = new Headers();
  for (let i = 0; i < message.rawHeaders.length; i += 2) headers.append(message.rawHeaders[i]!, message.rawHeaders[i + 1]!);
  return { status: message.statusCode!, headers, raw: message.rawHeaders.filter((_, i) => i % 2 === 0), body: Buffer.concat(pieces) };
}

/** A request over TLS with every header as it is sent and comes. */
async function ask(path: string, options: RequestOptions & { readonly sends?: string | Buffer } = {}): Promise<Reply> {
  const { port } = new URL(stack.url);
  const { sends, ...rest } = options;
  const asked = request({ host: "127.0.0.1", port, path, servername: "localhost", agent: false, ...rest, headers: { host: `localhost:${port}`, ...rest.headers } });
  asked.end(sends);
  const [message] = (await once(asked, "response")) as [IncomingMessage];
  const reply = await replyOf(message);
  return reply;
}

async function askPlain(url: string, options: { readonly headers?: Record<string, string> } = {}): Promise<Reply> {
  const asked = plainRequest(url, { agent: false, ...options });
  asked.end();
  const [message] = (await once(asked, "response")) as [IncomingMessage];
  return replyOf(message);
}

let shop: Shop;
let slow: { readonly name: string; readonly answer: Promise<string> }; // looked at in the end: nginx waits 15 s for it
beforeAll(async () => {
  shop = await openStackShop();
  const name = `slow-${newId()}`;
  const socket = await openTls();
  socket.write(`POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\nX-Request-Id: ${name}\r\n\r\n{`);
  slow = { name, answer: readAll(socket, 60_000).then(String) };
}, 120_000);

describe("TLS", () => {
  test("is 1.3 and nothing older", async () => {
    const socket = await openTls();
    expect(socket.getProtocol()).toBe("TLSv1.3");
    socket.destroy();
    await expect(openTls({ maxVersion: "TLSv1.2" })).rejects.toThrow(/alert|version/i);
  });

  test("offers HTTP/2, and a post and its reading go over it", async () => {
    const session = connectH2(stack.url);
    const call = async (headers: Record<string, string>, body?: string): Promise<[number, string]> => {
      const stream = session.request({ authorization: `Bearer ${shop.api.token}`, ...headers });
      stream.end(body);
      const [head] = (await once(stream, "response")) as [Record<string, string | number>];
      let text = "";
      for await (const piece of stream) text += String(piece);
      return [Number(head[":status"]), text];
    };
    const path = shop.path("/transactions");
    const [status, text] = await call(
      { ":method": "POST", ":path": path, "content-type": "application/json", "idempotency-key": freshKey() },
      JSON.stringify(sale("12000")),
    );
    expect(status, text).toBe(201);
    const made = JSON.parse(text) as Transaction;
    expect(await call({ ":path": `${path}/${made.id}` })).toEqual([200, expect.stringContaining(made.hash!)]);
    expect(session.alpnProtocol).toBe("h2");
    session.close();
  });

  test("is where everybody is sent from plain HTTP", async () => {
    const reply = await askPlain(`${stack.plain_url}/reports?from=today`);
    expect([reply.status, reply.headers.get("location")]).toEqual([308, `${stack.url}/reports?from=today`]);
    const mistaken = await askPlain(`${stack.url.replace("https", "http")}/home`); // plain HTTP to the port of TLS
    expect([mistaken.status, mistaken.headers.get("location")]).toEqual([308, `${stack.url}/home`]);
  });
});

describe("headers", () => {
  const once_ = ["content-security-policy", "strict-transport-security", "x-content-type-options", "referrer-policy", "x-request-id", "cache-control", "server", "date", "content-length", "vary"];

  test.each(["/", "/api/v1/openapi.yaml", "/api/v1/me", "/nothing-here", "/metrics", "/manifest.webmanifest"])("of %s stand there once, without a version", async (path) => {
    const reply = await ask(path, { headers: { accept: "text/html", "accept-encoding": "gzip" } });
    const names = reply.raw.map((name) => name.toLowerCase());
    for (const name of once_) expect(names.filter((one) => one === name).length, name).toBeLessThanOrEqual(1);
    for (const name of once_.slice(0, 6)) expect(names, `${name} of ${path}`).toContain(name);
    expect(reply.headers.get("server")).toBe("nginx");
    expect(names).not.toContain("x-powered-by");
  });

  test("of the client's files are the server's own", async () => {
    const page = (await ask("/")).body.toString();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)![1]!;
    for (const path of ["/", script, "/manifest.webmanifest", "/service-worker.js"]) {
      const headers = { host: new URL(stack.url).host, accept: "*/*", "accept-encoding": "gzip" };
      const [direct, through] = await Promise.all([askPlain(stack.servers[0].url + path, { headers }), ask(path, { headers })]);
      expect(through.status, path).toBe(200);
      for (const name of ["cache-control", "etag", "content-encoding", "content-type", "vary", "content-security-policy"]) {
        expect(through.headers.get(name), `${name} of ${path}`).toBe(direct.headers.get(name));
      }
      expect(through.body.equals(direct.body), path).toBe(true);
      const again = await ask(path, { headers: { ...headers, "if-none-match": through.headers.get("etag")! } });
      expect(again.status).toBe(304);
    }
  });

  test("long figures are compressed, replies with secrets are not", async () => {
    const headers = { authorization: `Bearer ${shop.api.token}`, "accept-encoding": "gzip" };
    const figures = await ask(shop.path("/accounts?limit=500"), { headers });
    expect(figures.headers.get("content-encoding")).toBe("gzip");
    expect(JSON.parse(gunzipSync(figures.body).toString())).toHaveProperty("items");
    for (const path of ["/api/v1/me/audit-log?limit=500", "/api/v1/me"]) {
      expect((await ask(path, { headers })).headers.get("content-encoding"), path).toBeNull();
    }
    const etag = (await ask(shop.path("/balances"), { headers })).headers.get("etag");
    expect(etag).not.toBeNull();
    expect((await ask(shop.path("/balances"), { headers: { ...headers, "if-none-match": etag! } })).status).toBe(304);
  });
});

describe("a request's name", () => {
  test("is the client's, in the answer, the access log and the audit log", async () => {
    const name = `till-7.${newId()}`;
    const reply = await shop.api.call("POST", shop.path("/outlets"), { body: { code: "DAGO", name: "Dago" }, headers: { "x-request-id": name } });
    expect([reply.status, reply.headers.get("x-request-id")]).toEqual([201, name]);
    const line = await logLine(name);
    expect(line).toMatchObject({ method: "POST", path: shop.path("/outlets"), status: 201, upstream_status: "201" });
    const log = await shop.api.expect(200, shop.api.get<Schemas["AuditLog"]>(shop.path("/audit-log?what=outlet.")));
    expect(log.items.map(({ entry }) => entry.request_id)).toEqual([name]);
  });

  test.each(["", "two words", "x".repeat(65), "a\"b", "<b>"])("that may not go into logs (%j) is made anew", async (name) => {
    const reply = await ask("/healthz", { headers: { "x-request-id": name } });
    expect(reply.headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
    expect((await logLine(reply.headers.get("x-request-id")!)).path).toBe("/healthz");
  });

  test("is said where nginx itself refuses", async () => {
    const reply = await ask("/metrics");
    expect(JSON.parse(reply.body.toString())).toMatchObject({ status: 404, request_id: reply.headers.get("x-request-id") });
  });
});

test("the access log holds no token, cookie or query", async () => {
  const secret = `rahasia-${newId()}`;
  const name = `quiet-${newId()}`;
  const headers = { "x-request-id": name, authorization: `Bearer ${secret}`, cookie: `arus_session=${secret}`, referer: `https://localhost/?t=${secret}` };
  await ask(`/api/v1/me?token=${secret}`, { headers });
  expect((await logLine(name)).path).toBe("/api/v1/me");
  await shop.api.post("/api/v1/auth/login", { email: "x@contoh.example", password: secret });
  expect(readFileSync(stack.access_log, "utf8")).not.toContain(secret);
});

describe("the client's address", () => {
  test("is the one nginx sees, whatever the client says", async () => {
    const code = `A${Date.now() % 1_000_000}`;
    const body = JSON.stringify({ code, name: "Alamat" });
    const made = await ask(shop.path("/outlets"), {
      method: "POST",
      localAddress: "127.0.0.7",
      sends: body,
      headers: {
        authorization: `Bearer ${shop.api.token}`,
        "content-type": "application/json",
        "content-length": String(body.length),
        "x-forwarded-for": "203.0.113.9, 127.0.0.1",
        "x-real-ip": "203.0.113.9",
        forwarded: "for=203.0.113.9",
      },
    });
    expect(made.status, made.body.toString()).toBe(201);
    const log = await shop.api.expect(200, shop.api.get<Schemas["AuditLog"]>(shop.path("/audit-log?what=outlet.")));
    expect(log.items[0]!.entry).toMatchObject({ address: "127.0.0.7", subject: { id: (JSON.parse(made.body.toString()) as { id: string }).id } });
    expect((await logLine(made.headers.get("x-request-id")!)).address).toBe("127.0.0.7");
  });

  test("behind nginx is never this machine's own", async () => {
    const mine = await new Api(stack.url).get<Schemas["Setup"]>("/api/v1/setup");
    expect(mine.status).toBe(200);
    // A wrong origin, and a cookie without one, are refused as from anywhere else.
    const login = { email: "nobody@contoh.example", password };
    const refused = await new Api(stack.url).call<Schemas["Problem"]>("POST", "/api/v1/auth/login", { body: login, headers: { origin: "https://evil.example" } });
    expect([refused.status, refused.body.code]).toEqual([403, "origin_refused"]);
    const own = await new Api(stack.url).call<Schemas["Problem"]>("POST", "/api/v1/auth/login", { body: login, headers: { origin: stack.url } });
    expect([own.status, own.body.code]).toEqual([401, "invalid_credentials"]);
  });
});

describe("the socket", () => {
  test("two on different servers see one stream", async () => {
    const open = async (): Promise<readonly number[]> => Promise.all(stack.servers.map((server) => figure(server, "arus_sockets")));
    const before = await open();
    const page = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    const streams: Socket[] = [];
    for (let i = 0; i < 6; i += 1) {
      const socket = await Socket.connect(stack.url, shop.api.token!);
      await socket.ok({ subscribe: { book: shop.bookId, channel: "ledger", since: { epoch: page.epoch, offset: 0 } } });
      streams.push(socket);
    }
    // The one with fewest connections gets the next.
    await until("both servers hold sockets", 10_000, async () => (await open()).every((count, at) => count > before[at]!));
    const made: Transaction[] = [];
    for (let i = 0; i < 10; i += 1) made.push(await shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), sale("1000"), { key: freshKey() })));
    const head = made.at(-1)!.offset;
    const texts: string[] = [];
    for (const socket of streams) {
      await socket.eventAt(head);
      const offsets = socket.events().map((event) => event.offset as number);
      expect(offsets).toEqual(Array.from({ length: head }, (_, at) => at + 1));
      texts.push(JSON.stringify(socket.events().map(({ sub: _, ...event }) => event)));
    }
    expect(new Set(texts).size).toBe(1);
    for (const socket of streams) socket.close();
  });

  test("is refused to a foreign origin, and to what does not speak it", async () => {
    const refused = await ask("/api/v1/realtime", { headers: { connection: "Upgrade", upgrade: "websocket", origin: "https://evil.example", "sec-websocket-version": "13", "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==" } });
    expect(refused.status).toBe(403);
    expect((await ask("/api/v1/realtime")).status).toBe(426);
  });
});

describe("limits", () => {
  const problem = (reply: Reply): Schemas["Problem"] => JSON.parse(reply.body.toString()) as Schemas["Problem"];
  const post = { method: "POST", headers: { "content-type": "application/json" } } as const;

  test("a body over 1 MiB is 413, with its length or without", async () => {
    const body = Buffer.alloc((1 << 20) + 1, 0x20);
    const known = await ask("/api/v1/auth/login", { ...post, sends: body, headers: { ...post.headers, "content-length": String(body.length) } });
    const chunked = await ask("/api/v1/auth/login", { ...post, sends: body, headers: { ...post.headers, "transfer-encoding": "chunked" } });
    for (const reply of [known, chunked]) {
      expect([reply.status, problem(reply).code]).toEqual([413, "payload_too_large"]);
      checkReply("POST", "/api/v1/auth/login", reply.status, reply.headers, reply.body.toString());
    }
  });

  test("a body of exactly 1 MiB is the server's to judge", async () => {
    const body = Buffer.alloc(1 << 20, 0x20);
    const reply = await ask("/api/v1/auth/login", { ...post, sends: body, headers: { ...post.headers, "content-length": String(body.length) } });
    expect([reply.status, problem(reply).code]).toEqual([400, "malformed_json"]);
  });

  test.each([
    ["one field of 17 KiB", "/api/v1/me", { "x-filler": "x".repeat(17 << 10) }],
    ["fields of 20 KiB together", "/api/v1/me", Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`x-filler-${at}`, "x".repeat(1_000)]))],
    ["a target of 17 KiB", `/api/v1/me?q=${"x".repeat(17 << 10)}`, {}],
  ])("a header with %s is 431", async (_, path, headers) => {
    const reply = await ask(path, { headers });
    expect([reply.status, problem(reply).code]).toEqual([431, "header_too_large"]);
    checkReply("GET", "/api/v1/me", reply.status, reply.headers, reply.body.toString());
  });

  test("what is no HTTP is 400, a method nobody knows 405", async () => {
    const socket = await openTls();
    socket.write("GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
    const text = (await readAll(socket)).toString();
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"code":"malformed_request"');
    const traced = await ask("/api/v1/me", { method: "TRACE" });
    expect([traced.status, problem(traced).code, traced.headers.has("allow")]).toEqual([405, "method_not_allowed", true]);
    checkReply("GET", "/api/v1/me", traced.status, traced.headers, traced.body.toString());
  });

  test("a file to import may be larger than 1 MiB", async () => {
    const body = Buffer.alloc(3 << 20, 0x20);
    const reply = await ask(shop.path("/imports"), {
      method: "POST",
      sends: body,
      headers: { "content-type": "text/plain", "content-length": String(body.length), "x-request-id": `import-${shop.bookId}` },
    });
    // Without a token: the server's word, not nginx's.
    const line = await logLine(`import-${shop.bookId}`);
    expect(line.upstream_status).toBe(String(reply.status));
  });
});

test("metrics and the admin listener are nowhere to be found", async () => {
  for (const path of ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/x/../metrics", "/metrics?x", "/metrics%20", "/METRICS", "/./metrics", "/api/v1/../../metrics", "/metrics%00", "/metrics;x"]) {
    const reply = await ask(path, { headers: { accept: "text/plain" } });
    expect([400, 404], path).toContain(reply.status);
    expect(reply.body.toString(), path).not.toContain("arus_http_requests_total");
  }
});

test("a request that arrives too slowly reaches no server and is closed", { timeout: 90_000 }, async () => {
  expect(await slow.answer).toBe("");
  expect(await logLine(slow.name)).toMatchObject({ status: 408, upstream: "" });
});
