// SPDX-License-Identifier: Apache-2.0
// `arus doctor` says in words what is configured, and by its exit code whether `serve` would start.
import { randomBytes } from "node:crypto";
import { chmodSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openShop } from "../support/api.ts";
import { Database, hasMariadb, PrivateMariadb } from "../support/mysql.ts";
import { runWith, Server, temporaryFolder } from "../support/server.ts";

describe("arus doctor on SQLite", () => {
  test("looks at folder, file and schema beside a running server, and changes nothing", async () => {
    const dataDir = temporaryFolder();
    const empty = runWith({}, "doctor", "--data-dir", dataDir);
    expect([empty.code, empty.stdout]).toEqual([0, expect.stringContaining("the first start makes it")]);

    const server = await Server.start({ dataDir, environment: {} });
    const running = runWith({}, "doctor", "--data-dir", dataDir);
    expect([running.code, running.stdout]).toEqual([0, expect.stringContaining("in use by a running server")]);
    expect(running.stdout).toContain(`SQLite in ${dataDir}`);
    await openShop(server.url);
    expect(await server.stop()).toBe(0);

    chmodSync(dataDir, 0o755);
    const open = runWith({}, "doctor", "--data-dir", dataDir);
    expect([open.code, open.stdout]).toEqual([0, expect.stringContaining(`chmod 700 ${dataDir}`)]);
  });
});

describe.skipIf(!hasMariadb)("arus doctor on MySQL", () => {
  test("names the setting that would lose entries, and serve does not start with it", { timeout: 120_000 }, async () => {
    const mariadb = await PrivateMariadb.start();
    const database = Database.create(mariadb.url, "books");
    const environment = { ARUS_DATABASE_URL: database.url };
    const fresh = runWith(environment, "doctor");
    expect([fresh.code, fresh.stdout]).toEqual([0, expect.stringContaining("brings it up to date")]);
    expect(fresh.stdout).not.toContain(new URL(mariadb.url).password);

    for (const [flag, word] of [
      ["--innodb-flush-log-at-trx-commit=2", "innodb_flush_log_at_trx_commit = 1"],
      ["--sync-binlog=0", "sync_binlog = 1"],
      ["--sql-mode=", "STRICT_TRANS_TABLES"],
    ] as const) {
      await mariadb.stop();
      await mariadb.start(flag);
      const found = runWith(environment, "doctor");
      expect([flag, found.code, found.stdout]).toEqual([flag, 3, expect.stringContaining(word)]);
      const refused = runWith(environment, "serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir", temporaryFolder());
      expect([flag, refused.code, refused.stderr]).toEqual([flag, 3, expect.stringContaining(word)]);
      expect(database.sql("SHOW TABLES")).toBe(""); // nothing was written there
    }
    await mariadb.stop();
    await mariadb.start("--skip-log-bin", "--sync-binlog=0");
    const unlogged = runWith(environment, "doctor");
    expect(unlogged.code, unlogged.stdout).toBe(0);

    await mariadb.stop();
    const gone = runWith(environment, "doctor");
    expect([gone.code, gone.stdout]).toEqual([1, expect.stringContaining("PROBLEM")]);
  });

  test("finds rights that nobody should have, and guards that are gone", { timeout: 60_000 }, async () => {
    const database = Database.create();
    const owner = { ARUS_DATABASE_URL: database.url };
    const server = await Server.start({ environment: owner });
    const ready = (await (await fetch(`${server.url}/readyz`)).json()) as { status: string; degraded: string[] };
    expect(ready).toEqual({ status: "ready", degraded: ["grants"] });
    expect(await server.stop()).toBe(0);
    const found = runWith(owner, "doctor");
    expect([found.code, found.stdout]).toEqual([0, expect.stringContaining("UPDATE on postings")]);

    database.sql("DROP TRIGGER postings_refuse_delete");
    const unguarded = runWith(owner, "doctor");
    expect([unguarded.code, unguarded.stdout]).toEqual([1, expect.stringContaining("postings_refuse_delete")]);
    database.drop();
  });

  test("finds a right that is missing, and serve does not start without it", { timeout: 120_000 }, async () => {
    const database = Database.create();
    expect(runWith({ ARUS_DATABASE_URL: database.url }, "migrate").code).toBe(0);
    const runtime = database.runtimeUser();
    const environment = { ARUS_DATABASE_URL: runtime, ARUS_MIGRATE_DATABASE_URL: database.url };
    const server = await Server.start({ environment });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ status: "ready" });
    expect(await server.stop()).toBe(0);
    expect(server.log.filter((line) => line.includes("rights of"))).toEqual([]); // the owner's are meant to be so
    const whole = runWith(environment, "migrate");
    expect([whole.code, whole.stderr.includes("rights")]).toEqual([0, false]);

    // As after a version that adds a table, before its grants.
    database.sql(`REVOKE INSERT ON ${database.name}.transaction_tags FROM '${new URL(runtime).username}'@'%'`);
    const found = runWith(environment, "doctor");
    expect([found.code, found.stdout]).toEqual([1, expect.stringContaining("may not INSERT on transaction_tags")]);
    for (const variables of [environment, { ARUS_DATABASE_URL: runtime }]) {
      const refused = runWith(variables, "serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir", temporaryFolder());
      expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/INSERT on transaction_tags.*migrations\/mysql\/grants\.sql/)]);
    }
    const migrated = runWith(environment, "migrate");
    expect([migrated.code, migrated.stderr]).toEqual([0, expect.stringContaining("INSERT on transaction_tags")]);
    database.drop();
  });

  test("finds rights of the server's user that nobody should have, and not the owner's", { timeout: 60_000 }, async () => {
    const database = Database.create();
    expect(runWith({ ARUS_DATABASE_URL: database.url }, "migrate").code).toBe(0);
    const runtime = database.runtimeUser();
    database.sql(`GRANT UPDATE ON ${database.name}.postings TO '${new URL(runtime).username}'@'%'`);
    const server = await Server.start({ environment: { ARUS_DATABASE_URL: runtime, ARUS_MIGRATE_DATABASE_URL: database.url } });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: "ready", degraded: ["grants"] });
    expect(await server.stop()).toBe(0);
    const warned = server.log.filter((line) => line.includes("rights of the server's user"));
    expect(warned).toEqual([expect.stringContaining(`${new URL(runtime).username}@% may UPDATE on postings; revoke them`)]);
    database.drop();
  });

  test("is not needed to migrate first and grant afterwards", { timeout: 60_000 }, () => {
    const database = Database.create();
    const name = `u_${randomBytes(6).toString("hex")}`;
    database.sql(`CREATE USER '${name}'@'%' IDENTIFIED BY 'sandi'`);
    const runtime = new URL(database.url);
    runtime.username = name;
    runtime.password = "sandi";
    const migrated = runWith({ ARUS_DATABASE_URL: runtime.href, ARUS_MIGRATE_DATABASE_URL: database.url }, "migrate");
    expect([migrated.code, migrated.stderr]).toEqual([0, expect.stringContaining("migrations/mysql/grants.sql")]);
    expect(database.sql("SHOW TABLES LIKE 'postings'").trim()).toBe("postings");
    database.sql(`DROP USER '${name}'@'%'`);
    database.drop();
  });

  test("says what is wrong with an address without showing its password", () => {
    for (const url of ["mysql://a:geheim@127.0.0.1:1/x", "mysql://a:geheim@nowhere", "postgres://a:geheim@127.0.0.1/x"]) {
      const found = runWith({ ARUS_DATABASE_URL: url }, "doctor");
      expect([1, 3]).toContain(found.code);
      expect(found.stdout + found.stderr).not.toContain("geheim");
    }
  });
});
