// SPDX-License-Identifier: Apache-2.0
// The walk: every operation of openapi.yaml and every channel of the socket, by everybody who must not see a book or an
// outlet of it. Its data holds canaries, words and ids that stand nowhere else; not one of them may come back. A path
// that this walk has no rule for fails it, so that a new one is covered the day it appears.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, openShop, password, sale, type Reply, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { newId, sell, state } from "../support/books.ts";
import { operations, parametersOf } from "../support/contract.ts";
import { imported } from "../support/imports.ts";
import { member, outlet, register, type Person } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { Socket, type Line } from "../support/socket.ts";
import { promised, until } from "../support/wait.ts";

type Problem = Schemas["Problem"];
type Operation = (typeof operations)[number];
type Actor = {
  readonly api: Api;
  /** What they must never be shown. */
  readonly canaries: ReadonlySet<string>;
  readonly role: Schemas["Role"] | "stranger" | "nobody";
  readonly person?: Person;
};

let server: Server;
let shop: Shop;
let other: { readonly book: Schemas["Book"]; readonly person: Person };
let mine: Schemas["Outlet"];
let theirs: Schemas["Outlet"];
let job: string;
let rule: string;
const ids: Record<string, string> = {};
const actors = new Map<string, Actor>();
const names = ["nobody", "expired key", "revoked key", "ended session", "stranger", "removed member", "viewer", "cashier of another outlet"] as const;

const channels: readonly string[] = (
  JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../contracts/realtime.schema.json"), "utf8")) as {
    readonly $defs: { readonly channel: { readonly enum: readonly string[] } };
  }
).$defs.channel.enum;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Our own words in some text, and every id. */
const marks = (text: string): string[] => [...text.matchAll(/KANARI-[A-Z0-9]+/g), ...text.matchAll(uuid)].map(([mark]) => mark);

beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url, { name: "KANARI-BUKU" });
  const { api } = shop;
  await api.expect(200, api.patch("/api/v1/me", { name: "KANARI-PEMILIK" }));
  mine = await outlet(shop, "DAGO");
  theirs = await outlet(shop, "BRAGA", "KANARI-BRAGA");
  const account = await api.expect(
    201,
    api.post<Schemas["Account"]>(shop.path("/accounts"), { code: "1199", name: "KANARI-KAS", type: "asset", subtype: "cash", min_balance: "0" }),
  );
  const contact = await api.expect(
    201,
    api.post<Schemas["Contact"]>(shop.path("/contacts"), { code: "KANARI-K1", name: "KANARI-IBU", phone: "KANARI-08" }),
  );
  const foreign = await sell(shop, "70001", {
    outlet_id: theirs.id,
    description: "KANARI-KOPI",
    reference: "KANARI-REF",
    tags: ["KANARI-TAG"],
    lines: [{ name: "KANARI-BARIS", quantity: "1", amount: "70001" }],
  });
  await sell(shop, "1000", { outlet_id: mine.id });
  const invitation = await api.expect(
    201,
    api.post<Schemas["InvitationCreated"]>(shop.path("/invitations"), { role: "viewer", outlet_ids: [], note: "KANARI-UNDANGAN" }),
  );
  const key = async (body: Record<string, unknown>) =>
    api.expect(201, api.post<Schemas["ApiKeyCreated"]>(shop.path("/api-keys"), { name: "KANARI-KUNCI", role: "admin", ...body }));
  const kept = await key({});
  const dead = await key({});
  await api.delete(shop.path(`/api-keys/${dead.api_key.id}`));
  const late = await key({ expires_at: new Date(Date.now() + 1_500).toISOString() });
  const sessions = await api.expect(200, api.get<Schemas["SessionList"]>("/api/v1/me/sessions"));

  const viewer = await member(shop, "viewer");
  const cashier = await member(shop, "cashier", [mine.id]);
  const removed = await member(shop, "admin");
  await api.delete(shop.path(`/members/${removed.userId}`));
  const ended = await member(shop, "admin");
  await ended.api.call("POST", "/api/v1/auth/logout");
  const stranger = await register(api, "Orang Lain");
  const book = await stranger.api.expect(
    201,
    stranger.api.post<Schemas["Book"]>("/api/v1/books", { name: "KANARI-LAIN", currency: "IDR", time_zone: "Asia/Jakarta", template: "minimal" }),
  );
  other = { book, person: stranger };

  const exported = await api.post<{ readonly id?: string }>(shop.path("/exports"), { report: "journal", format: "csv" });
  job = exported.body.id ?? newId();
  const ruled = await api.post<{ readonly id?: string }>(shop.path("/notification-rules"), { kind: "transaction_above", amount: "1" });
  rule = ruled.body.id ?? newId();
  const bank = await imported(shop, "date,description,amount\n2026-01-05,KANARI-IMPOR,100\n", {
    kind: "csv",
    dry_run: false,
    mapping: { money_account_code: "1103", counter_account_code: "4201", outlet_id: theirs.id },
  });
  Object.assign(ids, {
    accounts: account.id,
    imports: bank.job.id,
    outlets: theirs.id,
    contacts: contact.id,
    transactions: foreign.id,
    members: viewer.userId,
    invitations: invitation.invitation.id,
    "api-keys": kept.api_key.id,
    "notification-rules": rule,
    jobs: job,
    sessions: sessions.items[0]!.id,
  });

  const shown: string[] = [];
  for (const path of ["", "/accounts?limit=500", "/outlets", "/contacts", "/transactions", "/members", "/invitations", "/api-keys", "/audit-log", "/balances"]) {
    shown.push((await api.get(shop.path(path))).text);
  }
  const ofShop = new Set([...marks(shown.join()), ...Object.values(ids), invitation.token, kept.token, shop.userId]);
  const ofOutlet = new Set([theirs.id, foreign.id, "KANARI-BRAGA", "KANARI-KOPI", "KANARI-REF", "KANARI-TAG", "KANARI-BARIS", "KANARI-IMPOR", job, bank.job.id, "KANARI-UNDANGAN", "KANARI-KUNCI", kept.token]);
  const ofOther = new Set([book.id, "KANARI-LAIN", stranger.userId]);
  const without = (set: ReadonlySet<string>, ...known: string[]) => new Set([...set].filter((one) => !known.includes(one)));
  const add = (name: (typeof names)[number], actor: Actor) => actors.set(name, actor);
  add("nobody", { api: new Api(server.url), canaries: ofShop, role: "nobody" });
  add("revoked key", { api: api.as(dead.token), canaries: ofShop, role: "nobody" });
  add("expired key", { api: api.as(late.token), canaries: ofShop, role: "nobody" });
  add("ended session", { api: ended.api, canaries: without(ofShop, ended.userId), role: "nobody" });
  add("stranger", { api: stranger.api, canaries: ofShop, role: "stranger", person: stranger });
  add("removed member", { api: removed.api, canaries: without(ofShop, removed.userId), role: "stranger", person: removed });
  add("viewer", { api: viewer.api, canaries: new Set([...ofOther, "KANARI-UNDANGAN", "KANARI-KUNCI", kept.token]), role: "viewer", person: viewer });
  add("cashier of another outlet", { api: cashier.api, canaries: new Set([...ofOther, ...ofOutlet]), role: "cashier", person: cashier });
  await until("the key to expire", 20_000, async () => (await actors.get("expired key")!.api.get(shop.path(""))).status === 401);
}, 120_000);
afterAll(async () => {
  const code = await server.stop();
  expect(code, server.log.slice(-3).join("\n")).toBe(0);
});

/** What names an id in a path. Throws where the walk does not know. */
function idOf(path: string): string {
  const kind = /\/([a-z-]+)\/\{(?:id|user_id)\}/.exec(path)?.[1];
  const id = kind === undefined ? undefined : ids[kind];
  if (id === undefined) throw new Error(`the walk has no rule for ${path}: give ids an object of that kind`);
  return id;
}

const queries: Readonly<Record<string, () => string>> = {
  account_id: () => ids.accounts!,
  row: () => "1101",
  column: () => "0",
  from_sequence: () => "0",
  to_sequence: () => "1",
  type: () => "receivable",
};

/** The path with real ids of the shop, and every query parameter that must be there. */
function filled(one: Operation): string {
  const { path } = one;
  let there = path.replace("{book}", shop.bookId).replace("{report}", "trial-balance");
  if (/\{(id|user_id)\}/.test(there)) there = there.replace(/\{(id|user_id)\}/, idOf(path));
  if (there.includes("{")) throw new Error(`the walk has no rule for ${path}`);
  const needed = parametersOf(one).filter((wanted) => wanted.in === "query" && wanted.required === true).map(({ name }) => {
    const value = queries[name];
    if (value === undefined) throw new Error(`the walk has no value for the query ${name} of ${path}`);
    return `${name}=${value()}`;
  });
  return needed.length === 0 ? there : `${there}?${needed.join("&")}`;
}

/** Who an operation is for. Throws where the walk does not know. */
function ruleOf({ path, operation }: Operation): "everybody" | "signed in" | "member" | "owner of it" {
  if (operation.security?.length === 0) return "everybody";
  if (path.startsWith("/api/v1/books/{book}")) return "member";
  if (/^\/api\/v1\/(jobs|me\/sessions)\/\{id\}/.test(path)) return "owner of it";
  if (/^\/api\/v1\/(me|books|auth|notifications|invitations)(\/|$)/.test(path) && !path.includes("{")) return "signed in";
  throw new Error(`the walk has no rule for ${path}: who is it for?`);
}

function expectNoCanary(actor: Actor, where: string, text: string, asked: string): void {
  for (const canary of actor.canaries) {
    if (text.includes(canary)) throw new Error(`${where} shows ${canary}, asked ${asked}:\n${text}`);
  }
}

const headersOf = (reply: Reply): string => {
  const lines: string[] = [];
  reply.headers.forEach((value, name) => lines.push(`${name}: ${value}`));
  return lines.join("\n");
};

const call = (actor: Actor, { method }: Operation, path: string): Promise<Reply<Problem | undefined>> => {
  const options = method === "GET" ? {} : method === "DELETE" ? { key: freshKey() } : { body: {}, key: freshKey() };
  return actor.api.call<Problem | undefined>(method, path, options);
};

describe("every operation of the contract", () => {
  // Ending the session that asks would end the walk: who may do it is shown in sign-in.
  const walked = operations.filter(({ path }) => path !== "/api/v1/auth/logout" && path !== "/metrics");

  test.each(names)("shows nothing it must not to: %s", async (name) => {
    const actor = actors.get(name)!;
    const before = await state(shop);
    for (const operation of walked) {
      const where = `${operation.method} ${operation.path} as ${name}`;
      const path = filled(operation);
      const whom = ruleOf(operation);
      const reply = await call(actor, operation, path);
      expectNoCanary(actor, where, reply.text + headersOf(reply), path);
      const refused = [401, 403, 404].includes(reply.status);
      const { "x-roles": roles } = operation.operation;
      if (whom === "everybody") continue;
      if (actor.role === "nobody") {
        // A path of the contract that is not built yet is 404 before anybody is asked who they are.
        expect([where, [401, 404].includes(reply.status)]).toEqual([where, true]);
      } else if (whom === "owner of it") {
        expect([where, reply.status]).toEqual([where, 404]);
      } else if (whom === "member" && actor.role === "stranger") {
        expect([where, reply.status]).toEqual([where, 404]);
      } else if (whom === "member" && roles !== undefined && !roles.includes(actor.role)) {
        expect([where, refused]).toEqual([where, true]);
      }
    }
    expect(await state(shop)).toBe(before);
  });

  test("shows every canary to the owner: the walk can find them", async () => {
    const seen: string[] = [];
    for (const operation of walked.filter(({ method }) => method === "GET")) {
      seen.push((await shop.api.get(filled(operation))).text);
    }
    const text = seen.join();
    const words = new Set([...actors.get("stranger")!.canaries].filter((one) => one.startsWith("KANARI")));
    expect(words.size).toBeGreaterThan(8);
    for (const word of words) expect([word, text.includes(word)]).toEqual([word, true]);
  });

  test("narrows no list of a cashier to what another outlet has", async () => {
    const actor = actors.get("cashier of another outlet")!;
    const lists = walked.filter(({ method, path }) => method === "GET" && path.startsWith("/api/v1/books/{book}"));
    const narrowing = [`outlet_id=${theirs.id}`, `q=KANARI-KOPI`, `q=KANARI-REF`, `tag=KANARI-TAG`, `contact_id=${ids.contacts}`, "limit=500", "after=0", "archived=false"];
    for (const operation of lists) {
      const path = filled(operation);
      const known = parametersOf(operation).map(({ name }) => name);
      for (const query of narrowing.filter((one) => known.includes(one.split("=")[0]!))) {
        const asked = `${path}${path.includes("?") ? "&" : "?"}${query}`;
        const reply = await actor.api.get(asked);
        expectNoCanary(actor, `GET ${operation.path}`, reply.text, asked);
      }
    }
  });

  test("takes no write of a cashier into another outlet, and answers none with its data", async () => {
    const actor = actors.get("cashier of another outlet")!;
    const before = await state(shop);
    const foreign = ids.transactions!;
    const tries: readonly [string, unknown][] = [
      ["/transactions", sale("1", { outlet_id: theirs.id })],
      ["/transactions", sale("1", { outlet_id: mine.id, replaces_id: foreign })],
      ["/transactions", sale("1", { outlet_id: mine.id, id: foreign })],
      ["/transactions/batch", { atomic: false, transactions: [{ ...sale("1", { outlet_id: theirs.id }), id: newId() }] }],
      [`/transactions/${foreign}/reverse`, {}],
      [`/transactions/${foreign}/void`, {}],
    ];
    for (const [path, body] of tries) {
      const key = (body as { readonly id?: string }).id ?? freshKey();
      const reply = await actor.api.post<Problem>(shop.path(path), body, { key });
      expectNoCanary(actor, path, reply.text.replaceAll(foreign, ""), path);
      if (path.endsWith("batch")) expect(reply.text).toContain("unknown_outlet");
      else expect([path, reply.status >= 400]).toEqual([path, true]);
    }
    expect(await state(shop)).toBe(before);
  });

  test("takes as long to hide a book as to miss one", async () => {
    const { api } = actors.get("stranger")!;
    const times: Record<"hidden" | "missing", number[]> = { hidden: [], missing: [] };
    for (let round = 0; round < 120; round += 1) {
      for (const [kind, id] of [["hidden", shop.bookId], ["missing", newId()]] as const) {
        const began = performance.now();
        expect((await api.get(`/api/v1/books/${id}`)).status).toBe(404);
        times[kind].push(performance.now() - began);
      }
    }
    const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length / 2]!;
    const ratio = median(times.hidden) / median(times.missing);
    expect(ratio).toBeGreaterThan(1 / 3);
    expect(ratio).toBeLessThan(3);
  });
});

describe("every channel of the socket", () => {
  const subscribe = (channel: string, filter?: Record<string, string>): Line => ({
    subscribe: {
      book: shop.bookId,
      channel,
      ...(filter !== undefined && { filter }),
      ...(channel === "report" && { report: { name: "trial-balance", parameters: {} } }),
    },
  });

  test.each(names)("is closed to, or narrowed for: %s", async (name) => {
    const actor = actors.get(name)!;
    if (actor.role === "nobody") {
      const socket = await Socket.open(server.url);
      const token = actor.api.token ?? "arus_s_bukan-siapa-siapa-bukan-siapa-siapa-bukan";
      const error = await socket.refused({ connect: { token, client: { name: "tests", version: "0" } } });
      expect(["unauthenticated", "token_expired"]).toContain(error.code);
      await socket.ended();
      expectNoCanary(actor, "connect", socket.texts.join(), name);
      return;
    }
    const socket = await Socket.connect(server.url, actor.api.token!);
    for (const channel of channels) {
      const plain = await socket.command(subscribe(channel));
      if (actor.role === "stranger") expect([channel, plain.error?.code]).toEqual([channel, "not_found"]);
      if (actor.role === "cashier" && ["balance", "kpi", "report"].includes(channel)) {
        expect([channel, plain.error?.code]).toEqual([channel, "forbidden"]);
      }
      const narrowed = await socket.command(subscribe(channel, { outlet_id: theirs.id }));
      if (actor.role !== "viewer") expect([channel, narrowed.ok]).toEqual([channel, undefined]);
    }
    const ledger = await socket.command({ subscribe: { book: shop.bookId, channel: "ledger", snapshot: true } });
    const replay = await socket.command({ subscribe: { book: shop.bookId, channel: "ledger", since: { epoch: "0".repeat(16), offset: 0 } } });
    if (actor.role === "stranger") expect([ledger.error?.code, replay.error?.code]).toEqual(["not_found", "not_found"]);
    // Something happens in the foreign outlet, then something that everybody here may know.
    const foreign: Transaction = await sell(shop, "70002", { outlet_id: theirs.id, description: "KANARI-KOPI" });
    if (actor.role !== "stranger") {
      await sell(shop, "1000", { outlet_id: mine.id, description: `tanda ${name}` });
      await socket.find("the own outlet's event", ({ event }) => JSON.stringify(event ?? "").includes(`tanda ${name}`));
    } else {
      await socket.ok({ refresh: { token: actor.api.token } });
    }
    if (actor.role !== "viewer") expect(socket.texts.join()).not.toContain(foreign.id);
    expectNoCanary(actor, "socket", socket.texts.join("\n"), name);
    socket.close();
  });
});

describe("a right that ends", () => {
  const withSocket = async (person: Person) => {
    const socket = await Socket.connect(server.url, person.api.token!);
    const { sub } = await socket.ok({ subscribe: { book: shop.bookId, channel: "ledger" } });
    return { socket, sub: sub as number };
  };
  // On the server that took it away the very next request is refused; open sockets follow within a second.

  test("by removal is gone from REST and from an open socket", async () => {
    const socket = await promised("a removed member's socket is unsubscribed", 1_000, async (watch) => {
      const person = await member(shop, "viewer");
      const { socket } = await withSocket(person);
      await person.api.expect(200, person.api.get(shop.path("")));
      await shop.api.delete(shop.path(`/members/${person.userId}`));
      expect((await person.api.get(shop.path(""))).status).toBe(404);
      await watch(() => socket.lines.some((line) => line.unsubscribed !== undefined));
      return socket;
    });
    const after = await sell(shop, "70003", { description: "KANARI-KOPI" });
    await socket.command({ subscribe: { book: other.book.id, channel: "ledger" } });
    expect(socket.texts.join()).not.toContain(after.id);
    socket.close();
  });

  test("by a lower role is gone at once where the role carried it", async () => {
    const person = await member(shop, "admin");
    await person.api.expect(200, person.api.get(shop.path("/members")));
    await shop.api.expect(200, shop.api.put(shop.path(`/members/${person.userId}`), { role: "viewer", outlet_ids: [] }));
    expect((await person.api.get(shop.path("/members"))).status).toBe(403);
    await person.api.expect(200, person.api.get(shop.path("")));
  });

  test("by becoming another outlet's cashier narrows an open socket", async () => {
    const socket = await promised("another outlet's cashier is unsubscribed", 1_000, async (watch) => {
      const person = await member(shop, "viewer");
      const { socket } = await withSocket(person);
      await shop.api.expect(200, shop.api.put(shop.path(`/members/${person.userId}`), { role: "cashier", outlet_ids: [mine.id] }));
      await watch(() => socket.lines.some((line) => line.unsubscribed !== undefined));
      return socket;
    });
    const after = await sell(shop, "70004", { outlet_id: theirs.id, description: "KANARI-KOPI" });
    const { sub } = await socket.ok({ subscribe: { book: shop.bookId, channel: "ledger" } });
    expect(sub).toBeTypeOf("number");
    expect(socket.texts.join()).not.toContain(after.id);
    socket.close();
  });

  test("of a session closes its socket, not those of the other sessions", async () => {
    const { person, kept, ended } = await promised("an ended session's socket is closed", 1_000, async (watch) => {
      const person = await register(shop.api);
      const second = await person.api.expect(200, new Api(server.url).post<Schemas["Session"]>("/api/v1/auth/login", { email: person.email, password }));
      const [kept, ended] = [await Socket.connect(server.url, person.api.token!), await Socket.connect(server.url, second.access_token)];
      await person.api.expect(200, person.api.delete("/api/v1/me/sessions"));
      await watch(() => ended.closed !== undefined);
      return { person, kept, ended };
    });
    expect(ended.closed?.code).toBe(4001);
    await kept.ok({ refresh: { token: person.api.token } });
    kept.close();
  });
});
