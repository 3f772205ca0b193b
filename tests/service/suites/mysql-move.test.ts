// SPDX-License-Identifier: Apache-2.0
// `arus move`: the books of a data folder in MySQL, equal to the byte; interrupted, again, and refused where it must be.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Api, freshKey, openShop, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { day, history, newId, state } from "../support/books.ts";
import { Database, hasMariadb } from "../support/mysql.ts";
import { outlet } from "../support/people.ts";
import { binary, runWith, Server, temporaryFolder } from "../support/server.ts";
import { until } from "../support/wait.ts";

/** Books with something of everything: outlets, contacts, holds, reversals, tags, lines, an earlier month, a second book. */
async function makeBooks(server: Server): Promise<Shop> {
  const shop = await openShop(server.url);
  const post = (body: Record<string, unknown>): Promise<Transaction> =>
    shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), body, { key: freshKey() }));
  const outlets = [await outlet(shop, "DGO", "Dago"), await outlet(shop, "MLB", "Malioboro ☕ “utama”")];
  const contact = await shop.api.expect(
    201,
    shop.api.post<Schemas["Contact"]>(shop.path("/contacts"), { code: "C1", name: "Bu Ratna's; DROP \\ \"x\"" }),
  );
  for (let i = 0; i < 150; i += 1) {
    await post(
      sale(String(1_000 + i), {
        outlet_id: outlets[i % 2]!.id,
        contact_id: i % 7 === 0 ? contact.id : null,
        tags: i % 5 === 0 ? ["qris", "pagi "] : [],
        date: day(-(i % 40)),
        description: i % 3 === 0 ? "Kopi susu ☕ 'gula aren'" : "",
      }),
    );
  }
  const held = await post(sale("5000", { status: "pending" }));
  await post(sale("6000", { status: "pending" }));
  await shop.api.expect(200, shop.api.post(shop.path(`/transactions/${held.id}/post`), {}, { key: freshKey() }));
  const wrong = await post(sale("9000"));
  await shop.api.expect(201, shop.api.post(shop.path(`/transactions/${wrong.id}/reverse`), {}, { key: freshKey() }));
  for (let round = 0; round < 3; round += 1) {
    const transactions = Array.from({ length: 1_000 }, (_, i) => sale(String(2_000 + i), { id: newId(), outlet_id: outlets[i % 2]!.id }));
    const made = await shop.api.expect(
      200,
      shop.api.post<Schemas["BatchReply"]>(shop.path("/transactions/batch"), { atomic: true, transactions }),
    );
    expect(made.results.every(({ status }) => status === 201)).toBe(true);
  }
  await shop.api.expect(
    201,
    shop.api.post("/api/v1/books", { name: "Kedua", currency: "USD", exponent: 2, time_zone: "Asia/Makassar", template: "minimal" }),
  );
  return shop;
}

/** Everything that a reader can be told of these books. */
async function seen(shop: Shop, api: Api): Promise<string> {
  const of: Shop = { ...shop, api };
  const verified = await api.get<Schemas["Verification"]>(shop.path("/verify"));
  const summary = await api.get(shop.path("/reports/summary"));
  const list = await api.get(shop.path("/transactions?limit=500&order=date"));
  const me = await api.get("/api/v1/me");
  const events = await history(api, shop.bookId);
  const { head, ok, chain } = verified.body;
  return [await state(of), JSON.stringify({ head, ok, chain }), summary.text, list.text, me.text, JSON.stringify(events)].join("\n");
}

describe.skipIf(!hasMariadb)("arus move", () => {
  test("makes the same books in MySQL, goes on after a kill, and overwrites nothing", { timeout: 240_000 }, async () => {
    const dataDir = temporaryFolder();
    let server = await Server.start({ dataDir, environment: {} });
    const shop = await makeBooks(server);
    const before = await seen(shop, shop.api);
    const database = Database.create();
    const environment = { ARUS_DATABASE_URL: database.url };

    const served = runWith(environment, "move", "--data-dir", dataDir);
    expect([served.code, served.stdout]).toEqual([3, ""]);
    expect(served.stderr).toContain("in use");
    expect(await server.stop()).toBe(0);

    // Killed (-9) in the middle, each time while it waits to write into another table.
    expect(runWith(environment, "migrate").code).toBe(0);
    for (const table of ["users", "postings", "events"]) {
      const lock = await database.lock(table);
      const child = spawn(binary, ["move", "--data-dir", dataDir], { stdio: "ignore", env: { PATH: process.env.PATH, ...environment } });
      await until(`the move waits at ${table}`, 60_000, () => {
        if (child.exitCode !== null) throw new Error(`the move ended with ${child.exitCode}`);
        return database.sql(`SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'INSERT INTO \`${table}\`%'`) !== "";
      });
      child.kill("SIGKILL");
      await once(child, "exit");
      await lock.release();
      const refused = runWith(environment, "serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir", dataDir);
      expect([refused.code, refused.stderr.includes("move into this database has not ended")]).toEqual([3, true]);
    }
    expect(database.sql("SELECT COUNT(*) FROM transactions").trim()).not.toBe("0");
    expect(database.sql("SELECT COUNT(*) FROM events").trim()).toBe("0");
    const moved = runWith(environment, "move", "--data-dir", dataDir);
    expect(moved.code, moved.stdout + moved.stderr).toBe(0);
    expect(database.sql("SHOW TABLES LIKE 'move_under_way'")).toBe("");

    server = await Server.start({ dataDir: temporaryFolder(), environment });
    const there = new Api(server.url, shop.api.token);
    expect(await seen(shop, there)).toBe(before);

    // A second time nothing is done; and once they have gone on, it is refused.
    const again = runWith(environment, "move", "--data-dir", dataDir);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain("already");
    await there.expect(201, there.post(shop.path("/transactions"), sale("1000"), { key: freshKey() }));
    const late = await seen(shop, there);
    const overwrite = runWith(environment, "move", "--data-dir", dataDir);
    expect(overwrite.code).toBe(1);
    expect(overwrite.stderr).toContain("nothing was moved");
    expect(await seen(shop, there)).toBe(late);
    const verified = runWith(environment, "verify");
    expect(verified.code, verified.stdout).toBe(0);
    expect(await server.stop()).toBe(0);
    database.drop();
    expect(moved.stdout).toContain("had been interrupted");
    console.info(moved.stdout.split("\n").find((line) => line.startsWith("moved")));
  });

  test("does not open what was written to meanwhile", { timeout: 120_000 }, async () => {
    const dataDir = temporaryFolder();
    const source = await Server.start({ dataDir, environment: {} });
    await openShop(source.url);
    expect(await source.stop()).toBe(0);
    const database = Database.create();
    const environment = { ARUS_DATABASE_URL: database.url };
    expect(runWith(environment, "migrate").code).toBe(0);
    const lock = await database.lock("events");
    const child = spawn(binary, ["move", "--data-dir", dataDir], { stdio: "ignore", env: { PATH: process.env.PATH, ...environment } });
    await until("the move waits", 60_000, () => database.sql("SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'INSERT INTO `events`%'") !== "");
    database.sql("UPDATE accounts SET name = 'Kas lain' WHERE code = '1101'");
    await lock.release();
    await once(child, "exit");
    expect(child.exitCode).toBe(1);
    expect(runWith(environment, "move", "--data-dir", dataDir).stderr).toContain("table accounts");
    expect(runWith(environment, "verify").code).toBe(3);
    database.drop();
  });

  test("leaves a folder of an older version as it is", { timeout: 60_000 }, async () => {
    const dataDir = temporaryFolder();
    const source = await Server.start({ dataDir, environment: {} });
    await openShop(source.url);
    expect(await source.stop()).toBe(0);
    // The schema's version stands in the file's header, four bytes from the 60th on, the last one the smallest.
    const file = openSync(join(dataDir, "arus.db"), "r+");
    const version = Buffer.alloc(4);
    readSync(file, version, 0, 4, 60);
    version.writeInt32BE(version.readInt32BE() - 1);
    writeSync(file, version, 0, 4, 60);
    closeSync(file);
    const before = readFileSync(join(dataDir, "arus.db"));
    const database = Database.create();
    const refused = runWith({ ARUS_DATABASE_URL: database.url }, "move", "--data-dir", dataDir);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("start this version on them once")]);
    expect(readFileSync(join(dataDir, "arus.db")).equals(before)).toBe(true);
    expect(database.sql("SHOW TABLES")).toBe("");
    database.drop();
  });

  test("needs an address, books, and an empty database", { timeout: 60_000 }, async () => {
    const nothing = temporaryFolder();
    expect(runWith({}, "move", "--data-dir", nothing).code).toBe(2);
    const database = Database.create();
    const environment = { ARUS_DATABASE_URL: database.url };
    expect(runWith(environment, "move", "--data-dir", nothing).code).toBe(2);

    const taken = await Server.start({ environment });
    await openShop(taken.url);
    expect(await taken.stop()).toBe(0);
    const dataDir = temporaryFolder();
    const source = await Server.start({ dataDir, environment: {} });
    await openShop(source.url);
    expect(await source.stop()).toBe(0);
    const refused = runWith(environment, "move", "--data-dir", dataDir);
    expect([refused.code, refused.stderr.includes("nothing was moved")]).toEqual([1, true]);
    database.drop();
  });
});
