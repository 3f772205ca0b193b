// SPDX-License-Identifier: Apache-2.0
// The server is killed (-9) under load and comes back: nothing acknowledged is lost, nothing is doubled, and clients that
// only ever reconnect hold the whole history once.
import { describe, expect, test } from "vitest";
import { openShop, type Schemas, type Transaction } from "../support/api.ts";
import { Listener } from "../support/listener.ts";
import { Posters } from "../support/posters.ts";
import { run, Server, temporaryFolder } from "../support/server.ts";
import { until } from "../support/wait.ts";

const posters = 48;
const kills = 3;
const loadMsPerRound = process.env.ARUS_LONG === "1" ? 15_000 : 3_000;

describe("killed three times under load", () => {
  test("loses and doubles nothing", { timeout: 180_000 }, async () => {
    const dataDir = temporaryFolder();
    let server = await Server.start({ dataDir });
    const listen = server.address;
    const shop = await openShop(server.url);
    const start = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    const listeners = Array.from(
      { length: 4 },
      () => new Listener(server.url, shop.api.token!, shop.bookId, { epoch: start.epoch, offset: 0 }),
    );

    const load = new Posters({ api: () => shop.api, path: shop.path("/transactions"), posters, withinMs: 60_000 });
    for (let kill = 0; kill < kills; kill += 1) {
      await new Promise((resume) => setTimeout(resume, loadMsPerRound));
      expect(await server.kill()).toBe("SIGKILL");
      server = await Server.start({ dataDir, listen });
    }
    await new Promise((resume) => setTimeout(resume, loadMsPerRound));
    const attempts = await load.stop();
    expect(attempts.length).toBeGreaterThan(posters);
    expect(attempts.every(({ acknowledged }) => acknowledged !== undefined)).toBe(true);

    const head = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    for (const listener of listeners) {
      await until("a listener at the head", 30_000, () => listener.live.lastOffset === head.head);
      expect(listener.offsets).toEqual(Array.from({ length: head.head }, (_, index) => index + 1));
      expect(listener.faults).toEqual([]);
    }

    const events = listeners[0]!.events.filter((event) => event.type === "transaction.posted");
    const posted = new Map(events.map((event) => [(event.data as Transaction).id, event]));
    expect(posted.size).toBe(events.length);
    expect(new Set(posted.keys())).toEqual(new Set(attempts.map(({ id }) => id)));
    for (const { id, acknowledged } of attempts) {
      expect(posted.get(id)!.offset).toBe(acknowledged!.offset);
      expect((posted.get(id)!.data as Transaction).sequence).toBe(acknowledged!.sequence);
    }
    const sequences = events.map((event) => (event.data as Transaction).sequence);
    expect(sequences).toEqual(Array.from({ length: attempts.length }, (_, index) => index + 1));

    const balances = await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")));
    const cash = balances.items.find((item) => item.code === "1101")!;
    expect(cash.balance).toBe(String(attempts.reduce((sum, { amount }) => sum + amount, 0)));

    const verified = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
    expect(verified).toMatchObject({ ok: true, chain: "ok", transactions: attempts.length, events: head.head });
    for (const listener of listeners) listener.close();
    expect(await server.stop()).toBe(0);
    const offline = run("verify", "--data-dir", dataDir);
    expect(offline.code, offline.stdout + offline.stderr).toBe(0);
    expect(offline.stdout).toContain(verified.head.hash);
    console.info(`${attempts.length} sales by ${posters} posters, ${kills} kills, ${head.head} events`);
  });
});
