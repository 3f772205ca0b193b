// SPDX-License-Identifier: Apache-2.0
// A client that follows openapi.yaml with hostile values: whatever it sends, the answer is one the contract names, never a
// 500, and the server stays. 20 s by default; ARUS_FUZZ_SECONDS for longer. The seed is printed; ARUS_SEED repeats it.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { Api, openShop, password, sale, freshKey, type Shop, type Schemas } from "../support/api.ts";
import { operations, parametersOf } from "../support/contract.ts";
import { outlet } from "../support/people.ts";
import { testSeed } from "../support/seed.ts";
import { Server } from "../support/server.ts";

type Node = { readonly [key: string]: any };
const seconds = Number(process.env.ARUS_FUZZ_SECONDS ?? "20");
const seed = testSeed(20261122);
const document = parse(readFileSync(resolve(import.meta.dirname, "../../../contracts/openapi.yaml"), "utf8")) as Node;

let state = seed + 1;
/** mulberry32: the same numbers for the same seed. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
const below = (count: number): number => Math.floor(random() * count);
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)]!;
const chance = (part: number): boolean => random() < part;

const hostileText: readonly string[] = [
  "", " ", "\0", "\u0000\u0001", "'", "\"", "' OR '1'='1", "1; DROP TABLE users;--", "') UNION SELECT * FROM users--", "`id`", "$(id)", "| id", "%00", "%s%n%x",
  "../../../../etc/passwd", "..\\..\\windows", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}", "${7*7}", "\r\nSet-Cookie: x=1", "=1+1", "@SUM(A1)",
  "\u202e", "\u{1f4a3}".repeat(40), "e\u0301".repeat(60), "\ud800", "\ufffe", "İ", "ß", "x".repeat(300), "x".repeat(5_000), "9".repeat(400), "-1", "1e309", "NaN", "null", "true", "[]", "{}",
  "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "0192F0C1-7A3E-7C10-9D52-3F1F6A2B4C5D", "2026-02-30", "0000-00-00", "9999-12-31", "2026-11-22T25:61:61Z",
  "10000000000000000", "0.00000000000000001", "-0", "1,000", "0x10", "١٢٣", "１２３",
];
const hostileValues: readonly unknown[] = [null, true, false, 0, -1, 1, 2 ** 53, -(2 ** 63), 1e308, 0.1, [], {}, [[]], [null], { "": "" }, { __proto__: 1 }, Array(300).fill(1)];

const at = (pointer: string): Node => pointer.slice(2).split("/").reduce<Node>((node, part) => node[part] as Node, document);
const solid = (schema: Node): Node => (typeof schema.$ref === "string" ? solid(at(schema.$ref)) : schema);

let shop: Shop;
let known: readonly string[] = [];

/** A value of the schema, hostile in some place with the given chance. */
function valueOf(from: Node, depth = 0): unknown {
  const schema = solid(from);
  if (depth > 6) return null;
  if (chance(0.08)) return chance(0.7) ? oneOf(hostileText) : oneOf(hostileValues);
  for (const kind of ["anyOf", "oneOf", "allOf"] as const) if (Array.isArray(schema[kind])) return valueOf(oneOf(schema[kind] as Node[]), depth + 1);
  if (Array.isArray(schema.enum)) return chance(0.95) ? oneOf(schema.enum as unknown[]) : oneOf(hostileText);
  const type = Array.isArray(schema.type) ? (oneOf(schema.type as string[]) as string) : (schema.type as string | undefined);
  switch (type) {
    case "object": {
      const made: Record<string, unknown> = {};
      const required = (schema.required ?? []) as string[];
      for (const [name, inner] of Object.entries((schema.properties ?? {}) as Record<string, Node>)) {
        if (required.includes(name) ? chance(0.97) : chance(0.35)) made[name] = valueOf(inner, depth + 1);
      }
      if (chance(0.03)) made[oneOf(hostileText)] = oneOf(hostileValues);
      return made;
    }
    case "array":
      return Array.from({ length: chance(0.02) ? 250 : below(4) }, () => valueOf((schema.items ?? {}) as Node, depth + 1));
    case "integer":
    case "number":
      return oneOf([0, 1, -1, 5, schema.minimum ?? 0, schema.maximum ?? 7, 2 ** 31, 2 ** 53, 1.5]);
    case "boolean":
      return chance(0.5);
    case "null":
      return null;
    default:
      return textOf(schema);
  }
}

function textOf(schema: Node): string {
  const pattern = String(schema.pattern ?? "");
  if (pattern.includes("{8}-")) return oneOf(known);
  if (pattern.includes("[0-9]{4}-(0")) return oneOf(["2026-11-22", "2026-01-01", "2000-01-01", "2027-11-01", "1999-12-31"]);
  if (pattern.includes("T[0-9]{2}")) return oneOf(["2026-11-22T03:00:00Z", "2027-01-01T00:00:00.123456Z", "1970-01-01T00:00:00Z"]);
  if (pattern.includes("(0|[1-9]")) return oneOf(["0", "1", "150000", "999999999999999", "9999999999999999", "12.5", "-5"]);
  if (Array.isArray(schema.examples)) return oneOf(schema.examples as string[]);
  return oneOf(["Kopi", "1101", "4101", "id", "a@b.example", "sandi-yang-panjang", ...hostileText]);
}

// What would end the run by doing what it is for.
// (refresh lets the old token live a minute.)
const left = new Set(["logout", "refresh", "end_my_session", "end_my_other_sessions", "change_password", "open_realtime", "read_metrics", "delete_member", "put_member", "begin_totp"]);

let server: Server;
beforeAll(async () => {
  server = await Server.start({
    settings: { registration: "open", "sign-in-tries-per-account": "10000", "sign-in-tries-per-address": "100000" },
  });
  shop = await openShop(server.url);
  const made = await outlet(shop, "DAGO");
  const sold = await shop.api.expect(201, shop.api.post<Schemas["Transaction"]>(shop.path("/transactions"), sale("5000", { outlet_id: made.id }), { key: freshKey() }));
  const accounts = await shop.api.get<Schemas["AccountList"]>(shop.path("/accounts"));
  known = [shop.bookId, shop.userId, made.id, sold.id, ...accounts.body.items.slice(0, 3).map(({ id }) => id)];
});
afterAll(async () => {
  const code = await server.stop();
  expect(code, server.log.slice(-3).join("\n")).toBe(0);
});

test(`hostile values of every operation get an answer of the contract (seed ${seed}, ${seconds} s)`, async () => {
  const targets = operations.filter(({ operation }) => !left.has(operation.operationId));
  const statuses = new Map<number, number>();
  const end = performance.now() + seconds * 1_000;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      const target = oneOf(targets);
      const { method, path, operation } = target;
      let filled = path.replace("{book}", chance(0.93) ? shop.bookId : encodeURIComponent(clean(oneOf(hostileText))) || "x");
      filled = filled.replace(/\{[a-z_]+\}/g, () => encodeURIComponent(clean(chance(0.7) ? oneOf(known) : oneOf(hostileText))) || "x");
      const query: string[] = [];
      const headers: Record<string, string> = {};
      for (const parameter of parametersOf(target)) {
        const schema = (parameter as unknown as { readonly schema: Node }).schema;
        if (parameter.required !== true && chance(0.6)) continue;
        const value = clean(String(valueOf(schema)));
        if (parameter.in === "query") query.push(`${parameter.name}=${chance(0.9) ? encodeURIComponent(value) : value.replace(/[^!-~]/g, "%ff").replaceAll("#", "%23")}`);
        // A client cannot send line ends in a field at all.
        if (parameter.in === "header" && parameter.name !== "Sec-WebSocket-Protocol") headers[parameter.name.toLowerCase()] = value.replace(/[^ -~]/g, "?");
      }
      const schema = ((operation.requestBody as Node | undefined)?.content as Node | undefined)?.["application/json"]?.schema as Node | undefined;
      let raw: string | undefined;
      if (schema !== undefined) {
        raw = JSON.stringify(valueOf(schema)) ?? "null";
        if (chance(0.05)) raw = raw.slice(0, below(raw.length + 1));
        if (chance(0.03)) raw = "[".repeat(40) + raw;
      }
      const asked = query.length === 0 ? filled : `${filled}?${query.join("&")}`;
      let reply;
      try {
        reply = await shop.api.call(method, asked, { headers, ...(raw !== undefined && { raw }) });
      } catch (error) {
        // 422 for a parameter that no path takes, and 404 of a path that a hostile id made another one, are in the contract's
        // introduction, not with each operation.
        if (/a status that the contract does not name|no such operation/.test(String(error)) && !/-> 5\d\d/.test(String(error))) continue;
        throw new Error(`seed ${seed}: ${method} ${asked}\n${JSON.stringify(headers)}\n${raw?.slice(0, 2_000)}\n${String(error)}`);
      }
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      if (reply.status >= 500) throw new Error(`seed ${seed}: ${method} ${asked} -> ${reply.status}\n${JSON.stringify(headers)}\n${raw}\n${reply.text}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  console.info(`hostile requests: ${JSON.stringify([...statuses].sort())}`);
  expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(seconds * 5);
  expect(statuses.get(200) ?? 0).toBeGreaterThan(0); // it does get through to what works
  expect(statuses.get(422) ?? 0).toBeGreaterThan(0);
  const api = new Api(server.url);
  await api.expect(200, api.post("/api/v1/auth/login", { email: "pemilik@contoh.example", password }));
  const verified = await shop.api.expect(200, shop.api.get<Schemas["Verification"]>(shop.path("/verify")));
  expect(verified.ok).toBe(true);
}, (seconds + 60) * 1_000);

/** Text that can be sent at all: a lone surrogate cannot. */
function clean(text: string): string {
  return Buffer.from(text).toString();
}
