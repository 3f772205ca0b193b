// SPDX-License-Identifier: Apache-2.0
// A restart under load, as a deployment does it: SIGTERM, start. Nobody's accepted request fails, everybody comes back,
// everybody holds the whole history once. And where two instances share a database: clients that are told to move do so
// before their old instance is gone.
import { describe, expect, test } from "vitest";
import { Api, openShop, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { newId } from "../support/books.ts";
import { Listener } from "../support/listener.ts";
import { Database, hasMariadb } from "../support/mysql.ts";
import { Server, temporaryFolder } from "../support/server.ts";
import { until } from "../support/wait.ts";

const posters = 20;
const listeners = 50;

type Post = { readonly id: string; readonly made: Transaction };
type Tally = { readonly posts: Post[]; refused: number; broken: number; replayed: string[] };

/** Posts one sale after the other; a link that is refused or breaks, or a 503, is tried again with the same id. */
async function post(shop: Shop, url: () => string, stopped: () => boolean, tally: Tally): Promise<void> {
  while (!stopped()) {
    const id = newId();
    await until(`sale ${id} acknowledged`, 60_000, async () => {
      try {
        const api = new Api(url(), shop.api.token);
        const reply = await api.post<Transaction>(shop.path("/transactions"), sale("1000", { id }));
        if (reply.status === 503) {
          tally.refused += 1;
          return false;
        }
        if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`);
        // Known already although nobody was answered: an accepted request had failed.
        if (reply.headers.get("idempotency-replayed") === "true") tally.replayed.push(id);
        tally.posts.push({ id, made: reply.body });
        return true;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        tally.broken += 1;
        return false;
      }
    });
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const head = async (shop: Shop, url: string): Promise<Schemas["EventPage"]> => {
  const api = new Api(url, shop.api.token);
  return api.expect(200, api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
};

/** The longest time in which no listener of the crowd applied anything, and the longest of any single one. */
function gaps(crowd: readonly Listener[], from: number, to: number): { readonly median: number; readonly longest: number } {
  const each = crowd.map(({ arrivedAt }) => {
    const times = [from, ...arrivedAt.filter((time) => time > from && time < to), to];
    return Math.max(...times.slice(1).map((time, index) => time - times[index]!));
  });
  each.sort((a, b) => a - b);
  return { median: each[Math.floor(each.length / 2)]!, longest: each.at(-1)! };
}

async function expectWhole(shop: Shop, url: string, crowd: readonly Listener[], tally: Tally): Promise<void> {
  expect(tally.replayed).toEqual([]);
  const end = await head(shop, url);
  for (const one of crowd) {
    await until("a listener at the head", 60_000, () => one.live.lastOffset === end.head);
    expect(one.offsets).toEqual(upTo(end.head));
    expect(one.faults).toEqual([]);
  }
  const posted = new Map(
    crowd[0]!.events.filter(({ type }) => type === "transaction.posted").map((event) => [(event.data as Transaction).id, event.offset]),
  );
  expect(posted.size).toBe(tally.posts.length);
  for (const { id, made } of tally.posts) expect(posted.get(id)).toBe(made.offset);
  const api = new Api(url, shop.api.token);
  expect(await api.expect(200, api.get<Schemas["Verification"]>(shop.path("/verify")))).toMatchObject({ ok: true, events: end.head });
}

describe("one instance, restarted under load", () => {
  test("nothing accepted fails, every client is back and holds 1..N", { timeout: 180_000 }, async () => {
    const dataDir = temporaryFolder();
    const settings = { "drain-timeout": "4s" };
    let server = await Server.start({ dataDir, settings });
    const listen = server.address;
    const url = server.url;
    const shop = await openShop(url);
    const start = await head(shop, url);
    const crowd = Array.from({ length: listeners }, () => new Listener(url, shop.api.token!, shop.bookId, { epoch: start.epoch, offset: 0 }));
    for (const one of crowd) await until("live", 15_000, () => one.live.state === "live");
    const tally: Tally = { posts: [], refused: 0, broken: 0, replayed: [] };
    let stopped = false;
    const load = Array.from({ length: posters }, () => post(shop, () => url, () => stopped, tally));
    await until("some sales", 30_000, () => tally.posts.length > 200);

    const left = new Map<Listener, number>();
    const back = new Map<Listener, number>();
    for (const one of crowd) {
      one.live.subscribe(() => {
        if (one.live.state !== "live" && !left.has(one)) left.set(one, performance.now());
        if (one.live.state === "live" && left.has(one) && !back.has(one)) back.set(one, performance.now());
      });
    }
    const began = performance.now();
    expect(await server.stop()).toBe(0);
    const gone = performance.now();
    server = await Server.start({ dataDir, listen, settings });
    const again = performance.now();
    await until("every client back", 30_000, () => crowd.every(({ live }) => live.state === "live" && (live.lastOffset ?? 0) > 0) && back.size === crowd.length);
    const lateness = [...back.values()].map((time) => time - again).sort((a, b) => a - b);
    const after = tally.posts.length;
    await until("sales after the restart", 30_000, () => tally.posts.length > after + 100);
    const ended = performance.now();
    stopped = true;
    await Promise.all(load);
    const gap = gaps(crowd, began, ended);
    console.info(
      `drained in ${(gone - began).toFixed(0)} ms, up again ${(again - gone).toFixed(0)} ms later; clients back after the start: ` +
        `median ${lateness[Math.floor(lateness.length / 2)]!.toFixed(0)} ms, last ${lateness.at(-1)!.toFixed(0)} ms; ` +
        `longest silence of a client ${gap.longest.toFixed(0)} ms, median ${gap.median.toFixed(0)} ms; ` +
        `${tally.posts.length} sales, ${tally.refused} tries answered 503, ${tally.broken} links refused or broken`,
    );
    expect(lateness.at(-1)!).toBeLessThan(15_000);
    await expectWhole(shop, url, crowd, tally);
    for (const one of crowd) one.close();
    expect(await server.stop()).toBe(0);
  });
});

// Two instances need a database that both can reach.
describe.skipIf(!hasMariadb)("two instances on one database", () => {
  test("clients that are told to move see no gap to speak of", { timeout: 180_000 }, async () => {
    const database = Database.create();
    const settings = { "drain-timeout": "6s" };
    const environment = { ARUS_DATABASE_URL: database.url };
    const leaving = await Server.start({ settings, environment });
    const staying = await Server.start({ settings, environment });
    const shop = await openShop(leaving.url);
    const start = await head(shop, leaving.url);
    // What a balancer does: new links go to whoever is ready.
    let target = leaving.url;
    const crowd = Array.from(
      { length: listeners },
      () => new Listener(leaving.url, shop.api.token!, shop.bookId, { epoch: start.epoch, offset: 0 }, () => target),
    );
    for (const one of crowd) await until("live", 15_000, () => one.live.state === "live");
    const tally: Tally = { posts: [], refused: 0, broken: 0, replayed: [] };
    let stopped = false;
    const load = Array.from({ length: posters }, (_, index) => post(shop, () => (index % 2 === 0 ? target : staying.url), () => stopped, tally));
    await until("some sales", 30_000, () => tally.posts.length > 200);
    const began = performance.now();
    target = staying.url;
    expect(await leaving.stop()).toBe(0);
    const after = tally.posts.length;
    await until("sales after the move", 30_000, () => tally.posts.length > after + 100);
    const ended = performance.now();
    stopped = true;
    await Promise.all(load);
    const gap = gaps(crowd, began, ended);
    console.info(
      `moved in ${(ended - began).toFixed(0)} ms; longest silence of a client ${gap.longest.toFixed(0)} ms, median ${gap.median.toFixed(0)} ms; ` +
        `${tally.posts.length} sales, ${tally.refused} tries answered 503, ${tally.broken} links refused or broken`,
    );
    expect(gap.median).toBeLessThan(5_000);
    await expectWhole(shop, staying.url, crowd, tally);
    for (const one of crowd) one.close();
    expect(await staying.stop()).toBe(0);
    database.drop();
  });
});
