// SPDX-License-Identifier: Apache-2.0
// The contract as a whole, health and metrics, the files of the client, and what overload gets.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, openShop, password, sale, type Schemas, type Shop } from "../support/api.ts";
import { newId, state } from "../support/books.ts";
import { operations } from "../support/contract.ts";
import { accounts } from "../support/people.ts";
import { Server, temporaryFolder } from "../support/server.ts";

type Problem = Schemas["Problem"];
let server: Server;
let shop: Shop;
let admin: Api;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
  admin = new Api(server.adminUrl);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

/** The owner, signed in once more. */
async function anotherSession(): Promise<Api> {
  const login = shop.api.post<Schemas["Session"]>("/api/v1/auth/login", { email: "pemilik@contoh.example", password });
  return shop.api.as((await shop.api.expect(200, login)).access_token);
}

const filled = (path: string): string =>
  path.replace("{book}", shop.bookId).replace("{report}", "balance-sheet").replace("{id}", newId()).replace("{user_id}", newId());

describe("the contract", () => {
  test("is served as it stands in the repository", async () => {
    const reply = await shop.api.get("/api/v1/openapi.yaml");
    expect(reply.text).toBe(readFileSync(new URL("../../../contracts/openapi.yaml", import.meta.url), "utf8"));
    const again = await shop.api.get("/api/v1/openapi.yaml", { headers: { "if-none-match": reply.headers.get("etag")! } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  /** What a path asks for in its query and cannot do without. */
  const needed = async (path: string): Promise<string> => {
    if (path.endsWith("/explain")) return "?row=assets&column=0";
    if (path.endsWith("/changes")) return "?from_sequence=0";
    return path.endsWith("/general-ledger") ? `?account_id=${(await accounts(shop)).get("1101")!.id}` : "";
  };

  // The harness holds status, headers and body of each reply against the contract.
  test.each(operations.map(({ method, path, operation }) => [method, path, operation] as const))(
    "%s %s is answered as it says",
    async (method, path, operation) => {
      const api = path === "/metrics" ? admin : path.endsWith("/logout") ? await anotherSession() : shop.api;
      const options = method === "GET" || method === "DELETE" ? {} : { body: {}, key: freshKey() };
      const reply = await api.call<Problem>(method, filled(path) + (await needed(path)), options);
      expect(Object.keys(operation.responses)).toContain(String(reply.status));
      expect(reply.body?.detail ?? "").not.toMatch(/no such path/i);
      if (path.includes("{id}") || path.includes("{user_id}")) return;
      const good = Object.keys(operation.responses).some((status) => status.startsWith("2") && Number(status) === reply.status);
      if (method === "GET" && path !== "/api/v1/realtime") expect([path, good]).toEqual([path, true]);
    },
  );

  test("knows every method that a path answers", async () => {
    for (const path of new Set(operations.map((one) => one.path))) {
      const known = operations.filter((one) => one.path === path).map(({ method }) => method);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((one) => !known.includes(one))) {
        const url = (path === "/metrics" ? server.adminUrl : server.url) + filled(path);
        const response = await fetch(url, { method, headers: { authorization: `Bearer ${shop.api.token}` } });
        expect([method, path, response.status]).toEqual([method, path, 405]);
        const problem = (await response.json()) as Problem;
        expect([problem.code, problem.status]).toEqual(["method_not_allowed", 405]);
        const allow = response.headers.get("allow")!.split(/, */).filter((one) => one !== "HEAD" && one !== "OPTIONS");
        expect([path, allow.sort()]).toEqual([path, known.sort()]);
      }
    }
  });

  test("and nothing else is answered below /api", async () => {
    for (const path of ["/api", "/api/v1", "/api/v1/nothing", "/api/v2/me", shop.path("/nothing"), "/api/v1/books/x"]) {
      const reply = await shop.api.get<Problem>(path);
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, "not_found"]);
    }
  });

  test("HEAD is GET without its body", async () => {
    for (const path of ["/healthz", "/api/v1/me", shop.path("/balances"), "/"]) {
      const url = server.url + path;
      const headers = { authorization: `Bearer ${shop.api.token}` };
      const [head, get] = [await fetch(url, { method: "HEAD", headers }), await fetch(url, { headers })];
      expect([path, head.status, await head.text()]).toEqual([path, get.status, ""]);
      expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
    }
  });
});

describe("health", () => {
  test("and readiness are told on both listeners", async () => {
    for (const api of [new Api(server.url), admin]) {
      expect(await api.expect(200, api.get("/healthz"))).toEqual({ status: "ok" });
      expect(await api.expect(200, api.get("/readyz"))).toEqual({ status: "ready", degraded: [] });
    }
  });

  test("the internal listener has metrics and no books, the public one no metrics", async () => {
    const text = (await admin.get("/metrics")).text;
    expect(text).toMatch(/^arus_info\{version="[^"]+"\} 1$/m);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    for (const path of ["/api/v1/me", "/", "/api/v1/openapi.yaml"]) {
      expect([path, (await fetch(server.adminUrl + path)).status]).toEqual([path, 404]);
    }
  });

  test("metrics count what was done, and name nobody", async () => {
    const counted = async (name: RegExp): Promise<number> => {
      const { text } = await admin.get("/metrics");
      return text
        .split("\n")
        .filter((line) => name.test(line))
        .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
    };
    const posts = /^arus_http_requests_total\{.*method="POST".*route="\/api\/v1\/books\/\{book\}\/transactions".*status="201"/;
    const before = await counted(posts);
    for (let index = 0; index < 5; index += 1) {
      await shop.api.expect(201, shop.api.post(shop.path("/transactions"), sale("10"), { key: freshKey() }));
    }
    expect(await counted(posts)).toBe(before + 5);
    await shop.api.get("/some/path/nobody/has");
    const { text } = await admin.get("/metrics");
    for (const secret of [shop.bookId, shop.userId, shop.api.token!, "pemilik@", "nobody/has"]) expect(text).not.toContain(secret);
    for (const line of text.split("\n").filter((one) => one !== "" && !one.startsWith("#"))) {
      expect(line).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*(\{[^}]*(\{[a-z_]+\}[^}]*)*\})? (-?[0-9.e+-]+|\+Inf|NaN)$/);
    }
  });

  test("the log names no amounts, passwords or tokens", () => {
    const log = server.log.join("\n");
    expect(log).not.toBe("");
    for (const secret of [shop.api.token!, "rahasia-sekali", "pemilik@contoh"]) expect(log).not.toContain(secret);
  });
});

describe("the files of the client", () => {
  /** Addresses in tags and style sheets that the browser would load. */
  const loads = (html: string): string[] =>
    [...html.matchAll(/<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);

  test.each(["/", "/docs"])("%s comes from here alone, under a strict policy", async (path) => {
    const response = await fetch(server.url + path);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    const policy = response.headers.get("content-security-policy")!;
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(policy.match(/script-src ([^;]*)/)![1]).toBe("'self'");
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    const found = loads(html);
    expect(found.length).toBeGreaterThan(0);
    for (const address of found) {
      const url = new URL(address, response.url);
      expect(url.origin).toBe(server.url);
      const file = await fetch(url);
      expect([address, file.status, file.headers.get("x-content-type-options")]).toEqual([address, 200, "nosniff"]);
    }
  });

  test("with a hash in their name are kept, the page itself is asked for again", async () => {
    const page = await fetch(`${server.url}/`);
    expect(page.headers.get("cache-control")).toMatch(/no-cache/);
    const asset = loads(await page.text()).find((address) => address.startsWith("/assets/"))!;
    const file = await fetch(server.url + asset);
    expect(file.headers.get("cache-control")).toMatch(/immutable/);
    const unchanged = await fetch(`${server.url}/`, { headers: { "if-none-match": page.headers.get("etag")! } });
    expect(unchanged.status).toBe(304);
  });

  test("are the page for every screen's address, and nothing outside their folder", async () => {
    const page = await (await fetch(`${server.url}/`)).text();
    for (const path of ["/transactions", "/entry", "/settings"]) {
      const response = await fetch(server.url + path, { headers: { accept: "text/html" } });
      expect([path, response.status]).toEqual([path, 200]);
      expect(await response.text()).toBe(page);
    }
    for (const path of ["/assets/none.js", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/assets/..%5c..%5cx"]) {
      const response = await fetch(server.url + path);
      expect([path, response.status >= 400]).toEqual([path, true]);
    }
  });
});

describe("a folder in place of the client", () => {
  test("keeps the page of the API's contract, unless it brings one of its own", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>Sendiri</title>");
    const headers = { accept: "text/html" };
    const plain = await Server.start({ settings: { "web-dir": folder } });
    expect(await (await fetch(plain.url, { headers })).text()).toContain("Sendiri");
    const page = await fetch(`${plain.url}/docs`, { headers });
    const [shown, usual] = [await page.text(), await (await fetch(`${server.url}/docs`, { headers })).text()];
    expect([page.status, shown]).toEqual([200, usual]);
    const script = /<script[^>]*\bsrc="([^"]+)"/.exec(shown)![1]!;
    expect((await fetch(new URL(script, page.url))).status).toBe(200);
    expect(await plain.stop()).toBe(0);

    mkdirSync(join(folder, "docs"));
    writeFileSync(join(folder, "docs", "index.html"), "<!doctype html><title>Dokumen sendiri</title>");
    const own = await Server.start({ settings: { "web-dir": folder } });
    expect(await (await fetch(`${own.url}/docs`, { headers })).text()).toContain("Dokumen sendiri");
    expect(await own.stop()).toBe(0);
  });
});

describe("a server with more work than it allows itself", () => {
  test("refuses for a while, and the same request later is booked once", async () => {
    const small = await Server.start({ settings: { "waiting-entries-max": "1" } });
    const own = await openShop(small.url);
    const bodies = Array.from({ length: 200 }, () => sale("10", { id: newId() }));
    const post = (body: unknown) => own.api.post<Problem>(own.path("/transactions"), body);
    const first = await Promise.all(bodies.map(post));
    const refused = first.filter((reply) => reply.status !== 201);
    expect(refused.length).toBeGreaterThan(0);
    for (const reply of refused) {
      expect([reply.status, reply.body.code]).toEqual([503, "unavailable"]);
      expect(reply.body.outcome).toBeUndefined();
    }
    let waiting = bodies.filter((_, index) => first[index]!.status !== 201);
    while (waiting.length > 0) {
      const again: typeof waiting = [];
      for (const body of waiting) if ((await post(body)).status !== 201) again.push(body);
      expect(again.length).toBeLessThan(waiting.length);
      waiting = again;
    }
    const balances = await own.api.expect(200, own.api.get<Schemas["Balances"]>(own.path("/balances")));
    expect(balances.items.find(({ code }) => code === "1101")!.balance).toBe("2000");
    expect(await small.stop()).toBe(0);
  });

  test("keeps its books when it is told to stop under load", async () => {
    const busy = await Server.start();
    const own = await openShop(busy.url);
    let posted = 0;
    const load = Array.from({ length: 16 }, async () => {
      for (;;) {
        try {
          const reply = await own.api.post(own.path("/transactions"), sale("1"), { key: freshKey() });
          if (reply.status !== 201) return;
          posted += 1;
          if (posted === 200) busy.signal("SIGTERM");
        } catch (error) {
          if (error instanceof TypeError) return; // the link was closed
          throw error;
        }
      }
    });
    await Promise.all(load);
    expect(await busy.ended()).toBe(0);
    const after = await Server.start({ dataDir: busy.dataDir });
    const api = new Api(after.url, own.api.token);
    const balances = await api.expect(200, api.get<Schemas["Balances"]>(own.path("/balances")));
    const booked = Number(balances.items.find(({ code }) => code === "1101")!.balance);
    expect(booked).toBeGreaterThanOrEqual(posted); // what was acknowledged is there
    expect(booked).toBeLessThanOrEqual(posted + 16); // an answer may have been cut off
    await state({ ...own, api });
    expect(await after.stop()).toBe(0);
  });
});
