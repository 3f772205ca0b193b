// SPDX-License-Identifier: Apache-2.0
// Value channels: the latest figures over the socket, equal to what REST says at the same position, and to nobody else.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Api, Schemas, Shop } from "../support/api.ts";
import { openShop } from "../support/api.ts";
import { day, sell } from "../support/books.ts";
import { member, outlet, register, type Person } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { Socket, type Line } from "../support/socket.ts";
import { until } from "../support/wait.ts";

let server: Server;
let shop: Shop;
let dago: Schemas["Outlet"];
let braga: Schemas["Outlet"];
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
  dago = await outlet(shop, "DAGO");
  braga = await outlet(shop, "BRAGA");
  await sell(shop, "15000", { outlet_id: dago.id });
  await sell(shop, "20000", { outlet_id: braga.id });
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  expect(await server.stop()).toBe(0);
});

async function connected(api: Api = shop.api): Promise<Socket> {
  const socket = await Socket.connect(server.url, api.token!);
  sockets.push(socket);
  return socket;
}
const of = (channel: string, more: Line = {}): Line => ({ subscribe: { book: shop.bookId, channel, ...more } });
const at = (outletId: string): Line => ({ filter: { outlet_id: outletId } });
const values = (socket: Socket, sub: number): Line[] =>
  socket.lines.filter((line) => line.value?.sub === sub).map((line) => line.value as Line);

/** The first value of a subscription that is true at `offset` at least. */
const valueAt = async (socket: Socket, sub: number, offset: number, key?: string): Promise<Line> =>
  (
    await socket.find(
      `a value at ${offset}`,
      ({ value }) => value?.sub === sub && value.as_of_offset >= offset && (key === undefined || value.key === key),
    )
  ).value as Line;

/** Of one subscription: no key ever goes back, and none is told twice of the same. */
function expectForwards(all: readonly Line[]): void {
  const latest = new Map<string, Line>();
  for (const value of all) {
    const before = latest.get(value.key);
    if (before !== undefined) {
      expect(value.as_of_offset).toBeGreaterThanOrEqual(before.as_of_offset);
      expect(value.data).not.toEqual(before.data);
    }
    latest.set(value.key, value);
  }
}

describe("balance", () => {
  test("begins with every account, then sends those that changed, as REST has them", async () => {
    const socket = await connected();
    const { sub, mode, recovered, channel } = await socket.ok(of("balance"));
    expect([mode, recovered, channel]).toEqual(["live", false, "balance"]);
    const rest = async () => shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")));
    const before = await rest();
    await until("all present values", 10_000, () => values(socket, sub).length === before.items.length);
    expect(values(socket, sub).map(({ data }) => data)).toEqual(before.items);
    expect(values(socket, sub).every(({ key, data }) => key === data.account_id)).toBe(true);
    expect(values(socket, sub).every((value) => value.as_of_offset === before.as_of_offset && value.epoch === before.epoch)).toBe(true);

    const made = await sell(shop, "5000", { outlet_id: dago.id });
    const cash = before.items.find(({ code }) => code === "1101")!;
    await valueAt(socket, sub, made.offset, cash.account_id);
    const after = await rest();
    await until("both sides", 10_000, () => values(socket, sub).length >= before.items.length + 2);
    const pushed = values(socket, sub).slice(before.items.length);
    expect(pushed.map(({ data }) => data.code).sort()).toEqual(["1101", "4101"]);
    for (const { data, as_of_offset } of pushed) {
      expect(as_of_offset).toBe(made.offset);
      expect(data).toEqual(after.items.find(({ account_id }) => account_id === data.account_id));
    }
    expectForwards(values(socket, sub));
  });

  test("of an outlet is that outlet's alone", async () => {
    const socket = await connected();
    const { sub } = await socket.ok(of("balance", at(braga.id)));
    const rest = await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path(`/balances?outlet_id=${braga.id}`)));
    await until("all present values", 10_000, () => values(socket, sub).length === rest.items.length);
    expect(values(socket, sub).map(({ data }) => data)).toEqual(rest.items);
    await sell(shop, "7000", { outlet_id: dago.id });
    const own = await sell(shop, "1000", { outlet_id: braga.id });
    await valueAt(socket, sub, own.offset);
    expect(values(socket, sub).length).toBeLessThanOrEqual(rest.items.length + 2);
  });
});

describe("kpi", () => {
  test("is reports/summary of today at its position, whatever is posted meanwhile", async () => {
    const own = await Server.start();
    const its = await openShop(own.url);
    const socket = await Socket.connect(own.url, its.api.token!);
    const { sub } = await socket.ok({ subscribe: { book: its.bookId, channel: "kpi" } });
    let income = 0;
    const incomeAt = new Map<number, number>();
    const posters = Array.from({ length: 6 }, async (_, poster) => {
      for (let count = 0; count < 25; count += 1) {
        const made = await sell(its, String(1_000 + poster));
        incomeAt.set(made.sequence, 1_000 + poster);
        income += 1_000 + poster;
      }
    });
    await Promise.all(posters);
    const rest = await its.api.expect(200, its.api.get<Schemas["Summary"]>(its.path("/reports/summary?from=today&to=today")));
    const last = await valueAt(socket, sub, rest.as_of_offset);
    // The hour may have changed between the two.
    if (last.data.compare.yesterday.until_hour === rest.compare.yesterday.until_hour) expect(last.data).toEqual(rest);
    expect(last.data.figures.income).toBe(String(income));
    const all = values(socket, sub);
    expectForwards(all);
    for (const { as_of_offset, key, data } of all) {
      expect(key).toBe("all");
      expect(data.as_of_offset).toBe(as_of_offset);
      // Every act of this book is a sale: the count is the sequence, and the income the sum up to it.
      expect(data.figures.count).toBe(data.as_of_sequence);
      const sum = [...incomeAt].filter(([sequence]) => sequence <= data.as_of_sequence).reduce((total, [, amount]) => total + amount, 0);
      expect(data.figures.income).toBe(String(sum));
    }
    console.info(`150 sales, ${all.length} values of kpi`);
    socket.close();
    expect(await own.stop()).toBe(0);
  });

  test("is the same bytes for all who ask for the same, and read once for them", async () => {
    const [one, two] = [await connected(), await connected()];
    const [a, b] = [await one.ok(of("kpi")), await two.ok(of("kpi"))];
    expect(b.sub).toBe(a.sub);
    const made = await sell(shop, "3000");
    await valueAt(one, a.sub, made.offset);
    await valueAt(two, a.sub, made.offset);
    const bytes = (socket: Socket) => socket.texts[socket.lines.findIndex(({ value }) => value?.sub === a.sub && value.as_of_offset >= made.offset)];
    expect(bytes(one)).toBe(bytes(two));
    const other = await two.ok(of("kpi", at(dago.id)));
    expect(other.sub).not.toBe(a.sub);
    expect((await valueAt(two, other.sub, made.offset)).key).toBe(dago.id);
  });

  test("has no weekdays; REST gives them when asked", async () => {
    const socket = await connected();
    const { sub } = await socket.ok(of("kpi", at(braga.id)));
    expect((await valueAt(socket, sub, 0)).data.weekdays).toBeUndefined();
    // A week ago: a whole day of the last four weeks, its hour known by made_at.
    await sell(shop, "4000", { date: day(-7), made_at: `${day(-7)}T03:30:00.000Z` });
    const summary = await shop.api.expect(200, shop.api.get<Schemas["Summary"]>(shop.path("/reports/summary?weekdays=true")));
    const weekdays = summary.weekdays!;
    expect(weekdays.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const today = new Date(`${day(0)}T00:00:00Z`).getUTCDay() || 7;
    expect(weekdays[today - 1]!.income[10]).toBe("4000"); // 03.30 UTC is 10.30 in Jakarta
    expect(weekdays[today - 1]!.counts[10]).toBe(1);
    expect(weekdays.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});

describe("report", () => {
  test("is the report's body, again whenever it changes", async () => {
    const socket = await connected();
    const { sub } = await socket.ok(of("report", { report: { name: "trial-balance", parameters: {} } }));
    await valueAt(socket, sub, 0);
    const made = await sell(shop, "6000");
    const value = await valueAt(socket, sub, made.offset);
    const rest = await shop.api.expect(200, shop.api.get<Schemas["TrialBalance"]>(shop.path("/reports/trial-balance")));
    expect(value.key).toBe("trial-balance");
    expect(value.data).toEqual(rest);
    const summary = await socket.ok(
      of("report", { report: { name: "summary", parameters: { from: day(-7), to: "today", outlet_id: dago.id } } }),
    );
    const same = await shop.api.get<Schemas["Summary"]>(shop.path(`/reports/summary?from=${day(-7)}&to=today&outlet_id=${dago.id}`));
    expect((await valueAt(socket, summary.sub, 0)).data).toEqual(same.body);
  });

  test("is any report that REST has", async () => {
    const socket = await connected();
    const cash = (await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")))).items.find(({ code }) => code === "1101")!;
    const reports: readonly (readonly [string, Record<string, string>])[] = [
      ["income-statement", { from: day(-7), to: day(0) }],
      ["balance-sheet", {}],
      ["cash-flow", { from: day(-7), to: day(0) }],
      ["aging", { side: "payable" }],
      ["general-ledger", { account_id: cash.account_id }],
    ];
    const made = await sell(shop, "8000");
    for (const [name, parameters] of reports) {
      const { sub } = await socket.ok(of("report", { report: { name, parameters } }));
      const value = await valueAt(socket, sub, made.offset);
      const rest = await shop.api.get<Line>(shop.path(`/reports/${name}?${new URLSearchParams(parameters).toString()}`));
      expect(rest.status, name).toBe(200);
      expect(value.data, name).toEqual(rest.body);
    }
  });

  test("refuses what REST would refuse", async () => {
    const socket = await connected();
    const ask = (name: string, parameters: Line) => socket.refused(of("report", { report: { name, parameters } }));
    expect((await ask("no-such-report", {})).code).toBe("validation_failed");
    expect((await ask("trial-balance", { as_of: "yesterday" })).code).toBe("validation_failed");
    expect((await ask("trial-balance", { colour: "red" })).code).toBe("validation_failed");
    expect((await ask("summary", { from: day(0), to: day(-1) })).code).toBe("validation_failed");
    expect((await ask("summary", { outlet_id: shop.bookId })).code).toBe("unknown_outlet");
    expect((await socket.refused(of("report"))).code).toBe("validation_failed");
  });
});

describe("job and notify", () => {
  test("are there for every member", async () => {
    const socket = await connected();
    for (const channel of ["job", "notify"]) {
      const { sub } = await socket.ok(of(channel));
      expect((await socket.refused(of(channel))).code).toBe("already_subscribed");
      expect((await socket.refused(of(channel, at(dago.id)))).code).toBe("validation_failed");
      await socket.ok({ unsubscribe: { sub } });
    }
  });
});

describe("who may listen", () => {
  let cashier: Person;
  beforeAll(async () => {
    cashier = await member(shop, "cashier", [dago.id]);
  });

  test("a cashier hears of an own outlet, as REST says it, and of nothing else", async () => {
    const socket = await connected(cashier.api);
    for (const channel of ["balance", "kpi"]) {
      expect((await socket.refused(of(channel))).code, channel).toBe("forbidden");
      expect((await socket.refused(of(channel, at(braga.id)))).code, channel).toBe("forbidden");
    }
    expect((await socket.refused(of("report", { report: { name: "trial-balance", parameters: {} } }))).code).toBe("forbidden");
    const before = (await sell(shop, "100", { outlet_id: dago.id })).offset;
    const { sub } = await socket.ok(of("kpi", at(dago.id)));
    const { data } = await valueAt(socket, sub, before);
    const rest = await cashier.api.expect(
      200,
      cashier.api.get<Schemas["Summary"]>(shop.path(`/reports/summary?from=today&to=today&outlet_id=${dago.id}`)),
    );
    expect(data.figures).toEqual(rest.figures);
    expect(data.outlets.map(({ code }: { code: string }) => code)).toEqual(["DAGO"]);
    const balance = await socket.ok(of("balance", at(dago.id)));
    await valueAt(socket, balance.sub, before);
    const texts = socket.texts.join("\n");
    expect(texts).not.toContain(braga.id);
    expect(texts).not.toContain("BRAGA");
  });

  test("a stranger hears nothing", async () => {
    const stranger = await register(shop.api);
    const socket = await connected(stranger.api);
    for (const channel of ["balance", "kpi", "job", "notify"]) {
      expect((await socket.refused(of(channel))).code, channel).toBe("not_found");
    }
  });

  test("a lowered role is told within a second, and may ask again for what is left", async () => {
    const person = await member(shop, "viewer");
    const socket = await connected(person.api);
    const { sub } = await socket.ok(of("kpi"));
    const began = performance.now();
    await shop.api.expect(200, shop.api.put(shop.path(`/members/${person.userId}`), { role: "cashier", outlet_ids: [braga.id] }));
    const { unsubscribed } = await socket.find("unsubscribed", (line) => line.unsubscribed !== undefined);
    console.info(`told of a lowered role after ${(performance.now() - began).toFixed(0)} ms`);
    expect(unsubscribed).toEqual({ sub, book: shop.bookId, channel: "kpi", reason: "role_changed" });
    expect((await socket.refused(of("kpi"))).code).toBe("forbidden");
    await socket.ok(of("kpi", at(braga.id)));
  });

  test("a removed member hears of nothing that is committed after the removal was answered", async () => {
    const person = await member(shop, "viewer");
    const socket = await connected(person.api);
    await socket.ok(of("ledger"));
    await socket.ok(of("balance"));
    await valueAt(socket, (await socket.ok(of("kpi"))).sub, 0);
    const removed = await shop.api.delete(shop.path(`/members/${person.userId}`));
    expect(removed.status).toBe(204);
    const seen = socket.lines.length;
    const made = await sell(shop, "123456");
    await until("three ends", 10_000, () => socket.lines.filter((line) => line.unsubscribed !== undefined).length === 3);
    const later = socket.lines.slice(seen).filter((line) => line.unsubscribed === undefined && line.head === undefined && line.ping === undefined);
    expect(later.filter(({ event, value }) => (event?.offset ?? value?.as_of_offset) >= made.offset)).toEqual([]);
    expect((await socket.refused(of("kpi"))).code).toBe("not_found");
  });
});

describe("a snapshot of very many accounts", () => {
  test("fits into a message, with the balances left to REST where they do not", { timeout: 60_000 }, async () => {
    const own = await Server.start();
    const its = await openShop(own.url, { template: "minimal" });
    const add = async (from: number, to: number): Promise<void> => {
      const codes = Array.from({ length: to - from }, (_, index) => from + index);
      const lanes = Array.from({ length: 16 }, async (_, lane) => {
        for (const code of codes.filter((one) => one % 16 === lane)) {
          const account = { code: `X${code}`, name: `Rekening ${code} ${"n".repeat(60)}`, type: "asset" };
          await its.api.expect(201, its.api.post(its.path("/accounts"), account));
        }
      });
      await Promise.all(lanes);
    };
    const snapshot = async (): Promise<Line> => {
      const socket = await Socket.connect(own.url, its.api.token!);
      const ok = await socket.ok({ subscribe: { book: its.bookId, channel: "ledger", snapshot: true } });
      const text = socket.texts.find((line) => line.includes('"snapshot"'))!;
      expect(Buffer.byteLength(text) + 1).toBeLessThanOrEqual(256 * 1024);
      socket.close();
      return ok.snapshot.data as Line;
    };
    await add(0, 400);
    const few = await snapshot();
    expect(few.balances.items.length).toBeGreaterThan(400);
    await add(400, 1_000);
    const many = await snapshot();
    expect(many.balances).toBeNull();
    const rest = await its.api.expect(200, its.api.get<Schemas["Balances"]>(its.path("/balances")));
    expect(rest.items.length).toBeGreaterThan(1_000);
    // The channel balance has no such limit: it sends them in several messages.
    const socket = await Socket.connect(own.url, its.api.token!);
    const { sub } = await socket.ok({ subscribe: { book: its.bookId, channel: "balance" } });
    await until("all balances", 15_000, () => values(socket, sub).length === rest.items.length);
    expect(values(socket, sub).map(({ data }) => data)).toEqual(rest.items);
    socket.close();
    expect(await own.stop()).toBe(0);
  });
});
