// SPDX-License-Identifier: Apache-2.0
// What the web is kept out with: headers, origins, cookies, limits; and that guessing passwords hurts nobody else.
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { Api, freshKey, openShop, password, sale, type Schemas, type Shop } from "../support/api.ts";
import { register } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { until } from "../support/wait.ts";

type Problem = Schemas["Problem"];
let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

describe("every response", () => {
  const paths: readonly [string, string, number][] = [
    ["a page", "/", 200],
    ["the contract", "/api/v1/openapi.yaml", 200],
    ["data", "/api/v1/me", 200],
    ["a refusal", "/api/v1/books/x", 404],
    ["nothing there", "/api/v1/nothing", 404],
  ];
  test.each(paths)("of %s says what a browser must not do with it", async (_, path, status) => {
    const reply = await fetch(server.url + path, { headers: { authorization: `Bearer ${shop.api.token}`, accept: "text/html" } });
    expect(reply.status).toBe(status);
    const policy = reply.headers.get("content-security-policy")!;
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(/script-src ([^;]*)/.exec(policy)?.[1] ?? "'self'").toBe("'self'");
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.headers.get("referrer-policy")).toBe("same-origin");
    expect(reply.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(reply.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(reply.headers.get("permissions-policy")).toContain("geolocation=()");
    expect(reply.headers.get("strict-transport-security")).toBeNull(); // plain http
    expect(reply.headers.get("access-control-allow-origin")).toBeNull();
    await reply.arrayBuffer();
  });

  test("behind https tells browsers never to come otherwise", async () => {
    const secure = await Server.start({ settings: { "public-url": "https://buku.example" } });
    for (const path of ["/", "/healthz", "/api/v1/me"]) {
      const reply = await fetch(secure.url + path);
      expect(reply.headers.get("strict-transport-security")).toBe("max-age=31536000");
      await reply.arrayBuffer();
    }
    expect(await secure.stop()).toBe(0);
  });
});

describe("another site", () => {
  test("is not answered by CORS", async () => {
    const reply = await fetch(server.url + shop.path("/transactions"), {
      method: "OPTIONS",
      headers: { origin: "https://jahat.example", "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
    });
    expect(reply.status).toBe(405);
    for (const name of ["origin", "methods", "headers", "credentials"]) expect(reply.headers.get(`access-control-allow-${name}`)).toBeNull();
    await reply.arrayBuffer();
  });

  test("opens no socket", async () => {
    for (const origin of ["https://jahat.example", "null", `${server.url}.jahat.example`]) {
      const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/v1/realtime`, ["arus.v1"], { origin });
      socket.on("error", () => undefined); // what follows a refusal
      const [, response] = (await once(socket, "unexpected-response")) as [unknown, { readonly statusCode: number }];
      expect([origin, response.statusCode]).toEqual([origin, 403]);
      socket.terminate();
    }
  });

  test("writes nothing through a form, whatever it sends", async () => {
    const login = await new Api(server.url).post("/api/v1/auth/login", { email: "pemilik@contoh.example", password });
    const cookie = login.headers.get("set-cookie")!.split(";")[0]!;
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const reply = await new Api(server.url).call<Problem>("POST", shop.path("/outlets"), {
        raw: JSON.stringify({ code: "X", name: "X" }),
        headers: { cookie, "content-type": type, origin: "https://jahat.example" },
      });
      expect([type, reply.status, reply.body.code]).toEqual([type, 403, "origin_refused"]);
    }
  });
});

describe("too many requests", () => {
  // One a second over time, ten at once. The machine itself is not counted; who comes through a proxy is.
  let limited: Server;
  let small: Shop;
  const from = { headers: { "x-forwarded-for": "203.0.113.7" } };
  beforeAll(async () => {
    limited = await Server.start({ settings: { registration: "open", "requests-per-address": "1", "requests-per-key": "1", "requests-per-book": "1000000" } });
    small = await openShop(limited.url);
  });
  afterAll(async () => {
    expect(await limited.stop()).toBe(0);
  });
  const statuses = async (count: number, ask: () => Promise<{ readonly status: number; readonly headers: Headers }>): Promise<number[]> => {
    const seen: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const reply = await ask();
      seen.push(reply.status);
      if (reply.status === 429) expect(Number(reply.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    }
    return seen;
  };

  test("from one address are 429 with the time to wait, before anybody is asked who they are", async () => {
    const nobody = new Api(limited.url);
    const seen = await statuses(40, () => nobody.get<Problem>("/api/v1/me", from));
    expect(seen.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(seen).toContain(429);
    expect(seen.filter((status) => status === 429).length).toBeGreaterThan(10);
    expect((await small.api.get("/api/v1/me")).status).toBe(200); // the machine itself
    const socket = new WebSocket(`${limited.url.replace("http", "ws")}/api/v1/realtime`, ["arus.v1"], from);
    socket.on("error", () => undefined);
    const [, response] = (await once(socket, "unexpected-response")) as [unknown, { readonly statusCode: number }];
    expect(response.statusCode).toBe(429);
    socket.terminate();
    await until("the address to be let in again", 20_000, async () => (await nobody.get("/api/v1/me", from)).status === 401);
  });

  test("with one key are 429, wherever they come from", async () => {
    const made = await small.api.expect(201, small.api.post<Schemas["ApiKeyCreated"]>(small.path("/api-keys"), { name: "K", role: "viewer" }));
    const api = small.api.as(made.token);
    const seen = await statuses(40, () => api.get(small.path("")));
    expect(seen.slice(0, 10)).toEqual(Array(10).fill(200));
    expect(seen.filter((status) => status === 429).length).toBeGreaterThan(10);
    expect((await small.api.get(small.path(""))).status).toBe(200); // people are not held up by it
  });

  test("for one book are 429, and another book is not held up", async () => {
    const busy = await Server.start({ settings: { registration: "open", "requests-per-book": "1" } });
    const one = await openShop(busy.url);
    const other = await one.api.expect(
      201,
      one.api.post<Schemas["Book"]>("/api/v1/books", { name: "Lain", currency: "IDR", time_zone: "Asia/Jakarta", template: "none" }),
    );
    const seen = await statuses(40, () => one.api.get(one.path(""), from));
    expect(seen.slice(0, 10)).toEqual(Array(10).fill(200));
    expect(seen).toContain(429);
    expect((await one.api.get(`/api/v1/books/${other.id}`, from)).status).toBe(200);
    // Who is no member takes nothing from the book.
    const stranger = await register(one.api);
    for (let i = 0; i < 30; i += 1) await stranger.api.get(`/api/v1/books/${other.id}`, from);
    expect((await one.api.get(`/api/v1/books/${other.id}`, from)).status).toBe(200);
    expect(await busy.stop()).toBe(0);
  });
});

describe("who guesses passwords", () => {
  test("is stopped before hashing, and hurts neither others nor the owner who is signed in", async () => {
    const attacked = await register(shop.api);
    const other = await register(shop.api);
    const post = async (api: Api): Promise<number> => {
      const began = performance.now();
      const reply = await api.get("/api/v1/me");
      expect(reply.status).toBe(200);
      return performance.now() - began;
    };
    const p99 = async (): Promise<number> => {
      const took: number[] = [];
      for (let i = 0; i < 300; i += 1) took.push(await post(other.api));
      return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)]!;
    };

    // Faster than 10,000 a minute, on connections that stay open: addresses of their own would only be stopped later.
    let guesses = 0;
    const answers = new Map<number, number>();
    let stop = false;
    const guesser = async (number: number): Promise<void> => {
      while (!stop) {
        const email = number % 2 === 0 ? attacked.email : `tiada${number}@contoh.example`;
        const reply = await new Api(server.url).post("/api/v1/auth/login", { email, password: "salah-salah-salah" });
        answers.set(reply.status, (answers.get(reply.status) ?? 0) + 1);
        guesses += 1;
        await new Promise((resume) => setTimeout(resume, 20));
      }
    };
    // Alone and meanwhile, up to three times: what else the machine does may spoil one of them, what the guesses do shows in each.
    const first = performance.now();
    const ratios: number[] = [];
    let guessers: Promise<void>[] = [];
    let guessedMs = 0;
    while (ratios.length < 3 && !ratios.some((ratio) => ratio < 3)) {
      stop = true;
      await Promise.all(guessers);
      const alone = await p99();
      stop = false;
      const throttled = answers.get(429) ?? 0;
      const began = performance.now();
      guessers = Array.from({ length: 8 }, (_, number) => guesser(number));
      await until("the throttle", 20_000, () => (answers.get(429) ?? 0) > throttled + 10);
      const meanwhile = await p99();
      guessedMs += performance.now() - began;
      ratios.push(meanwhile / alone);
      console.info(
        `guesses: ${guesses}, ${Math.round((guesses / guessedMs) * 60_000)} a minute, answers ${JSON.stringify([...answers])}; ` +
          `others' p99 ${alone.toFixed(1)} ms alone, ${meanwhile.toFixed(1)} ms meanwhile`,
      );
    }
    await shop.api.expect(201, shop.api.post(shop.path("/transactions"), sale("1000"), { key: freshKey() }));
    await attacked.api.expect(200, attacked.api.get("/api/v1/me"));
    stop = true;
    await Promise.all(guessers);
    expect(Math.min(...ratios)).toBeLessThan(3);
    expect([...answers.keys()].sort()).toEqual([401, 429]);
    // Of hundreds of guesses only those that the throttle lets through were hashed: 30 of one address, and one more every two seconds.
    expect(answers.get(401)!).toBeLessThan(40 + (performance.now() - first) / 2_000);
    expect(answers.get(429)!).toBeGreaterThan(answers.get(401)!);
  }, 120_000);
});

describe("a request that two readers could see differently", () => {
  /** Sends raw bytes and gives the status line. */
  const raw = (bytes: string): Promise<string> =>
    new Promise((done, failed) => {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let text = "";
      socket.on("data", (data) => {
        text += data.toString("latin1");
        if (!text.includes("\r\n")) return;
        done(text.split("\r\n")[0]!);
        socket.destroy();
      });
      socket.on("error", failed);
      socket.on("close", () => failed(new Error("closed without an answer")));
    });
  test.each([
    ["two lengths", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"],
    ["a length and chunks", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["chunks by another name", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
    ["chunks twice", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"],
    ["a space before the colon", "GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n"],
    ["a folded field", "GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n"],
    ["bare line feeds", "GET /healthz HTTP/1.1\nHost: a\n\n"],
    ["two hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"],
    ["a signed length", "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd"],
  ])("is refused: %s", async (_, bytes) => {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 400 /);
  });
});
