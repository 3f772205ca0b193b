// SPDX-License-Identifier: Apache-2.0
// Whatever comes over the socket gets an answer or a close code; the server and the books stay as they were.
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freshKey, openShop, sale, type Schemas, type Shop } from "../support/api.ts";
import { newId, state } from "../support/books.ts";
import { Server } from "../support/server.ts";
import { Socket, type Line } from "../support/socket.ts";

let server: Server;
let shop: Shop;
let before: string;
beforeAll(async () => {
  server = await Server.start();
  shop = await openShop(server.url);
  await shop.api.expect(201, shop.api.post(shop.path("/transactions"), sale("50000"), { key: freshKey() }));
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});
beforeEach(async () => {
  before = await state(shop);
});
afterEach(async () => {
  expect(await state(shop)).toBe(before);
});

const hello = (token: string | undefined, more: Line = {}): Line => ({
  connect: { ...(token === undefined ? {} : { token }), client: { name: "tests", version: "0" }, ...more },
});
const ledger = (more: Line = {}): Line => ({ subscribe: { book: shop.bookId, channel: "ledger", ...more } });

describe("before connect", () => {
  test.each<[string, () => Line]>([
    ["subscribe", () => ledger()],
    ["unsubscribe", () => ({ unsubscribe: { sub: 1 } })],
    ["catchup", () => ({ catchup: { sub: 1 } })],
    ["refresh", () => ({ refresh: { token: shop.api.token } })],
    ["what nobody knows", () => ({ dance: {} })],
  ])("%s ends the link", async (_, command) => {
    const socket = await Socket.open(server.url);
    const error = await socket.refused(command());
    expect([error.code, error.retry]).toEqual(["not_connected", false]);
    expect(await socket.ended()).toMatchObject({ code: 4000, reason: "bad_request" });
  });

  test.each<[string, () => Line]>([
    ["a wrong token", () => hello("arus_s_wrong_wrong_wrong")],
    ["no token and no cookie", () => hello(undefined)],
  ])("%s is let go", async (_, command) => {
    const socket = await Socket.open(server.url);
    expect((await socket.refused(command())).code).toBe("unauthenticated");
    expect(await socket.ended()).toMatchObject({ code: 4001, reason: "unauthenticated" });
  });

  test.each<[string, Line]>([
    ["no client", { connect: { token: "arus_s_wrong_wrong_wrong" } }],
    ["a token that is a number", { connect: { token: 7, client: { name: "a", version: "b" } } }],
    ["a client without a name", { connect: { token: "arus_s_wrong_wrong_wrong", client: { name: "", version: "b" } } }],
    ["nothing", { connect: null }],
  ])("connect with %s is told what is wrong", async (_, command) => {
    const socket = await Socket.open(server.url);
    expect((await socket.refused(command)).code).toBe("validation_failed");
    socket.close();
  });
});

describe("a message that", () => {
  const depth = (count: number): string => `{"id":1,"subscribe":${'{"a":'.repeat(count)}1${"}".repeat(count)}}\n`;
  const broken: readonly [string, string | Uint8Array, string | undefined, number[]][] = [
    ["is no JSON", "{\n", "malformed_json", [4000]],
    ["is nothing but text", "hello\n", "malformed_json", [4000]],
    ["is nested too deep", depth(17), "malformed_json", [4000]],
    ["is nested ten thousand deep", depth(10_000), "malformed_json", [4000]],
    ["names a member twice", '{"id":1,"id":2,"dance":{}}\n', "malformed_json", [4000]],
    ["is binary", new Uint8Array([123, 125, 10]), "unsupported_media_type", [4000]],
    ["is larger than 64 KiB", `{"id":1,"dance":"${"x".repeat(65_536)}"}\n`, undefined, [4000, 1009]],
    ["is larger than a mebibyte", "x".repeat(1 << 20), undefined, [4000, 1009, 1006]],
  ];
  test.each(broken)("%s ends the link, connected or not", async (_, message, code, closes) => {
    for (const first of [undefined, shop.api.token!]) {
      const socket = first === undefined ? await Socket.open(server.url) : await Socket.connect(server.url, first);
      socket.send(message);
      if (code !== undefined) {
        const line = await socket.find("the error", ({ error }) => error !== undefined);
        expect([line.error.code, first === undefined || line.id !== undefined]).toEqual([code, true]);
      }
      expect(closes).toContain((await socket.ended()).code);
    }
  });

  test.each<[string, Line, string]>([
    ["is a command nobody knows", { dance: {} }, "unknown_command"],
    ["has no command", {}, "unknown_command"],
    ["has two commands", { unsubscribe: { sub: 1 }, catchup: { sub: 1 } }, "validation_failed"],
    ["subscribes to no book", { subscribe: { channel: "ledger" } }, "validation_failed"],
    ["subscribes to a book nobody has", { subscribe: { book: "01930000-0000-7000-8000-000000000000", channel: "ledger" } }, "not_found"],
    ["subscribes to a book that is no id", { subscribe: { book: "x", channel: "ledger" } }, "validation_failed"],
    ["has no such stream", { unsubscribe: { sub: 4_000_000_000 } }, "unknown_subscription"],
    ["catches up with nothing", { catchup: { sub: 4_000_000_000 } }, "unknown_subscription"],
    ["ends stream zero", { unsubscribe: { sub: 0 } }, "validation_failed"],
    ["ends half a stream", { unsubscribe: { sub: 1.5 } }, "validation_failed"],
    ["refreshes with a number", { refresh: { token: 1 } }, "validation_failed"],
  ])("%s is refused and the link stays", async (_, command, code) => {
    const socket = await Socket.connect(server.url, shop.api.token!);
    expect((await socket.refused(command)).code).toBe(code);
    expect((await socket.ok(ledger())).channel).toBe("ledger");
    socket.close();
  });

  test("subscribes with a mistake is refused and the link stays", async () => {
    const { epoch } = (await shop.api.get<Schemas["EventPage"]>(shop.path("/events?limit=1"))).body;
    const socket = await Socket.connect(server.url, shop.api.token!);
    for (const [more, code] of [
      [{ channel: "weather" }, "validation_failed"],
      [{ since: { epoch } }, "validation_failed"],
      [{ since: { epoch: "x", offset: 0 } }, "validation_failed"],
      [{ since: { epoch, offset: -1 } }, "validation_failed"],
      [{ since: { epoch, offset: 1e300 } }, "validation_failed"],
      [{ since: { epoch, offset: 1, hash: "x" } }, "validation_failed"],
      [{ filter: { types: [] } }, "validation_failed"],
      [{ filter: { types: ["transaction.gone"] } }, "validation_failed"],
      [{ filter: { outlet_id: "x" } }, "validation_failed"],
      [{ filter: { outlet_id: newId() } }, "unknown_outlet"],
      [{ filter: { account_id: newId() } }, "unknown_account"],
      [{ snapshot: "yes" }, "validation_failed"],
    ] as const) {
      expect([more, (await socket.refused(ledger(more))).code]).toEqual([more, code]);
    }
    await socket.ok(ledger());
    expect((await socket.refused(ledger())).code).toBe("already_subscribed");
    expect((await socket.refused(hello(shop.api.token))).code).toBe("already_connected");
    socket.close();
  });

  test.each([0, -1, 1.5, "1", null, 2 ** 53])("has the id %j is told so", async (id) => {
    const socket = await Socket.connect(server.url, shop.api.token!);
    socket.send(`${JSON.stringify({ id, ...ledger() })}\n`);
    const line = await socket.find("the error", ({ error }) => error !== undefined);
    expect([line.id, line.error.code]).toEqual([null, "validation_failed"]);
    socket.close();
  });

  test("has unknown fields is answered as if they were not there", async () => {
    const socket = await Socket.connect(server.url, shop.api.token!);
    expect((await socket.ok(ledger({ surprise: [1, { a: 2 }] }))).mode).toBe("live");
    socket.send('{"pong":5}\n{"pong":"x"}\n');
    expect((await socket.refused({ unsubscribe: { sub: 4_000_000_000 } })).code).toBe("unknown_subscription");
    socket.close();
  });
});

describe("too much", () => {
  test("of subscriptions is refused, those before stay", async () => {
    const types = ["transaction.posted", "transaction.pending", "transaction.voided", "account.created", "account.updated", "outlet.created"];
    const socket = await Socket.open(server.url);
    const { limits } = await socket.ok(hello(shop.api.token));
    let refusal: Line | undefined;
    for (let mask = 1; mask <= limits.subscriptions_max + 1; mask += 1) {
      const reply = await socket.command(ledger({ filter: { types: types.filter((_, bit) => (mask >> bit) & 1) } }));
      if (mask <= limits.subscriptions_max) expect(reply.ok).toBeDefined();
      else refusal = reply.error as Line;
    }
    expect(refusal!.code).toBe("too_many_subscriptions");
    socket.close();
  });

  test("of commands ends the link for a while", async () => {
    const socket = await Socket.connect(server.url, shop.api.token!);
    for (let index = 0; index < 300; index += 1) socket.send(`{"id":${index + 10},"unsubscribe":{"sub":1}}\n`);
    const line = await socket.find("the limit", ({ error }) => error?.code === "rate_limited");
    expect(line.error).toMatchObject({ retry: true });
    expect(line.error.retry_after_ms).toBeGreaterThan(0);
    expect((await socket.ended()).code).toBe(4102);
  });
});

describe("the handshake", () => {
  const upgrade: Readonly<Record<string, string>> = {
    Host: "arus",
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "arus.v1",
  };
  const shake = (change: Readonly<Record<string, string | undefined>>, method = "GET"): Promise<Buffer> => {
    const headers = Object.entries({ ...upgrade, Host: new URL(server.url).host, ...change }).filter(([, value]) => value !== undefined);
    return speak([`${method} /api/v1/realtime HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`], 500);
  };

  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ["another version", { "Sec-WebSocket-Version": "8" }, /^HTTP\/1\.1 4(00|26) /],
    ["no key", { "Sec-WebSocket-Key": undefined }, /^HTTP\/1\.1 4(00|26) /],
    ["another upgrade", { Upgrade: "h2c" }, /^HTTP\/1\.1 4(00|26) /],
    ["a foreign origin", { Origin: "https://jahat.example" }, /^HTTP\/1\.1 403 [^]*origin_refused/],
    ["the origin null", { Origin: "null" }, /^HTTP\/1\.1 403 [^]*origin_refused/],
  ])("with %s is refused in HTTP", async (_, change, answer) => {
    expect((await shake(change)).toString("latin1")).toMatch(answer);
  });

  test("is GET's alone", async () => {
    expect((await shake({}, "POST")).toString("latin1")).toMatch(/^HTTP\/1\.1 405 /);
  });

  test.each<[string, readonly string[]]>([["no protocol", []], ["another protocol", ["arus.v9"]]])(
    "with %s is accepted, told why and closed",
    async (_, protocols) => {
      const { hostname, port } = new URL(server.url);
      const headers = { ...upgrade, Host: `${hostname}:${port}`, "Sec-WebSocket-Protocol": protocols[0] };
      const text = Object.entries(headers).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}\r\n`).join("");
      const answer = await speak([`GET /api/v1/realtime HTTP/1.1\r\n${text}\r\n`], 500);
      expect(answer.toString("latin1")).toMatch(/^HTTP\/1\.1 101 /);
      const frames = answer.subarray(answer.indexOf("\r\n\r\n") + 4);
      expect(frames.toString("latin1")).toContain("version");
      expect(closeCode(frames)).toBe(4005);
    },
  );

  /** Everything that comes back for these pieces until the end, or until `quietMs` without anything. */
  async function speak(pieces: readonly (string | Buffer)[], quietMs: number): Promise<Buffer> {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const received: Buffer[] = [];
    socket.on("error", () => undefined); // a reset is an answer too
    socket.setTimeout(quietMs, () => socket.destroy());
    socket.on("data", (data: Buffer) => received.push(data));
    for (const piece of pieces) {
      socket.write(piece);
      if (pieces.length > 1 && received.length === 0) await once(socket, "data");
    }
    await once(socket, "close");
    return Buffer.concat(received);
  }

  /** The code of the close frame among unmasked frames; undefined when there is none. */
  function closeCode(frames: Buffer): number | undefined {
    for (let at = 0; at + 2 <= frames.length; ) {
      const opcode = frames[at]! & 0x0f;
      let length = frames[at + 1]! & 0x7f;
      let start = at + 2;
      if (length === 126) {
        length = frames.readUInt16BE(start);
        start += 2;
      } else if (length === 127) {
        length = Number(frames.readBigUInt64BE(start));
        start += 8;
      }
      if (opcode === 8) return length >= 2 ? frames.readUInt16BE(start) : 1005;
      at = start + length;
    }
    return undefined;
  }

  describe("over, a frame that", () => {
    const masked = (head: readonly number[], payload: Buffer | string): Buffer => {
      const bytes = Buffer.from(payload as string);
      return Buffer.concat([Buffer.from([...head, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
    };
    const bad: readonly [string, Buffer, number[]][] = [
      ["is not masked", Buffer.from([0x81, 0x02, 0x7b, 0x7d]), [1002]],
      ["has a reserved bit", masked([0xc1], "{}"), [1002]],
      ["has an unknown opcode", masked([0x83], "{}"), [1002]],
      ["goes on with nothing", masked([0x80], "{}"), [1002]],
      ["is a ping in pieces", masked([0x09], "x"), [1002]],
      ["is a ping of 126 bytes", Buffer.concat([Buffer.from([0x89, 0xfe, 0, 126, 0, 0, 0, 0]), Buffer.alloc(126)]), [1002]],
      ["is not UTF-8", masked([0x81], Buffer.from([0xff, 0xfe])), [1007, 4000]],
      ["is cut inside a character", masked([0x81], Buffer.from([0xe2, 0x98])), [1007, 4000]],
      ["closes with one byte", masked([0x88], Buffer.from([3])), [1002]],
      ["closes with a code nobody may send", masked([0x88], Buffer.from([0x03, 0xed])), [1002]],
    ];
    test.each(bad)("%s ends the link", async (_, frame, codes) => {
      const head = Object.entries({ ...upgrade, Host: new URL(server.url).host }).map(([name, value]) => `${name}: ${value}\r\n`).join("");
      const answer = await speak([`GET /api/v1/realtime HTTP/1.1\r\n${head}\r\n`, frame], 3_000);
      expect(answer.toString("latin1")).toMatch(/^HTTP\/1\.1 101 /);
      expect(codes).toContain(closeCode(answer.subarray(answer.indexOf("\r\n\r\n") + 4)));
    });
  });

  test("over, a frame that claims more than may be sent does not keep the link open", { timeout: 30_000 }, async () => {
    const head = Object.entries({ ...upgrade, Host: new URL(server.url).host }).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const lengths = ["0000000000011170", "4000000000000000", "ffffffffffffffff"];
    const answers = await Promise.all(
      lengths.map((length) =>
        speak([`GET /api/v1/realtime HTTP/1.1\r\n${head}\r\n`, Buffer.from(`81ff${length}00000000`, "hex")], 14_000),
      ),
    );
    for (const [index, answer] of answers.entries()) {
      const code = closeCode(answer.subarray(answer.indexOf("\r\n\r\n") + 4));
      expect([1002, 1009, 4000], lengths[index]).toContain(code);
    }
  });

  test("and pings of RFC 6455 are answered", async () => {
    const socket = await Socket.connect(server.url, shop.api.token!);
    const pong = once(socket.ws, "pong");
    socket.ws.ping("hai");
    expect(String((await pong)[0])).toBe("hai");
    socket.close();
    expect((await socket.ended()).code).toBe(1000);
  });
});
