// SPDX-License-Identifier: Apache-2.0
// Large bodies before they have been sent: who may not send one learns it from the head alone, and how many may be under way.
import { request, type ClientRequest } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openShop, type Api, type Schemas, type Shop } from "../support/api.ts";
import { formOf, sendFile } from "../support/imports.ts";
import { member, register } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { until } from "../support/wait.ts";

type Problem = Schemas["Problem"];
type Answer = { readonly status: number; readonly code?: string; readonly retryAfter?: string };

const large = 64 << 20;
let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start({ settings: { registration: "open" } });
  shop = await openShop(server.url);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const open = new Set<ClientRequest>();
afterEach(() => {
  for (const one of open) one.destroy();
  open.clear();
});

/** Announces a file and sends nothing of it: the answer, or "go on". */
async function announce(api: Api, path = shop.path("/imports"), size = large): Promise<{ asked: ClientRequest; answer: Answer | "go on" }> {
  const asked = request(server.url + path, {
    method: "POST",
    agent: false,
    headers: {
      authorization: `Bearer ${api.token}`,
      "content-type": "multipart/form-data; boundary=x",
      "content-length": size,
      expect: "100-continue",
    },
  });
  open.add(asked);
  const answer = await new Promise<Answer | "go on">((done, failed) => {
    asked.on("error", failed); // later the link is cut by this test itself
    asked.once("continue", () => done("go on"));
    asked.once("response", async (reply) => {
      const { code } = JSON.parse(Buffer.concat(await reply.toArray()).toString()) as Problem;
      done({ status: reply.statusCode!, code, ...(reply.headers["retry-after"] && { retryAfter: reply.headers["retry-after"] }) });
    });
    asked.flushHeaders();
  });
  return { asked, answer };
}
const answerTo = async (api: Api, path?: string, size?: number): Promise<Answer | "go on"> => (await announce(api, path, size)).answer;

test("who may not import is told before a byte of the file is sent", async () => {
  const viewer = await member(shop, "viewer");
  const stranger = await register(shop.api);
  const key = await shop.api.expect(
    201,
    shop.api.post<Schemas["ApiKeyCreated"]>(shop.path("/api-keys"), { name: "Baca", role: "accountant", read_only: true }),
  );
  expect(await answerTo(viewer.api)).toEqual({ status: 403, code: "forbidden" });
  expect(await answerTo(shop.api.as(key.token))).toEqual({ status: 403, code: "forbidden" });
  expect(await answerTo(stranger.api)).toEqual({ status: 404, code: "not_found" });
  expect(await answerTo(shop.api, "/api/v1/books/kopi/imports")).toEqual({ status: 404, code: "not_found" });
  expect(await answerTo(shop.api.as("x".repeat(43)))).toEqual({ status: 401, code: "unauthenticated" });
  expect(await answerTo(shop.api, undefined, large + 1)).toEqual({ status: 413, code: "payload_too_large" });
});

test("two files of one person and four of everybody may be under way", async () => {
  const people = [await member(shop, "admin"), await member(shop, "accountant"), await member(shop, "accountant")];
  const [one, other, third] = people.map(({ api }) => api) as [Api, Api, Api];
  const first = await announce(one);
  expect(first.answer).toBe("go on");
  expect(await answerTo(one)).toBe("go on");
  expect(await answerTo(one)).toEqual({ status: 429, code: "rate_limited", retryAfter: "10" });
  expect(await answerTo(other)).toBe("go on");
  expect(await answerTo(other)).toBe("go on");
  expect(await answerTo(third)).toEqual({ status: 503, code: "unavailable", retryAfter: "10" });
  // What was broken off makes room.
  first.asked.destroy();
  await until("room for another file", 30_000, async () => ((await answerTo(third)) === "go on" ? true : undefined));
});

test("a file that was answered makes room at once", async () => {
  const person = await member(shop, "accountant");
  expect(await answerTo(person.api)).toBe("go on");
  for (let round = 0; round < 5; round += 1) {
    const reply = await sendFile<Problem>(shop, "", { kind: "csv", dry_run: true }, person.api);
    expect([reply.status, reply.body.code]).toEqual([422, "validation_failed"]);
  }
  const { raw, headers } = formOf("date,description,amount\n2026-01-01,a,1\n", { kind: "csv", dry_run: true });
  expect((await person.api.call("POST", shop.path("/imports"), { raw, headers })).status).toBe(202);
});
