// SPDX-License-Identifier: Apache-2.0
// One's own account: profile, password, sessions, second factor, one-time links; and invitations.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, openShop, password, type Reply, type Schemas, type Shop } from "../support/api.ts";
import { member, outlet, register, type Person } from "../support/people.ts";
import { run, runTyping, Server } from "../support/server.ts";
import { Socket } from "../support/socket.ts";
import { totp } from "../support/totp.ts";
import { until } from "../support/wait.ts";

type Problem = Schemas["Problem"];
let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open", "sign-in-tries-per-account": "50", "secret-key": "kunci-rahasia-untuk-uji-coba-saja-1234" } });
  shop = await openShop(server.url);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const login = (email: string, body: Record<string, unknown> = {}): Promise<Reply<Schemas["Session"] & Problem>> =>
  new Api(server.url).post("/api/v1/auth/login", { email, password, ...body }, { headers: { "user-agent": "Peramban/1" } });
const signIn = async (email: string, body: Record<string, unknown> = {}): Promise<Api> => {
  const reply = await login(email, body);
  expect([reply.status, reply.text]).toEqual([200, expect.anything()]);
  return new Api(server.url, reply.body.access_token);
};
const statusOf = async (api: Api): Promise<number> => (await api.get("/api/v1/me")).status;
const refused = (reply: Reply<Problem>) => [reply.status, reply.body.code, ...reply.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)];

describe("one's own account", () => {
  test("changes name and language, at once and everywhere", async () => {
    const person = await register(shop.api, "Lama");
    const me = await person.api.expect(200, person.api.patch<Schemas["Me"]>("/api/v1/me", { name: "Baru", locale: "en" }));
    expect(me.user).toMatchObject({ name: "Baru", locale: "en", email: person.email });
    const read = await person.api.expect(200, person.api.get<Schemas["Me"]>("/api/v1/me"));
    expect(read.user).toEqual(me.user);
    expect(refused(await person.api.patch<Problem>("/api/v1/me", { name: "" }))).toEqual([422, "validation_failed", "/name too_short"]);
    expect(refused(await person.api.patch<Problem>("/api/v1/me", { email: "x@y.z" }))).toEqual([422, "validation_failed", "/email unknown_field"]);
  });

  test("changes its password with the old one, and the other sessions end", async () => {
    const person = await register(shop.api);
    const other = await signIn(person.email);
    const socket = await Socket.connect(server.url, other.token!);
    const change = (current_password: string) =>
      person.api.post<Problem>("/api/v1/me/password", { current_password, password: "sandi-yang-baru" });
    expect(refused(await change("salah-salah-salah"))).toEqual([422, "validation_failed", "/current_password invalid_credentials"]);
    expect(await statusOf(other)).toBe(200);
    expect((await change(password)).status).toBe(204);
    expect(await statusOf(other)).toBe(401);
    expect(await statusOf(person.api)).toBe(200);
    expect((await socket.ended()).code).toBe(4001);
    expect((await login(person.email)).status).toBe(401);
    expect((await login(person.email, { password: "sandi-yang-baru" })).status).toBe(200);
  });

  test("keeps a log of what happened to it, for nobody else", async () => {
    const person = await register(shop.api);
    await login(person.email, { password: "salah-salah-salah" });
    await signIn(person.email);
    // The failed one is written beside the request.
    const log = await until("the failed sign-in in the log", 10_000, async () => {
      const page = await person.api.expect(200, person.api.get<Schemas["AuditLog"]>("/api/v1/me/audit-log"));
      return page.items.length === 3 && page.items;
    });
    expect(log.map(({ entry }) => entry.action).sort()).toEqual(["sign_in.failed", "sign_in.succeeded", "user.registered"]);
    expect(log.every(({ entry }) => entry.subject.id === person.userId && entry.address === "127.0.0.1")).toBe(true);
    const others = await shop.api.expect(200, shop.api.get<Schemas["AuditLog"]>("/api/v1/me/audit-log?limit=500"));
    expect(JSON.stringify(others)).not.toContain(person.userId);
  });
});

describe("sessions", () => {
  test("are listed with where they came from, and ended one by one or all others at once", async () => {
    const person = await register(shop.api);
    const [second, third, fourth] = [await signIn(person.email), await signIn(person.email), await signIn(person.email)];
    const list = async (api: Api) => (await api.expect(200, api.get<Schemas["SessionList"]>("/api/v1/me/sessions"))).items;
    const mine = await list(person.api);
    expect(mine).toHaveLength(4);
    expect(mine.filter(({ current }) => current)).toHaveLength(1);
    expect(mine[0]).toMatchObject({ current: false, user_agent: "Peramban/1", address: "127.0.0.1", device_id: null });
    expect(JSON.stringify(mine)).not.toContain(person.api.token);
    const currentOf = async (api: Api) => (await list(api)).find(({ current }) => current)!.id;
    const socket = await Socket.connect(server.url, second.token!);
    const id = await currentOf(second);
    expect((await shop.api.delete(`/api/v1/me/sessions/${id}`)).status).toBe(404); // another person's
    expect(await statusOf(second)).toBe(200);
    expect((await person.api.delete(`/api/v1/me/sessions/${id}`)).status).toBe(204);
    expect((await person.api.delete(`/api/v1/me/sessions/${id}`)).status).toBe(404);
    expect(await statusOf(second)).toBe(401);
    expect((await socket.ended()).code).toBe(4001);
    const ended = await person.api.expect(200, person.api.delete<Schemas["SessionsEnded"]>("/api/v1/me/sessions"));
    expect(ended).toEqual({ ended: 2 });
    expect([await statusOf(third), await statusOf(fourth), await statusOf(person.api)]).toEqual([401, 401, 200]);
    expect(await list(person.api)).toHaveLength(1);
  });
});

describe("a second factor", () => {
  test("is asked for from its confirmation on, each code once", async () => {
    const person = await register(shop.api);
    const { api } = person;
    expect(refused(await api.post<Problem>("/api/v1/me/totp", { password: "salah-salah-salah" }))).toEqual([
      422, "validation_failed", "/password invalid_credentials",
    ]);
    const setup = await api.expect(200, api.post<Schemas["TotpSetup"]>("/api/v1/me/totp", { password }));
    expect(setup.uri).toContain(setup.secret);
    expect((await login(person.email)).status).toBe(200);
    const wrong = totp(setup.secret) === "000000" ? "000001" : "000000";
    expect(refused(await api.post<Problem>("/api/v1/me/totp/confirm", { totp: wrong }))).toEqual([
      422, "validation_failed", "/totp invalid_credentials",
    ]);
    const { recovery_codes } = await api.expect(
      200,
      api.post<Schemas["RecoveryCodes"]>("/api/v1/me/totp/confirm", { totp: totp(setup.secret, -1) }),
    );
    expect(await api.expect(200, api.get<Schemas["TotpState"]>("/api/v1/me/totp"))).toMatchObject({ enabled: true, recovery_codes_left: 10 });
    expect(refused(await api.post<Problem>("/api/v1/me/totp", { password }))).toEqual([422, "validation_failed", " conflict"]);

    expect(refused(await login(person.email))).toEqual([401, "totp_required"]);
    expect(refused(await login(person.email, { totp: wrong }))).toEqual([401, "totp_required", "/totp invalid_credentials"]);
    expect(refused(await login(person.email, { password: "salah-salah-salah", totp: totp(setup.secret) }))).toEqual([401, "invalid_credentials"]);
    const code = totp(setup.secret);
    await signIn(person.email, { totp: code });
    expect(refused(await login(person.email, { totp: code }))).toEqual([401, "totp_required", "/totp invalid_credentials"]);
    await signIn(person.email, { totp: recovery_codes[0]!.toLowerCase() });
    expect(refused(await login(person.email, { totp: recovery_codes[0] }))).toEqual([401, "totp_required", "/totp invalid_credentials"]);
    const state = await api.expect(200, api.get<Schemas["TotpState"]>("/api/v1/me/totp"));
    expect(state.recovery_codes_left).toBe(9);

    const renewed = await api.expect(
      200,
      api.post<Schemas["RecoveryCodes"]>("/api/v1/me/totp/recovery-codes", { password, totp: recovery_codes[1] }),
    );
    expect(refused(await login(person.email, { totp: recovery_codes[2] }))[0]).toBe(401); // the old ones are void
    expect((await api.post("/api/v1/me/totp/remove", { password, totp: renewed.recovery_codes[0] })).status).toBe(204);
    await signIn(person.email);
    expect(refused(await api.post<Problem>("/api/v1/me/totp/remove", { password, totp: "123456" }))).toEqual([422, "validation_failed", " conflict"]);
  });
});

describe("an invitation", () => {
  const path = (rest = "") => shop.path(`/invitations${rest}`);
  const invite = (body: Record<string, unknown>, api = shop.api) => api.post<Schemas["InvitationCreated"] & Problem>(path(), body);
  const look = (token: string) => new Api(server.url).post<Schemas["InvitationView"] & Problem>("/api/v1/invitations/look", { token });
  const accept = (person: Person, token: string) => person.api.post<Schemas["Book"] & Problem>("/api/v1/invitations/accept", { token });

  test("makes a member of who holds its link, once", async () => {
    const dago = await outlet(shop, "DAGO", "Dago Atas");
    const { invitation, token } = await shop.api.expect(201, invite({ role: "cashier", outlet_ids: [dago.id], note: "Budi" }));
    expect(invitation).toMatchObject({ role: "cashier", outlet_ids: [dago.id], note: "Budi", status: "open", accepted_by: null });
    const left = Date.parse(invitation.expires_at) - Date.now();
    expect(left).toBeGreaterThan(6.9 * 86_400_000);
    expect(left).toBeLessThan(7.1 * 86_400_000);
    const view = await shop.api.expect(200, look(token));
    expect(view).toMatchObject({ book_name: "Kopi Senja", role: "cashier", outlets: ["Dago Atas"], invited_by: "Pemilik", may_register: true });
    const person = await register(shop.api, "Budi");
    expect((await new Api(server.url).post("/api/v1/invitations/accept", { token })).status).toBe(401);
    const book = await person.api.expect(200, accept(person, token));
    expect(book).toMatchObject({ id: shop.bookId, role: "cashier" });
    for (const again of [await accept(person, token), await look(token)]) expect(refused(again)).toEqual([404, "not_found"]);
    const list = await shop.api.expect(200, shop.api.get<Schemas["InvitationList"]>(path()));
    expect(list.items[0]).toMatchObject({ id: invitation.id, status: "accepted", accepted_by: { id: person.userId, name: "Budi" } });
    expect(JSON.stringify(list)).not.toContain(token);
  });

  test("lets a new user register where only the invited may", async () => {
    const closed = await Server.start();
    const owner = await openShop(closed.url);
    const made = await owner.api.expect(
      201,
      owner.api.post<Schemas["InvitationCreated"]>(owner.path("/invitations"), { role: "accountant", outlet_ids: [] }),
    );
    const api = new Api(closed.url);
    const body = { email: "baru@contoh.example", password, name: "Baru" };
    expect(refused(await api.post<Problem>("/api/v1/auth/register", body))).toEqual([403, "registration_closed"]);
    expect(refused(await api.post<Problem>("/api/v1/auth/register", { ...body, invitation: "arus_i_tebakan-saja" }))).toEqual([403, "registration_closed"]);
    const known = await api.post<Problem>("/api/v1/auth/register", { ...body, email: "pemilik@contoh.example", invitation: made.token });
    expect(refused(known)).toEqual([403, "registration_closed"]);
    const joined = await api.expect(201, api.post<Schemas["Registration"]>("/api/v1/auth/register", { ...body, invitation: made.token }));
    const me = await api.expect(200, api.as(joined.access_token).get<Schemas["Me"]>("/api/v1/me"));
    expect(me.books.map(({ id, role }) => [id, role])).toEqual([[owner.bookId, "accountant"]]);
    const again = await api.post<Problem>("/api/v1/auth/register", { ...body, email: "lain@contoh.example", invitation: made.token });
    expect(refused(again)).toEqual([403, "registration_closed"]);
    expect(await closed.stop()).toBe(0);
  });

  test("is taken back, and is an owner's business where it makes one", async () => {
    const admin = await member(shop, "admin");
    expect(refused(await invite({ role: "owner", outlet_ids: [] }, admin.api))).toEqual([403, "forbidden"]);
    expect(refused(await invite({ role: "cashier", outlet_ids: [] }))).toEqual([422, "validation_failed", "/outlet_ids too_short"]);
    expect(refused(await invite({ role: "viewer", outlet_ids: [] }, (await member(shop, "accountant")).api))).toEqual([403, "forbidden"]);
    const made = await shop.api.expect(201, invite({ role: "viewer", outlet_ids: [] }, admin.api));
    expect((await shop.api.delete(path(`/${made.invitation.id}`))).status).toBe(204);
    expect((await shop.api.delete(path(`/${made.invitation.id}`))).status).toBe(404);
    const person = await register(shop.api);
    expect(refused(await accept(person, made.token))).toEqual([404, "not_found"]);
    expect(refused(await look(made.token))).toEqual([404, "not_found"]);
  });

  test("does not let back in who made it and was lowered or removed", async () => {
    const ani = await member(shop, "admin");
    const asAdmin = await shop.api.expect(201, invite({ role: "admin", outlet_ids: [] }, ani.api));
    const membership = shop.path(`/members/${ani.userId}`);
    const roleOfAni = async () => {
      const me = await ani.api.expect(200, ani.api.get<Schemas["Me"]>("/api/v1/me"));
      return me.books.find(({ id }) => id === shop.bookId)?.role;
    };
    const statusInList = async () => {
      const list = await shop.api.expect(200, shop.api.get<Schemas["InvitationList"]>(path()));
      return list.items.find(({ id }) => id === asAdmin.invitation.id)?.status;
    };
    expect(await statusInList()).toBe("open");
    await shop.api.expect(200, shop.api.put(membership, { role: "viewer", outlet_ids: [] }));
    expect(await statusInList()).toBe("suspended");
    expect(refused(await accept(ani, asAdmin.token))).toEqual([404, "not_found"]);
    expect(await roleOfAni()).toBe("viewer");
    expect((await shop.api.delete(membership)).status).toBe(204);
    expect(await statusInList()).toBe("suspended");
    expect(refused(await look(asAdmin.token))).toEqual([404, "not_found"]);
    expect(refused(await accept(ani, asAdmin.token))).toEqual([404, "not_found"]);
    expect(refused(await accept(await register(shop.api), asAdmin.token))).toEqual([404, "not_found"]);
    const body = { email: "pengganti@contoh.example", password, name: "Pengganti", invitation: asAdmin.token };
    expect(refused(await new Api(server.url).post<Problem>("/api/v1/auth/register", body))).toEqual([403, "registration_closed"]);
    expect(await roleOfAni()).toBe(undefined);
    expect((await shop.api.delete(path(`/${asAdmin.invitation.id}`))).status).toBe(204);
    expect(await statusInList()).toBe("revoked");
  });

  test("goes to one of many who accept it at once", async () => {
    const made = await shop.api.expect(201, invite({ role: "viewer", outlet_ids: [] }));
    const people: Person[] = [];
    for (let i = 0; i < 6; i += 1) people.push(await register(shop.api));
    const replies = await Promise.all(people.map((person) => accept(person, made.token)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404, 404]);
  });
});

describe("whoever runs the server", () => {
  const reset = (token: string, to: string) =>
    new Api(server.url).post<Problem>("/api/v1/auth/password-reset", { token, password: to });

  test("prints a link that sets a password, once, while the server runs", async () => {
    const person = await register(shop.api);
    const socket = await Socket.connect(server.url, person.api.token!);
    const printed = run("user", "reset", person.email.toUpperCase(), "--data-dir", server.dataDir, "--public-url", "https://buku.example");
    expect(printed.code, printed.stderr).toBe(0);
    const [address, token] = printed.stdout.trim().split("#") as [string, string];
    expect(address).toBe("https://buku.example/reset-password");
    expect(refused(await reset(token, "pendek"))).toEqual([422, "validation_failed", "/password too_short"]);
    expect(await statusOf(person.api)).toBe(200);
    expect((await reset(token, "sandi-yang-baru")).status).toBe(204);
    expect(refused(await reset(token, "sandi-yang-lain"))).toEqual([404, "not_found"]);
    expect(refused(await reset(`${token.slice(0, -1)}x`, "sandi-yang-lain"))).toEqual([404, "not_found"]);
    expect(await statusOf(person.api)).toBe(401);
    expect((await socket.ended()).code).toBe(4001);
    await signIn(person.email, { password: "sandi-yang-baru" });
    const nobody = run("user", "reset", "tiada@contoh.example", "--data-dir", server.dataDir);
    expect([nobody.code, nobody.stdout]).toEqual([1, ""]);
  });

  test("adds a person, and it stands in the audit log", async () => {
    const email = `tambah-${server.pid}@contoh.example`;
    const added = runTyping(`${password}\n`, "user", "add", "--email", email, "--name", "Tambahan", "--data-dir", server.dataDir);
    expect(added.code, added.stderr).toBe(0);
    const api = await signIn(email);
    const log = await api.expect(200, api.get<Schemas["AuditLog"]>("/api/v1/me/audit-log"));
    const entry = log.items.find(({ entry: { action } }) => action === "user.added")!.entry;
    expect(entry.who).toEqual({ kind: "operator", id: null, name: "command line" });
    expect(entry.subject).toEqual({ kind: "user", id: added.stdout.trim() });
    const twice = runTyping(`${password}\n`, "user", "add", "--email", email, "--name", "Lagi", "--data-dir", server.dataDir);
    expect([twice.code, twice.stdout]).toEqual([1, ""]);
    const after = await api.expect(200, api.get<Schemas["AuditLog"]>("/api/v1/me/audit-log"));
    expect(after.items.filter(({ entry: { action } }) => action === "user.added")).toHaveLength(1);
  });

  test("takes a second factor off who lost it", async () => {
    const person = await register(shop.api);
    const setup = await person.api.expect(200, person.api.post<Schemas["TotpSetup"]>("/api/v1/me/totp", { password }));
    await person.api.expect(200, person.api.post("/api/v1/me/totp/confirm", { totp: totp(setup.secret) }));
    expect((await login(person.email)).body.code).toBe("totp_required");
    expect(run("user", "drop-totp", person.email, "--data-dir", server.dataDir).code).toBe(0);
    await signIn(person.email);
    const log = await person.api.expect(200, person.api.get<Schemas["AuditLog"]>("/api/v1/me/audit-log"));
    const dropped = log.items.find(({ entry }) => entry.action === "totp.disabled")!;
    expect(dropped.entry.who).toEqual({ kind: "operator", id: null, name: "command line" });
  });

  test("sees with the check of the books whether the audit logs are whole", () => {
    const checked = run("verify", "--data-dir", server.dataDir);
    expect(checked.code, checked.stdout + checked.stderr).toBe(0);
    expect(checked.stdout).toMatch(/audit log of server: ok, [1-9][0-9]* entries/);
    expect(checked.stdout).toContain(`audit log of book ${shop.bookId}: ok`);
  });

  test("finds no secret where it must not stand", async () => {
    const person = await register(shop.api);
    const setup = await person.api.expect(200, person.api.post<Schemas["TotpSetup"]>("/api/v1/me/totp", { password }));
    const { recovery_codes } = await person.api.expect(
      200,
      person.api.post<Schemas["RecoveryCodes"]>("/api/v1/me/totp/confirm", { totp: totp(setup.secret) }),
    );
    const bytes = readdirSync(server.dataDir).map((name) => readFileSync(join(server.dataDir, name), "latin1")).join();
    const log = server.log.join("\n");
    for (const secret of [password, person.api.token!, ...recovery_codes]) {
      expect(bytes.includes(secret)).toBe(false);
      expect(log.includes(secret)).toBe(false);
    }
    expect(bytes.includes(setup.secret)).toBe(false); // sealed with secret_key
    expect(log.includes(person.email)).toBe(false);
  });
});
