// SPDX-License-Identifier: Apache-2.0
// Several servers on one MariaDB and one book. Each is killed (-9) in turn and the database is restarted under load: nothing
// acknowledged is lost or doubled, sequence and offsets have no gap, and every server tells the same.
//
//   ARUS_LONG=1   200 posters for a minute instead of 48 for about ten seconds
import { describe, expect, test } from "vitest";
import { Api, freshKey, openShop, sale, type Schemas, type Transaction } from "../support/api.ts";
import { Database, hasMariadb, PrivateMariadb } from "../support/mysql.ts";
import { Posters, proveBook } from "../support/posters.ts";
import { runWith, Server } from "../support/server.ts";
import { until } from "../support/wait.ts";

const isLong = process.env.ARUS_LONG === "1";
const posters = isLong ? 200 : 48;
const loadMsPerRound = isLong ? 12_000 : 1_500;
const instances = 3;

describe.skipIf(!hasMariadb)("three servers on one database", () => {
  test("lose and double nothing while each is killed and the database restarts", { timeout: isLong ? 400_000 : 240_000 }, async () => {
    const mariadb = await PrivateMariadb.start();
    const environment = { ARUS_DATABASE_URL: Database.create(mariadb.url, "books").url };
    const servers = await Promise.all(Array.from({ length: instances }, () => Server.start({ environment })));
    const shop = await openShop(servers[0]!.url);

    let turn = 0;
    const load = new Posters({
      api: () => {
        turn += 1;
        return new Api(servers[turn % instances]!.url, shop.api.token);
      },
      path: shop.path("/transactions"),
      posters,
      withinMs: 60_000,
    });
    /** Load for a while, and at least until it moves again. */
    const goOn = async (): Promise<void> => {
      const before = load.acknowledged;
      await new Promise((resume) => setTimeout(resume, loadMsPerRound));
      await until("sales go on", 60_000, () => load.acknowledged > before + posters);
    };
    for (let kill = 0; kill < instances; kill += 1) {
      await goOn();
      const dead = servers[kill]!;
      expect(await dead.kill()).toBe("SIGKILL");
      await goOn();
      servers[kill] = await Server.start({ dataDir: dead.dataDir, listen: dead.address, environment });
    }
    await goOn();
    await mariadb.kill();
    await mariadb.start();
    await goOn();
    await mariadb.stop();
    await mariadb.start();
    await goOn();
    const attempts = await load.stop();

    const proofs = [];
    for (const server of servers) {
      proofs.push(await proveBook(new Api(server.url, shop.api.token), shop.bookId, attempts));
    }
    expect(new Set(proofs.map((proof) => JSON.stringify(proof.head))).size).toBe(1);
    for (const server of servers) expect(await server.stop()).toBe(0);
    const offline = runWith(environment, "verify");
    expect(offline.code, offline.stdout + offline.stderr).toBe(0);
    expect(offline.stdout).toContain(proofs[0]!.head.hash);
    console.info(`${attempts.length} sales by ${posters} posters through ${instances} servers; ${load.unanswered} tries without an answer`);
    await mariadb.stop();
  });

  test("know at once what another has committed", async () => {
    const environment = { ARUS_DATABASE_URL: Database.create().url };
    const [one, two] = await Promise.all([Server.start({ environment }), Server.start({ environment })]);
    const shop = await openShop(one.url);
    const other = new Api(two.url, shop.api.token);
    for (let round = 1; round <= 10; round += 1) {
      for (const api of [shop.api, other]) {
        const made = await api.expect(
          201,
          api.post<Transaction>(shop.path("/transactions"), sale("1000"), { key: freshKey() }),
        );
        const next = api === shop.api ? other : shop.api;
        const found = await next.expect(200, next.get<Transaction>(shop.path(`/transactions/${made.id}`)));
        expect(found).toEqual(made);
      }
    }
    // A key belongs to the book, not to the server that saw it first.
    const key = freshKey();
    const first = await shop.api.post<Transaction>(shop.path("/transactions"), sale("7000"), { key });
    const again = await other.post<Transaction>(shop.path("/transactions"), sale("7000"), { key });
    expect([first.status, again.status, again.headers.get("idempotency-replayed")]).toEqual([201, 201, "true"]);
    expect(again.text).toBe(first.text);
    // Nor does a limit.
    const account = await shop.api.expect(
      201,
      shop.api.post<Schemas["Account"]>(shop.path("/accounts"), { code: "1190", name: "Kas kecil", type: "asset", min_balance: "0" }),
    );
    const move = (amount: string, from: string, to: string): Record<string, unknown> => ({
      kind: "transfer",
      amount,
      account_code: from,
      counter_code: to,
    });
    await shop.api.expect(201, shop.api.post(shop.path("/transactions"), move("1000", "1101", account.code), { key: freshKey() }));
    const replies = await Promise.all(
      [shop.api, other, shop.api, other].map((api) =>
        api.post(shop.path("/transactions"), move("1000", account.code, "1101"), { key: freshKey() }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await Promise.all([one.stop(), two.stop()])).toEqual([0, 0]);
  });

  test("make the schema once when they start together on an empty database", { timeout: 60_000 }, async () => {
    const database = Database.create();
    const environment = { ARUS_DATABASE_URL: database.url };
    const servers = await Promise.all(Array.from({ length: instances }, () => Server.start({ environment })));
    for (const server of servers) expect(await server.stop()).toBe(0);
    database.drop();
  });
});
