// SPDX-License-Identifier: Apache-2.0
// Two servers on one database: a right that is taken away on one is gone on the other within a second, for requests and
// for sockets that were open.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, openShop, password, type Schemas, type Shop } from "../support/api.ts";
import { sell } from "../support/books.ts";
import { Database, hasMariadb, PrivateMariadb } from "../support/mysql.ts";
import { member, outlet, register } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { Socket } from "../support/socket.ts";
import { promised } from "../support/wait.ts";

describe.skipIf(!hasMariadb)("a right that ends on one server ends on the other", () => {
  let mariadb: PrivateMariadb;
  let here: Server;
  let there: Server;
  let shop: Shop;
  beforeAll(async () => {
    mariadb = await PrivateMariadb.start();
    const environment = { ARUS_DATABASE_URL: Database.create(mariadb.url, "books").url };
    const settings = { registration: "open" };
    here = await Server.start({ environment, settings });
    there = await Server.start({ environment, settings });
    shop = await openShop(here.url);
  }, 120_000);
  afterAll(async () => {
    expect([await here.stop(), await there.stop()]).toEqual([0, 0]);
    await mariadb.stop();
  }, 60_000);

  const other = (api: Api): Api => new Api(there.url, api.token);
  const promisedMs = 1_000;
  const listening = async (token: string): Promise<Socket> => {
    const socket = await Socket.connect(there.url, token);
    await socket.ok({ subscribe: { book: shop.bookId, channel: "ledger" } });
    return socket;
  };

  test("of a session", async () => {
    const socket = await promised("an ended session is refused and its socket closed", promisedMs, async (watch) => {
      const person = await register(shop.api);
      const signedIn = await person.api.expect(200, other(person.api).post<Schemas["Session"]>("/api/v1/auth/login", { email: person.email, password }));
      const second = other(person.api).as(signedIn.access_token);
      await second.expect(200, second.get("/api/v1/me"));
      const socket = await Socket.connect(there.url, signedIn.access_token);
      await person.api.expect(200, person.api.delete("/api/v1/me/sessions"));
      await watch(async () => (await second.get("/api/v1/me")).status === 401);
      await watch(() => socket.closed !== undefined);
      return socket;
    });
    expect(socket.closed!.code).toBe(4001);
  });

  test("of a member", async () => {
    const socket = await promised("a removed member gets 404 and their socket is unsubscribed", promisedMs, async (watch) => {
      const person = await member(shop, "viewer");
      const socket = await listening(person.api.token!);
      const api = other(person.api);
      await api.expect(200, api.get(shop.path("")));
      await shop.api.delete(shop.path(`/members/${person.userId}`));
      await watch(async () => (await api.get(shop.path(""))).status === 404);
      await watch(() => socket.lines.some((line) => line.unsubscribed !== undefined));
      return socket;
    });
    const after = await sell(shop, "5000", { description: "rahasia" });
    await register(other(shop.api)); // whatever was on its way has had its turn
    expect(socket.texts.join()).not.toContain(after.id);
    socket.close();
  });

  test("of a role", async () => {
    const dago = await outlet(shop, "DAGO");
    const socket = await promised("a lowered role gets 403 and its socket is narrowed", promisedMs, async (watch) => {
      const person = await member(shop, "admin");
      const socket = await listening(person.api.token!);
      const api = other(person.api);
      await api.expect(200, api.get(shop.path("/members")));
      await shop.api.put(shop.path(`/members/${person.userId}`), { role: "cashier", outlet_ids: [dago.id] });
      await watch(async () => (await api.get(shop.path("/members"))).status === 403);
      await watch(() => socket.lines.some((line) => line.unsubscribed !== undefined));
      return socket;
    });
    socket.close();
  });

  test("of an API key", async () => {
    const socket = await promised("a revoked key is refused and its socket closed", promisedMs, async (watch) => {
      const made = await shop.api.expect(201, shop.api.post<Schemas["ApiKeyCreated"]>(shop.path("/api-keys"), { name: "K", role: "viewer" }));
      const api = new Api(there.url, made.token);
      const socket = await listening(made.token);
      await api.expect(200, api.get(shop.path("")));
      await shop.api.delete(shop.path(`/api-keys/${made.api_key.id}`));
      await watch(async () => (await api.get(shop.path(""))).status === 401);
      await watch(() => socket.closed !== undefined);
      return socket;
    });
    expect(socket.closed!.code).toBe(4001);
  });

  test("and both servers write one audit chain", async () => {
    const before = await shop.api.expect(200, shop.api.get<Schemas["AuditLog"]>(shop.path("/audit-log?limit=1")));
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const api = i % 2 === 0 ? shop.api : other(shop.api);
        return api.expect(201, api.post(shop.path("/invitations"), { role: "viewer", outlet_ids: [] }));
      }),
    );
    const log = await shop.api.expect(200, shop.api.get<Schemas["AuditLog"]>(shop.path("/audit-log?limit=500")));
    const first = before.items[0]!.entry.sequence;
    expect(log.items.map(({ entry }) => entry.sequence)).toEqual(Array.from({ length: first + 20 }, (_, i) => first + 20 - i));
  });
});
