// SPDX-License-Identifier: Apache-2.0
// Work in the background: who sees it, what ends it, and that a killed server goes on with it.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, openShop, sale, type Schemas, type Shop } from "../support/api.ts";
import { newId, sell } from "../support/books.ts";
import { done, download, ended, exported, parseCsv, readJob, startExport, WorkerProcess, type Job } from "../support/jobs.ts";
import { Database, hasMariadb } from "../support/mysql.ts";
import { member, outlet, register } from "../support/people.ts";
import { run, Server, temporaryFolder } from "../support/server.ts";
import { Socket, type Line } from "../support/socket.ts";
import { until } from "../support/wait.ts";

type Problem = Schemas["Problem"];

/** Sales in batches of a thousand. */
async function fill(shop: Shop, thousands: number): Promise<void> {
  for (let round = 0; round < thousands; round += 1) {
    const transactions = Array.from({ length: 1_000 }, (_, index) =>
      sale(String(1_000 + index), { id: newId(), description: `Penjualan ${round}.${index} dengan keterangan yang panjang` }),
    );
    const reply = await shop.api.expect(
      200,
      shop.api.post<Schemas["BatchReply"]>(shop.path("/transactions/batch"), { atomic: true, transactions }),
    );
    expect(reply.results.every(({ status }) => status === 201)).toBe(true);
  }
}

describe("a job", () => {
  let server: Server;
  let shop: Shop;
  beforeAll(async () => {
    server = await Server.start({ settings: { registration: "open" } });
    shop = await openShop(server.url);
    await sell(shop, "15000");
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
  });

  test("checks the whole book in the background", async () => {
    const job = await shop.api.expect(202, shop.api.get<Job>(shop.path("/verify?full=true")));
    expect(job).toMatchObject({ kind: "verify", status: "queued", progress: 0, file: null, tries: 0, created_by: shop.userId });
    const checked = await done(shop.api, job.id);
    const now = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
    expect(checked.result).toEqual({ ...now, checked_from_offset: 0 });
    expect(checked).toMatchObject({ progress: 1, stage: null, tries: 1, error: null });
    expect(Date.parse(checked.expires_at!) - Date.parse(checked.finished_at!)).toBeGreaterThan(6.9 * 86_400_000);
    const file = await shop.api.get<Problem>(`/api/v1/jobs/${job.id}/file`);
    expect([file.status, file.body.code]).toEqual([404, "not_found"]);
    const late = await shop.api.post<Problem>(`/api/v1/jobs/${job.id}/cancel`, {});
    expect([late.status, late.body.code]).toEqual([409, "not_cancellable"]);
  });

  test("is seen by who asked for it and by owner and admin, and by nobody else", async () => {
    const viewer = await member(shop, "viewer");
    const other = await member(shop, "viewer");
    const admin = await member(shop, "admin");
    const stranger = await register(shop.api);
    const job = await startExport(shop, { report: "journal", format: "csv" }, viewer.api);
    await done(viewer.api, job.id);
    for (const api of [viewer.api, admin.api, shop.api]) {
      expect((await readJob(api, job.id)).id).toBe(job.id);
      const list = await api.expect(200, api.get<Schemas["JobList"]>(shop.path("/jobs")));
      expect(list.items.map(({ id }) => id)).toContain(job.id);
    }
    for (const api of [other.api, stranger.api]) {
      for (const [method, rest] of [["GET", ""], ["GET", "/file"], ["POST", "/cancel"], ["POST", "/retry"]] as const) {
        const reply = await api.call<Problem>(method, `/api/v1/jobs/${job.id}${rest}`);
        expect([rest, reply.status, reply.body.code]).toEqual([rest, 404, "not_found"]);
      }
    }
    expect((await other.api.expect(200, other.api.get<Schemas["JobList"]>(shop.path("/jobs")))).items).toEqual([]);
    const retry = await viewer.api.post<Problem>(`/api/v1/jobs/${job.id}/retry`, {});
    expect([retry.status, retry.body.code]).toEqual([403, "forbidden"]);
    const nobody = await new Api(server.url).get<Problem>(`/api/v1/jobs/${job.id}`);
    expect(nobody.status).toBe(401);
  });

  test("is listed newest first, page by page, by status", async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) made.unshift((await startExport(shop, { report: "journal", format: "hledger" })).id);
    for (const id of made) await done(shop.api, id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${cursor}`;
      const page = await shop.api.expect(200, shop.api.get<Schemas["JobList"]>(shop.path(`/jobs?status=done&limit=2${query}`)));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen.filter((id) => made.includes(id)).sort()).toEqual([...made].sort());
    expect(new Set(seen).size).toBe(seen.length);
    const failed = await shop.api.expect(200, shop.api.get<Schemas["JobList"]>(shop.path("/jobs?status=failed")));
    expect(failed.items).toEqual([]);
    const bad = await shop.api.get<Problem>(shop.path("/jobs?status=lost"));
    expect([bad.status, bad.body.errors[0]!.pointer]).toEqual([422, "?status"]);
  });

  test("is followed on the socket of who asked for it, and of nobody else", async () => {
    const viewer = await member(shop, "viewer");
    const [mine, theirs] = [await Socket.connect(server.url, shop.api.token!), await Socket.connect(server.url, viewer.api.token!)];
    const subscribe = { subscribe: { book: shop.bookId, channel: "job" } };
    await mine.ok(subscribe);
    await theirs.ok(subscribe);
    const job = await startExport(shop, { report: "trial-balance", format: "xlsx" });
    const values = (socket: Socket): Line[] => socket.lines.filter(({ value }) => value?.key === job.id).map(({ value }) => value as Line);
    await mine.find("the job done", ({ value }) => value?.key === job.id && value.data.status === "done", 60_000);
    expect(values(mine).at(-1)!.data).toEqual(await readJob(shop.api, job.id));
    expect(values(theirs)).toEqual([]);
    const again = await Socket.connect(server.url, shop.api.token!);
    await again.ok(subscribe);
    await again.find("the job on subscribing", ({ value }) => value?.key === job.id && value.data.status === "done");
    for (const socket of [mine, theirs, again]) socket.close();
  });

  test("is refused where too many wait", async () => {
    const idle = await Server.start({ settings: { "worker-jobs": "0" } });
    const quiet = await openShop(idle.url);
    const made: Job[] = [];
    for (let i = 0; i < 20; i += 1) made.push(await startExport(quiet, { report: "journal", format: "csv" }));
    const refused = await quiet.api.post<Problem>(quiet.path("/exports"), { report: "journal", format: "csv" });
    expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
    const unfinished = await quiet.api.get<Problem>(`/api/v1/jobs/${made[0]!.id}/file`);
    expect([unfinished.status, unfinished.body.code]).toEqual([409, "job_unfinished"]);
    const cancelled = await quiet.api.expect(200, quiet.api.post<Job>(`/api/v1/jobs/${made[0]!.id}/cancel`, {}));
    expect(cancelled).toMatchObject({ status: "failed", error: { code: "cancelled" } });
    await startExport(quiet, { report: "journal", format: "csv" });
    expect(await idle.stop()).toBe(0);
  });
});

describe("a server that is killed", () => {
  const formats = ["csv", "hledger", "xlsx", "pdf"] as const;

  test("goes on with every kind of job and does each once", { timeout: 400_000 }, async () => {
    const dataDir = temporaryFolder();
    let server = await Server.start({ dataDir });
    const listen = server.address;
    const shop = await openShop(server.url);
    await fill(shop, 3);
    // What each must come out as: made in peace.
    const peaceful = new Map<string, Buffer>();
    for (const format of formats) peaceful.set(format, await exported(shop, { report: "journal", format }));
    const checkedInPeace = await done(shop.api, (await shop.api.expect(202, shop.api.get<Job>(shop.path("/verify?full=true")))).id);

    const jobs: Job[] = [];
    for (const format of formats) jobs.push(await startExport(shop, { report: "journal", format }));
    jobs.push(await shop.api.expect(202, shop.api.get<Job>(shop.path("/verify?full=true"))));
    let kills = 0;
    for (const job of jobs) {
      // In the middle of this job if it can be met there, else at some moment behind it.
      await until("the job at work", 120_000, async () => {
        const { status } = await readJob(shop.api, job.id);
        return status !== "queued";
      });
      expect(await server.kill()).toBe("SIGKILL");
      kills += 1;
      server = await Server.start({ dataDir, listen });
    }
    const ends = await Promise.all(jobs.map((job) => done(shop.api, job.id, 120_000)));
    for (const [index, format] of formats.entries()) {
      const bytes = await download(shop.api, ends[index]!);
      if (format === "csv" || format === "hledger") expect(bytes.equals(peaceful.get(format)!), format).toBe(true);
      else expect(Math.abs(bytes.length - peaceful.get(format)!.length), format).toBeLessThan(2_000); // dates inside
    }
    expect(ends.at(-1)!.result).toEqual(checkedInPeace.result);
    expect(ends.some(({ tries }) => tries > 1)).toBe(true);
    const list = await shop.api.expect(200, shop.api.get<Schemas["JobList"]>(shop.path("/jobs?limit=500")));
    expect(list.items.length).toBe(2 * formats.length + 2);
    expect(await server.stop()).toBe(0);
    console.info(`${kills} kills, tries ${ends.map(({ tries }) => tries).join(" ")}`);
  });

  test("hands its jobs back when it is asked to stop", { timeout: 120_000 }, async () => {
    const dataDir = temporaryFolder();
    let server = await Server.start({ dataDir });
    const listen = server.address;
    const shop = await openShop(server.url);
    await fill(shop, 4);
    const jobs = [];
    for (let i = 0; i < 4; i += 1) jobs.push(await startExport(shop, { report: "journal", format: "xlsx" }));
    expect(await server.stop()).toBe(0);
    server = await Server.start({ dataDir, listen });
    for (const job of jobs) {
      const end = await done(shop.api, job.id, 90_000);
      expect(end.tries).toBe(1);
    }
    expect(await server.stop()).toBe(0);
  });
});

describe("a job that breaks every time", () => {
  test("ends in the list of failed ones, visible, and can be run again", { timeout: 120_000 }, async () => {
    const folder = join(temporaryFolder(), "later");
    const server = await Server.start({ environment: { TMPDIR: folder }, settings: { "job-retry-delay": "10ms", registration: "open" } });
    const shop = await openShop(server.url);
    await sell(shop, "15000");
    const viewer = await member(shop, "viewer");
    const job = await startExport(shop, { report: "journal", format: "xlsx" }, viewer.api); // no folder for its temporary file
    const failed = await ended(viewer.api, job.id);
    expect(failed).toMatchObject({ status: "failed", tries: 5, error: { code: "gave_up" }, file: null });
    expect(failed.error!.detail).not.toContain(folder);
    const list = await shop.api.expect(200, shop.api.get<Schemas["JobList"]>(shop.path("/jobs?status=failed")));
    expect(list.items.map(({ id }) => id)).toEqual([job.id]);
    const fine = await exported(shop, { report: "journal", format: "csv" }); // others are not held up
    expect(parseCsv(fine.toString()).length).toBe(3);

    mkdirSync(folder);
    const again = await shop.api.expect(202, shop.api.post<Job>(`/api/v1/jobs/${job.id}/retry`, {}));
    expect(again).toMatchObject({ status: "queued", tries: 0, error: null });
    const mended = await done(shop.api, job.id);
    expect(mended.tries).toBe(1);
    expect((await download(viewer.api, mended)).subarray(0, 2).toString()).toBe("PK");
    expect(await server.stop()).toBe(0);
  });
});

describe("a job that runs", () => {
  test("ends when it is cancelled", { timeout: 120_000 }, async () => {
    const server = await Server.start();
    const shop = await openShop(server.url);
    await fill(shop, 10);
    const braga = await outlet(shop, "BRAGA");
    const jobs: Job[] = [];
    for (let i = 0; i < 6; i += 1) jobs.push(await startExport(shop, { report: "journal", format: "xlsx" }));
    await until("the first at work", 60_000, async () => (await readJob(shop.api, jobs[0]!.id)).status === "running");
    for (const job of jobs) await shop.api.call("POST", `/api/v1/jobs/${job.id}/cancel`);
    const ends = await Promise.all(jobs.map((job) => ended(shop.api, job.id)));
    expect(ends.filter(({ error }) => error?.code === "cancelled").length).toBeGreaterThanOrEqual(5);
    for (const end of ends) if (end.status === "failed") expect(end.error!.code).toBe("cancelled");
    await exported(shop, { report: "journal", format: "csv", parameters: { outlet_id: braga.id } });
    expect(await server.stop()).toBe(0);
  });
});

describe.skipIf(!hasMariadb)("workers of their own beside a server", () => {
  test("share the jobs, and one goes on where another was killed", { timeout: 400_000 }, async () => {
    const environment = { ARUS_DATABASE_URL: Database.create().url };
    const server = await Server.start({ environment, settings: { "worker-jobs": "0" } });
    const shop = await openShop(server.url);
    await fill(shop, 3);
    const waiting = await startExport(shop, { report: "journal", format: "csv" });
    expect((await readJob(shop.api, waiting.id)).status).toBe("queued"); // nobody works yet
    const settings = { "job-lease": "2s" };
    const workers = [await WorkerProcess.start(environment, settings), await WorkerProcess.start(environment, settings)];
    const peaceful = await download(shop.api, await done(shop.api, waiting.id));
    const jobs: Job[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (const format of ["csv", "xlsx"] as const) jobs.push(await startExport(shop, { report: "journal", format }));
    }
    jobs.push(await shop.api.expect(202, shop.api.get<Job>(shop.path("/verify?full=true"))));
    for (const [index, worker] of workers.entries()) {
      await until("a job at work", 60_000, async () => {
        const states = await Promise.all(jobs.map(({ id }) => readJob(shop.api, id)));
        return states.some(({ status }) => status === "running") || states.every(({ status }) => status === "done");
      });
      expect(await worker.end("SIGKILL")).toBe("SIGKILL");
      workers[index] = await WorkerProcess.start(environment, settings);
    }
    const ends = await Promise.all(jobs.map(({ id }) => done(shop.api, id, 240_000)));
    for (const [index, end] of ends.entries()) {
      if (end.file?.name === "journal.csv") expect((await download(shop.api, end)).equals(peaceful), String(index)).toBe(true);
    }
    expect((ends.at(-1)!.result as Schemas["Verification"]).ok).toBe(true);
    for (const worker of workers) expect(await worker.end("SIGTERM")).toBe(0);
    expect(await server.stop()).toBe(0);
    console.info(`tries ${ends.map(({ tries }) => tries).join(" ")}`);
  });
});

test("a worker of its own refuses a database that it cannot share", async () => {
  expect(run("worker", "--data-dir", temporaryFolder()).code).toBe(3);
});
