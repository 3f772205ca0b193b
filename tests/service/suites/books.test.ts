// SPDX-License-Identifier: Apache-2.0
// Books, their charts, and the accounts, outlets and contacts in them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, type Schemas, type Shop } from "../support/api.ts";
import { day, history, sell, state } from "../support/books.ts";
import { accounts, outlet } from "../support/people.ts";
import { Server } from "../support/server.ts";

type Problem = Schemas["Problem"];
let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const draft = { name: "Buku", currency: "IDR", time_zone: "Asia/Makassar", template: "minimal" };

describe("a book", () => {
  test.each([
    ["IDR", undefined, 0],
    ["USD", undefined, 2],
    ["JPY", undefined, 0],
    ["IDR", 2, 2],
    ["XTS", undefined, 2],
    ["USD", 4, 4],
  ])("in %s with exponent %s has %i decimals", async (currency, exponent, decimals) => {
    const body = { ...draft, currency, ...(exponent === undefined ? {} : { exponent }) };
    const book = await shop.api.expect(201, shop.api.post<Schemas["Book"]>("/api/v1/books", body));
    expect(book).toMatchObject({ currency, exponent: decimals, role: "owner", lock_date: null, fiscal_year_start: "01-01" });
    const read = await shop.api.expect(200, shop.api.get<Schemas["Book"]>(`/api/v1/books/${book.id}`));
    expect(read).toEqual(book);
  });

  test.each(["umkm", "minimal", "none"] as const)("begins with the chart of the template %s", async (template) => {
    const book = await shop.api.expect(201, shop.api.post<Schemas["Book"]>("/api/v1/books", { ...draft, template }));
    const page = await shop.api.expect(
      200,
      shop.api.get<Schemas["AccountList"]>(`/api/v1/books/${book.id}/accounts?limit=500`),
    );
    if (template === "none") {
      expect(page.items).toEqual([]);
    } else {
      expect(new Set(page.items.map((item) => item.type))).toEqual(
        new Set(["asset", "liability", "equity", "income", "expense"]),
      );
      for (const subtype of ["cash", "sales", "operating"]) {
        expect(page.items.map((item) => item.subtype)).toContain(subtype);
      }
    }
    const codes = page.items.map((item) => item.code);
    expect(new Set(codes).size).toBe(codes.length);
    const events = await history(shop.api, book.id);
    expect(events.filter((event) => event.type === "account.created").map((event) => (event.data as Schemas["Account"]).code).sort()).toEqual(codes.sort());
  });

  test.each([
    ["no name", { name: "" }, "/name", "too_short"],
    ["a long name", { name: "x".repeat(121) }, "/name", "too_long"],
    ["a small currency", { currency: "idr" }, "/currency", "pattern"],
    ["five decimals", { exponent: 5 }, "/exponent", "range"],
    ["half a decimal", { exponent: 0.5 }, "/exponent", "type"],
    ["a leap day as start of the year", { fiscal_year_start: "02-29" }, "/fiscal_year_start", "pattern"],
    ["a place as time zone", { time_zone: "Bandung" }, "/time_zone", "enum"],
    ["a way out of the zones' folder", { time_zone: "../../etc/passwd" }, "/time_zone", "enum"],
  ])("with %s is refused", async (_, wrong, pointer, code) => {
    const before = await shop.api.get("/api/v1/books");
    const reply = await shop.api.post<Problem>("/api/v1/books", { ...draft, ...wrong });
    expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
    expect(reply.body.errors.map((error) => error.pointer)).toContain(pointer);
    expect(reply.body.errors.map((error) => error.code)).toContain(code);
    expect((await shop.api.get("/api/v1/books")).text).toBe(before.text);
  });

  test("can be renamed; its currency and zone are fixed by the first posting, its event tells all", async () => {
    const own = await shop.api.expect(201, shop.api.post<Schemas["Book"]>("/api/v1/books", draft));
    const path = `/api/v1/books/${own.id}`;
    const patched = await shop.api.expect(
      200,
      shop.api.patch<Schemas["Book"]>(path, { name: "Lain", currency: "USD", exponent: 2, time_zone: "UTC" }),
    );
    expect(patched).toMatchObject({ name: "Lain", currency: "USD", exponent: 2, time_zone: "UTC" });
    const updated = (await history(shop.api, own.id)).at(-1)!;
    expect(updated.type).toBe("book.updated");
    expect(updated.data).toMatchObject({ name: "Lain", currency: "USD", exponent: 2, time_zone: "UTC" });
    await shop.api.expect(200, shop.api.patch(path, { currency: "IDR", exponent: 0 }));

    await sell({ ...shop, bookId: own.id, path: (rest) => path + rest }, "10");
    for (const change of [{ currency: "USD" }, { exponent: 2 }, { time_zone: "Asia/Jakarta" }]) {
      const reply = await shop.api.patch<Problem>(path, change);
      expect([change, reply.status, reply.body.code]).toEqual([change, 409, "currency_fixed"]);
    }
    await shop.api.expect(200, shop.api.patch(path, { currency: "IDR", name: "Masih" })); // no change of it
  });

  test("pages through a list, newest first", async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "?limit=3" : `?limit=3&cursor=${encodeURIComponent(cursor)}`;
      const page: Schemas["BookList"] = await shop.api.expect(200, shop.api.get<Schemas["BookList"]>(`/api/v1/books${query}`));
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    const all = await shop.api.expect(200, shop.api.get<Schemas["BookList"]>("/api/v1/books?limit=500"));
    expect(seen).toEqual(all.items.map((item) => item.id));
    expect(seen.at(-1)).toBe(shop.bookId);
    const times = all.items.map((item) => item.created_at);
    expect(times).toEqual([...times].sort().reverse());
  });
});

describe("an account", () => {
  const account = { code: "1190", name: "Kas kecil", type: "asset", subtype: "cash" };

  test("is made, changed, archived and brought back, each with its event and version", async () => {
    const list = await accounts(shop);
    const parent = [...list.values()].find((item) => item.type === "asset")!;
    const path = shop.path("/accounts");
    const made = await shop.api.expect(
      201,
      shop.api.post<Schemas["Account"]>(path, { ...account, parent_id: parent.id, min_balance: "-5000" }),
    );
    expect(made).toMatchObject({ ...account, parent_id: parent.id, min_balance: "-5000", archived: false, version: 1 });
    const changed = await shop.api.expect(
      200,
      shop.api.patch<Schemas["Account"]>(`${path}/${made.id}`, { name: "Kas laci", min_balance: null, parent_id: null, subtype: "bank" }),
    );
    expect(changed).toMatchObject({ name: "Kas laci", min_balance: null, parent_id: null, subtype: "bank", version: 2 });
    const archived = await shop.api.expect(200, shop.api.call<Schemas["Account"]>("POST", `${path}/${made.id}/archive`));
    expect(archived).toMatchObject({ archived: true, version: 3 });
    const only = async (query: string) =>
      (await shop.api.expect(200, shop.api.get<Schemas["AccountList"]>(`${path}?limit=500&${query}`))).items.map((item) => item.code);
    expect(await only("archived=true")).toEqual(["1190"]);
    expect(await only("archived=false")).not.toContain("1190");
    const back = await shop.api.expect(200, shop.api.patch<Schemas["Account"]>(`${path}/${made.id}`, { archived: false }));
    expect(back).toMatchObject({ archived: false, version: 4 });
    const events = (await history(shop.api, shop.bookId)).filter((event) => (event.data as Schemas["Account"]).id === made.id);
    expect(events.map((event) => event.type)).toEqual(["account.created", "account.updated", "account.updated", "account.updated"]);
    expect(events.map((event) => event.data)).toEqual([made, changed, archived, back]);
  });

  test.each<[string, Record<string, unknown>, number, string, string | undefined]>([
    ["a code that is taken", { code: "1101" }, 409, "code_taken", undefined],
    ["a code with a blank", { code: "11 01" }, 422, "validation_failed", "/code"],
    ["no type", { type: undefined }, 422, "validation_failed", "/type"],
    ["a subtype of another type", { subtype: "sales" }, 422, "validation_failed", "/subtype"],
    ["a limit with decimals", { min_balance: "0.5" }, 422, "amount_invalid", "/min_balance"],
    ["a limit that is a number", { min_balance: 5 }, 422, "validation_failed", "/min_balance"],
    ["a parent nobody has", { parent_id: "01930000-0000-7000-8000-000000000000" }, 422, "unknown_account", "/parent_id"],
  ])("with %s is refused", async (_, wrong, status, code, pointer) => {
    const before = await state(shop);
    const reply = await shop.api.post<Problem>(shop.path("/accounts"), { ...account, code: "1199", ...wrong });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    if (pointer !== undefined) expect(reply.body.errors.map((error) => error.pointer)).toContain(pointer);
    expect(await state(shop)).toBe(before);
  });

  test("is not its own ancestor, nor below another type", async () => {
    const path = shop.path("/accounts");
    const make = (code: string, type: string, parent_id: string | null) =>
      shop.api.post<Schemas["Account"] & Problem>(path, { code, name: code, type, parent_id });
    const upper = await shop.api.expect(201, make("1701", "asset", null));
    const lower = await shop.api.expect(201, make("1702", "asset", upper.id));
    const wrong = await make("4701", "income", upper.id);
    expect([wrong.status, wrong.body.errors[0]]).toMatchObject([422, { pointer: "/parent_id", code: "range" }]);
    for (const parent_id of [upper.id, lower.id]) {
      const reply = await shop.api.patch<Problem>(`${path}/${upper.id}`, { parent_id });
      expect([reply.status, reply.body.errors[0]]).toMatchObject([422, { pointer: "/parent_id", code: "range" }]);
    }
  });

  test("keeps its subtype once something is posted on it", async () => {
    await sell(shop, "1000");
    const cash = (await accounts(shop)).get("1101")!;
    const reply = await shop.api.patch<Problem>(shop.path(`/accounts/${cash.id}`), { subtype: "bank" });
    expect([reply.status, reply.body.code]).toEqual([409, "subtype_fixed"]);
    await shop.api.expect(200, shop.api.patch(shop.path(`/accounts/${cash.id}`), { subtype: cash.subtype, name: cash.name }));
  });

  test("of another book is not there", async () => {
    const other = await shop.api.expect(201, shop.api.post<Schemas["Book"]>("/api/v1/books", draft));
    const cash = (await accounts(shop)).get("1101")!;
    const path = `/api/v1/books/${other.id}/accounts/${cash.id}`;
    await shop.api.expect(404, shop.api.patch(path, { name: "Curi" }));
    await shop.api.expect(404, shop.api.call("POST", `${path}/archive`));
  });
});

describe("an outlet", () => {
  test("is made, renamed and archived; its code stays its own", async () => {
    const made = await outlet(shop, "DAGO", "Dago");
    expect(made).toMatchObject({ code: "DAGO", name: "Dago", archived: false, version: 1 });
    const path = shop.path("/outlets");
    const again = await shop.api.post<Problem>(path, { code: "DAGO", name: "Lain" });
    expect([again.status, again.body.code]).toEqual([409, "code_taken"]);
    const archived = await shop.api.expect(
      200,
      shop.api.patch<Schemas["Outlet"]>(`${path}/${made.id}`, { name: "Dago Atas", archived: true }),
    );
    expect(archived).toMatchObject({ name: "Dago Atas", archived: true, version: 2 });
    const code = await shop.api.patch<Problem>(`${path}/${made.id}`, { code: "X" });
    expect([code.status, code.body.errors[0]]).toMatchObject([422, { pointer: "/code", code: "unknown_field" }]);
    const page = await shop.api.expect(200, shop.api.get<Schemas["OutletList"]>(`${path}?archived=true`));
    expect(page.items).toEqual([archived]);
  });
});

describe("a contact", () => {
  test("is made and changed; events carry no name", async () => {
    const path = shop.path("/contacts");
    const body = { code: "PLG-1", name: "Ibu Sari", phone: "0812", email: "sari@contoh.example", note: "Langganan" };
    const made = await shop.api.expect(201, shop.api.post<Schemas["Contact"]>(path, body));
    expect(made).toMatchObject({ ...body, archived: false, version: 1 });
    const changed = await shop.api.expect(
      200,
      shop.api.patch<Schemas["Contact"]>(`${path}/${made.id}`, { phone: null, note: null, archived: true }),
    );
    expect(changed).toMatchObject({ phone: null, note: null, email: body.email, archived: true, version: 2 });
    const events = (await history(shop.api, shop.bookId)).filter((event) => event.type.startsWith("contact."));
    expect(events.map((event) => [event.type, event.data])).toEqual([
      ["contact.created", { id: made.id, version: 1 }],
      ["contact.updated", { id: made.id, version: 2 }],
    ]);
    expect(JSON.stringify(events)).not.toContain("Sari");
  });
});

describe("a list of masters", () => {
  test("pages without loss and refuses a cursor that is none", async () => {
    for (let index = 0; index < 7; index += 1) await outlet(shop, `P${index}`);
    const all = await shop.api.expect(200, shop.api.get<Schemas["OutletList"]>(shop.path("/outlets?limit=500")));
    const seen: unknown[] = [];
    for (let query = "?limit=2"; ; ) {
      const page = await shop.api.expect(200, shop.api.get<Schemas["OutletList"]>(shop.path(`/outlets${query}`)));
      seen.push(...page.items);
      if (page.next_cursor === null) break;
      query = `?limit=2&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    expect(seen).toEqual(all.items);
    for (const [query, pointer] of [
      ["cursor=xyz", "?cursor"],
      ["limit=0", "?limit"],
      ["limit=501", "?limit"],
      ["limit=ten", "?limit"],
      ["surprise=1", "?surprise"],
      ["archived=maybe", "?archived"],
    ]) {
      const reply = await shop.api.get<Problem>(shop.path(`/outlets?${query}`));
      expect([query, reply.status, reply.body.errors?.[0]?.pointer]).toEqual([query, 422, pointer]);
    }
  });
});

describe("the lock date", () => {
  test("can be set and taken away, and is told in an event", async () => {
    const locked = await shop.api.expect(200, shop.api.patch<Schemas["Book"]>(shop.path(""), { lock_date: day(-40) }));
    expect(locked.lock_date).toBe(day(-40));
    expect(((await history(shop.api, shop.bookId)).at(-1)!.data as Schemas["BookData"]).lock_date).toBe(day(-40));
    const open = await shop.api.expect(200, shop.api.patch<Schemas["Book"]>(shop.path(""), { lock_date: null }));
    expect(open.lock_date).toBeNull();
  });
});
