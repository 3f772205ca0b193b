// SPDX-License-Identifier: Apache-2.0
// One client that reads a kilobyte a second among others: let go with 4108, comes back, has missed nothing. How little the
// others notice is measured by ./dev bench slow_reader.
import { connect, type Socket as TcpSocket } from "node:net";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Api, openShop, type Schemas, type Shop, type Transaction } from "../support/api.ts";
import { newId } from "../support/books.ts";
import { Listener } from "../support/listener.ts";
import { Server } from "../support/server.ts";
import { until } from "../support/wait.ts";

let server: Server;
let shop: Shop;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const bytesPerSecond = 1024;
const others = 20;

/** A socket by hand that takes what it is told to take from the connection and not a byte more. */
class SlowReader {
  readonly offsets: number[] = [];
  closeCode: number | undefined;
  #bytes = Buffer.alloc(0);
  #upgraded = false;

  private constructor(readonly tcp: TcpSocket) {}

  static async open(url: string): Promise<SlowReader> {
    const { hostname, port, host } = new URL(url);
    const tcp = connect(Number(port), hostname);
    tcp.on("error", () => undefined); // close follows
    await once(tcp, "connect");
    tcp.pause();
    const key = randomBytes(16).toString("base64");
    tcp.write(
      `GET /api/v1/realtime HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: arus.v1\r\n\r\n`,
    );
    return new SlowReader(tcp);
  }

  say(command: unknown): void {
    const payload = Buffer.from(`${JSON.stringify(command)}\n`);
    const mask = randomBytes(4);
    const head = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255]);
    this.tcp.write(Buffer.concat([head, mask, Buffer.from(payload.map((byte, index) => byte ^ mask[index % 4]!))]));
  }

  /** Takes up to `count` bytes of what has come. */
  take(count: number): void {
    const chunk = this.tcp.read(Math.min(count, this.tcp.readableLength)) as Buffer | null;
    if (chunk !== null) this.#bytes = Buffer.concat([this.#bytes, chunk]);
    this.#parse();
  }

  /** Takes all that comes from now on. */
  takeAll(): void {
    this.tcp.on("data", (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#parse();
    });
    this.tcp.resume();
  }

  #parse(): void {
    if (!this.#upgraded) {
      const end = this.#bytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      expect(this.#bytes.subarray(0, 12).toString()).toBe("HTTP/1.1 101");
      this.#bytes = this.#bytes.subarray(end + 4);
      this.#upgraded = true;
    }
    for (;;) {
      const bytes = this.#bytes;
      if (bytes.length < 2) return;
      const short = bytes[1]!;
      const header = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (bytes.length < header) return;
      const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
      expect(length).toBeLessThanOrEqual(256 * 1024);
      if (bytes.length < header + length) return;
      const payload = bytes.subarray(header, header + length);
      this.#bytes = bytes.subarray(header + length);
      if ((bytes[0]! & 15) === 8) this.closeCode = payload.readUInt16BE(0);
      if ((bytes[0]! & 15) !== 1) continue;
      for (const line of payload.toString().split("\n").slice(0, -1)) {
        const frame = JSON.parse(line) as { readonly event?: { readonly offset: number } };
        if (frame.event !== undefined) this.offsets.push(frame.event.offset);
      }
    }
  }
}

describe("a reader of one kilobyte a second", () => {
  test("is closed with 4108, resumes and misses nothing; the others hold everything too", { timeout: 180_000 }, async () => {
    const start = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    const crowd = Array.from({ length: others }, () => new Listener(server.url, shop.api.token!, shop.bookId, { epoch: start.epoch, offset: start.head }));
    for (const one of crowd) await until("live", 15_000, () => one.live.state === "live");
    const slow = await SlowReader.open(server.url);
    slow.say({ id: 1, connect: { token: shop.api.token, client: { name: "slow", version: "0" } } });
    slow.say({ id: 2, subscribe: { book: shop.bookId, channel: "ledger", since: { epoch: start.epoch, offset: start.head } } });
    const dripping = setInterval(() => slow.take(bytesPerSecond), 1_000);

    const postings = Array.from({ length: 100 }, (_, index) => [
      { account_code: "1101", direction: "debit", amount: String(index + 1), memo: "m".repeat(120) },
      { account_code: "4101", direction: "credit", amount: String(index + 1), memo: "m".repeat(120) },
    ]).flat();
    const admin = new Api(server.adminUrl);
    const began = performance.now();
    for (;;) {
      if (/^arus_socket_slow_closes_total 1$/m.test((await admin.get("/metrics")).text)) break;
      expect(performance.now() - began).toBeLessThan(120_000);
      for (let count = 0; count < 5; count += 1) {
        await shop.api.expect(201, shop.api.post<Transaction>(shop.path("/transactions"), { id: newId(), postings }));
      }
    }
    clearInterval(dripping);
    slow.takeAll();
    await until("the close frame", 60_000, () => slow.closeCode !== undefined || slow.tcp.destroyed);
    expect(slow.closeCode).toBe(4108);
    const end = await shop.api.expect(200, shop.api.get<Schemas["EventPage"]>(shop.path("/events?after=0&limit=1")));
    const from = slow.offsets.at(-1) ?? start.head;
    expect(slow.offsets).toEqual(Array.from({ length: from - start.head }, (_, index) => start.head + 1 + index));
    expect(from).toBeLessThan(end.head);

    const back = new Listener(server.url, shop.api.token!, shop.bookId, { epoch: start.epoch, offset: from });
    for (const one of [back, ...crowd]) {
      await until("the head", 30_000, () => one.live.lastOffset === end.head);
      expect(one.faults).toEqual([]);
    }
    expect(back.offsets).toEqual(Array.from({ length: end.head - from }, (_, index) => from + 1 + index));
    for (const one of crowd) expect(one.offsets).toEqual(Array.from({ length: end.head - start.head }, (_, index) => start.head + 1 + index));
    for (const one of [back, ...crowd]) one.close();
    slow.tcp.destroy();
  });
});
