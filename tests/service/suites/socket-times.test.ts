// SPDX-License-Identifier: Apache-2.0
// What the socket does because time passed. All at once, since each of them waits.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, type Shop } from "../support/api.ts";
import { Server } from "../support/server.ts";
import { Socket } from "../support/socket.ts";

let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

describe.concurrent("a link", () => {
  test("that does not connect within 10 s is ended", { timeout: 20_000 }, async () => {
    const began = performance.now();
    const socket = await Socket.open(server.url);
    expect(await socket.ended(15_000)).toMatchObject({ code: 4000 });
    expect(performance.now() - began).toBeGreaterThan(9_000);
  });

  test("that is silent is pinged, and lives on when it answers", { timeout: 80_000 }, async () => {
    const socket = await Socket.connect(server.url, shop.api.token!);
    const began = performance.now();
    const line = await socket.next("a ping", ({ ping }) => ping !== undefined, 32_000);
    expect(performance.now() - began).toBeGreaterThan(21_000);
    expect(Math.abs(line.ping - Date.now())).toBeLessThan(60_000);
    socket.send(`${JSON.stringify({ pong: line.ping })}\n`);
    await new Promise((resume) => setTimeout(resume, 12_000)); // longer than an unanswered ping is borne
    await socket.ok({ subscribe: { book: shop.bookId, channel: "ledger" } });
    socket.close();
  });

  test("that does not answer is ended", { timeout: 60_000 }, async () => {
    const socket = await Socket.connect(server.url, shop.api.token!);
    await socket.next("a ping", ({ ping }) => ping !== undefined, 32_000);
    const began = performance.now();
    expect(await socket.ended(15_000)).toMatchObject({ code: 4109, reason: "no_pong" });
    expect(performance.now() - began).toBeGreaterThan(8_000);
  });
});
