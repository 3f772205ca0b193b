// SPDX-License-Identifier: Apache-2.0
// API keys: one book, a role, perhaps for reading only, until they expire.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, openShop, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { newId, sell } from "../support/books.ts";
import { operations } from "../support/contract.ts";
import { member, outlet } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { Socket } from "../support/socket.ts";

type Problem = Schemas["Problem"];
type Made = Schemas["ApiKeyCreated"];
let server: Server;
let shop: Shop;
let dago: Schemas["Outlet"];
let braga: Schemas["Outlet"];
beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
  dago = await outlet(shop, "DAGO");
  braga = await outlet(shop, "BRAGA");
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const make = async (body: Record<string, unknown>): Promise<{ readonly api: Api; readonly key: Schemas["ApiKey"]; readonly token: string }> => {
  const made = await shop.api.expect(201, shop.api.post<Made>(shop.path("/api-keys"), { name: "Kasir", ...body }));
  return { api: shop.api.as(made.token), key: made.api_key, token: made.token };
};
const post = (api: Api, body: unknown) => api.post<Transaction & Omit<Problem, "status">>(shop.path("/transactions"), body, { key: freshKey() });

describe("an API key", () => {
  test("is shown once, listed by what it begins with, and kept as a hash", async () => {
    const { key, token } = await make({ role: "viewer", name: "Mesin laporan" });
    expect(key).toMatchObject({ role: "viewer", read_only: false, outlet_ids: [], status: "active", last_used_at: null, created_by: { id: shop.userId, name: "Pemilik" } });
    expect(token.startsWith(key.prefix)).toBe(true);
    expect(token.length - key.prefix.length).toBeGreaterThan(30);
    const left = Date.parse(key.expires_at) - Date.now();
    expect(Math.round(left / 86_400_000)).toBe(365);
    const list = await shop.api.expect(200, shop.api.get<Schemas["ApiKeyList"]>(shop.path("/api-keys")));
    expect(list.items[0]).toEqual(key);
    expect(JSON.stringify(list)).not.toContain(token);
    const files = readdirSync(server.dataDir).map((name) => readFileSync(join(server.dataDir, name), "latin1")).join();
    expect(files).toContain("Mesin laporan");
    expect(files).not.toContain(token);
  });

  test("posts as itself, and its entries name it", async () => {
    const { api, key } = await make({ role: "accountant" });
    const made = await api.expect(201, post(api, sale("5000")));
    expect(made.created_by).toEqual({ id: key.id, name: "Kasir" });
    const list = await shop.api.expect(200, shop.api.get<Schemas["TransactionList"]>(shop.path(`/transactions?created_by=${key.id}`)));
    expect(list.items.map(({ id }) => id)).toEqual([made.id]);
    const keys = await shop.api.expect(200, shop.api.get<Schemas["ApiKeyList"]>(shop.path("/api-keys")));
    expect(keys.items.find(({ id }) => id === key.id)!.last_used_at).not.toBeNull();
    const books = await api.expect(200, api.get<Schemas["BookList"]>("/api/v1/books"));
    expect(books.items.map(({ id, role }) => [id, role])).toEqual([[shop.bookId, "accountant"]]);
  });

  test("for reading only reads and writes nothing", async () => {
    const { api } = await make({ role: "admin", read_only: true });
    await api.expect(200, api.get(shop.path("/balances")));
    await api.expect(200, api.get(shop.path("/verify")));
    // An export is asked for by POST and reads.
    const writes = operations.filter(
      ({ method, path }) => method !== "GET" && path.startsWith("/api/v1/books/{book}") && !path.endsWith("/exports"),
    );
    for (const { method, path } of writes) {
      const filled = path.replace("{book}", shop.bookId).replace(/\{[a-z_]+\}/g, newId);
      const reply = await api.call<Problem>(method, filled, { body: {}, key: freshKey() });
      expect([method, path, reply.status, reply.body?.code]).toEqual([method, path, 403, "forbidden"]);
    }
  });

  test("of a cashier keeps to its outlets", async () => {
    const { api } = await make({ role: "cashier", outlet_ids: [dago.id] });
    await api.expect(201, post(api, sale("1000", { outlet_id: dago.id })));
    expect((await post(api, sale("1000", { outlet_id: braga.id }))).body.code).toBe("unknown_outlet");
    const foreign = await sell(shop, "2000", { outlet_id: braga.id });
    await api.expect(404, api.get(shop.path(`/transactions/${foreign.id}`)));
    await api.expect(403, api.get(shop.path("/balances")));
  });

  test("is never let near people and rights, whatever its role", async () => {
    const { api } = await make({ role: "admin" });
    const forPeople = operations.filter(({ operation }) => operation["x-people-only"] === true);
    expect(forPeople.length).toBeGreaterThan(20);
    for (const { method, path } of forPeople) {
      const filled = path.replace("{book}", shop.bookId).replace(/\{[a-z_]+\}/g, newId);
      const reply = await api.call<Problem>(method, filled, method === "GET" ? {} : { body: {} });
      expect([method, path, reply.status, reply.body.code]).toEqual([method, path, 403, "forbidden"]);
    }
  });

  test("does not see another book", async () => {
    const other = await shop.api.expect(
      201,
      shop.api.post<Schemas["Book"]>("/api/v1/books", { name: "Rahasia", currency: "IDR", time_zone: "Asia/Jakarta", template: "none" }),
    );
    const { api } = await make({ role: "admin" });
    const reply = await api.get<Problem>(`/api/v1/books/${other.id}`);
    expect([reply.status, reply.body.code]).toEqual([404, "not_found"]);
    expect(reply.text).not.toContain("Rahasia");
  });

  test("asks for what goes together", async () => {
    const cases: readonly [Record<string, unknown>, number, string][] = [
      [{ role: "owner" }, 422, "/role enum"],
      [{ role: "cashier" }, 422, "/outlet_ids too_short"],
      [{ role: "viewer", outlet_ids: [dago.id] }, 422, "/outlet_ids too_long"],
      [{ role: "cashier", outlet_ids: [newId()] }, 422, "/outlet_ids/0 unknown_outlet"],
      [{ role: "viewer", expires_at: "2020-01-01T00:00:00Z" }, 422, "/expires_at range"],
      [{ role: "viewer", expires_at: "2099-01-01T00:00:00Z" }, 422, "/expires_at range"],
      [{ role: "viewer", name: "" }, 422, "/name too_short"],
    ];
    for (const [body, status, fault] of cases) {
      const reply = await shop.api.post<Problem>(shop.path("/api-keys"), { name: "X", ...body });
      const { pointer, code } = reply.body.errors[0]!;
      expect([body, reply.status, `${pointer} ${code}`]).toEqual([body, status, fault]);
    }
    for (const role of ["accountant", "viewer"] as const) {
      const person = await member(shop, role);
      expect((await person.api.get(shop.path("/api-keys"))).status).toBe(403);
    }
  });
});

describe("a key that ends", () => {
  test("by being revoked loses REST at once and its socket within a second", async () => {
    const { api, key, token } = await make({ role: "viewer" });
    const socket = await Socket.connect(server.url, token);
    await socket.ok({ subscribe: { book: shop.bookId, channel: "ledger" } });
    expect((await shop.api.delete(shop.path(`/api-keys/${key.id}`))).status).toBe(204);
    const revoked = performance.now();
    const reply = await api.get<Problem>(shop.path(""));
    expect([reply.status, reply.body.code]).toEqual([401, "unauthenticated"]);
    expect((await socket.ended()).code).toBe(4001);
    expect(performance.now() - revoked).toBeLessThan(5_000); // a second, on a machine that is five times slower
    expect((await shop.api.delete(shop.path(`/api-keys/${key.id}`))).status).toBe(404);
    const list = await shop.api.expect(200, shop.api.get<Schemas["ApiKeyList"]>(shop.path("/api-keys")));
    expect(list.items.find(({ id }) => id === key.id)!.status).toBe("revoked");
  });

  test("by its time is 401, and 4101 on the socket", async () => {
    const { api, key, token } = await make({ role: "viewer", expires_at: new Date(Date.now() + 3_000).toISOString() });
    const socket = await Socket.connect(server.url, token);
    expect((await socket.ended(20_000)).code).toBe(4101);
    const reply = await api.get<Problem>(shop.path(""));
    expect([reply.status, reply.body.code]).toEqual([401, "unauthenticated"]);
    const list = await shop.api.expect(200, shop.api.get<Schemas["ApiKeyList"]>(shop.path("/api-keys")));
    expect(list.items.find(({ id }) => id === key.id)!.status).toBe("expired");
  });

  test("is told on the socket who it is", async () => {
    const { key, token } = await make({ role: "viewer" });
    const socket = await Socket.open(server.url);
    const ok = await socket.ok({ connect: { token, client: { name: "tests", version: "0" } } });
    expect(ok.user).toMatchObject({ id: key.id, name: "Kasir", email: null });
    expect(Object.keys(ok.epoch_by_book as object)).toEqual([shop.bookId]);
    socket.close();
  });
});
