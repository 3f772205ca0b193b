// SPDX-License-Identifier: Apache-2.0
// A client of REST that holds every reply against the contract before a test sees it.
import type { components } from "../../../web/src/shared/api/generated/schema.js";
import { checkReply } from "./contract.ts";
import { sharedAddress } from "./server.ts";

export type Schemas = components["schemas"];
export type Transaction = Schemas["Transaction"];

export type Reply<Body = unknown> = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
};

export type RequestOptions = {
  readonly body?: unknown;
  /** Sent as it stands instead of `body`. */
  readonly raw?: string | Uint8Array;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** One person's calls; without a token those of a stranger. */
export class Api {
  readonly url: string;
  readonly token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.token = token;
  }

  as(token: string): Api {
    return new Api(this.url, token);
  }

  async call<Body = unknown>(method: string, path: string, options: RequestOptions = {}): Promise<Reply<Body>> {
    const headers: Record<string, string> = { ...options.headers };
    if (this.token !== undefined) headers.authorization = `Bearer ${this.token}`;
    if (options.key !== undefined) headers["idempotency-key"] = options.key;
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    if (body !== undefined && headers["content-type"] === undefined) headers["content-type"] = "application/json";
    const response = await fetch(this.url + path, { method, headers, body: (body ?? null) as BodyInit | null, redirect: "manual" });
    const text = await response.text();
    checkReply(method, new URL(path, this.url).pathname, response.status, response.headers, text);
    const isJson = (response.headers.get("content-type") ?? "").includes("json") && text !== "";
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : undefined) as Body };
  }

  get<Body = unknown>(path: string, options?: RequestOptions): Promise<Reply<Body>> {
    return this.call<Body>("GET", path, options);
  }
  post<Body = unknown>(path: string, body: unknown, options: RequestOptions = {}): Promise<Reply<Body>> {
    return this.call<Body>("POST", path, { ...options, body });
  }
  patch<Body = unknown>(path: string, body: unknown): Promise<Reply<Body>> {
    return this.call<Body>("PATCH", path, { body });
  }
  delete<Body = unknown>(path: string): Promise<Reply<Body>> {
    return this.call<Body>("DELETE", path);
  }
  put<Body = unknown>(path: string, body: unknown): Promise<Reply<Body>> {
    return this.call<Body>("PUT", path, { body });
  }

  /** The body of a call that must end in `status`. */
  async expect<Body>(status: number, reply: Promise<Reply<Body>>): Promise<Body> {
    const got = await reply;
    if (got.status !== status) throw new Error(`expected ${status}, got ${got.status}: ${got.text}`);
    return got.body;
  }
}

/** A user with a book of the `umkm` chart; the first user of a server of one's own. */
export type Shop = {
  readonly api: Api;
  readonly bookId: string;
  readonly userId: string;
  /** Path below the book. */
  readonly path: (rest: string) => string;
};

export const password = "rahasia-sekali-22";

let owners = 0;
/** The same in every suite with a server of its own; on shared ones each owner is a new person. */
function ownerEmail(): string {
  if (sharedAddress === undefined) return "pemilik@contoh.example";
  owners += 1;
  return `pemilik-${process.pid}-${Date.now()}-${owners}@contoh.example`;
}

/** `owner`: where it is not the first user, who needs another e-mail, or does not come from this machine. */
export async function openShop(
  url: string,
  book: Partial<Schemas["BookDraft"]> = {},
  owner: Partial<Schemas["RegisterRequest"]> = {},
): Promise<Shop> {
  const stranger = new Api(url);
  const made = await stranger.expect(
    201,
    stranger.post<Schemas["Registration"]>("/api/v1/auth/register", {
      email: ownerEmail(),
      password,
      name: "Pemilik",
      book: { name: "Kopi Senja", currency: "IDR", time_zone: "Asia/Jakarta", template: "umkm", ...book },
      ...owner,
    }),
  );
  const bookId = made.book!.id;
  return {
    api: stranger.as(made.access_token),
    bookId,
    userId: made.user.id,
    path: (rest) => `/api/v1/books/${bookId}${rest}`,
  };
}

let keys = 0;
/** A key that nobody used before in this process. */
export function freshKey(): string {
  keys += 1;
  return `key-${process.pid}-${Date.now()}-${keys}`;
}

/** The short form of a sale in cash. */
export function sale(amount: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { kind: "sale", amount, account_code: "1101", counter_code: "4101", ...more };
}
