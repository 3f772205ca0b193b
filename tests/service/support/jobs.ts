// SPDX-License-Identifier: Apache-2.0
// Jobs: asking for them, waiting for their end, fetching what they made.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Api, Schemas, Shop } from "./api.ts";
import { checkReply } from "./contract.ts";
import type { Environment } from "./mysql.ts";
import { binary } from "./server.ts";
import { until } from "./wait.ts";

export type Job = Schemas["Job"];
export type ExportRequest = Schemas["ExportRequest"];

/** Asks for a document. */
export async function startExport(shop: Shop, request: ExportRequest, api: Api = shop.api): Promise<Job> {
  return api.expect(202, api.post<Job>(shop.path("/exports"), request));
}

export async function readJob(api: Api, id: string): Promise<Job> {
  return api.expect(200, api.get<Job>(`/api/v1/jobs/${id}`));
}

/** The job once it is done or has failed. */
export async function ended(api: Api, id: string, withinMs = 120_000): Promise<Job> {
  return until(`the end of job ${id}`, withinMs, async () => {
    const job = await readJob(api, id);
    return job.status === "done" || job.status === "failed" ? job : undefined;
  });
}

/** The job that must be done well. */
export async function done(api: Api, id: string, withinMs?: number): Promise<Job> {
  const job = await ended(api, id, withinMs);
  if (job.status !== "done") throw new Error(`job ${id} failed: ${JSON.stringify(job.error)}`);
  return job;
}

/** What a job made, held against the contract. */
export async function download(api: Api, job: Job): Promise<Buffer> {
  const path = `/api/v1/jobs/${job.id}/file`;
  const response = await fetch(api.url + path, { headers: { authorization: `Bearer ${api.token}` } });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${response.status} ${bytes.toString()}`);
  checkReply("GET", path, response.status, response.headers, "-");
  if (bytes.length !== job.file!.bytes) throw new Error(`${bytes.length} bytes instead of ${job.file!.bytes}`);
  const disposition = response.headers.get("content-disposition");
  if (disposition !== `attachment; filename="${job.file!.name}"`) throw new Error(`disposition ${disposition}`);
  return bytes;
}

/** The document a request makes. */
export async function exported(shop: Shop, request: ExportRequest, api: Api = shop.api): Promise<Buffer> {
  const job = await done(api, (await startExport(shop, request, api)).id);
  return download(api, job);
}

/** What a program of the machine says of a file, whose name stands in the place of `%`. */
export function saidOf(bytes: Buffer, program: string, words: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "arus-document-"));
  try {
    const file = join(folder, "document");
    writeFileSync(file, bytes);
    return execFileSync(program, words.map((word) => (word === "%" ? file : word)), { encoding: "utf8", maxBuffer: 1 << 28 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The records of a CSV file (RFC 4180). */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ",") {
      record.push(field);
      field = "";
    } else if (char === "\r" && text[at + 1] === "\n") {
      record.push(field);
      records.push(record);
      record = [];
      field = "";
      at += 1;
    } else field += char;
  }
  if (field !== "" || record.length > 0) throw new Error("the last record does not end");
  return records;
}

/** `arus worker`: works on jobs of a shared database. Ended by whoever started it. */
export class WorkerProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts it and returns when it works. */
  static async start(environment: Environment, settings: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
    const words = Object.entries({ "admin-listen": "127.0.0.1:0", ...settings }).flatMap(([name, value]) => [`--${name}`, value]);
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("ARUS_"));
    const child = spawn(binary, ["worker", ...words], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...Object.fromEntries(inherited), ...environment },
    });
    process.once("exit", () => child.kill("SIGKILL"));
    let said = "";
    child.stdout!.on("data", (bytes: Buffer) => {
      said += bytes.toString();
    });
    await until("the worker at work", 60_000, () => {
      if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`);
      return said.includes("working\n");
    });
    return new WorkerProcess(child);
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number | string> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await once(this.#child, "exit");
    }
    return this.#child.exitCode ?? this.#child.signalCode ?? "unknown";
  }
}
