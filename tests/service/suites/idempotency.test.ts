// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshKey, openShop, sale, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { Server } from "../support/server.ts";

let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

async function cash(): Promise<string> {
  const balances = await shop.api.expect(200, shop.api.get<Schemas["Balances"]>(shop.path("/balances")));
  return balances.items.find((item) => item.code === "1101")!.balance;
}

describe("the same request again", () => {
  test("posts once when it is sent 50 times in parallel", async () => {
    const before = BigInt(await cash());
    const key = freshKey();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => shop.api.post<Transaction>(shop.path("/transactions"), sale("75000"), { key })),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 50 }, () => 201));
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1);
    const fresh = replies.filter((reply) => reply.headers.get("idempotency-replayed") === null);
    expect(fresh.length).toBe(1);
    expect(BigInt(await cash())).toBe(before + 75_000n);
  });

  test("is refused with another body, and nothing moves", async () => {
    const key = freshKey();
    await shop.api.expect(201, shop.api.post(shop.path("/transactions"), sale("1000"), { key }));
    const before = await cash();
    const problem = await shop.api.expect(
      422,
      shop.api.post<Schemas["Problem"]>(shop.path("/transactions"), sale("1001"), { key }),
    );
    expect(problem.code).toBe("idempotency_key_reused");
    expect(await cash()).toBe(before);
  });

  test("does not care for white space, the order of members or trailing zeros", async () => {
    const key = freshKey();
    const first = await shop.api.post<Transaction>(shop.path("/transactions"), sale("5000"), { key });
    const again = await shop.api.call<Transaction>("POST", shop.path("/transactions"), {
      key,
      raw: '{ "counter_code":"4101",\n "account_code" : "1101", "amount":"5000","kind":"sale" }',
    });
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  test("keeps its answer after the transaction was reversed", async () => {
    const key = freshKey();
    const first = await shop.api.post<Transaction>(shop.path("/transactions"), sale("7000"), { key });
    await shop.api.expect(
      201,
      shop.api.post(shop.path(`/transactions/${first.body.id}/reverse`), {}, { key: freshKey() }),
    );
    const again = await shop.api.post<Transaction>(shop.path("/transactions"), sale("7000"), { key });
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
  });

  test("reverses once, whoever asks how often", async () => {
    const made = await shop.api.expect(
      201,
      shop.api.post<Transaction>(shop.path("/transactions"), sale("9000"), { key: freshKey() }),
    );
    const before = BigInt(await cash());
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        shop.api.post<Schemas["Problem"]>(shop.path(`/transactions/${made.id}/reverse`), {}, { key: freshKey() }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201).length).toBe(1);
    const refused = replies.filter((reply) => reply.status !== 201);
    expect(refused.every((reply) => reply.status === 409 && reply.body.code === "already_reversed")).toBe(true);
    expect(BigInt(await cash())).toBe(before - 9_000n);
  });

  test("needs a key or an id", async () => {
    const problem = await shop.api.expect(
      422,
      shop.api.post<Schemas["Problem"]>(shop.path("/transactions"), sale("1000")),
    );
    expect(problem.code).toBe("validation_failed");
    expect(problem.errors[0]!.pointer).toBe("header:Idempotency-Key");
  });
});
