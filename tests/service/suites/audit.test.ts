// SPDX-License-Identifier: Apache-2.0
// The audit log of a book: who, what, when, from where, before and after; chained; for owner and admin.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, freshKey, openShop, type Reply, type Schemas, type Shop } from "../support/api.ts";
import { day, newId } from "../support/books.ts";
import { imported } from "../support/imports.ts";
import { done, download, parseCsv, startExport, type Job } from "../support/jobs.ts";
import { accounts, member, outlet, register } from "../support/people.ts";
import { run, Server, temporaryFolder } from "../support/server.ts";

type Entry = Schemas["AuditEntry"];
let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const read = async (query = ""): Promise<Reply<Schemas["AuditLog"]>> => {
  const reply = await shop.api.get<Schemas["AuditLog"]>(shop.path(`/audit-log?limit=500${query}`));
  expect(reply.status).toBe(200);
  return reply;
};
const entries = async (query = ""): Promise<Entry[]> => (await read(query)).body.items.map(({ entry }) => entry);

describe("the audit log", () => {
  test("tells of members with what they were and are", async () => {
    const person = await register(shop.api, "Vera");
    const put = (role: string) => shop.api.put(shop.path(`/members/${person.userId}`), { role, outlet_ids: [] });
    await put("viewer");
    await put("admin");
    await shop.api.delete(shop.path(`/members/${person.userId}`));
    const [removed, changed, added] = await entries("&what=member.");
    expect(added).toMatchObject({ action: "member.added", subject: { kind: "member", id: person.userId }, before: null, after: { role: "viewer", outlet_ids: [] } });
    expect(changed).toMatchObject({ action: "member.changed", before: { role: "viewer", outlet_ids: [] }, after: { role: "admin", outlet_ids: [] } });
    expect(removed).toMatchObject({ action: "member.removed", before: { role: "admin", outlet_ids: [] }, after: null });
    for (const entry of [added, changed, removed]) {
      expect(entry).toMatchObject({ who: { kind: "user", id: shop.userId, name: "Pemilik" }, address: "127.0.0.1" });
      expect(Math.abs(Date.now() - Date.parse(entry!.at))).toBeLessThan(60_000);
    }
  });

  test("tells of the lock date with its reason, from which device", async () => {
    const device = newId();
    const lock = async (lock_date: string | null, reason?: string) =>
      shop.api.expect(
        200,
        shop.api.call("PATCH", shop.path(""), { body: { lock_date, ...(reason && { reason }) }, headers: { "arus-device": device } }),
      );
    await lock(day(-60), "Tutup buku");
    await lock(null);
    const [opened, closed] = await entries("&what=book.changed");
    expect(closed).toMatchObject({ before: { lock_date: null }, after: { lock_date: day(-60) }, reason: "Tutup buku", device_id: device });
    expect(opened).toMatchObject({ before: { lock_date: day(-60) }, after: { lock_date: null }, reason: null });
    const before = (await entries()).length;
    await lock(null); // changes nothing, so there is nothing to tell
    expect((await entries()).length).toBe(before);
  });

  test("tells of the chart, of limits, and of contacts without their names", async () => {
    const cash = (await accounts(shop)).get("1101")!;
    await shop.api.expect(200, shop.api.patch(shop.path(`/accounts/${cash.id}`), { min_balance: "-100000" }));
    const made = await outlet(shop, "DAGO");
    const contact = await shop.api.expect(201, shop.api.post<Schemas["Contact"]>(shop.path("/contacts"), { code: "IBU", name: "Ibu Rahasia", phone: "08123" }));
    await shop.api.expect(200, shop.api.patch(shop.path(`/contacts/${contact.id}`), { name: "Bapak Rahasia" }));
    const log = await entries();
    const of = (action: string) => log.find((entry) => entry.action === action);
    expect(of("account.changed")).toMatchObject({ subject: { id: cash.id }, before: { min_balance: null }, after: { min_balance: "-100000" } });
    expect(of("outlet.created")).toMatchObject({ subject: { id: made.id }, before: null, after: { code: "DAGO" } });
    expect(of("contact.changed")).toMatchObject({ subject: { id: contact.id } });
    expect((await read()).text).not.toMatch(/Rahasia|08123/);
  });

  test("tells of invitations and keys, never of their tokens", async () => {
    const invitation = await shop.api.expect(201, shop.api.post<Schemas["InvitationCreated"]>(shop.path("/invitations"), { role: "viewer", outlet_ids: [] }));
    const key = await shop.api.expect(201, shop.api.post<Schemas["ApiKeyCreated"]>(shop.path("/api-keys"), { name: "Mesin", role: "accountant" }));
    const api = shop.api.as(key.token);
    await api.expect(201, api.post(shop.path("/contacts"), { code: "K1", name: "K" }));
    await shop.api.delete(shop.path(`/api-keys/${key.api_key.id}`));
    const person = await register(shop.api, "Baru");
    await person.api.post("/api/v1/invitations/accept", { token: invitation.token });
    const { text, body } = await read();
    expect(text).not.toContain(invitation.token);
    expect(text).not.toContain(key.token);
    const log = body.items.map(({ entry }) => entry);
    const of = (action: string) => log.find((entry) => entry.action === action);
    expect(of("invitation.created")).toMatchObject({ subject: { id: invitation.invitation.id }, after: { role: "viewer" } });
    expect(of("invitation.accepted")).toMatchObject({ who: { id: person.userId, name: "Baru" } });
    expect(of("api_key.created")).toMatchObject({ subject: { id: key.api_key.id }, after: { role: "accountant", read_only: false } });
    expect(of("api_key.revoked")).toMatchObject({ subject: { id: key.api_key.id } });
    expect(of("contact.created")).toMatchObject({ who: { kind: "api_key", id: key.api_key.id, name: "Mesin" } });
  });

  test("tells of documents, files to import, jobs and rules", async () => {
    const accountant = await member(shop, "accountant");
    const { api } = accountant;
    const from = (await entries()).length;
    const made = async (): Promise<Entry[]> => {
      const log = await entries();
      return log.slice(0, log.length - from).reverse();
    };
    const document = await done(api, (await startExport(shop, { report: "journal", format: "csv" }, api)).id);
    await download(api, document);
    const mapping = { money_account_code: "1101", counter_account_code: "4101", rules: [{ contains: "ibu rahasia", account_code: "4101" }] };
    const file = "date,description,amount\n2026-01-05,Titipan,1500\n";
    const preview = await imported(shop, file, { kind: "csv", dry_run: true, mapping }, api);
    const posted = await imported(shop, file, { kind: "csv", dry_run: false, mapping }, api);
    const undo = await api.expect(202, api.post<Job>(shop.path(`/imports/${posted.job.id}/undo`), {}));
    await done(api, undo.id);
    await shop.api.expect(202, shop.api.post(`/api/v1/jobs/${document.id}/retry`, {}));
    await done(api, document.id);
    expect((await api.post(`/api/v1/jobs/${document.id}/cancel`, {})).status).toBe(409); // it has ended: nothing to tell
    const rules = shop.path("/notification-rules");
    const rule = await api.expect(201, api.post<Schemas["NotificationRule"]>(rules, { kind: "transaction_above", amount: "1000" }));
    await api.expect(200, api.patch(`${rules}/${rule.id}`, { amount: "2000" }));
    expect((await api.delete(`${rules}/${rule.id}`)).status).toBe(204);

    const log = await made();
    const by = { who: { kind: "user", id: accountant.userId }, address: "127.0.0.1" };
    const of = (job: Job) => ({ subject: { kind: "job", id: job.id }, before: null });
    const ofRule = { ...by, subject: { kind: "notification_rule", id: rule.id } };
    expect(log).toMatchObject([
      { ...by, ...of(document), action: "export.started", after: { report: "journal", format: "csv" } },
      { ...by, ...of(document), action: "export.downloaded", after: { kind: "export" } },
      { ...by, ...of(preview.job), action: "import.previewed", after: { file_name: "bank.csv", dry_run: true } },
      { ...by, ...of(posted.job), action: "import.started", after: { file_name: "bank.csv", dry_run: false } },
      { ...by, ...of(undo), action: "import.undo_started", after: { undo: posted.job.id } },
      { who: { id: shop.userId }, ...of(document), action: "job.run_again", after: { kind: "export" } },
      { ...ofRule, action: "notification_rule.created", before: null, after: { kind: "transaction_above", amount: "1000", active: true } },
      { ...ofRule, action: "notification_rule.changed", before: { amount: "1000" }, after: { amount: "2000" } },
      { ...ofRule, action: "notification_rule.deleted", before: { kind: "transaction_above", amount: "2000" }, after: null },
    ]);
    expect((await read()).text).not.toContain("ibu rahasia");
    expect(await entries("&what=import.")).toHaveLength(3);
  });

  test("tells of what the command line did in a member's name as done by the operator", async () => {
    const dataDir = temporaryFolder();
    const settings = { registration: "open" };
    const own = await Server.start({ dataDir, settings });
    const made = await openShop(own.url);
    expect(await own.stop()).toBe(0);
    const out = join(dataDir, "journal.csv");
    const words = ["--book", made.bookId, "--report", "journal", "--format", "csv", "--out", out];
    expect(run("export", ...words, "--data-dir", dataDir)).toMatchObject({ code: 0 });
    const again = await Server.start({ dataDir, settings });
    const api = new Api(again.url, made.api.token);
    const { items } = await api.expect(200, api.get<Schemas["AuditLog"]>(made.path("/audit-log?what=export.")));
    expect(items.map(({ entry }) => entry)).toMatchObject([
      { action: "export.started", who: { kind: "operator", id: null, name: "command line" }, device_id: null, address: null, request_id: null },
    ]);
    expect(await again.stop()).toBe(0);
  });

  test("is chained by hashes that anybody can recompute from its bytes", async () => {
    const { text } = await read();
    const found = [...text.matchAll(/\{"entry":(\{.*?\}),"hash":"([0-9a-f]{64})"\}(?=[,\]])/g)].map((match) => ({ data: match[1]!, hash: match[2]! }));
    expect(found.length).toBeGreaterThan(5);
    const id = Buffer.from(shop.bookId.replaceAll("-", ""), "hex");
    let hash = createHash("sha256").update("arus.audit.v1").update(id).digest();
    let sequence = 0;
    for (const entry of found.reverse()) {
      hash = createHash("sha256").update(hash).update(entry.data).digest();
      sequence += 1;
      expect([sequence, hash.toString("hex")]).toEqual([(JSON.parse(entry.data) as Entry).sequence, entry.hash]);
    }
  });

  test("is filtered by who, what and day, and read page by page", async () => {
    const all = await entries();
    const admin = await member(shop, "admin");
    await admin.api.expect(201, admin.api.post(shop.path("/outlets"), { code: "BRAGA", name: "B" }));
    const theirs = await entries(`&who=${admin.userId}`);
    expect(theirs.map(({ action }) => action)).toEqual(["outlet.created"]);
    expect(await entries("&what=outlet.created")).toHaveLength(2);
    expect(await entries(`&from=${day()}&to=${day()}`)).toHaveLength(all.length + 2);
    expect(await entries(`&from=${day(1)}`)).toEqual([]);
    expect(await entries(`&to=${day(-1)}`)).toEqual([]);
    const paged: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Schemas["AuditLog"] = await shop.api.expect(
        200,
        shop.api.get<Schemas["AuditLog"]>(shop.path(`/audit-log?limit=3${cursor && `&cursor=${cursor}`}`)),
      );
      paged.push(...page.items.map(({ entry }) => entry.sequence));
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(Array.from({ length: all.length + 2 }, (_, index) => all.length + 2 - index));
    for (const query of ["who=x", "what=A", "from=kemarin", "cursor=zzz", "surprise=1"]) {
      expect((await shop.api.get(shop.path(`/audit-log?${query}`))).status).toBe(422);
    }
  });

  test("is exported as CSV with the same filters, and no text of it runs in a spreadsheet", async () => {
    await shop.api.expect(201, shop.api.post(shop.path("/outlets"), { code: "HITUNG", name: '=HYPERLINK("x","y")' }));
    await shop.api.expect(
      200,
      shop.api.call("PATCH", shop.path(""), { body: { lock_date: day(-90), reason: "=1+1, @SUM(A1)" } }),
    );
    const csv = async (query = "") => {
      const reply = await shop.api.get(shop.path(`/audit-log?format=csv${query}`));
      expect(reply.status).toBe(200);
      expect(reply.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      expect(reply.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-log-\d{4}-\d\d-\d\d\.csv"$/);
      expect(reply.text.endsWith("\r\n")).toBe(true);
      return parseCsv(reply.text);
    };
    const log = (await read()).body.items;
    const [titles, ...lines] = await csv();
    expect(titles).toEqual([
      "sequence", "at", "who_kind", "who_id", "who_name", "action", "subject_kind", "subject_id", "device_id", "address",
      "request_id", "before", "after", "reason", "hash",
    ]);
    const safe = (text: string | null) => (text === null ? "" : /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);
    expect(lines).toEqual(
      log.map(({ entry, hash }) => [
        String(entry.sequence), entry.at, entry.who.kind, safe(entry.who.id), safe(entry.who.name), entry.action,
        entry.subject.kind, safe(entry.subject.id), safe(entry.device_id), safe(entry.address), safe(entry.request_id),
        entry.before === null ? "" : JSON.stringify(entry.before), entry.after === null ? "" : JSON.stringify(entry.after),
        safe(entry.reason), hash,
      ]),
    );
    expect(lines[0]!.at(-2)).toBe("'=1+1, @SUM(A1)");
    const outlets = await csv("&what=outlet.");
    expect(outlets.slice(1).map((line) => line[0])).toEqual((await entries("&what=outlet.")).map(({ sequence }) => String(sequence)));
    expect(await csv(`&from=${day(1)}`)).toHaveLength(1);
    for (const query of ["&limit=5", "&cursor=x", "&what=A", "&surprise=1"]) {
      expect((await shop.api.get(shop.path(`/audit-log?format=csv${query}`))).status).toBe(422);
    }
    expect((await shop.api.get(shop.path("/audit-log?format=xml"))).status).toBe(422);
    const viewer = await member(shop, "accountant");
    expect((await viewer.api.get(shop.path("/audit-log?format=csv"))).status).toBe(403);
  });

  test("is for owner and admin, and refused acts leave no line", async () => {
    const before = (await entries()).length;
    for (const role of ["accountant", "viewer"] as const) {
      const person = await member(shop, role);
      expect((await person.api.get(shop.path("/audit-log"))).status).toBe(403);
      await person.api.put(shop.path(`/members/${person.userId}`), { role: "owner", outlet_ids: [] });
      await person.api.patch(shop.path(""), { name: "Milikku" });
      await person.api.post(shop.path("/api-keys"), { name: "X", role: "admin" });
    }
    await shop.api.post(shop.path("/outlets"), { code: "DAGO", name: "lagi" }, { key: freshKey() });
    expect((await entries()).length).toBe(before + 2); // the two that were made members
  });
});
