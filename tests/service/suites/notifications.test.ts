// SPDX-License-Identifier: Apache-2.0
// Being told: rules, the inbox, read marks, and that each cause is told once whatever is killed.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, sale, type Api, type Schemas, type Shop } from "../support/api.ts";
import { newId, sell } from "../support/books.ts";
import { done, startExport } from "../support/jobs.ts";
import { accounts, member, outlet, register, type Person } from "../support/people.ts";
import { Server, temporaryFolder } from "../support/server.ts";
import { Socket } from "../support/socket.ts";
import { until } from "../support/wait.ts";

type Problem = Schemas["Problem"];
type Rule = Schemas["NotificationRule"];
type List = Schemas["NotificationList"];

const inbox = (api: Api): Promise<List> => api.expect(200, api.get<List>("/api/v1/notifications?limit=500"));
const told = (api: Api, count: number): Promise<List> =>
  until(`${count} notifications`, 30_000, async () => {
    const list = await inbox(api);
    return list.items.length >= count ? list : undefined;
  });

describe("rules and their inbox", () => {
  let server: Server;
  let shop: Shop;
  let dago: Schemas["Outlet"];
  let braga: Schemas["Outlet"];
  let cashier: Person;
  let cash: string;
  beforeAll(async () => {
    server = await Server.start({ settings: { registration: "open" } });
    shop = await openShop(server.url);
    dago = await outlet(shop, "DAGO");
    braga = await outlet(shop, "BRAGA");
    cashier = await member(shop, "cashier", [dago.id]);
    cash = (await accounts(shop)).get("1101")!.id;
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
  });

  const rules = (): string => shop.path("/notification-rules");
  const make = (body: unknown, api: Api = shop.api): Promise<Rule> => api.expect(201, api.post<Rule>(rules(), body));
  const refused = async (body: unknown, api: Api = shop.api): Promise<unknown[]> => {
    const reply = await api.post<Problem>(rules(), body);
    return [reply.status, reply.body.code, ...(reply.body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`)];
  };

  test("a rule that makes no sense is refused and named", async () => {
    expect(await refused({})).toEqual([422, "validation_failed", "/kind required"]);
    expect(await refused({ kind: "balance_below" })).toEqual([422, "validation_failed", "/account_id required", "/amount required"]);
    expect(await refused({ kind: "job_finished", amount: "1", minutes: 5 })).toEqual([
      422,
      "validation_failed",
      "/amount unknown_field",
      "/minutes unknown_field",
    ]);
    expect(await refused({ kind: "outlet_silent", minutes: 4 })).toEqual([422, "validation_failed", "/minutes range"]);
    expect(await refused({ kind: "outlet_silent", minutes: 30, from_hour: 20, to_hour: 8 })).toEqual([422, "validation_failed", "/to_hour range"]);
    expect(await refused({ kind: "transaction_above", amount: "1.5" })).toEqual([422, "amount_invalid", "/amount amount_invalid"]);
    expect(await refused({ kind: "balance_below", amount: "-1", account_id: newId() })).toEqual([422, "unknown_account", "/account_id unknown_account"]);
    expect(await refused({ kind: "transaction_above", amount: "1", outlet_id: newId() })).toEqual([422, "unknown_outlet", "/outlet_id unknown_outlet"]);
    expect(await refused({ kind: "transaction_above", amount: 1 })).toEqual([422, "validation_failed", "/amount type"]);
    expect((await shop.api.expect(200, shop.api.get<Schemas["NotificationRuleList"]>(rules()))).items).toEqual([]);
  });

  test("a cashier makes rules for own outlets only", async () => {
    const body = { kind: "transaction_above", amount: "1000" };
    expect((await refused(body, cashier.api)).slice(0, 2)).toEqual([403, "forbidden"]);
    expect((await refused({ ...body, outlet_id: braga.id }, cashier.api)).slice(0, 2)).toEqual([403, "forbidden"]);
    const rule = await make({ ...body, outlet_id: dago.id }, cashier.api);
    await sell(shop, "5000", { outlet_id: braga.id });
    const here = await sell(shop, "2000", { outlet_id: dago.id });
    const list = await told(cashier.api, 1);
    expect(list.items.map(({ subject }) => subject.transaction_id)).toEqual([here.id]);
    await cashier.api.expect(204, cashier.api.delete(`${rules()}/${rule.id}`));
  });

  test("a rule is its maker's alone: changed, rested, taken away", async () => {
    const rule = await make({ kind: "transaction_above", amount: "100000" });
    expect(rule).toMatchObject({ amount: "100000", active: true, minutes: null, book_id: shop.bookId });
    const path = `${rules()}/${rule.id}`;
    const viewer = await member(shop, "viewer");
    for (const [method, body] of [["PATCH", { active: false }], ["DELETE", undefined]] as const) {
      const reply = await viewer.api.call<Problem>(method, path, body === undefined ? {} : { body });
      expect([method, reply.status]).toEqual([method, 404]);
    }
    expect(await shop.api.expect(200, shop.api.patch<Rule>(path, { active: false, amount: "200000" }))).toMatchObject({ active: false, amount: "200000" });
    const page = await shop.api.expect(200, shop.api.get<Schemas["NotificationRuleList"]>(rules()));
    expect(page.items.map(({ id }) => id)).toEqual([rule.id]);
    await shop.api.expect(204, shop.api.delete(path));
    expect((await shop.api.delete<Problem>(path)).status).toBe(404);
  });

  test("what happened is told on every device, counted and read", async () => {
    const viewer = await member(shop, "viewer");
    await sell(shop, "100000");
    const before = await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")));
    const balance = BigInt(before.items.find(({ account_id }) => account_id === cash)!.balance);
    await make({ kind: "balance_below", account_id: cash, amount: String(balance - 10_000n) });
    const sockets = [await Socket.connect(server.url, shop.api.token!), await Socket.connect(server.url, shop.api.token!)];
    const other = await Socket.connect(server.url, viewer.api.token!);
    for (const socket of [...sockets, other]) await socket.ok({ subscribe: { book: shop.bookId, channel: "notify" } });
    const count = (await inbox(shop.api)).items.length;
    const made = await shop.api.expect(
      201,
      shop.api.post<Schemas["Transaction"]>(shop.path("/transactions"), {
        ...{ id: newId(), kind: "expense", amount: "10001", account_code: "1101", counter_code: "6101" },
      }),
    );
    const list = await told(shop.api, count + 1);
    const [newest] = list.items;
    expect(newest).toMatchObject({
      kind: "balance_below",
      read: false,
      currency: "IDR",
      subject: { account_code: "1101", amount: String(balance - 10_001n), limit: String(balance - 10_000n), transaction_id: made.id, job_id: null },
    });
    for (const socket of sockets) {
      const line = await socket.find("the notification", ({ value }) => value?.key === newest!.id);
      expect(line.value.data).toEqual(newest);
    }
    expect(other.lines.filter(({ value }) => value?.key === newest!.id)).toEqual([]);
    expect(list.unread).toBeGreaterThan(0);
    const read = await shop.api.expect(200, shop.api.post<Schemas["Unread"]>("/api/v1/notifications/read", { up_to: newest!.id }));
    expect(read.unread).toBe(0);
    for (const socket of sockets) {
      const line = await socket.find("that it was read", ({ value }) => value?.key === newest!.id && value.data.read === true);
      expect(line.value.data).toEqual({ ...newest, read: true });
    }
    expect((await inbox(shop.api)).items[0]).toEqual({ ...newest, read: true });
    const foreign = await viewer.api.post<Problem>("/api/v1/notifications/read", { up_to: newest!.id });
    expect([foreign.status, foreign.body.code]).toEqual([404, "not_found"]);
    const again = await Socket.connect(server.url, shop.api.token!);
    await again.ok({ subscribe: { book: shop.bookId, channel: "notify" } });
    const shown = await again.find("the notification on subscribing", ({ value }) => value?.key === newest!.id);
    expect(shown.value.data).toEqual({ ...newest, read: true });
    for (const socket of [...sockets, other, again]) socket.close();
  });

  test("what one device has read the others are told, and only up to there", async () => {
    const person = await member(shop, "viewer");
    await make({ kind: "transaction_above", amount: "700000" }, person.api);
    for (const amount of ["700001", "700002", "700003"]) await sell(shop, amount);
    const list = await told(person.api, 3);
    const [newest, middle, oldest] = list.items.map(({ id }) => id);
    const devices = [await Socket.connect(server.url, person.api.token!), await Socket.connect(server.url, person.api.token!)];
    for (const device of devices) {
      await device.ok({ subscribe: { book: shop.bookId, channel: "notify" } });
      await device.find("what is there", ({ value }) => value?.key === newest);
    }
    const read = async (up_to: string | undefined): Promise<number> =>
      (await person.api.expect(200, person.api.post<Schemas["Unread"]>("/api/v1/notifications/read", { up_to }))).unread;
    const readOn = (device: Socket): string[] =>
      device.lines.filter(({ value }) => value?.data.read === true).map(({ value }) => String(value.key));
    expect(await read(middle)).toBe(1);
    for (const device of devices) {
      await device.find("that the middle one was read", ({ value }) => value?.key === middle && value.data.read === true);
      expect(readOn(device)).toEqual([oldest, middle]);
    }
    expect(await read(newest)).toBe(0);
    for (const device of devices) {
      await device.find("that the newest was read", ({ value }) => value?.key === newest && value.data.read === true);
      expect(readOn(device)).toEqual([oldest, middle, newest]); // each once
      device.close();
    }
  });

  test("the end of a job is told to who asked for it", async () => {
    const viewer = await member(shop, "viewer");
    await make({ kind: "job_finished" }, viewer.api);
    const job = await startExport(shop, { report: "trial-balance", format: "csv" }, viewer.api);
    await done(viewer.api, job.id);
    const list = await told(viewer.api, 1);
    expect(list.items[0]).toMatchObject({ kind: "job_finished", subject: { job_id: job.id, job_kind: "export", job_status: "done" } });
  });

  test("a person has at most 50 rules in a book", async () => {
    const person = await member(shop, "viewer");
    for (let i = 0; i < 50; i += 1) await make({ kind: "transaction_above", amount: "999999999" }, person.api);
    expect(await refused({ kind: "job_finished" }, person.api)).toEqual([422, "validation_failed", " range"]);
    const stranger = await register(shop.api);
    expect((await refused({ kind: "job_finished" }, stranger.api))[0]).toBe(404);
  });
});

describe("a server that is killed again and again", () => {
  test("tells each cause once", { timeout: 180_000 }, async () => {
    const dataDir = temporaryFolder();
    let server = await Server.start({ dataDir });
    const listen = server.address;
    const shop = await openShop(server.url);
    await shop.api.expect(201, shop.api.post(shop.path("/notification-rules"), { kind: "transaction_above", amount: "1000" }));
    const large: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const transactions = Array.from({ length: 200 }, (_, index) => {
        const id = newId();
        if (index % 10 === 0) large.push(id);
        return sale(index % 10 === 0 ? "1001" : "1000", { id });
      });
      await shop.api.expect(200, shop.api.post(shop.path("/transactions/batch"), { atomic: true, transactions }));
      expect(await server.kill()).toBe("SIGKILL");
      server = await Server.start({ dataDir, listen });
    }
    const list = await told(shop.api, large.length);
    expect(list.items.map(({ subject }) => subject.transaction_id).reverse()).toEqual(large);
    expect(list.unread).toBe(large.length);
    expect(await server.stop()).toBe(0);
  });
});
