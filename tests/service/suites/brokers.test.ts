// SPDX-License-Identifier: Apache-2.0
// Two servers on one MariaDB with RabbitMQ and Redis between them. Each broker goes away under load and comes back, then both:
// posting goes on, every client of either server holds the whole history once, and the servers say what they lack.
//
//   ARUS_LONG=1   100 clients on each server and 15 s away instead of 10 and about 2 s
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, openShop, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { PrivateBroker } from "../support/brokers.ts";
import { Listener } from "../support/listener.ts";
import { Database, hasMariadb } from "../support/mysql.ts";
import { Posters } from "../support/posters.ts";
import { Server } from "../support/server.ts";
import { until } from "../support/wait.ts";

const isLong = process.env.ARUS_LONG === "1";
const clients = isLong ? 100 : 10;
const awayMs = isLong ? 15_000 : 2_000;

const hasBrokers = process.env.ARUS_TEST_AMQP_URL !== undefined && process.env.ARUS_TEST_REDIS_URL !== undefined;

describe.skipIf(!hasMariadb || !hasBrokers)("two servers with RabbitMQ and Redis", () => {
  let database: Database;
  let rabbitmq: PrivateBroker;
  let redis: PrivateBroker;
  let servers: [Server, Server];
  let shop: Shop;

  beforeAll(async () => {
    database = Database.create();
    [rabbitmq, redis] = await Promise.all([PrivateBroker.start("rabbitmq"), PrivateBroker.start("redis")]);
    const environment = { ARUS_DATABASE_URL: database.url, ARUS_AMQP_URL: rabbitmq.url, ARUS_REDIS_URL: redis.url };
    servers = await Promise.all([Server.start({ environment }), Server.start({ environment })]);
    shop = await openShop(servers[0].url);
    await allWell();
  }, 120_000);

  afterAll(async () => {
    for (const server of servers) expect(await server.stop()).toBe(0);
    await rabbitmq.stop();
    await redis.stop();
    database.drop();
  }, 60_000);

  /** What the server lacks, as /readyz and the metrics say. */
  async function lacks(server: Server): Promise<readonly string[]> {
    const ready = (await (await fetch(`${server.url}/readyz`)).json()) as { status: string; degraded: string[] };
    expect(ready.status).toBe("ready");
    return ready.degraded.filter((name) => name !== "grants");
  }

  async function allWell(): Promise<void> {
    for (const server of servers) {
      await until("nothing is lacking", 60_000, async () => (await lacks(server)).length === 0);
    }
  }

  async function figure(server: Server, name: string): Promise<number> {
    const text = await (await fetch(`${server.adminUrl}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)![1]);
  }

  function listen(from: Schemas["EventPage"]): Listener[] {
    return servers.flatMap((server) =>
      Array.from(
        { length: clients },
        () => new Listener(server.url, shop.api.token!, shop.bookId, { epoch: from.epoch, offset: from.head }),
      ),
    );
  }

  test("bring a sale of one to a client of the other through the broker", async () => {
    const start = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    const listener = new Listener(servers[1].url, shop.api.token!, shop.bookId, { epoch: start.epoch, offset: start.head });
    await until("a listener is connected", 30_000, () => listener.live.lastOffset === start.head);
    const before = await figure(servers[1], "arus_bus_received_total");
    await until("the broker brings something", 30_000, async () => {
      const made = await shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), sale("1000"), { key: freshKey() }));
      await until("the sale has come", 30_000, () => (listener.live.lastOffset ?? 0) >= made.offset);
      return (await figure(servers[1], "arus_bus_received_total")) > before;
    });
    expect(listener.offsets).toEqual(Array.from(listener.offsets, (_, index) => start.head + index + 1));
    expect(listener.faults).toEqual([]);
    listener.close();
  });

  test("find what the other has put into the cache", async () => {
    const report = shop.path("/reports/trial-balance?as_of=2026-01-31");
    const first = await shop.api.expect(200, shop.api.get(report));
    const other = new Api(servers[1].url, shop.api.token);
    await until("the other finds it", 30_000, async () => {
      const hits = await figure(servers[1], "arus_cache_hits_total");
      expect(await other.expect(200, other.get(report))).toEqual(first);
      return (await figure(servers[1], "arus_cache_hits_total")) > hits;
    });
  });

  test("lose nothing while RabbitMQ, Redis and both are away", { timeout: isLong ? 300_000 : 180_000 }, async () => {
    const start = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    const earlier = start.head;
    const listeners = listen(start);
    let turn = 0;
    const load = new Posters({
      api: () => new Api(servers[(turn += 1) % 2]!.url, shop.api.token),
      path: shop.path("/transactions"),
      posters: 8,
      withinMs: 60_000,
    });
    const goOn = async (ms: number): Promise<void> => {
      const before = load.acknowledged;
      await new Promise((resume) => setTimeout(resume, ms));
      await until("sales go on", 60_000, () => load.acknowledged > before + 8);
    };
    await goOn(500);
    for (const [away, names] of [
      [[rabbitmq], ["bus"]],
      [[redis], ["cache"]],
      [[rabbitmq, redis], ["bus", "cache"]],
    ] as const) {
      await Promise.all(away.map((broker) => broker.kill()));
      for (const server of servers) {
        await until(`${names.join(" and ")} lacking`, 60_000, async () => (await lacks(server)).join() === names.join());
      }
      await goOn(awayMs);
      await Promise.all(away.map((broker) => broker.start()));
      await goOn(200);
      await allWell();
    }
    const attempts = await load.stop();
    expect(load.unanswered).toBe(0);

    const head = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    expect(head.head).toBe(earlier + attempts.length);
    for (const listener of listeners) {
      await until("a listener at the head", 60_000, () => listener.live.lastOffset === head.head);
      expect(listener.offsets).toEqual(Array.from(attempts, (_, index) => earlier + index + 1));
      expect(listener.faults).toEqual([]);
      listener.close();
    }
    const verified = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
    expect(verified).toMatchObject({ ok: true, events: head.head });
    console.info(`${attempts.length} sales, ${listeners.length} clients, none of them missed or heard twice`);
  });
});
