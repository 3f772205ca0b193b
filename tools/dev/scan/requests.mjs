// SPDX-License-Identifier: Apache-2.0
// What the verb `scan` attacks, for a server that has no user yet:  node requests.mjs <address of the server> <folder>
//
// Makes a user with a book, an outlet, a contact, a key and sales, then writes to the folder
//   token          of that user
//   requests.txt   for sqlmap -l: what contracts/openapi.yaml knows, so that a new path or parameter is attacked the day it
//                  is there: each GET with its query parameters, each GET with `*` (attack here) in its path, the bodies
//                  below, a cookie, headers
//   addresses.txt  for wapiti: those of the GETs with query parameters
// A query parameter is attacked where the request around it is answered 200, or the scanner would only see it refused.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");
const { parse } = createRequire(resolve(root, "tests/service/package.json"))("yaml");
const openapi = parse(readFileSync(resolve(root, "contracts/openapi.yaml"), "utf8"));
const [address, folder] = process.argv.slice(2);

let token = "";
const headersNow = () => ({ ...(token && { authorization: `Bearer ${token}` }) });

async function call(method, path, body) {
  const headers = { ...headersNow(), ...(body && { "content-type": "application/json" }) };
  const reply = await fetch(address + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** As fresh.py does it for sqlmap: what may be used once. */
const mark = "fresh0fresh0";
let used = 0;
const fresh = (body) => JSON.parse(JSON.stringify(body).replaceAll(mark, () => String(++used).padStart(12, "0")));

const answers = async (path) => {
  const reply = await fetch(address + path, { headers: headersNow() });
  await reply.arrayBuffer();
  return reply.status === 200;
};

/** The job that previews a bank's file, once it has its rows. */
async function bring(rows) {
  const form = new FormData();
  form.set("options", JSON.stringify({ kind: "csv", dry_run: true }));
  form.set("file", new Blob([`date,description,amount\n${rows}`]), "bank.csv");
  const reply = await fetch(`${address}${book}/imports`, { method: "POST", headers: headersNow(), body: form });
  if (!reply.ok) throw new Error(`a file to import: ${reply.status} ${await reply.text()}`);
  const { id } = await reply.json();
  for (let tries = 0; tries < 300; tries++) {
    const { status, error } = await call("GET", `/api/v1/jobs/${id}`);
    if (status === "done") return { id };
    if (status === "failed") throw new Error(`a file to import: ${JSON.stringify(error)}`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error("a file to import: its job does not end");
}

// A shop with something in every list.
const person = { email: "pemilik@contoh.example", password: "rahasia-sekali" };
const registration = await call("POST", "/api/v1/auth/register", {
  ...person, name: "Pemilik",
  book: { name: "Kedai", currency: "IDR", time_zone: "Asia/Jakarta", template: "umkm" },
});
token = registration.access_token;
const book = `/api/v1/books/${registration.book.id}`;
const accounts = (await call("GET", `${book}/accounts`)).items;
const account = accounts.find((one) => one.code === "1101").id;
const outlet = await call("POST", `${book}/outlets`, { code: "O1", name: "Pusat" });
await call("POST", `${book}/outlets`, { code: "O2", name: "Cabang" });
const contact = await call("POST", `${book}/contacts`, { code: "C1", name: "Pelanggan" });
await call("POST", `${book}/contacts`, { code: "C2", name: "Pemasok" });
const sale = {
  id: `01939f4e-0000-7000-8000-${mark}`, kind: "sale", amount: "75000", account_code: "1101", counter_code: "4101",
  outlet_id: outlet.id, contact_id: contact.id, description: "kopi susu", reference: "R-1", tags: ["pagi"],
};
const sold = await call("POST", `${book}/transactions`, fresh(sale));
for (let n = 0; n < 3; n++) await call("POST", `${book}/transactions`, fresh(sale));
const key = { name: "mesin kasir", role: "cashier", outlet_ids: [outlet.id] };
await call("POST", `${book}/api-keys`, key);
await call("POST", `${book}/api-keys`, key);
const invited = await call("POST", `${book}/invitations`, { role: "accountant", outlet_ids: [], note: "untuk Budi" });
await call("POST", `${book}/invitations`, { role: "accountant", outlet_ids: [] });
const rule = await call("POST", `${book}/notification-rules`, { kind: "job_finished" });
await call("POST", `${book}/notification-rules`, { kind: "transaction_above", amount: "1000000" });
const job = await call("POST", `${book}/exports`, { report: "journal", format: "csv" });
await call("POST", `${book}/exports`, { report: "journal", format: "hledger" });
const imported = await bring("2026-11-02,kopi susu,75000\n2026-11-03,sewa,-50000\n");

const { id: _, ...saleByKey } = sale;

// A value for each query parameter. One that is missing here ends the script.
const day = new Date().toISOString().slice(0, 10);
const inQuery = {
  limit: "1", who: registration.user.id, what: "member", from: `${day.slice(0, 4)}-01-01`, to: day, format: "json",
  archived: "false", account_id: account, outlet_id: outlet.id, tag: "pagi", kind: "sale", status: "posted",
  created_by: registration.user.id, q: "kopi", late: "false", order: "date", as_of: day, at_sequence: "3",
  split: "outlet", interval: "month", compare: "previous_year", side: "receivable", row: account, column: "0",
  from_sequence: "1", to_sequence: "3", weekdays: "true", after: "0", epoch: "0123456789abcdef", hash: "0".repeat(64),
  full: "true", verdict: "posted",
};
const byPath = {
  "/api/v1/jobs/{id}": { id: job.id }, "/api/v1/jobs/{id}/rows": { id: imported.id }, "/api/v1/jobs/{id}/file": { id: job.id },
  "/api/v1/books/{book}/jobs": { status: "done" },
};
const inPath = { book: registration.book.id, id: sold.id, report: "trial-balance" };

// Bodies that change nothing which the other requests need. The other operations are named in the summary.
const bodies = {
  login: person,
  register: { email: `lain-${mark}@contoh.example`, password: "rahasia-juga", name: "Lain", locale: "id" },
  look_at_invitation: { token: `${invited.token}*` }, // sqlmap takes a `token` for one against forgery otherwise
  update_me: { name: "Pemilik", locale: "id" },
  update_book: { name: "Kedai", reason: "nama" },
  create_book: { name: "Kedai dua", currency: "IDR", time_zone: "Asia/Jakarta", template: "umkm" },
  create_invitation: { role: "accountant", outlet_ids: [], note: "untuk Budi" },
  create_api_key: key,
  create_account: { code: `K-${mark}`, name: "Kas kecil", type: "asset" },
  create_outlet: { code: `O-${mark}`, name: "Pasar" },
  create_contact: { code: `C-${mark}`, name: "Tetangga", email: "c@contoh.example", note: "utang" },
  create_transaction: sale,
  create_transactions: { atomic: false, transactions: [sale] },
  start_export: { report: "journal", format: "csv", locale: "id" },
  create_notification_rule: { kind: "balance_below", account_id: account, amount: "1000" },
  [`update_contact ${contact.id}`]: { name: "Pelanggan", note: "langganan" },
  [`update_outlet ${outlet.id}`]: { name: "Pusat" },
  [`update_account ${account}`]: { name: "Kas" },
  [`update_notification_rule ${rule.id}`]: { active: true },
};
const bodyOf = new Map(Object.entries(bodies).map(([name, body]) => [name.split(" ")[0], { id: name.split(" ")[1], body }]));

/** What a `$ref` points at. */
function at(one) {
  if (one.$ref === undefined) return one;
  return at(one.$ref.slice(2).split("/").reduce((node, name) => node[name], openapi));
}

const filled = (path, mark = "") =>
  path.replace(/\{(\w+)\}/g, (_, name) => {
    const value = byPath[path]?.[name] ?? inPath[name];
    if (value === undefined) throw new Error(`${path}: no value for {${name}} in tools/dev/scan/requests.mjs`);
    return value + mark;
  });
const withQuery = (path, query) => (query.length === 0 ? path : `${path}?${query.map((pair) => pair.join("=")).join("&")}`);

/** Requests answered 200 that together have every parameter; what no request can have stands in the last one. */
async function covering(path, parameters) {
  const value = ({ name }) => {
    const found = byPath[path]?.[name] ?? inQuery[name];
    if (found === undefined) throw new Error(`${path}: no value for ?${name} in tools/dev/scan/requests.mjs`);
    return [name, encodeURIComponent(found)];
  };
  const needed = parameters.filter((one) => one.required).map(value);
  let left = parameters.filter((one) => !one.required && one.name !== "cursor").map(value);
  const found = [];
  do {
    const query = [...needed];
    const later = [];
    for (const pair of left) {
      if (await answers(withQuery(filled(path), [...query, pair]))) query.push(pair);
      else later.push(pair);
    }
    if (query.length === needed.length && later.length > 0) query.push(...later.splice(0));
    found.push(query);
    left = later;
  } while (left.length > 0);
  if (parameters.some((one) => one.name === "cursor")) {
    const limited = [...needed, ["limit", "1"]];
    const reply = await fetch(address + withQuery(filled(path), limited), { headers: headersNow() });
    const cursor = (await reply.json()).next_cursor ?? "1";
    found.push([...limited, ["cursor", encodeURIComponent(cursor)]]);
  }
  return found;
}

const requests = [];
const addresses = [];
const unattacked = [];
const host = new URL(address).host;
function add(method, path, body, headers = {}) {
  const who = headers.Cookie === undefined ? { Authorization: `Bearer ${token}` } : {};
  const lines = { Host: host, Accept: "application/json", ...who, ...headers };
  if (body !== undefined) lines["Content-Type"] = "application/json";
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
  const text = body === undefined ? [] : [JSON.stringify(body)];
  requests.push([`${method} ${path} HTTP/1.1`, ...head, "", ...text].join("\n"));
}

for (const [path, item] of Object.entries(openapi.paths)) {
  if (!path.startsWith("/api/") || path.endsWith("/realtime")) continue; // the admin listener's; the socket
  for (const [method, operation] of Object.entries(item)) {
    if (method === "parameters") continue;
    const name = operation.operationId;
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(at);
    if (method === "get") {
      const queried = parameters.filter((one) => one.in === "query");
      const attacked = new Set();
      if (queried.length > 0) {
        for (const query of await covering(path, queried)) {
          // What another request has is not attacked again: `*` then stands behind what is.
          const again = query.some(([parameter]) => attacked.has(parameter));
          const here = (parameter) => (again && !attacked.has(parameter) ? "*" : "");
          const marked = query.map(([parameter, value]) => [parameter, value + here(parameter)]);
          for (const [parameter] of query) attacked.add(parameter);
          add("GET", withQuery(filled(path), marked));
          addresses.push(address + withQuery(filled(path), query));
        }
      } else addresses.push(address + filled(path));
      const needed = queried.filter((one) => one.required).map((one) => [one.name, inQuery[one.name]]);
      // {book} once: every route reads it alike.
      const marked = filled(path, "*").replace(/(books\/[\w-]+)\*\//, "$1/");
      if (marked.includes("*")) add("GET", withQuery(marked, needed));
    } else if (bodyOf.has(name)) {
      const { id, body } = bodyOf.get(name);
      const address = filled(path.replace("{id}", id ?? "{id}"));
      await call(method.toUpperCase(), address, fresh(JSON.parse(JSON.stringify(body).replaceAll("*", "")))); // or the scanner would only see it refused
      add(method.toUpperCase(), address, body);
    } else unattacked.push(name);
  }
}
add("GET", "/api/v1/me", undefined, { Cookie: `arus_session=${token}` }); // level 2 tries the cookie
add("GET", "/api/v1/books", undefined, { Authorization: `Bearer ${token}*` });
add("POST", `${book}/transactions`, saleByKey, { "Idempotency-Key": "satu*", "Arus-Device": "kasir*" });

const line = "=".repeat(54);
writeFileSync(resolve(folder, "token"), token);
writeFileSync(resolve(folder, "requests.txt"), requests.map((one) => `${line}\n${one}\n${line}\n`).join(""));
writeFileSync(resolve(folder, "addresses.txt"), `${addresses.join("\n")}\n`);
console.log(`      ${requests.length} requests for sqlmap, ${addresses.length} addresses for wapiti`);
console.log(`      not attacked, they take no text or would end what the others need: ${unattacked.join(" ")}`);
