// SPDX-License-Identifier: Apache-2.0
// `arus backup` while people post, `arus restore` into nothing: the books as they were at that moment, a new epoch that every
// client notices, and no file that is not whole.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Api, freshKey, openShop, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { history, newId } from "../support/books.ts";
import { Listener } from "../support/listener.ts";
import { Database, hasMariadb, type Environment } from "../support/mysql.ts";
import { Posters } from "../support/posters.ts";
import { binary, runWith, Server, temporaryFolder, type Ended } from "../support/server.ts";
import { Socket, type Line } from "../support/socket.ts";
import { until } from "../support/wait.ts";

/** Runs a verb while this process goes on with other things. */
async function runBeside(variables: Environment, ...words: string[]): Promise<Ended> {
  const child = spawn(binary, words, { stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env.PATH, ...variables } });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** Where the backup says that the book ends. */
function headIn(ended: Ended, bookId: string): { sequence: number; offset: number; epoch: string; hash: string } {
  const line = new RegExp(`^book ${bookId}: sequence (\\d+), offset (\\d+), epoch (\\S+), hash (\\S+)$`, "m").exec(ended.stdout);
  expect(line, ended.stdout + ended.stderr).not.toBeNull();
  return { sequence: Number(line![1]), offset: Number(line![2]), epoch: line![3]!, hash: line![4]! };
}

/** What a reader can be told of the books, but for the epoch. */
async function seen(of: Shop, api: Api): Promise<string> {
  const shop = { ...of, api };
  const parts = ["/accounts?limit=500", "/outlets", "/contacts", "/transactions?limit=500", "/balances", "/reports/summary", "/audit-log"];
  const replies = await Promise.all(parts.map((part) => api.get(shop.path(part))));
  expect(replies.map((reply) => reply.status)).toEqual(parts.map(() => 200));
  const events = await history(api, of.bookId);
  const text = [...replies.map((reply) => reply.text), JSON.stringify(events)].join("\n");
  return text.replace(/"epoch":"[0-9a-f]{16}"/g, '"epoch":"…"');
}

async function makeBooks(url: string): Promise<Shop> {
  const shop = await openShop(url);
  const post = (body: Record<string, unknown>): Promise<Transaction> =>
    shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), body, { key: freshKey() }));
  const outlet = await shop.api.expect(201, shop.api.post<{ id: string }>(shop.path("/outlets"), { code: "MLB", name: "Malioboro ☕ “utama”" }));
  for (let i = 0; i < 20; i += 1) {
    await post(sale(String(1_000 + i), { outlet_id: outlet.id, tags: i % 2 === 0 ? ["qris"] : [], description: "Kopi 'gula' ; \\ \"aren\" ☕" }));
  }
  // Held and settled, and one that was wrong: a settlement must find its transaction, whichever table comes first.
  const held = await post(sale("5000", { status: "pending" }));
  await shop.api.expect(200, shop.api.post(shop.path(`/transactions/${held.id}/post`), {}, { key: freshKey() }));
  const wrong = await post(sale("9000"));
  await shop.api.expect(201, shop.api.post(shop.path(`/transactions/${wrong.id}/reverse`), {}, { key: freshKey() }));
  const transactions = Array.from({ length: 1_000 }, (_, i) => sale(String(2_000 + i), { id: newId(), outlet_id: outlet.id }));
  await shop.api.expect(200, shop.api.post(shop.path("/transactions/batch"), { atomic: true, transactions }));
  await shop.api.expect(
    201,
    shop.api.post("/api/v1/books", { name: "Kedua", currency: "USD", exponent: 2, time_zone: "Asia/Makassar", template: "minimal" }),
  );
  return shop;
}

const verifyOk = (environment: Environment, dataDir: string): void => {
  const verified = runWith(environment, "verify", "--data-dir", dataDir);
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);
};

/** Backup under load, then everything is lost; a restore in its place. */
async function rewinds(before: Environment, after: Environment): Promise<void> {
  const dataDir = temporaryFolder();
  const lost = await Server.start({ dataDir, environment: before });
  const shop = await makeBooks(lost.url);
  const listener = new Listener(lost.url, shop.api.token!, shop.bookId);
  const rewound: (string | null)[] = [];
  listener.live.onRewound((reason) => rewound.push(reason));
  await until("the listener is live", 20_000, () => listener.live.position !== null);
  const load = new Posters({ api: () => shop.api, path: shop.path("/transactions"), posters: 8, withinMs: 60_000 });
  await until("people post", 60_000, () => load.acknowledged > 40);

  const file = join(temporaryFolder(), "buku.backup");
  const made = await runBeside(before, "backup", "--out", file, "--data-dir", dataDir);
  expect(made.code, made.stderr).toBe(0);
  const head = headIn(made, shop.bookId);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const seenAt = load.acknowledged;
  await until("people go on posting", 60_000, () => load.acknowledged > seenAt + 40);
  const attempts = await load.stop();
  const last = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
  expect(last.head).toBeGreaterThan(head.offset);
  await until("the listener has everything", 60_000, () => listener.live.lastOffset === last.head);
  expect(await lost.kill()).toBe("SIGKILL");

  const restoredDir = temporaryFolder();
  const restored = runWith(after, "restore", file, "--data-dir", restoredDir);
  expect(restored.code, restored.stdout + restored.stderr).toBe(0);
  expect(restored.stdout).toMatch(/^restored: 2 books/m);
  verifyOk(after, restoredDir);
  const server = await Server.start({ dataDir: restoredDir, listen: lost.address, environment: after });

  // Nothing before the moment is missing, nothing after it is there.
  const api = new Api(server.url, shop.api.token);
  const events = await history(api, shop.bookId);
  expect(events.length).toBe(head.offset);
  expect(events.at(-1)!.hash).toBe(head.hash);
  const ids = new Set(events.map((event) => (event.data as { id?: string }).id));
  for (const { id, acknowledged } of attempts) expect(ids.has(id)).toBe(acknowledged!.offset <= head.offset);
  const verified = await api.expect(200, api.get<Schemas["Verification"]>(shop.path("/verify")));
  expect(verified).toMatchObject({ ok: true, chain: "ok", events: head.offset });

  // Who was connected notices by himself and goes on with what there is.
  await until("the listener was told", 60_000, () => rewound.includes("rewound"));
  expect(listener.live.position!.epoch).not.toBe(head.epoch);
  const socket = await Socket.connect(server.url, shop.api.token!);
  const since = { epoch: head.epoch, offset: last.head };
  const ok: Line = await socket.ok({ subscribe: { book: shop.bookId, channel: "ledger", since } });
  expect(ok).toMatchObject({ mode: "snapshot", recovered: false, offset: head.offset });
  expect(ok.epoch).toMatch(/^[0-9a-f]{16}$/);
  expect(ok.epoch).not.toBe(head.epoch);
  expect(ok.snapshot.as_of_offset).toBe(head.offset);
  const gone = attempts.find(({ acknowledged }) => acknowledged!.offset > head.offset)!;
  const again = await api.expect(201, api.post<Transaction>(shop.path("/transactions"), sale(String(gone.amount), { id: gone.id })));
  expect([again.id, again.offset]).toEqual([gone.id, head.offset + 1]);
  await socket.eventAt(head.offset + 1);
  await until("the listener goes on", 60_000, () => listener.events.at(-1)!.data !== undefined && listener.live.lastOffset === head.offset + 1);
  expect(listener.faults).toEqual([]);
  socket.close();
  listener.close();
  expect(await server.stop()).toBe(0);
}

describe("arus backup and arus restore", () => {
  test("bring back the moment, and every client notices", { timeout: 180_000 }, () => rewinds({}, {}));

  test("refuse what is not whole, write nothing then, and overwrite nothing", { timeout: 120_000 }, async () => {
    const dataDir = temporaryFolder();
    const source = await Server.start({ dataDir, environment: {} });
    const shop = await makeBooks(source.url);
    const before = await seen(shop, shop.api);
    const folder = temporaryFolder();
    const file = join(folder, "buku.backup");
    const made = runWith({}, "backup", "--out", file, "--data-dir", dataDir);
    expect(made.code, made.stderr).toBe(0);
    const again = runWith({}, "backup", "--out", file, "--data-dir", dataDir);
    expect([again.code === 0, again.stderr]).toEqual([false, expect.stringContaining("overwrites nothing")]);
    const named = runWith({}, "backup", "--out", folder, "--data-dir", dataDir);
    expect(named.stdout).toMatch(new RegExp(`^backup ${folder}/arus-\\d{8}-\\d{6}\\.backup: 2 books`, "m"));
    expect(readdirSync(folder).some((name) => name.includes(".part-"))).toBe(false);
    const nothing = runWith({}, "backup", "--out", join(folder, "x"), "--data-dir", temporaryFolder());
    expect(nothing.code).toBe(2);

    const whole = readFileSync(file);
    const signed = (bytes: Buffer): Buffer =>
      Buffer.concat([bytes.subarray(0, -32), createHash("sha256").update(bytes.subarray(0, -32)).digest()]);
    const changed = (at: number, byte: (old: number) => number): Buffer => {
      const copy = Buffer.from(whole);
      copy[at] = byte(copy[at]!);
      return copy;
    };
    const flip = (old: number): number => old ^ 1;
    expect(signed(whole).equals(whole)).toBe(true);
    // The schema's version is the first number of the first frame: 8 bytes, kind, length, `i`, eight bytes.
    const ofLater = signed(changed(8 + 5 + 1 + 7, () => 99));
    const cases: [string, Buffer, RegExp][] = [
      ["flipped in the middle", changed(Math.floor(whole.length / 2), flip), /damaged|not whole/],
      ["flipped in the sum", changed(whole.length - 1, flip), /damaged/],
      ["flipped near the start", changed(40, flip), /damaged|not whole/],
      ["cut", whole.subarray(0, whole.length - 10_000), /not whole/],
      ["cut by one byte", whole.subarray(0, -1), /not whole/],
      ["empty", Buffer.alloc(0), /no backup of Arus/],
      ["longer", Buffer.concat([whole, Buffer.from("x")]), /damaged/],
      ["foreign", readFileSync(binary).subarray(0, 100_000), /no backup of Arus/],
      ["newer format", changed(7, () => "9".charCodeAt(0)), /newer version/],
      ["newer schema", ofLater, /newer version.*schema 99/],
    ];
    for (const [name, bytes, message] of cases) {
      const broken = join(folder, "broken.backup");
      writeFileSync(broken, bytes);
      const target = join(temporaryFolder(), "data");
      const refused = runWith({}, "restore", broken, "--data-dir", target);
      expect([name, refused.code, refused.stdout]).toEqual([name, 1, ""]);
      expect(refused.stderr, name).toMatch(message);
      expect(refused.stderr, name).toContain("nothing was restored");
      expect(existsSync(target), name).toBe(false);
    }

    // The books that are there stay as they are, with a server or without.
    const beside = runWith({}, "restore", file, "--data-dir", dataDir);
    expect([beside.code, beside.stderr]).toEqual([1, expect.stringContaining("nothing was restored")]);
    expect(await seen(shop, shop.api)).toBe(before);
    expect(await source.stop()).toBe(0);
    const taken = runWith({}, "restore", file, "--data-dir", dataDir);
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining("overwrites nothing")]);
    expect(runWith({}, "restore", "--data-dir", dataDir).code).toBe(2);
    verifyOk({}, dataDir);

    // Nor is a link overwritten that leads nowhere (a disk that is not mounted), nor a log taken for that of the new books.
    const unmounted = temporaryFolder();
    symlinkSync("/nowhere/arus.db", join(unmounted, "arus.db"));
    const linked = runWith({}, "restore", file, "--data-dir", unmounted);
    expect([linked.code, linked.stderr]).toEqual([1, expect.stringContaining("overwrites nothing")]);
    expect(lstatSync(join(unmounted, "arus.db")).isSymbolicLink()).toBe(true);
    for (const name of ["arus.db-wal", "arus.db-journal"]) {
      const logged = temporaryFolder();
      writeFileSync(join(logged, name), "of other books");
      const refused = runWith({}, "restore", file, "--data-dir", logged);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`move ${name} to the arus.db`)]);
    }

    // Sessions come along, unless it is asked to end them.
    for (const [flags, status] of [[[], 200], [["--end-sessions"], 401]] as const) {
      const target = temporaryFolder();
      const restored = runWith({}, "restore", file, ...flags, "--data-dir", target);
      expect(restored.code, restored.stderr).toBe(0);
      expect(readdirSync(target).sort()).toEqual(["arus.db", "arus.lock"]);
      const server = await Server.start({ dataDir: target, environment: {} });
      const api = new Api(server.url, shop.api.token);
      expect((await api.get("/api/v1/me")).status).toBe(status);
      if (status === 200) expect(await seen(shop, api)).toBe(before);
      expect(await server.stop()).toBe(0);
    }
  });
});

describe.skipIf(!hasMariadb)("arus backup and arus restore on MySQL", () => {
  test("bring back the moment, and every client notices", { timeout: 240_000 }, async () => {
    const [before, after] = [Database.create(), Database.create()];
    await rewinds({ ARUS_DATABASE_URL: before.url }, { ARUS_DATABASE_URL: after.url });
    before.drop();
    after.drop();
  });

  test("carry the same books from either store into either, and go on after a kill", { timeout: 240_000 }, async () => {
    const dataDir = temporaryFolder();
    const source = await Server.start({ dataDir, environment: {} });
    const shop = await makeBooks(source.url);
    const before = await seen(shop, shop.api);
    const folder = temporaryFolder();
    const first = join(folder, "sqlite.backup");
    expect(runWith({}, "backup", "--out", first, "--data-dir", dataDir).code).toBe(0);
    expect(await source.stop()).toBe(0);

    // Into MariaDB, killed (-9) while it waits to write into a table: nobody may serve half of it, the same again ends it.
    const database = Database.create();
    const environment = { ARUS_DATABASE_URL: database.url };
    expect(runWith(environment, "migrate").code).toBe(0);
    const lock = await database.lock("events");
    const child = spawn(binary, ["restore", first], { stdio: "ignore", env: { PATH: process.env.PATH, ...environment } });
    await until("the restore waits at events", 60_000, () => {
      if (child.exitCode !== null) throw new Error(`the restore ended with ${child.exitCode}`);
      return database.sql("SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'INSERT INTO `events`%'") !== "";
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    await lock.release();
    const half = runWith(environment, "serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir", temporaryFolder());
    expect([half.code, half.stderr.includes("restore into this database has not ended")]).toEqual([3, true]);
    const restored = runWith(environment, "restore", first);
    expect(restored.code, restored.stdout + restored.stderr).toBe(0);
    expect(restored.stdout).toContain("had been interrupted");
    expect(database.sql("SHOW TABLES LIKE 'move_under_way'")).toBe("");
    const there = await Server.start({ dataDir: temporaryFolder(), environment });
    expect(await seen(shop, new Api(there.url, shop.api.token))).toBe(before);
    expect(await there.stop()).toBe(0);
    const taken = runWith(environment, "restore", first);
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining("holds rows already")]);

    // And from MariaDB back into a folder, as the running server's own user.
    const second = join(folder, "mysql.backup");
    const own = { ARUS_DATABASE_URL: database.runtimeUser() };
    const made = runWith(own, "backup", "--out", second);
    expect(made.code, made.stderr).toBe(0);
    const target = temporaryFolder();
    const back = runWith({}, "restore", second, "--data-dir", target);
    expect(back.code, back.stdout + back.stderr).toBe(0);
    const here = await Server.start({ dataDir: target, environment: {} });
    expect(await seen(shop, new Api(here.url, shop.api.token))).toBe(before);
    expect(await here.stop()).toBe(0);
    database.drop();
  });
});
