// SPDX-License-Identifier: Apache-2.0
// Files to import: bringing them, their rows, and undoing.
import { Buffer } from "node:buffer";
import type { Api, Reply, Schemas, Shop } from "./api.ts";
import { done, type Job } from "./jobs.ts";

export type ImportOptions = Schemas["ImportOptions"];
export type ImportResult = Schemas["ImportResult"];
export type ImportRow = Schemas["ImportRow"];
export type Mapping = Schemas["ImportMapping"];

const boundary = "----arus-test-0123456789";

/** The body of a form with a file and its options, byte for byte. */
export function formOf(file: string | Uint8Array, options: unknown, name = "bank.csv"): { raw: Uint8Array; headers: Record<string, string> } {
  const part = (head: string): string => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`;
  const raw = Buffer.concat([
    Buffer.from(part(`name="options"`) + JSON.stringify(options) + "\r\n"),
    Buffer.from(part(`name="file"; filename="${name}"`)),
    Buffer.from(file),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { raw, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}

export function sendFile<Body = Job>(
  shop: Shop,
  file: string | Uint8Array,
  options: unknown,
  api: Api = shop.api,
  name?: string,
): Promise<Reply<Body>> {
  return api.call<Body>("POST", shop.path("/imports"), formOf(file, options, name));
}

/** Brings a file and waits for the end of its job, which must be done well. */
export async function imported(shop: Shop, file: string | Uint8Array, options: ImportOptions, api: Api = shop.api): Promise<{ job: Job; result: ImportResult }> {
  const job = await done(api, (await api.expect(202, sendFile(shop, file, options, api))).id);
  return { job, result: job.result as unknown as ImportResult };
}

export async function rowsOf(api: Api, job: Job, verdict?: string): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  let cursor: string | null = null;
  do {
    const query: string = [verdict === undefined ? "" : `verdict=${verdict}&`, cursor === null ? "" : `cursor=${encodeURIComponent(cursor)}&`, "limit=500"].join("");
    const page: Schemas["ImportRowList"] = await api.expect(200, api.get<Schemas["ImportRowList"]>(`/api/v1/jobs/${job.id}/rows?${query}`));
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return rows;
}

export async function undone(shop: Shop, job: Job, api: Api = shop.api): Promise<Schemas["ImportUndoResult"]> {
  const asked = await api.expect(202, api.post<Job>(shop.path(`/imports/${job.id}/undo`), {}));
  return (await done(api, asked.id)).result as unknown as Schemas["ImportUndoResult"];
}
