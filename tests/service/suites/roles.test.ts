// SPDX-License-Identifier: Apache-2.0
// Who may do what: every operation against every role, a cashier's narrow view, and what changes at once.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshKey, openShop, sale, type Api, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { day, isTransaction, newId, sell, state } from "../support/books.ts";
import { operations } from "../support/contract.ts";
import { accounts, member, outlet, register, type Person } from "../support/people.ts";
import { Server } from "../support/server.ts";

type Problem = Schemas["Problem"];
let server: Server;
let shop: Shop;
let dago: Schemas["Outlet"];
let braga: Schemas["Outlet"];
const people = new Map<string, Person>();
let stranger: Person;

beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
  dago = await outlet(shop, "DAGO");
  braga = await outlet(shop, "BRAGA");
  for (const role of ["owner", "admin", "accountant", "viewer"] as const) people.set(role, await member(shop, role));
  people.set("cashier", await member(shop, "cashier", [dago.id]));
  stranger = await register(shop.api);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const as = (role: string): Api => people.get(role)!.api;
const post = (api: Api, body: unknown) =>
  api.post<Transaction & Omit<Problem, "status">>(shop.path("/transactions"), body, { key: freshKey() });

describe("an operation of a book", () => {
  const ofBooks = operations.filter(({ path }) => path.startsWith("/api/v1/books/{book}"));
  const filled = (path: string): string =>
    path.replace("{book}", shop.bookId).replace("{id}", newId()).replace("{user_id}", newId());

  test.each(ofBooks.map(({ method, path }) => [method, path] as const))("%s %s is not there for a stranger", async (method, path) => {
    const before = await state(shop);
    const options = method === "GET" ? {} : { body: {}, key: freshKey() };
    const reply = await stranger.api.call<Problem>(method, filled(path), options);
    expect([reply.status, reply.body.code]).toEqual([404, "not_found"]);
    const nobody = await new (shop.api.constructor as typeof Api)(server.url).call<Problem>(method, filled(path), options);
    expect([nobody.status, nobody.body.code]).toEqual([401, "unauthenticated"]);
    expect(await state(shop)).toBe(before);
  });

  test.each(ofBooks.map(({ method, path, operation }) => [method, path, operation] as const))(
    "%s %s is for its roles only",
    async (method, path, operation) => {
      const allowed = operation["x-roles"] ?? [...people.keys()];
      const before = await state(shop);
      for (const role of people.keys()) {
        // A body with a mistake: who may goes on to hear of it, who may not hears that first.
        const options = method === "GET" || method === "DELETE" ? {} : { body: { surprise: 1 }, key: freshKey() };
        const reply = await as(role).call<Problem>(method, filled(path), options);
        if (!allowed.includes(role)) {
          expect([role, reply.status, reply.body?.code]).toEqual([role, 403, "forbidden"]);
        } else if (!(role === "cashier" && /balances|summary/.test(path))) {
          expect([role, reply.status]).not.toEqual([role, 403]);
        }
      }
      expect(await state(shop)).toBe(before);
    },
  );

  test("may lock the period for an accountant, who changes nothing else of the book", async () => {
    await shop.api.expect(200, as("accountant").patch(shop.path(""), { lock_date: day(-50) }));
    const reply = await as("accountant").patch<Problem>(shop.path(""), { lock_date: day(-40), name: "Lain" });
    expect([reply.status, reply.body.code]).toEqual([403, "forbidden"]);
    const book = await shop.api.expect(200, shop.api.patch<Schemas["Book"]>(shop.path(""), { lock_date: null }));
    expect(book.name).toBe("Kopi Senja");
  });
});

describe("a cashier", () => {
  test("posts at the own outlet and nowhere else", async () => {
    expect((await post(as("cashier"), sale("1000", { outlet_id: dago.id }))).status).toBe(201);
    for (const outlet_id of [braga.id, newId(), null, undefined]) {
      const before = await state(shop);
      const reply = await post(as("cashier"), sale("1000", { outlet_id }));
      expect([outlet_id, reply.status, reply.body.code]).toEqual([outlet_id, 422, "unknown_outlet"]);
      expect(await state(shop)).toBe(before);
    }
  });

  test("sees entries of the own outlet and nothing of another", async () => {
    const own = await sell(shop, "2000", { outlet_id: dago.id });
    const foreign = [await sell(shop, "3000", { outlet_id: braga.id, description: "rahasia" }), await sell(shop, "4000")];
    const api = as("cashier");
    const list = await api.expect(200, api.get<Schemas["TransactionList"]>(shop.path("/transactions?limit=500")));
    expect(list.items.map(({ id }) => id)).toContain(own.id);
    expect(list.items.every(({ outlet_id }) => outlet_id === dago.id)).toBe(true);
    const found = await api.expect(200, api.get<Schemas["TransactionList"]>(shop.path("/transactions?q=rahasia")));
    expect(found.items).toEqual([]);
    await api.expect(200, api.get(shop.path(`/transactions/${own.id}`)));
    for (const { id } of foreign) {
      await api.expect(404, api.get(shop.path(`/transactions/${id}`)));
      const reply = await api.post<Problem>(shop.path(`/transactions/${id}/reverse`), {}, { key: freshKey() });
      expect([reply.status, reply.body.code]).toEqual([404, "not_found"]);
      const replaced = await post(api, sale("1", { outlet_id: dago.id, replaces_id: id }));
      expect([replaced.status, replaced.body.code]).toEqual([404, "not_found"]);
    }
    const narrowed = await api.get<Problem & Schemas["TransactionList"]>(shop.path(`/transactions?outlet_id=${braga.id}`));
    if (narrowed.status === 200) expect(narrowed.body.items).toEqual([]);
    else expect([narrowed.status, narrowed.body.code]).toEqual([422, "unknown_outlet"]);

    let after = 0;
    const seen: Schemas["Event"][] = [];
    for (;;) {
      const page = await api.expect(200, api.get<Schemas["EventPage"]>(shop.path(`/events?after=${after}&limit=10`)));
      seen.push(...page.items);
      if (page.next === page.head) break;
      expect(page.next).toBeGreaterThan(after);
      after = page.next;
    }
    expect(seen.filter(isTransaction).every(({ data }) => data.outlet_id === dago.id)).toBe(true);
    expect(seen.filter(isTransaction).map(({ data }) => data.id)).toContain(own.id);
    expect(JSON.stringify(seen)).not.toContain("rahasia");
  });

  test("sees figures of the own outlet only", async () => {
    const api = as("cashier");
    for (const path of ["/balances", "/reports/summary"]) {
      await api.expect(200, api.get(shop.path(`${path}?outlet_id=${dago.id}`)));
      await api.expect(403, api.get(shop.path(path)));
      const foreign = await api.get<Problem>(shop.path(`${path}?outlet_id=${braga.id}`));
      expect([403, 422]).toContain(foreign.status);
    }
    const summary = await api.expect(200, api.get<Schemas["Summary"]>(shop.path(`/reports/summary?outlet_id=${dago.id}`)));
    expect(summary.outlets.map(({ outlet_id }) => outlet_id)).toEqual([dago.id]);
  });

  test("sees no limits, and a refusal for want of money has no figures", async () => {
    await shop.api.expect(
      201,
      shop.api.post(shop.path("/accounts"), { code: "1190", name: "Laci", type: "asset", subtype: "cash", min_balance: "12345" }),
    );
    const api = as("cashier");
    const page = await api.expect(200, api.get<Schemas["AccountList"]>(shop.path("/accounts?limit=500")));
    expect(page.items.every(({ min_balance }) => min_balance === null)).toBe(true);
    expect((await accounts(shop)).get("1190")!.min_balance).toBe("12345");
    const reply = await post(api, { kind: "expense", amount: "777", account_code: "1190", counter_code: "6101", outlet_id: dago.id });
    expect([reply.status, reply.body.code]).toEqual([409, "insufficient_balance"]);
    expect(reply.text).not.toMatch(/12345|13122|777/);
  });

  test("takes back own entries of the same business day, no others", async () => {
    const api = as("cashier");
    const reverse = (id: string) => api.post<Problem>(shop.path(`/transactions/${id}/reverse`), {}, { key: freshKey() });
    const own = await post(api, sale("100", { outlet_id: dago.id }));
    expect((await reverse(own.body.id)).status).toBe(201);
    const others = await sell(shop, "100", { outlet_id: dago.id });
    const earlier = await post(api, sale("100", { outlet_id: dago.id, date: day(-1) }));
    for (const id of [others.id, earlier.body.id]) {
      const before = await state(shop);
      const reply = await reverse(id);
      expect([reply.status, reply.body.code]).toEqual([403, "forbidden"]);
      expect(await state(shop)).toBe(before);
    }
  });

  test("gets no answer to another's key that shows a foreign outlet", async () => {
    const key = freshKey();
    const body = sale("500", { outlet_id: braga.id, description: "rahasia lain" });
    await shop.api.expect(201, shop.api.post(shop.path("/transactions"), body, { key }));
    const reply = await as("cashier").post<Problem>(shop.path("/transactions"), body, { key });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.text).not.toContain("rahasia");
  });
});

describe("membership", () => {
  const put = (api: Api, userId: string, body: unknown) => api.put<Problem>(shop.path(`/members/${userId}`), body);

  test("is listed for owner and admin, newest first", async () => {
    const page = await as("admin").expect(200, as("admin").get<Schemas["MemberList"]>(shop.path("/members?limit=500")));
    expect(page.items.map(({ role }) => role).sort()).toEqual(["accountant", "admin", "cashier", "owner", "owner", "viewer"]);
    const cashier = page.items.find(({ role }) => role === "cashier")!;
    expect(cashier.outlet_ids).toEqual([dago.id]);
    expect(page.items.at(-1)!.user_id).toBe(shop.userId);
  });

  test("asks a cashier's outlets, and none of the others", async () => {
    const cases: readonly [unknown, number, string][] = [
      [{ role: "cashier", outlet_ids: [] }, 422, "validation_failed"],
      [{ role: "viewer", outlet_ids: [dago.id] }, 422, "validation_failed"],
      [{ role: "cashier", outlet_ids: [newId()] }, 422, "unknown_outlet"],
      [{ role: "boss", outlet_ids: [] }, 422, "validation_failed"],
      [{ role: "viewer" }, 422, "validation_failed"],
    ];
    for (const [body, status, code] of cases) {
      const reply = await put(shop.api, stranger.userId, body);
      expect([body, reply.status, reply.body.code]).toEqual([body, status, code]);
    }
    await shop.api.expect(404, put(shop.api, newId(), { role: "viewer", outlet_ids: [] }));
    await stranger.api.expect(404, stranger.api.get(shop.path("")));
  });

  test("of an owner is an owner's business, and one stays", async () => {
    for (const [userId, role] of [[shop.userId, "viewer"], [stranger.userId, "owner"]] as const) {
      const reply = await put(as("admin"), userId, { role, outlet_ids: [] });
      expect([reply.status, reply.body.code]).toEqual([403, "forbidden"]);
    }
    const second = people.get("owner")!;
    await shop.api.expect(200, put(shop.api, second.userId, { role: "admin", outlet_ids: [] }));
    for (const last of [
      await put(shop.api, shop.userId, { role: "viewer", outlet_ids: [] }),
      await shop.api.delete<Problem>(shop.path(`/members/${shop.userId}`)),
    ]) {
      expect([last.status, last.body.code]).toEqual([409, "last_owner"]);
    }
  });

  test("that ends or changes counts from the next request", async () => {
    const viewer = people.get("viewer")!;
    expect((await post(viewer.api, sale("1"))).status).toBe(403);
    await shop.api.expect(200, put(shop.api, viewer.userId, { role: "accountant", outlet_ids: [] }));
    expect((await post(viewer.api, sale("1"))).status).toBe(201);
    expect((await shop.api.delete(shop.path(`/members/${viewer.userId}`))).status).toBe(204);
    expect((await post(viewer.api, sale("1"))).status).toBe(404);
    const me = await viewer.api.expect(200, viewer.api.get<Schemas["Me"]>("/api/v1/me"));
    expect(me.books).toEqual([]);
  });
});
