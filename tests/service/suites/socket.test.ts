// SPDX-License-Identifier: Apache-2.0
// The socket as its contract says, spoken by hand: every line is held against it by the harness.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshKey, openShop, type Schemas, type Shop } from "../support/api.ts";
import { balance, day, history, newId, sell } from "../support/books.ts";
import { accounts, member, outlet } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { Socket, type Line } from "../support/socket.ts";

let server: Server;
let shop: Shop;
let dago: Schemas["Outlet"];
let braga: Schemas["Outlet"];
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url, { template: "minimal" });
  dago = await outlet(shop, "DAGO");
  braga = await outlet(shop, "BRAGA");
  for (let index = 0; index < 20; index += 1) {
    await sellAt(index % 2 === 0 ? dago.id : braga.id, String(100 + index));
  }
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  expect(await server.stop()).toBe(0);
});

let codes: { cash: string; income: string } | undefined;
async function sellAt(outletId: string | null, amount: string, more: Record<string, unknown> = {}) {
  if (codes === undefined) {
    const all = [...(await accounts(shop)).values()];
    const code = (subtype: string): string => all.find((account) => account.subtype === subtype)!.code;
    codes = { cash: code("cash"), income: code("sales") };
  }
  return sell(shop, amount, { outlet_id: outletId, account_code: codes.cash, counter_code: codes.income, ...more });
}

async function connected(token = shop.api.token!): Promise<Socket> {
  const socket = await Socket.connect(server.url, token);
  sockets.push(socket);
  return socket;
}
const ledger = (more: Line = {}): Line => ({ subscribe: { book: shop.bookId, channel: "ledger", ...more } });
const head = async (): Promise<Schemas["EventPage"]> =>
  shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));

describe("connect", () => {
  test("tells who one is, what one may see and what is allowed", async () => {
    const socket = await Socket.open(server.url);
    sockets.push(socket);
    const ok = await socket.ok({ connect: { token: shop.api.token, client: { name: "tests", version: "0" } } });
    const me = await shop.api.expect(200, shop.api.get<Schemas["Me"]>("/api/v1/me"));
    expect(ok).toMatchObject({
      user: me.user,
      epoch_by_book: { [shop.bookId]: (await head()).epoch },
      ping_ms: 25_000,
      pong_ms: 10_000,
      limits: { message_bytes_max: 65_536, queue_bytes_max: 1_048_576, queue_age_ms_max: 15_000 },
    });
    expect(socket.ws.protocol).toBe("arus.v1");
    expect(socket.ws.extensions).toBe("");
  });

  test("works by the cookie where an own page asks", async () => {
    const login = await shop.api.post("/api/v1/auth/login", { email: "pemilik@contoh.example", password: "rahasia-sekali-22" });
    const cookie = login.headers.get("set-cookie")!.split(";")[0]!;
    const own = await Socket.open(server.url, ["arus.v1"], { headers: { cookie }, origin: server.url });
    sockets.push(own);
    expect((await own.ok({ connect: { client: { name: "tests", version: "0" } } })).user.id).toBe(shop.userId);
    const bare = await Socket.open(server.url, ["arus.v1"], { headers: { cookie } });
    expect((await bare.refused({ connect: { client: { name: "tests", version: "0" } } })).code).toBe("unauthenticated");
    expect((await bare.ended()).code).toBe(4001);
  });

  test("keeps the link by a fresh token", async () => {
    const socket = await connected();
    const fresh = await shop.api.expect(200, shop.api.call<Schemas["FreshToken"]>("POST", "/api/v1/auth/refresh"));
    expect(await socket.ok({ refresh: { token: fresh.access_token } })).toEqual({ expires_at: fresh.expires_at });
    expect((await socket.refused({ refresh: { token: "arus_s_wrong_wrong" } })).code).toBe("unauthenticated");
    expect((await socket.ended()).code).toBe(4001);
  });

  test("several lines in one message are answered in their order", async () => {
    const socket = await Socket.open(server.url);
    sockets.push(socket);
    const lines = [
      { id: 1, connect: { token: shop.api.token, client: { name: "tests", version: "0" } } },
      { id: 2, ...ledger() },
      { id: 3, whatever: {} },
    ];
    socket.send(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const answers: unknown[] = [];
    for (let count = 0; count < 3; count += 1) answers.push((await socket.next("an answer", ({ id }) => id !== undefined)).id);
    expect(answers).toEqual([1, 2, 3]);
  });
});

describe("a subscription", () => {
  test("begins at the head and gets every event as REST has it, the same bytes for everybody", async () => {
    const [one, two] = [await connected(), await connected()];
    const at = await head();
    const [ok, also] = [await one.ok(ledger()), await two.ok(ledger())];
    expect(ok).toMatchObject({ channel: "ledger", mode: "live", recovered: false, offset: at.head, epoch: at.epoch, book: shop.bookId });
    expect(also.sub).toBe(ok.sub);
    const made = await sellAt(dago.id, "77000", { description: "Kopi ☕ \"enak\"" });
    const event = await one.eventAt(made.offset);
    await two.eventAt(made.offset);
    const bytes = (socket: Socket) => socket.texts[socket.lines.findIndex((line) => line.event?.offset === made.offset)]!;
    expect(bytes(one)).toBe(bytes(two));
    const rest = (await shop.api.get(shop.path(`/events?after=${made.offset - 1}&limit=1`))).text;
    const { sub, ...same } = event;
    expect(sub).toBe(ok.sub);
    expect(same).toEqual(JSON.parse(rest).items[0]);
    const data = JSON.stringify(event.data); // the server writes no white space either
    expect(bytes(one)).toContain(`"data":${data}`);
    expect(rest).toContain(`"data":${data}`);
  });

  test("goes on from every offset there is, exactly", async () => {
    const { head: last, epoch } = await head();
    const hashes = (await history(shop.api, shop.bookId)).map(({ hash }) => hash);
    const texts = new Map<number, string>();
    for (let from = 0; from <= last; from += 1) {
      const socket = await Socket.connect(server.url, shop.api.token!);
      const since = from % 2 === 0 || from === 0 ? { epoch, offset: from } : { epoch, offset: from, hash: hashes[from - 1] };
      const ok = await socket.ok(ledger({ since }));
      expect([from, ok.recovered, ok.offset]).toEqual([from, true, from]);
      expect(["live", "replay"]).toContain(ok.mode);
      if (from < last) await socket.eventAt(last);
      expect(socket.events().map(({ offset }) => offset)).toEqual(Array.from({ length: last - from }, (_, index) => from + 1 + index));
      socket.lines.forEach((line, index) => {
        if (line.event === undefined) return;
        const text = socket.texts[index]!.replace(/"sub":\d+,?/, "");
        expect(text).toBe(texts.get(line.event.offset) ?? text);
        texts.set(line.event.offset, text);
      });
      socket.close();
    }
  });

  test("of a history that was never here gets a snapshot and is told so", async () => {
    const { head: last, epoch } = await head();
    for (const since of [
      { epoch: "0".repeat(16), offset: 3 },
      { epoch, offset: last + 1_000 },
      { epoch, offset: 3, hash: "0".repeat(64) },
    ]) {
      const socket = await connected();
      const ok = await socket.ok(ledger({ since }));
      expect(ok).toMatchObject({ mode: "snapshot", recovered: false, epoch });
      expect(ok.offset).toBe(ok.snapshot.as_of_offset);
      const list = await shop.api.expect(200, shop.api.get<Schemas["TransactionList"]>(shop.path("/transactions?limit=50&from=2000-01-01")));
      expect(ok.snapshot.data.transactions).toEqual(list.items);
      const made = await sellAt(null, "5");
      expect((await socket.eventAt(made.offset)).offset).toBe(made.offset);
      expect(socket.events()[0]!.offset).toBe(ok.offset + 1);
    }
  });

  test("takes a snapshot where it asks for one", async () => {
    const { epoch } = await head();
    const socket = await connected();
    const ok = await socket.ok(ledger({ since: { epoch, offset: 1 }, snapshot: true }));
    expect(ok.mode).toBe("snapshot");
    const balances = await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")));
    expect(ok.snapshot.data.balances).toEqual(balances);
  });

  test("is told the head every two seconds while nothing flows", { timeout: 15_000 }, async () => {
    const socket = await connected();
    await socket.ok(ledger());
    const { head: last } = await head();
    const began = performance.now();
    for (let beat = 0; beat < 3; beat += 1) {
      const line = await socket.next("a head", (one) => one.head?.[shop.bookId] !== undefined, 4_000);
      expect(line).toEqual({ head: { [shop.bookId]: last } });
    }
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(3_500);
    expect(took).toBeLessThan(8_000);
  });

  test("sends nothing more once it was ended", async () => {
    const [gone, stays] = [await connected(), await connected()];
    const { sub } = await gone.ok(ledger());
    await stays.ok(ledger());
    expect(await gone.ok({ unsubscribe: { sub } })).toEqual({ sub });
    const made = await sellAt(null, "6");
    await stays.eventAt(made.offset);
    expect((await gone.refused({ unsubscribe: { sub } })).code).toBe("unknown_subscription"); // a round trip later
    expect(gone.events()).toEqual([]);
  });

  test("repeats from where catchup asks", async () => {
    const socket = await connected();
    const { head: last, epoch } = await head();
    const { sub } = await socket.ok(ledger());
    const ok = await socket.ok({ catchup: { sub, since: { epoch, offset: last - 3 } } });
    expect(ok).toMatchObject({ sub, recovered: true, offset: last - 3 });
    await socket.eventAt(last);
    expect(socket.events(sub).map(({ offset }) => offset)).toEqual([last - 2, last - 1, last]);
    const made = await sellAt(null, "7");
    await socket.eventAt(made.offset);
    expect(socket.events(sub).at(-1)!.offset).toBe(last + 1);
  });

  test("with a filter gets what fits, and a cursor that moves past the rest", async () => {
    const socket = await connected();
    const { epoch } = await head();
    const { sub } = await socket.ok(ledger({ filter: { outlet_id: braga.id }, since: { epoch, offset: 0 } }));
    const other = await sellAt(dago.id, "8");
    await socket.find("a skip", ({ skip }) => skip?.sub === sub && skip.to >= other.offset, 5_000);
    const mine = await sellAt(braga.id, "9");
    await socket.eventAt(mine.offset, sub);
    const whole = await history(shop.api, shop.bookId);
    const fits = whole.filter(({ type, data }) => !type.startsWith("transaction.") || (data as Schemas["Transaction"]).outlet_id === braga.id);
    expect(socket.events(sub).map(({ offset }) => offset)).toEqual(fits.map(({ offset }) => offset));
    // Events and skips together never go back and cover everything.
    let at = 0;
    for (const line of socket.lines) {
      const to = line.event?.offset ?? line.skip?.to;
      if (to === undefined) continue;
      expect(to).toBeGreaterThan(at);
      at = to;
    }
    expect(at).toBe(mine.offset);

    const types = await connected();
    const only = await types.ok(ledger({ filter: { types: ["account.created"] }, since: { epoch, offset: 0 } }));
    await types.find("a skip to the head", ({ skip }) => skip?.sub === only.sub && skip.to >= mine.offset, 5_000);
    expect(new Set(types.events(only.sub).map(({ type }) => type))).toEqual(new Set(["account.created"]));
  });

  test("carries a chain that its receiver can check from the bytes alone", async () => {
    const socket = await connected();
    const { epoch, head: last } = await head();
    await socket.ok(ledger({ since: { epoch, offset: 0 } }));
    await socket.eventAt(last);
    let hash = createHash("sha256").update("arus.v1").update(Buffer.from(shop.bookId.replaceAll("-", ""), "hex")).digest("hex");
    for (const event of socket.events()) {
      const numbers = Buffer.alloc(17);
      numbers.writeBigUInt64BE(BigInt(event.offset), 0);
      numbers.writeBigUInt64BE(BigInt(Date.parse(event.at)) * 1_000n, 8);
      numbers.writeUInt8(event.type.length, 16);
      const data = JSON.stringify(event.data);
      expect(socket.texts[socket.lines.findIndex((line) => line.event === event)]).toContain(`"data":${data}`);
      hash = createHash("sha256").update(Buffer.from(hash, "hex")).update(numbers).update(event.type).update(data).digest("hex");
      expect([event.offset, event.hash]).toEqual([event.offset, hash]);
    }
  });

  test("is of every kind of event there is", async () => {
    const socket = await connected();
    await socket.ok(ledger());
    const made = await shop.api.expect(201, shop.api.post<Schemas["Account"]>(shop.path("/accounts"), { code: "8801", name: "Baru", type: "expense" }));
    await shop.api.expect(200, shop.api.patch(shop.path(`/accounts/${made.id}`), { name: "Lama" }));
    const contact = await shop.api.expect(201, shop.api.post<Schemas["Contact"]>(shop.path("/contacts"), { code: "K", name: "Kontak" }));
    await shop.api.expect(200, shop.api.patch(shop.path(`/contacts/${contact.id}`), { name: "Lain" }));
    await shop.api.expect(200, shop.api.patch(shop.path(`/outlets/${(await outlet(shop, "X")).id}`), { name: "Y" }));
    await shop.api.expect(200, shop.api.patch(shop.path(""), { lock_date: day(-90) }));
    const held = await sellAt(null, "10", { status: "pending" });
    await shop.api.expect(200, shop.api.post(shop.path(`/transactions/${held.id}/void`), {}, { key: freshKey() }));
    await sellAt(null, "11");
    const { head: last } = await head();
    await socket.eventAt(last);
    expect(socket.events().map(({ type }) => type)).toEqual([
      "account.created",
      "account.updated",
      "contact.created",
      "contact.updated",
      "outlet.created",
      "outlet.updated",
      "book.updated",
      "transaction.pending",
      "transaction.voided",
      "transaction.posted",
    ]);
  });
});

describe("who may listen", () => {
  test("a cashier hears the own outlet, whatever is asked for", async () => {
    const cashier = await member(shop, "cashier", [dago.id]);
    const socket = await connected(cashier.api.token!);
    const { epoch } = await head();
    const { sub } = await socket.ok(ledger({ since: { epoch, offset: 0 } }));
    const foreign = await sellAt(braga.id, "12", { description: "rahasia" });
    const mine = await sellAt(dago.id, "13");
    await socket.eventAt(mine.offset, sub);
    const heard = socket.events(sub).filter(({ type }) => type.startsWith("transaction."));
    expect(heard.every(({ data }) => data.outlet_id === dago.id)).toBe(true);
    expect(heard.length).toBeGreaterThanOrEqual(11);
    expect(socket.texts.join("\n")).not.toContain("rahasia");
    expect(socket.events(sub).map(({ offset }) => offset)).not.toContain(foreign.offset);
    expect(socket.events(sub).filter(({ type }) => type.startsWith("account.")).every(({ data }) => data.min_balance === null)).toBe(true);
    const other = await socket.command(ledger({ filter: { outlet_id: braga.id }, since: { epoch, offset: 0 } }));
    if (other.ok !== undefined) {
      await sellAt(braga.id, "14");
      await socket.eventAt((await sellAt(dago.id, "15")).offset, sub);
      expect(socket.events(other.ok.sub).filter(({ type }) => type.startsWith("transaction."))).toEqual([]);
    } else {
      expect(other.error.code).toBe("unknown_outlet");
    }
  });

  test("who is no member any more hears it within a second, and nothing after", async () => {
    const viewer = await member(shop, "viewer");
    const socket = await connected(viewer.api.token!);
    const { sub } = await socket.ok(ledger());
    const began = performance.now();
    await shop.api.expect(204, shop.api.delete(shop.path(`/members/${viewer.userId}`)));
    const line = await socket.find("the end of the subscription", ({ unsubscribed }) => unsubscribed !== undefined, 3_000);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(line.unsubscribed).toEqual({ sub, book: shop.bookId, channel: "ledger", reason: "removed" });
    await sellAt(null, "16");
    expect((await socket.refused(ledger())).code).toBe("not_found");
    expect(socket.events()).toEqual([]);
  });

  test("whose role changed subscribes anew", async () => {
    const person = await member(shop, "viewer");
    const socket = await connected(person.api.token!);
    const { sub } = await socket.ok(ledger());
    await shop.api.expect(200, shop.api.put(shop.path(`/members/${person.userId}`), { role: "cashier", outlet_ids: [dago.id] }));
    const line = await socket.find("the end of the subscription", ({ unsubscribed }) => unsubscribed !== undefined, 3_000);
    expect(line.unsubscribed).toMatchObject({ sub, reason: "role_changed" });
    const again = await socket.ok(ledger());
    await sellAt(braga.id, "17");
    const mine = await sellAt(dago.id, "18");
    await socket.eventAt(mine.offset, again.sub);
    expect(socket.events(again.sub).map(({ offset }) => offset)).toEqual([mine.offset]);
  });

  test("who signs out is let go", async () => {
    const person = await member(shop, "viewer");
    const socket = await connected(person.api.token!);
    await socket.ok(ledger());
    await person.api.call("POST", "/api/v1/auth/logout");
    expect((await socket.ended(5_000)).code).toBe(4001);
  });

  test("a stranger does not learn that a book is there", async () => {
    const other = await member(shop, "viewer");
    await shop.api.delete(shop.path(`/members/${other.userId}`));
    const socket = await connected(other.api.token!);
    const hidden = await socket.refused(ledger());
    const none = await socket.refused({ subscribe: { book: newId(), channel: "ledger" } });
    expect([hidden.code, none.code, hidden.detail]).toEqual(["not_found", "not_found", none.detail]);
  });
});

test("what was heard adds up to the balance", async () => {
  const socket = await connected();
  const { epoch, head: last } = await head();
  await socket.ok(ledger({ since: { epoch, offset: 0 } }));
  await socket.eventAt(last);
  let sum = 0n;
  for (const { type, data } of socket.events()) {
    if (type !== "transaction.posted") continue;
    for (const leg of data.postings) {
      if (leg.account_code === codes!.cash) sum += (leg.direction === "debit" ? 1n : -1n) * BigInt(leg.amount);
    }
  }
  expect((await balance(shop, codes!.cash)).balance).toBe(String(sum));
});
