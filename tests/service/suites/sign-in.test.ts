// SPDX-License-Identifier: Apache-2.0
// The first visitor, sessions and who may register.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, openShop, password, sale, freshKey, type Schemas, type Shop } from "../support/api.ts";
import { register } from "../support/people.ts";
import { run, Server, temporaryFolder } from "../support/server.ts";

let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start({ settings: { "sign-in-tries-per-account": "4", "sign-in-tries-per-address": "1000" } });
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const setup = (url: string): Promise<Schemas["Setup"]> => {
  const api = new Api(url);
  return api.expect(200, api.get<Schemas["Setup"]>("/api/v1/setup"));
};
const email = "pemilik@contoh.example";
const login = (api: Api, body: unknown) => api.post<Schemas["Session"] & Schemas["Problem"]>("/api/v1/auth/login", body);

describe.sequential("an empty server", () => {
  test("waits for its first user and asks nothing of somebody at the machine", async () => {
    expect(await setup(server.url)).toMatchObject({ registration: "first_user", code_required: false, demo: false });
  });

  test("asks a visitor from elsewhere for the set-up code, and one answer fits all that is wrong", async () => {
    const api = new Api(server.url);
    const forwarded = { headers: { "x-forwarded-for": "203.0.113.7" } };
    const seen = await api.expect(200, api.get<Schemas["Setup"]>("/api/v1/setup", forwarded));
    expect(seen.code_required).toBe(true);
    const person = { email: "lain@contoh.example", password, name: "Lain" };
    for (const body of [person, { ...person, setup_code: "AAAA-AAAA-AAAA" }]) {
      const reply = await api.post<Schemas["Problem"]>("/api/v1/auth/register", body, forwarded);
      expect([reply.status, reply.body.code]).toEqual([403, "registration_closed"]);
    }
    expect((await setup(server.url)).registration).toBe("first_user");
  });

  test.each([
    ["a short password", { password: "pendek" }, "/password", "too_short"],
    ["no e-mail address", { email: "bukan surel" }, "/email", "pattern"],
    ["an empty name", { name: "" }, "/name", "too_short"],
    ["an unknown language", { locale: "jv" }, "/locale", "enum"],
    ["an unknown member", { admin: true }, "/admin", "unknown_field"],
    ["an unknown time zone", { book: { name: "B", currency: "IDR", time_zone: "Mars/Olympus", template: "none" } }, "/book/time_zone", "enum"],
    ["no currency", { book: { name: "B", time_zone: "Asia/Jakarta", template: "none" } }, "/book/currency", "required"],
    ["an unknown template", { book: { name: "B", currency: "IDR", time_zone: "Asia/Jakarta", template: "big" } }, "/book/template", "enum"],
  ])("refuses %s and makes nobody", async (_, wrong, pointer, code) => {
    const api = new Api(server.url);
    const reply = await api.post<Schemas["Problem"]>("/api/v1/auth/register", { email, password, name: "Pemilik", ...wrong });
    expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    expect((await setup(server.url)).registration).toBe("first_user");
  });

  test("makes its first user with a book, and is then closed to strangers", async () => {
    shop = await openShop(server.url);
    const me = await shop.api.expect(200, shop.api.get<Schemas["Me"]>("/api/v1/me"));
    expect(me.user).toMatchObject({ email, name: "Pemilik", locale: "id" });
    expect(me.books).toEqual([
      { id: shop.bookId, name: "Kopi Senja", role: "owner", currency: "IDR", exponent: 0, time_zone: "Asia/Jakarta" },
    ]);
    expect((await setup(server.url)).registration).toBe("invite");
    for (const address of [email, "baru@contoh.example"]) {
      const api = new Api(server.url);
      const reply = await api.post<Schemas["Problem"]>("/api/v1/auth/register", { email: address, password, name: "X" });
      expect([reply.status, reply.body.code]).toEqual([403, "registration_closed"]);
    }
  });
});

describe.sequential("signing in", () => {
  test("gives a session with a cookie that scripts cannot read", async () => {
    const reply = await login(new Api(server.url), { email: email.toUpperCase(), password });
    expect(reply.status).toBe(200);
    const cookie = reply.headers.get("set-cookie")!;
    expect(cookie).toMatch(/^arus_session=[^;]+;/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Path=\//i);
    expect(cookie).not.toMatch(/Secure/i); // plain HTTP
    const left = Date.parse(reply.body.expires_at) - Date.now();
    expect(left).toBeGreaterThan(29 * 86_400_000);
    expect(left).toBeLessThan(31 * 86_400_000);
  });

  test("answers a wrong password and an unknown e-mail alike", async () => {
    const api = new Api(server.url);
    const wrong = await login(api, { email, password: "salah-salah-salah" });
    const unknown = await login(api, { email: "tiada@contoh.example", password });
    for (const reply of [wrong, unknown]) expect([reply.status, reply.body.code]).toEqual([401, "invalid_credentials"]);
    const bare = (body: Schemas["Problem"]) => ({ ...body, request_id: "" });
    expect(bare(wrong.body)).toEqual(bare(unknown.body));
    await api.expect(200, login(api, { email, password }));
  });

  test("is slowed down after too many wrong passwords in a row", async () => {
    const api = new Api(server.url);
    const answers: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const reply = await login(api, { email: "sasaran@contoh.example", password: "salah-salah-salah" });
      answers.push(reply.status);
      if (reply.status === 429) expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(answers.slice(0, 4)).toEqual([401, 401, 401, 401]);
    expect(answers.slice(4)).toEqual([429, 429]);
    await api.expect(200, login(api, { email, password })); // another account is not held up
  });

  test("ends with signing out", async () => {
    const { access_token } = await shop.api.expect(200, login(new Api(server.url), { email, password }));
    const api = shop.api.as(access_token);
    await api.expect(200, api.get("/api/v1/me"));
    const out = await api.call("POST", "/api/v1/auth/logout");
    expect(out.status).toBe(204);
    expect(out.headers.get("set-cookie")).toMatch(/^arus_session=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/i);
    await api.expect(401, api.get("/api/v1/me"));
    await shop.api.expect(200, shop.api.get("/api/v1/me"));
  });

  test("can be made fresh; the old token stays for a while", async () => {
    const fresh = await shop.api.expect(200, shop.api.call<Schemas["FreshToken"]>("POST", "/api/v1/auth/refresh"));
    expect(fresh.access_token).not.toBe(shop.api.token);
    for (const token of [fresh.access_token, shop.api.token!]) {
      const api = shop.api.as(token);
      await api.expect(200, api.get("/api/v1/me"));
    }
  });

  test.each(["", "x", "arus_s_wrong", "Bearer", "a".repeat(4_000)])("is not done by the token %j", async (token) => {
    const api = new Api(server.url);
    const reply = await api.get<Schemas["Problem"]>("/api/v1/me", { headers: { authorization: `Bearer ${token}` } });
    expect([reply.status, reply.body.code]).toEqual([401, "unauthenticated"]);
  });
});

describe("the cookie", () => {
  test("reads without an origin and writes only from the own one", async () => {
    const api = new Api(server.url);
    const signedIn = await login(api, { email, password });
    const cookie = signedIn.headers.get("set-cookie")!.split(";")[0]!;
    await api.expect(200, api.get("/api/v1/me", { headers: { cookie } }));
    const post = (headers: Record<string, string>) =>
      api.post<Schemas["Problem"]>(shop.path("/transactions"), sale("1000"), { key: freshKey(), headers: { cookie, ...headers } });
    const foreign = ["https://jahat.example", "null", `${server.url}.jahat.example`, "http://127.0.0.1:1"];
    for (const headers of [{}, ...foreign.map((origin) => ({ origin }))]) {
      const reply = await post(headers);
      expect([headers, reply.status, reply.body.code]).toEqual([headers, 403, "origin_refused"]);
    }
    await api.expect(201, post({ origin: server.url }));
  });

  test("is Secure when people come by https", async () => {
    const secure = await Server.start({ settings: { "public-url": "https://buku.example" } });
    const api = new Api(secure.url);
    const made = await api.post("/api/v1/auth/register", { email, password, name: "P" });
    expect(made.status).toBe(201);
    expect(made.headers.get("set-cookie")).toMatch(/; ?Secure/i);
    expect(await secure.stop()).toBe(0);
  });

  test("does not help a bearer's write from a foreign page either", async () => {
    const reply = await shop.api.post<Schemas["Problem"]>(shop.path("/transactions"), sale("1000"), {
      key: freshKey(),
      headers: { origin: "https://jahat.example" },
    });
    expect([reply.status, reply.body.code]).toEqual([403, "origin_refused"]);
  });
});

describe("registration", () => {
  test("that is open takes strangers, and a known e-mail reveals nothing", async () => {
    const open = await Server.start({ settings: { registration: "open" } });
    const first = await openShop(open.url);
    expect((await setup(open.url)).registration).toBe("open");
    const other = await register(first.api);
    const me = await other.api.expect(200, other.api.get<Schemas["Me"]>("/api/v1/me"));
    expect(me.books).toEqual([]);
    const api = new Api(open.url);
    const again = await api.post<Schemas["Problem"]>("/api/v1/auth/register", { email: other.email, password, name: "Y" });
    expect([again.status, again.body.code]).toEqual([403, "registration_closed"]);
    expect(again.text).not.toContain(other.email);
    expect(await open.stop()).toBe(0);
  });

  test("happens once when two come first at the same time", async () => {
    const fresh = await Server.start();
    const api = new Api(fresh.url);
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        api.post("/api/v1/auth/register", { email: `p${index}@contoh.example`, password, name: "P" }),
      ),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 403, 403, 403, 403, 403, 403, 403]);
    expect(await fresh.stop()).toBe(0);
  });
});

describe("a server that starts again", () => {
  test("knows its users and sessions, and keeps no password or token as text", async () => {
    const dataDir = temporaryFolder();
    const before = await Server.start({ dataDir });
    const kept = await openShop(before.url);
    expect(await before.stop()).toBe(0);
    const after = await Server.start({ dataDir });
    const api = new Api(after.url, kept.api.token);
    await api.expect(200, api.get("/api/v1/me"));
    expect((await setup(after.url)).registration).toBe("invite");
    expect(await after.stop()).toBe(0);
    const found = (text: string): boolean => readAll(dataDir).includes(text);
    expect(found("pemilik@contoh.example")).toBe(true); // the look itself works
    expect(found(password)).toBe(false);
    expect(found(kept.api.token!)).toBe(false);
  });

  test("leaves the folder to one server at a time", async () => {
    const second = run("serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir", server.dataDir);
    expect(second.code).not.toBe(0);
    expect(second.stderr).not.toBe("");
    await shop.api.expect(200, shop.api.get("/api/v1/me"));
  });
});

/** The bytes of every file of a folder. */
function readAll(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}
