// SPDX-License-Identifier: Apache-2.0
// Parts of the whole stack go away under load, and come back: what each loss costs those who come through nginx.
//
//   ARUS_LONG=1   longer load, 100 clients instead of 20
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { newId } from "../support/books.ts";
import { Listener } from "../support/listener.ts";
import { Posters, proveBook, type Attempt } from "../support/posters.ts";
import { logLine, openStackShop, part, stack, wholeAgain } from "../support/stack.ts";
import { until } from "../support/wait.ts";

const isLong = process.env.ARUS_LONG === "1";
const clients = isLong ? 100 : 20;
const calmMs = isLong ? 10_000 : 1_000;
/** The goal is 1 s. A machine that is busy with other things makes gaps without any fault; those count five times. */
const visibleGapMs = (calmGapMs: number): number => 3_000 + 5 * calmGapMs;

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** Whether something has come to this port of the machine that its process has not read. */
function hasUnread(port: number): boolean {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const established = "01";
  return readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .some(([, from, , state, queues]) => from?.endsWith(local) === true && state === established && !queues!.endsWith(":00000000"));
}

/** Until nginx gives its requests to both servers in turn: one that was away a moment ago is passed over for a while. */
async function bothAsked(shop: Shop): Promise<void> {
  await until("nginx asks both servers", 30_000, async () => {
    const names = [`turn-${newId()}`, `turn-${newId()}`];
    for (const name of names) await shop.api.call("GET", shop.path("/balances"), { headers: { "x-request-id": name } });
    const asked = await Promise.all(names.map(logLine));
    return new Set(asked.map(({ upstream }) => upstream)).size === 2 && asked.every(({ upstream }) => !upstream.includes(","));
  });
}

/** Whatever a test has broken is whole again afterwards. */
async function mend(): Promise<void> {
  for (const name of ["mariadb", "rabbitmq", "redis", "serve-1", "serve-2", "worker-1", "worker-2", "nginx"]) {
    if ((await part(name, "pid")) === "") await part(name, "start");
  }
  await Promise.all(stack.servers.map(wholeAgain));
}

/** People who read all the time; whatever is not a 200 is noted. */
class Readers {
  readonly faults: string[] = [];
  reads = 0;
  #stopped = false;
  readonly #loops: Promise<void>[];

  constructor(api: Api, path: string, count: number) {
    this.#loops = Array.from({ length: count }, async () => {
      while (!this.#stopped) {
        try {
          const reply = await api.get(path);
          this.reads += 1;
          if (reply.status !== 200) this.faults.push(`${reply.status} ${reply.text}`);
        } catch (error) {
          this.faults.push(String(error));
        }
        await pause(20);
      }
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
  }
}

/** A shop under load by way of nginx: sales, reading, and clients that follow the book. */
class Load {
  readonly posters: Posters;
  readonly readers: Readers;
  #calmUntil = 0;

  private constructor(
    readonly shop: Shop,
    readonly listeners: readonly Listener[],
  ) {
    this.posters = new Posters({ api: () => shop.api, path: shop.path("/transactions"), posters: 6, withinMs: 60_000, pauseMs: 40 });
    this.readers = new Readers(shop.api, shop.path("/balances"), 2);
  }

  static async begin(): Promise<Load> {
    const shop = await openStackShop();
    const start = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    const listeners = Array.from({ length: clients }, () => new Listener(stack.url, shop.api.token!, shop.bookId, { epoch: start.epoch, offset: 0 }));
    for (const listener of listeners) await until("a client is at the head", 30_000, () => listener.live.lastOffset === start.head);
    const load = new Load(shop, listeners);
    await load.goOn(calmMs);
    load.#calmUntil = performance.now();
    return load;
  }

  /** Returns after this time, and when sales are being made. */
  async goOn(ms: number): Promise<void> {
    await pause(ms);
    const before = this.posters.acknowledged;
    await until("sales go on", 60_000, () => this.posters.acknowledged > before + 6);
  }

  /** Every client has the whole history once, the books hold every sale once. The longest time that one of them saw nothing. */
  async end(): Promise<{ readonly attempts: readonly Attempt[]; readonly gapMs: number; readonly calmGapMs: number }> {
    const attempts = await this.posters.stop();
    const stoppedAt = performance.now();
    await this.readers.stop();
    const { shop } = this;
    const head = (await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")))).head;
    for (const listener of this.listeners) {
      await until("a client is at the head", 60_000, () => listener.live.lastOffset === head);
      expect(listener.offsets).toEqual(Array.from({ length: head }, (_, at) => at + 1));
      expect(listener.faults).toEqual([]);
      listener.close();
    }
    await proveBook(shop.api, shop.bookId, attempts);
    // Between two sales that came while there was load.
    const first = head - attempts.length;
    const longestGap = (until: number): number => {
      const gaps = this.listeners.map(({ arrivedAt }) => {
        const times = arrivedAt.slice(first).filter((time) => time <= until);
        return Math.max(0, ...times.slice(1).map((time, at) => time - times[at]!));
      });
      return Math.round(Math.max(...gaps));
    };
    return { attempts, gapMs: longestGap(stoppedAt), calmGapMs: longestGap(this.#calmUntil) };
  }
}

beforeAll(async () => {
  await Promise.all(stack.servers.map(wholeAgain));
}, 120_000);
afterEach(mend, 300_000);

describe("one server", () => {
  test("after the other is replaced, and nobody is refused", { timeout: 180_000 }, async () => {
    const load = await Load.begin();
    for (const server of stack.servers) {
      await part(server.part, "stop");
      await load.goOn(calmMs / 2);
      await part(server.part, "start");
      await wholeAgain(server);
      await load.goOn(calmMs / 2);
    }
    const { attempts, gapMs, calmGapMs } = await load.end();
    console.info(
      `rolled both: ${attempts.length} sales, ${load.readers.reads} reads, ${clients} clients, longest visible gap ${gapMs} ms (before: ${calmGapMs} ms)`,
    );
    expect(load.posters.unanswered).toBe(0);
    expect(load.readers.faults).toEqual([]);
    expect(gapMs).toBeLessThan(visibleGapMs(calmGapMs));
  });

  test("after the other is killed (-9): a blink, and no sale is lost or doubled", { timeout: 180_000 }, async () => {
    const load = await Load.begin();
    for (const server of stack.servers) {
      await part(server.part, "kill");
      await load.goOn(calmMs);
      await part(server.part, "start");
      await wholeAgain(server);
      await load.goOn(calmMs / 2);
    }
    const { attempts, gapMs } = await load.end();
    console.info(`killed both: ${attempts.length} sales, ${load.posters.unanswered} tries again by clients, longest visible gap ${gapMs} ms`);
    // nginx asks the other: sales carry an id, reading can be done twice.
    expect(load.posters.unanswered).toBe(0);
    expect(load.readers.faults).toEqual([]);
  });

  test("that is away is not asked again and again, and both away is a clear 503", { timeout: 120_000 }, async () => {
    const shop = await openStackShop();
    await bothAsked(shop);
    await part("serve-1", "kill");
    const names = Array.from({ length: 20 }, () => `one-away-${newId()}`);
    for (const name of names) {
      const reply = await shop.api.call("GET", shop.path("/balances"), { headers: { "x-request-id": name } });
      expect(reply.status).toBe(200);
    }
    const lines = await Promise.all(names.map(logLine));
    expect(lines.filter(({ upstream }) => upstream.includes(",")).length).toBeLessThan(names.length);

    await part("serve-2", "kill");
    const read = await shop.api.get<Schemas["Problem"]>(shop.path("/balances"));
    expect([read.status, read.body.code, read.body.outcome]).toEqual([503, "unavailable", undefined]);
    expect(Number(read.headers.get("retry-after"))).toBeGreaterThan(0);
    const id = newId();
    const write = await shop.api.post<Schemas["Problem"]>(shop.path("/transactions"), sale("5000", { id }));
    expect([write.status, write.body.code, write.body.outcome]).toEqual([503, "unavailable", "unknown"]);
    await part("serve-1", "start");
    // The same again, as clients do: at the latest after the two seconds for which a server counts as away.
    await until("the sale is made", 30_000, async () => (await shop.api.post<Transaction>(shop.path("/transactions"), sale("5000", { id }))).status === 201);
    await part("serve-2", "start");
  });
});

test("a write without a key is not sent twice, one with a key is", { timeout: 60_000 }, async () => {
  const shop = await openStackShop();
  // A server that has the request and then is gone: both stand still, and one of them ends.
  const pids = await Promise.all(stack.servers.map(async ({ part: name }) => Number(await part(name, "pid"))));
  await bothAsked(shop);
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  const [plain, keyed] = [`plain-${newId()}`, `keyed-${newId()}`];
  const id = newId();
  const replies = [
    shop.api.call("POST", shop.path("/outlets"), { body: { code: "SEKALI", name: "Sekali" }, headers: { "x-request-id": plain } }),
    shop.api.call<Transaction>("POST", shop.path("/transactions"), { body: sale("7000", { id }), headers: { "x-request-id": keyed } }),
  ] as const;
  try {
    // Each of the two holds one of the two requests: the one with fewest connections gets the next.
    for (const { url } of stack.servers) await until(`a request waits at ${url}`, 10_000, () => hasUnread(Number(new URL(url).port)));
    process.kill(pids[0]!, "SIGKILL");
  } finally {
    process.kill(pids[1]!, "SIGCONT");
    if ((await part(stack.servers[0].part, "pid")) === String(pids[0])) process.kill(pids[0]!, "SIGCONT");
  }
  const [outlet, sold] = await Promise.all(replies);
  expect(sold.status).toBe(201);
  const lines = { plain: await logLine(plain), keyed: await logLine(keyed) };
  // Whoever was at the killed one: the outlet is told 503 with an unknown outcome, the sale was made by the other.
  expect(lines.plain.upstream).not.toContain(",");
  if (outlet.status !== 201) {
    expect([outlet.status, (outlet.body as Schemas["Problem"]).outcome]).toEqual([503, "unknown"]);
  } else {
    expect(lines.keyed.upstream.split(",")).toHaveLength(2);
  }
  const page = await shop.api.expect(200, shop.api.get<Schemas["TransactionList"]>(shop.path("/transactions")));
  expect(page.items.map((item) => item.id)).toEqual([id]);
});

test("the database away: writes get the server's own 503, and the logs of nginx and server name the request", { timeout: 120_000 }, async () => {
  const shop = await openStackShop();
  await shop.api.expect(201, shop.api.post(shop.path("/transactions"), sale("5000"), { key: freshKey() }));
  await part("mariadb", "kill");
  const key = freshKey();
  const seen: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const name = `no-database-${newId()}`;
    const reply = await shop.api.call<Schemas["Problem"]>("POST", shop.path("/transactions"), { body: sale("9000"), key, headers: { "x-request-id": name } });
    expect([reply.status, reply.body.code]).toEqual([503, "unavailable"]);
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(reply.body.detail).not.toBe("No server answered."); // those are nginx's words
    expect(reply.body.request_id).toBe(name);
    seen.push(name);
  }
  for (const name of seen) expect((await logLine(name)).upstream_status).toMatch(/503$/);
  const logs = stack.servers.map(({ log }) => readFileSync(log, "utf8")).join("\n");
  expect(seen.some((name) => logs.includes(`request_id=${name}`))).toBe(true);

  await part("mariadb", "start");
  await Promise.all(stack.servers.map(wholeAgain));
  await shop.api.expect(201, shop.api.post(shop.path("/transactions"), sale("9000"), { key }));
  const page = await shop.api.expect(200, shop.api.get<Schemas["TransactionList"]>(shop.path("/transactions")));
  expect(page.items).toHaveLength(2);
});

test("RabbitMQ, Redis and a worker away: nobody notices", { timeout: 180_000 }, async () => {
  const load = await Load.begin();
  await part("rabbitmq", "kill");
  await part("redis", "kill");
  await part("worker-1", "kill");
  await load.goOn(calmMs);
  const { shop } = load;
  const asked = await shop.api.expect(202, shop.api.post<Schemas["Job"]>(shop.path("/exports"), { report: "journal", format: "csv", parameters: { from: "2026-01-01", to: "2026-12-31" } }));
  await until("the other worker has made the journal", 60_000, async () => (await shop.api.expect(200, shop.api.get<Schemas["Job"]>(`/api/v1/jobs/${asked.id}`))).status === "done");
  await load.goOn(calmMs);
  const { attempts, gapMs } = await load.end();
  console.info(`brokers and a worker away: ${attempts.length} sales, longest visible gap ${gapMs} ms`);
  expect(load.posters.unanswered).toBe(0);
  expect(load.readers.faults).toEqual([]);
});

test("nginx itself away: clients come back by themselves and have everything once", { timeout: 120_000 }, async () => {
  const load = await Load.begin();
  await part("nginx", "kill");
  await part("nginx", "start");
  await load.goOn(calmMs);
  const { attempts } = await load.end();
  console.info(`nginx killed: ${attempts.length} sales, ${load.posters.unanswered} tries again by clients`);
});

test("the stack ends with whoever started it, however that ended", { timeout: 400_000 }, async () => {
  const binary = process.env.ARUS_BINARY;
  const owner = spawn(stack.script, ["with", "--", "bash", "-c", "echo $ARUS_TEST_STACK; exec sleep 600"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...(binary !== undefined && { ARUS_BINARY: binary }) },
    detached: true,
  });
  const [printed] = (await once(owner.stdout, "data")) as [Buffer];
  const other = JSON.parse(readFileSync(printed.toString().trim(), "utf8")) as typeof stack;
  expect((await fetch(`${other.servers[0].url}/healthz`)).status).toBe(200);
  process.kill(-owner.pid!, "SIGKILL");
  for (const { url } of other.servers) {
    await until("the servers have ended", 120_000, async () => !(await fetch(`${url}/healthz`).then(() => true, () => false)));
  }
  await until("its folder is gone", 120_000, () => {
    try {
      readFileSync(`${other.folder}/stack.json`);
      return false;
    } catch {
      return true;
    }
  });
});
