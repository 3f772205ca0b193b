// SPDX-License-Identifier: Apache-2.0
// The database is taken away while people post: they are told so within the deadline, nothing piles up, and it goes on by
// itself when the database is back.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Api, freshKey, openShop, sale, type Schemas } from "../support/api.ts";
import { Database, hasMariadb, PrivateMariadb } from "../support/mysql.ts";
import { Posters, proveBook } from "../support/posters.ts";
import { Server } from "../support/server.ts";
import { until } from "../support/wait.ts";

const commitTimeoutMs = 3_000;
const posters = 32;

/** Resident memory in MiB. */
function memoryOf(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line![1]) / 1024;
}

describe.skipIf(!hasMariadb)("without its database", () => {
  test("the server refuses in time, keeps its size and comes back by itself", { timeout: 180_000 }, async () => {
    const mariadb = await PrivateMariadb.start();
    const environment = { ARUS_DATABASE_URL: Database.create(mariadb.url, "books").url };
    const server = await Server.start({ environment, settings: { "commit-timeout": `${commitTimeoutMs}ms` } });
    const shop = await openShop(server.url);
    const load = new Posters({ api: () => shop.api, path: shop.path("/transactions"), posters, withinMs: 120_000 });
    await until("some sales", 30_000, () => load.acknowledged > 10 * posters);

    await mariadb.stop();
    await until("readyz says so", 30_000, async () => (await fetch(`${server.url}/readyz`)).status === 503);
    const before = memoryOf(server.pid);
    const end = performance.now() + 6_000;
    let slowest = 0;
    let refused = 0;
    while (performance.now() < end) {
      const began = performance.now();
      const replies = await Promise.all(
        Array.from({ length: 64 }, () =>
          shop.api.post<Schemas["Problem"]>(shop.path("/transactions"), sale("1000"), { key: freshKey() }),
        ),
      );
      slowest = Math.max(slowest, performance.now() - began);
      for (const reply of replies) {
        expect([reply.status, reply.body.code]).toEqual([503, "unavailable"]);
        expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
        refused += 1;
      }
    }
    // Said a few times a second, not for each of them.
    const said = server.log.filter((line) => line.includes("a request met a failure")).length;
    expect(said).toBeGreaterThan(0);
    expect(said).toBeLessThan(refused / 10);
    // The deadline, and what a busy machine adds to it.
    expect(slowest).toBeLessThan(commitTimeoutMs + 5_000);
    expect(memoryOf(server.pid) - before).toBeLessThan(32);
    const known = load.acknowledged;
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

    await mariadb.start();
    const back = performance.now();
    await until("sales go on", 30_000, () => load.acknowledged > known);
    const recoveredMs = performance.now() - back;
    await until("readyz says so", 30_000, async () => (await fetch(`${server.url}/readyz`)).status === 200);
    await until("all of them", 60_000, () => load.acknowledged > known + 5 * posters);
    const attempts = await load.stop();
    await proveBook(shop.api, shop.bookId, attempts);
    expect(await server.stop()).toBe(0);
    await mariadb.stop();
    console.info(
      `${refused} refusals, the slowest round of 64 ${slowest.toFixed(0)} ms; back after ${recoveredMs.toFixed(0)} ms; ` +
        `${attempts.length} sales, each once`,
    );
    expect(recoveredMs).toBeLessThan(5_000);
  });

  test("a disk without room is told as degraded until something is written again", { timeout: 120_000 }, async () => {
    const mariadb = await PrivateMariadb.start();
    const database = Database.create(mariadb.url, "books");
    const server = await Server.start({ environment: { ARUS_DATABASE_URL: database.url } });
    const shop = await openShop(server.url);
    const isTold = async (): Promise<boolean[]> => {
      const ready = await fetch(`${server.url}/readyz`);
      const { degraded } = (await ready.json()) as Schemas["Readiness"];
      const metrics = await (await fetch(`${server.adminUrl}/metrics`)).text();
      return [ready.status === 200, degraded.includes("storage"), metrics.includes('arus_degraded{part="storage"} 1\n')];
    };
    const post = (key: string) => shop.api.post<Schemas["Problem"]>(shop.path("/transactions"), sale("1000"), { key });
    const known = freshKey();
    expect((await post(known)).status).toBe(201);
    expect(await isTold()).toEqual([true, false, false]);

    // What the server says when its disk is full: error 1021.
    database.sql(
      "CREATE TRIGGER no_room BEFORE INSERT ON transactions FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'Disk full'",
    );
    const refused = await post(freshKey());
    expect([refused.status, refused.body.code, refused.headers.get("retry-after")]).toEqual([503, "unavailable", "30"]);
    expect(await isTold()).toEqual([true, true, true]);
    expect((await post(known)).status).toBeLessThan(300); // the answer of before: nothing is written for it
    expect(await isTold()).toEqual([true, true, true]);

    database.sql("DROP TRIGGER no_room");
    expect((await post(freshKey())).status).toBe(201);
    expect(await isTold()).toEqual([true, false, false]);
    expect(await server.stop()).toBe(0);
    await mariadb.stop();
  });

  test("what was in flight when it died is found again by its key", { timeout: 120_000 }, async () => {
    const mariadb = await PrivateMariadb.start();
    const environment = { ARUS_DATABASE_URL: Database.create(mariadb.url, "books").url };
    const server = await Server.start({ environment });
    const shop = await openShop(server.url);
    const load = new Posters({ api: () => new Api(server.url, shop.api.token), path: shop.path("/transactions"), posters, withinMs: 60_000 });
    for (let kill = 0; kill < 3; kill += 1) {
      const before = load.acknowledged;
      await until("some sales", 60_000, () => load.acknowledged > before + 2 * posters);
      await mariadb.kill();
      await mariadb.start();
    }
    const before = load.acknowledged;
    await until("some sales", 60_000, () => load.acknowledged > before + 2 * posters);
    const attempts = await load.stop();
    await proveBook(shop.api, shop.bookId, attempts);
    expect(await server.stop()).toBe(0);
    await mariadb.stop();
  });
});
