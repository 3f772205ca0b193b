// SPDX-License-Identifier: Apache-2.0
// The whole stack, as tools/dev/servers/stack.sh has started it: nginx with TLS in front of two servers with MariaDB,
// RabbitMQ, Redis and two workers. A suite on it leaves every part running.
//
//   ARUS_TEST_STACK       its file stack.json
//   NODE_EXTRA_CA_CERTS   the authority of its certificate
import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { Api, openShop, type Schemas, type Shop } from "./api.ts";
import { until } from "./wait.ts";

export type StackServer = { readonly part: string; readonly url: string; readonly admin_url: string; readonly log: string };

type Description = {
  readonly url: string;
  readonly plain_url: string;
  readonly ca: string;
  readonly set_up_code: string;
  readonly script: string;
  readonly folder: string;
  readonly access_log: string;
  readonly servers: readonly [StackServer, StackServer];
  readonly workers: readonly { readonly part: string; readonly admin_url: string; readonly log: string }[];
};

const file = process.env.ARUS_TEST_STACK;
if (file === undefined) throw new Error("ARUS_TEST_STACK is not set: tools/dev/servers/stack.sh with … -- npm test");

export const stack = JSON.parse(readFileSync(file, "utf8")) as Description;

export type Verb = "start" | "stop" | "kill" | "term" | "pid";

/** What stack.sh does with one part; gives what it prints. */
export async function part(name: string, verb: Verb): Promise<string> {
  // The part outlives the script: what it prints is read until the script itself ends.
  const child = spawn(stack.script, ["part", stack.folder, name, verb], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`stack.sh part ${name} ${verb} ended with ${code}`);
  return output.trim();
}

/** A shop of a new owner, by way of nginx. */
export async function openStackShop(): Promise<Shop & { readonly email: string }> {
  const setup = await new Api(stack.url).expect(200, new Api(stack.url).get<Schemas["Setup"]>("/api/v1/setup"));
  const email = `pemilik-${randomBytes(6).toString("hex")}@contoh.example`;
  const shop = await openShop(stack.url, {}, { email, ...(setup.code_required && { setup_code: stack.set_up_code }) });
  return { ...shop, email };
}

/** Waits until a server is ready and lacks nothing. */
export async function wholeAgain(server: StackServer): Promise<void> {
  await until(`${server.part} is whole`, 60_000, async () => {
    const reply = await fetch(`${server.url}/readyz`).catch(() => undefined);
    if (reply?.status !== 200) return false;
    const ready = (await reply.json()) as { readonly degraded: readonly string[] };
    return ready.degraded.length === 0;
  });
}

/** A figure of a server's metrics, summed over its labels. */
export async function figure(server: StackServer, name: string, fits: (labels: string) => boolean = () => true): Promise<number> {
  const text = await (await fetch(`${server.admin_url}/metrics`)).text();
  let sum = 0;
  for (const [, labels, value] of text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, "gm"))) {
    if (fits(labels ?? "")) sum += Number(value);
  }
  return sum;
}

/** Requests that the servers were asked through their public listener, or whatever else is not their metrics. */
export async function requestsAtServers(): Promise<number> {
  const counts = await Promise.all(
    stack.servers.map((server) => figure(server, "arus_http_requests_total", (labels) => !/\/metrics|\/readyz/.test(labels))),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

export type LogLine = {
  readonly request_id: string;
  readonly address: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly upstream: string;
  readonly upstream_status: string;
  readonly seconds: number;
};

/** The line of nginx's access log about a request; it is written when the request has ended. */
export async function logLine(requestId: string): Promise<LogLine> {
  return until(`the access log tells of ${requestId}`, 10_000, () => {
    const text = readFileSync(stack.access_log, "utf8");
    const line = text.split("\n").find((one) => one.includes(`"request_id":"${requestId}"`));
    return line !== undefined && (JSON.parse(line) as LogLine);
  });
}

/** A bare link over TLS to nginx, on which every byte is the test's. */
export async function openTls(options: ConnectionOptions = {}): Promise<TLSSocket> {
  const { hostname, port } = new URL(stack.url);
  const socket = connect({ host: "127.0.0.1", port: Number(port), servername: hostname, ...options });
  await once(socket, "secureConnect");
  return socket;
}

/** Everything that comes until the link ends, or until nothing has come for `quietMs`. */
export async function readAll(socket: TLSSocket, quietMs = 1_500): Promise<Buffer> {
  const pieces: Buffer[] = [];
  return new Promise((done) => {
    let timer = setTimeout(() => end(), quietMs);
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      done(Buffer.concat(pieces));
    };
    socket.on("data", (piece: Buffer) => {
      pieces.push(piece);
      clearTimeout(timer);
      timer = setTimeout(() => end(), quietMs);
    });
    socket.on("close", end);
    socket.on("error", () => undefined); // close follows
  });
}
