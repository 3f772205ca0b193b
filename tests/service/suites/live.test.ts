// SPDX-License-Identifier: Apache-2.0
// The client's own socket against the real server: live, without gap or repetition, whatever is in the way.
import type { Socket as TcpSocket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, openShop, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { newId, sell } from "../support/books.ts";
import { Listener } from "../support/listener.ts";
import { Server } from "../support/server.ts";
import { Socket } from "../support/socket.ts";
import { until } from "../support/wait.ts";

let server: Server;
let shop: Shop;
let epoch: string;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
  epoch = (await head()).epoch;
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const head = () => shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
const listen = (offset?: number): Listener =>
  new Listener(server.url, shop.api.token!, shop.bookId, offset === undefined ? undefined : { epoch, offset });
const upTo = (last: number, from = 0): number[] => Array.from({ length: last - from }, (_, index) => from + 1 + index);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe("two windows", () => {
  test("see each other's entries within a second, as they were answered", async () => {
    const windows = [listen(), listen()];
    for (const one of windows) await until("live", 10_000, () => one.live.state === "live");
    const delays: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const began = performance.now();
      const made = await sell(shop, String(1_000 + round));
      for (const one of windows) {
        await until(`event ${made.offset}`, 5_000, () => one.live.lastOffset === made.offset);
        const { offset, epoch: at, hash, ...data } = made;
        const event = one.events.at(-1)!;
        expect([event.type, event.offset, event.epoch, event.hash, event.data]).toEqual(["transaction.posted", offset, at, hash, data]);
        delays.push(one.arrivedAt.at(-1)! - began);
      }
    }
    expect(Math.max(...delays)).toBeLessThan(1_000);
    console.info(`from the click to the other window: median ${median(delays).toFixed(1)} ms, at most ${Math.max(...delays).toFixed(1)} ms`);
    for (const one of windows) {
      expect(one.faults).toEqual([]);
      one.close();
    }
  });
});

describe("under load", () => {
  test("clients that come, go and come back hold every event once", { timeout: 60_000 }, async () => {
    const faithful = Array.from({ length: 4 }, () => listen(0));
    const seen: number[][] = Array.from({ length: 4 }, () => []);
    const total = 2_000;
    let posted = 0;
    const load = Array.from({ length: 24 }, async () => {
      while (posted < total) {
        posted += 1;
        await sell(shop, "10");
      }
    });
    // Four more break off again and again and go on from what they have.
    const restless = seen.map(async (offsets, index) => {
      while (posted < total) {
        const one = listen(offsets.at(-1) ?? 0);
        const goal = one.live.lastOffset! + 30 + 17 * index;
        await until("some events", 15_000, () => one.live.lastOffset! >= goal || posted >= total);
        one.close();
        offsets.push(...one.offsets);
        expect(one.faults).toEqual([]);
      }
      const last = listen(offsets.at(-1) ?? 0);
      const { head: end } = await (await Promise.all(load), head());
      await until("the head", 15_000, () => last.live.lastOffset === end);
      last.close();
      offsets.push(...last.offsets);
    });
    await Promise.all([...load, ...restless]);
    const { head: end } = await head();
    for (const one of faithful) {
      await until("the head", 15_000, () => one.live.lastOffset === end);
      expect(one.offsets).toEqual(upTo(end));
      expect(one.faults).toEqual([]);
      one.close();
    }
    for (const offsets of seen) expect(offsets).toEqual(upTo(end));
    const sequences = faithful[0]!.events
      .filter((event) => event.type === "transaction.posted")
      .map((event) => (event.data as Transaction).sequence);
    expect(sequences).toEqual(upTo(sequences.length));
  });

  test("one who does not read is let go, resumes and misses nothing; the others do not notice", { timeout: 90_000 }, async () => {
    const other = listen((await head()).head);
    await until("live", 10_000, () => other.live.state === "live");
    const lazy = await Socket.connect(server.url, shop.api.token!);
    const { offset } = await lazy.ok({ subscribe: { book: shop.bookId, channel: "ledger" } });
    const stream = (lazy.ws as unknown as { readonly _socket: TcpSocket })._socket;
    stream.pause();
    const postings = Array.from({ length: 100 }, (_, index) => [
      { account_code: "1101", direction: "debit", amount: String(index + 1), memo: "m".repeat(120) },
      { account_code: "4101", direction: "credit", amount: String(index + 1), memo: "m".repeat(120) },
    ]).flat();
    const admin = new Api(server.adminUrl);
    const began = performance.now();
    let slowest = 0;
    for (;;) {
      if (/^arus_socket_slow_closes_total 1$/m.test((await admin.get("/metrics")).text)) break;
      expect(performance.now() - began).toBeLessThan(60_000);
      for (let count = 0; count < 5; count += 1) {
        const sent = performance.now();
        const made = await shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), { id: newId(), postings }));
        await until("the other's event", 5_000, () => other.live.lastOffset! >= made.offset);
        slowest = Math.max(slowest, performance.now() - sent);
      }
    }
    expect(slowest).toBeLessThan(1_000);
    stream.resume();
    const ended = await lazy.ended(30_000);
    expect([4108, 1006]).toContain(ended.code);
    const got = lazy.events().map((event) => event.offset as number);
    expect(got).toEqual(upTo(got.at(-1) ?? offset, offset));
    const back = listen(got.at(-1) ?? offset);
    const { head: end } = await head();
    await until("the head", 15_000, () => back.live.lastOffset === end);
    expect(back.offsets).toEqual(upTo(end, got.at(-1) ?? offset));
    expect(other.faults).toEqual([]);
    back.close();
    other.close();
  });
});

describe("a server that goes and comes back", () => {
  test("finds its clients again, who hold everything once", { timeout: 60_000 }, async () => {
    const own = await Server.start();
    const its = await openShop(own.url);
    const at = await its.api.expect(200, its.api.get<Schemas["EventPage"]>(its.path("/events?limit=1")));
    const one = new Listener(own.url, its.api.token!, its.bookId, { epoch: at.epoch, offset: 0 });
    await until("live", 10_000, () => one.live.state === "live");
    expect(await own.stop()).toBe(0);
    await until("not live", 10_000, () => one.live.state !== "live");
    const again = await Server.start({ dataDir: own.dataDir, listen: own.address });
    await its.api.expect(201, its.api.post(its.path("/transactions"), sale("10"), { key: freshKey() }));
    const { head: end } = await its.api.expect(200, its.api.get<Schemas["EventPage"]>(its.path("/events?limit=1")));
    await until("the head", 35_000, () => one.live.lastOffset === end);
    expect(one.live.state).toBe("live");
    expect(one.offsets).toEqual(upTo(end));
    expect(one.faults).toEqual([]);
    one.close();
    expect(await again.stop()).toBe(0);
  });
});
