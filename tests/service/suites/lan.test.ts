// SPDX-License-Identifier: Apache-2.0
// https and wss from the binary itself: with a given certificate, and with one of its own (`serve --lan`).
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync, statSync } from "node:fs";
import { request } from "node:https";
import { connect as connectPlain } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connect, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { sale } from "../support/api.ts";
import { newId } from "../support/books.ts";
import { binary, runWith, temporaryFolder } from "../support/server.ts";

type Running = { readonly lines: string[]; readonly port: number; readonly trustPort: number; stop: () => Promise<number | null>; hup: () => void; log: () => string };

/** Starts the binary with these words and reads what it prints until it listens. */
async function serve(dataDir: string, ...words: string[]): Promise<Running> {
  const child = spawn(
    binary,
    ["serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--trust-listen", "127.0.0.1:0", "--data-dir", dataDir, ...words],
    { stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env.PATH } },
  );
  process.once("exit", () => child.kill("SIGKILL"));
  let log = "";
  child.stderr.on("data", (chunk) => (log += String(chunk)));
  const lines: string[] = [];
  await new Promise<void>((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`it did not listen within 30 s:\n${log}`)), 30_000);
    child.once("exit", (code) => failed(new Error(`it ended with ${code}:\n${log}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      if (!line.startsWith("admin ")) return;
      clearTimeout(timer);
      done();
    });
  });
  const portOf = (word: string): number => Number(/:(\d+)$/.exec(lines.find((line) => line.startsWith(`${word} `)) ?? "")?.[1]);
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    return child.exitCode;
  };
  return { lines, port: portOf("listening"), trustPort: portOf("trust"), stop, hup: () => child.kill("SIGHUP"), log: () => log };
}

type Answer = { readonly status: number; readonly headers: Record<string, string | string[] | undefined>; readonly text: string };

/** One request by https, believing only this CA. */
async function ask(port: number, ca: string, path: string, options: { method?: string; body?: unknown; token?: string; host?: string } = {}): Promise<Answer> {
  const sent = request({
    host: "127.0.0.1",
    port,
    path,
    ca,
    servername: options.host ?? "localhost",
    agent: false,
    method: options.method ?? "GET",
    headers: {
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
  });
  sent.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  const [reply] = (await once(sent, "response")) as [import("node:http").IncomingMessage];
  let text = "";
  for await (const chunk of reply) text += String(chunk);
  return { status: reply.statusCode!, headers: reply.headers, text };
}

/** The handshake and what came of it. */
async function shake(port: number, options: import("node:tls").ConnectionOptions): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port, servername: "localhost", ...options });
  await once(socket, "secureConnect");
  return socket;
}

/** Everything that a plain connection gets to read after it sent these bytes. */
async function speakPlain(port: number, bytes: string): Promise<string> {
  const socket = connectPlain(port, "127.0.0.1");
  socket.on("error", () => undefined); // close follows
  let text = "";
  socket.on("data", (chunk) => (text += String(chunk)));
  socket.write(bytes);
  await new Promise((closed) => socket.on("close", closed));
  return text;
}

const me = {
  email: "pemilik@contoh.example",
  password: "rahasia-sekali-22",
  name: "Pemilik",
  book: { name: "Kopi Senja", currency: "IDR", time_zone: "Asia/Jakarta", template: "umkm" },
};

describe("serve --tls-cert", () => {
  const folder = temporaryFolder();
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const make = (name: string): void => {
    const made = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-subj", `/CN=${name}`, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert],
    ]);
    if (made.status !== 0) throw new Error(String(made.stderr));
  };
  let server: Running;
  let ca: string;
  beforeAll(async () => {
    make("satu");
    ca = readFileSync(cert, "utf8");
    server = await serve(temporaryFolder(), "--tls-cert", cert, "--tls-key", key);
  });
  afterAll(async () => {
    await server.stop();
  });

  test("one address that connects and says nothing keeps nobody else out", async () => {
    const idle = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = connectPlain({ port: server.port, host: "127.0.0.1", localAddress: "127.0.0.2" });
        socket.on("error", () => undefined); // those beyond its share are closed
        await new Promise((ended) => socket.once("connect", ended).once("close", ended));
        return socket;
      }),
    );
    const socket = await shake(server.port, { ca });
    socket.destroy();
    for (const one of idle) one.destroy();
  });

  test("answers https, keeps connections, and marks cookie and transport", async () => {
    expect(server.lines.find((line) => line.startsWith("listening "))).toContain("https://");
    const made = await ask(server.port, ca, "/api/v1/auth/register", { method: "POST", body: me });
    expect(made.status, made.text).toBe(201);
    expect(String(made.headers["set-cookie"])).toContain("Secure");
    expect(made.headers["strict-transport-security"]).toContain("max-age");
    const { access_token: token, book } = JSON.parse(made.text) as { access_token: string; book: { id: string } };

    // Large both ways: a batch of a thousand, and a page of five hundred.
    const transactions = Array.from({ length: 1_000 }, (_, i) => ({
      ...sale(String(i + 1), { id: newId() }),
      description: "k".repeat(400),
    }));
    const batch = await ask(server.port, ca, `/api/v1/books/${book.id}/transactions/batch`, { method: "POST", token, body: { atomic: true, transactions } });
    expect(batch.status, batch.text.slice(0, 500)).toBe(200);
    const page = await ask(server.port, ca, `/api/v1/books/${book.id}/events?after=0&limit=500`, { token });
    expect((JSON.parse(page.text) as { items: unknown[] }).items.length).toBe(500);

    // Two requests on one connection, sent together.
    const socket = await shake(server.port, { ca });
    socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    expect(text.match(/HTTP\/1\.1 200 /g)?.length).toBe(2);
  });

  test("carries the live socket", async () => {
    const login = await ask(server.port, ca, "/api/v1/auth/login", { method: "POST", body: { email: me.email, password: me.password } });
    const token = (JSON.parse(login.text) as { access_token: string }).access_token;
    const books = await ask(server.port, ca, "/api/v1/me", { token });
    const book = (JSON.parse(books.text) as { books: { id: string }[] }).books[0]!.id;
    const ws = new WebSocket(`wss://127.0.0.1:${server.port}/api/v1/realtime`, ["arus.v1"], { ca });
    const lines: Record<string, any>[] = [];
    let wake = (): void => undefined;
    ws.on("message", (data) => {
      for (const line of data.toString().split("\n").slice(0, -1)) lines.push(JSON.parse(line) as Record<string, any>);
      wake();
    });
    const find = async (fits: (line: Record<string, any>) => boolean): Promise<Record<string, any>> => {
      for (;;) {
        const found = lines.find(fits);
        if (found !== undefined) return found;
        await new Promise<void>((resume, failed) => {
          const timer = setTimeout(() => failed(new Error(`not within 20 s; ${lines.length} lines`)), 20_000);
          wake = () => {
            clearTimeout(timer);
            resume();
          };
        });
      }
    };
    await once(ws, "open");
    ws.send(`${JSON.stringify({ id: 1, connect: { token, client: { name: "tests", version: "0" } } })}\n`);
    expect((await find((line) => line.id === 1)).ok).toBeDefined();
    // Everything so far, some hundred kilobytes, through the same small buffers.
    ws.send(`${JSON.stringify({ id: 2, subscribe: { book, channel: "ledger", filter: {} } })}\n`);
    const { ok } = (await find((line) => line.id === 2)) as { ok: { epoch: string; offset: number } };
    ws.send(`${JSON.stringify({ id: 3, catchup: { sub: (ok as { sub?: number }).sub, since: { epoch: ok.epoch, offset: 1 } } })}\n`);
    await find((line) => line.event?.offset === ok.offset);
    const posted = await ask(server.port, ca, `/api/v1/books/${book}/transactions`, { method: "POST", token, body: sale("7", { id: newId() }) });
    expect(posted.status, posted.text).toBe(201);
    await find((line) => line.event?.offset === ok.offset + 1);
    ws.close(1000);
    await once(ws, "close");
  });

  test("speaks TLS 1.2 and 1.3 with forward secrecy, and nothing older", async () => {
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const socket = await shake(server.port, { ca, minVersion: version, maxVersion: version, ALPNProtocols: ["h2", "http/1.1"] });
      expect([socket.getProtocol(), socket.alpnProtocol, socket.authorized]).toEqual([version, "http/1.1", true]);
      socket.destroy();
    }
    await expect(shake(server.port, { ca, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" })).rejects.toThrow();
    await expect(shake(server.port, { ca, maxVersion: "TLSv1.2", ciphers: "AES128-SHA" })).rejects.toThrow();
    await expect(shake(server.port, { ca: [] })).rejects.toThrow(); // nobody believes it by himself
  });

  test("tells who speaks plain http so, and hangs up on anything else", async () => {
    const told = await speakPlain(server.port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(told).toMatch(/^HTTP\/1\.1 400 /);
    expect(told).toContain("speaks https");
    expect(await speakPlain(server.port, "\x00\x01\x02 what is this")).toBe("");
    const broken = await speakPlain(server.port, `\x16\x03\x01\x00\x40${"x".repeat(64)}`);
    expect(broken).not.toContain("HTTP/");
    expect((await ask(server.port, ca, "/healthz")).status).toBe(200);
  });

  test("reads the certificate again on SIGHUP, and keeps the old one where the new one is broken", { timeout: 60_000 }, async () => {
    const subject = async (): Promise<string> => {
      const socket = await shake(server.port, { rejectUnauthorized: false });
      const name = socket.getPeerCertificate().subject.CN;
      socket.destroy();
      return String(name);
    };
    const until = async (what: string, fits: () => boolean | Promise<boolean>): Promise<void> => {
      for (const end = performance.now() + 20_000; !(await fits()); await new Promise((resume) => setTimeout(resume, 20))) {
        if (performance.now() > end) throw new Error(`not within 20 s: ${what}`);
      }
    };
    expect(await subject()).toBe("satu");
    const held = await shake(server.port, { ca });
    make("dua");
    server.hup();
    await until("the new certificate", async () => (await subject()) === "dua");
    ca = readFileSync(cert, "utf8");
    copyFileSync(key, cert);
    server.hup();
    await until("the word that it is broken", () => server.log().includes("could not be read again"));
    expect(await subject()).toBe("dua");
    // Who was connected before goes on.
    held.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let text = "";
    for await (const chunk of held) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 200/);
  });

  test("stops in order", async () => {
    const idle = await shake(server.port, { ca });
    idle.on("error", () => undefined);
    idle.resume();
    const gone = new Promise((closed) => idle.on("close", closed));
    expect(await server.stop()).toBe(0);
    await gone;
  });
});

describe("serve with half of a certificate", () => {
  test("does not start", () => {
    const words = ["serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir", temporaryFolder()];
    const alone = runWith({}, ...words, "--tls-cert", "/nowhere.pem");
    expect([alone.code, alone.stderr]).toEqual([3, expect.stringContaining("belong together")]);
    const missing = runWith({}, ...words, "--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.pem");
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining("/nowhere.pem")]);
    const both = runWith({}, ...words, "--lan", "--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.pem");
    expect([both.code, both.stderr]).toEqual([3, expect.stringContaining("certificate of its own")]);
  });

  test("nor with a key of another kind, nor does it ask for a password", () => {
    const folder = temporaryFolder();
    const openssl = (...words: string[]): void => expect(spawnSync("openssl", words).status, words.join(" ")).toBe(0);
    const [cert, key, other, sealed] = ["cert.pem", "key.pem", "other.pem", "sealed.pem"].map((name) => join(folder, name)) as [string, string, string, string];
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=satu", "-keyout", key, "-out", cert);
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", other);
    openssl("pkey", "-in", key, "-aes256", "-passout", "pass:rahasia", "-out", sealed);
    for (const wrong of [other, sealed]) {
      const words = ["serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--data-dir", temporaryFolder()];
      const refused = runWith({}, ...words, "--tls-cert", cert, "--tls-key", wrong);
      expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("holds no key for the certificate")]);
      expect(refused.stderr).not.toContain("UI routines"); // it would have asked at a terminal
    }
  });
});

/** A certificate for any purpose that somebody who has the CA's key makes. */
function signedBy(lan: string): string {
  const folder = temporaryFolder();
  const [key, request, made] = ["key.pem", "request.pem", "made.pem"].map((name) => join(folder, name)) as [string, string, string];
  const asked = spawnSync("openssl", [
    ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=siapa pun"],
    ...["-keyout", key, "-out", request],
  ]);
  const signed = spawnSync("openssl", [
    ...["x509", "-req", "-in", request, "-days", "2", "-set_serial", "2", "-out", made],
    ...["-CA", join(lan, "ca.crt"), "-CAkey", join(lan, "ca.key")],
  ]);
  expect([asked.status, signed.status], String(signed.stderr)).toEqual([0, 0]);
  return made;
}

describe("serve --lan", () => {
  test("makes a small CA, serves by it, explains it in two languages, and keeps it", { timeout: 90_000 }, async () => {
    const dataDir = temporaryFolder();
    const first = await serve(dataDir, "--lan");
    for (const name of ["ca.key", "server.key"]) expect(statSync(join(dataDir, "lan", name)).mode & 0o777, name).toBe(0o600);
    const plain = async (path: string, language?: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${first.trustPort}${path}`, { headers: language === undefined ? {} : { "accept-language": language } });

    const ca = await (await plain("/arus-ca.crt")).text();
    expect(ca).toBe(readFileSync(join(dataDir, "lan", "ca.crt"), "utf8"));
    expect(ca).not.toContain("PRIVATE");
    const fingerprint = first.lines.find((line) => line.startsWith("fingerprint "))!.slice(12);

    const page = await plain("/", "id-ID,id;q=0.9,en;q=0.5");
    const text = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; img-src 'self'; style-src 'self'");
    expect(text).toContain('<html lang="id">');
    expect(text).toContain(fingerprint);
    expect(text).toContain(`https://127.0.0.1:${first.port}`);
    expect(text).not.toMatch(/<script|style=|https?:\/\/(?!127\.|10\.|172\.|192\.168\.|\[|localhost|[a-z0-9-]+\.local)/i);
    expect(await (await plain("/", "en-GB,en;q=0.9")).text()).toContain('<html lang="en">');
    expect(await (await plain("/?lang=en", "id")).text()).toContain('<html lang="en">');
    const svg = await plain("/alamat.svg");
    expect([svg.headers.get("content-type"), (await svg.text()).startsWith("<svg ")]).toEqual(["image/svg+xml", true]);
    expect((await plain("/api/v1/me")).status).toBe(404); // nothing of the books in plain http

    const made = await ask(first.port, ca, "/api/v1/auth/register", { method: "POST", body: me });
    expect(made.status, made.text).toBe(201);
    expect(String(made.headers["set-cookie"])).toContain("Secure");
    expect(made.headers["strict-transport-security"]).toBeUndefined();
    const socket = await shake(first.port, { ca });
    expect(socket.authorized).toBe(true);
    const names = socket.getPeerCertificate().subjectaltname ?? "";
    socket.destroy();
    expect(names).toContain("IP Address:127.0.0.1");
    expect(names).toContain("DNS:localhost");
    expect(await first.stop()).toBe(0);

    // Only what is listened on is told, and the CA vouches for web servers alone.
    expect(first.lines.filter((line) => line.startsWith("lan https://["))).toEqual([]);
    const lan = join(dataDir, "lan");
    for (const [purpose, isGood] of [["sslserver", true], ["smimesign", false], ["sslclient", false]] as const) {
      const chain = spawnSync("openssl", ["verify", "-CAfile", join(lan, "ca.crt"), "-purpose", purpose, signedBy(lan)], { encoding: "utf8" });
      expect([purpose, chain.status === 0], chain.stderr).toEqual([purpose, isGood]);
    }

    // The same CA the next time: devices are told once.
    const second = await serve(dataDir, "--lan");
    expect(second.lines).toContain(`fingerprint ${fingerprint}`);
    expect((await ask(second.port, ca, "/healthz")).status).toBe(200);
    expect(await second.stop()).toBe(0);
  });
});
