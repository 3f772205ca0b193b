// SPDX-License-Identifier: Apache-2.0
// A person's desktop made for one test: a home folder, the session bus with somebody who shows notifications, the shell,
// and a WebDriver that reads and presses in its page. Needs DISPLAY and DBUS_SESSION_BUS_ADDRESS of its own
// (`./dev desktop --check` gives it both).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));
export const shellProgram = resolve(root, process.env.ARUS_DESKTOP_BINARY ?? "build/desktop/arus-desktop");
export const serverProgram = resolve(root, process.env.ARUS_BINARY ?? "build/release/arus");
const doubleProgram = resolve(root, "build/desktop/arus-desktop-bus-double");

const deadlineMs = Number(process.env.ARUS_DESKTOP_DEADLINE_MS ?? 90_000);

/** Asks again until `read` gives something true; its value. Errors on the way count as not yet. */
export async function eventually(what, read, withinMs = deadlineMs) {
  const end = Date.now() + withinMs;
  let last;
  while (true) {
    try {
      last = await read();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${withinMs / 1000} s; last: ${last?.stack ?? last}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

export async function freePort() {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address();
  listener.close();
  await once(listener, "close");
  return port;
}

/** One person's folders, environment and running programs. */
export class Desk {
  constructor() {
    this.home = mkdtempSync(join(tmpdir(), "arus-desktop-"));
    const folder = (name) => join(this.home, name);
    this.environment = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("ARUS_"))),
      HOME: this.home,
      XDG_CONFIG_HOME: folder("config"),
      XDG_DATA_HOME: folder("data"),
      XDG_CACHE_HOME: folder("cache"),
      XDG_STATE_HOME: folder("state"),
      XDG_RUNTIME_DIR: folder("run"),
      LANG: "C.UTF-8",
      LANGUAGE: "id",
      GTK_A11Y: "none",
      NO_AT_BRIDGE: "1",
      // No proxy of the machine between page and server.
      no_proxy: "127.0.0.1,localhost",
    };
    for (const name of ["config/arus", "run"]) mkdirSync(folder(name), { recursive: true, mode: 0o700 });
    this.children = new Set();
  }

  get settingsPath() {
    return join(this.home, "config/arus/desktop.ini");
  }

  writeSettings(text) {
    writeFileSync(this.settingsPath, text);
  }

  /** The value of a key of the shell's settings; undefined while there is none. */
  setting(key) {
    if (!existsSync(this.settingsPath)) return undefined;
    return new RegExp(`^${key}=(.+)$`, "m").exec(readFileSync(this.settingsPath, "utf8"))?.[1];
  }

  get serverLog() {
    const path = join(this.home, "state/arus/server.log");
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  get downloads() {
    const path = join(this.home, "Downloads");
    return existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
  }

  start(program, args = [], stdin = "ignore") {
    const child = spawn(program, args, { env: this.environment, stdio: [stdin, "pipe", "pipe"], cwd: this.home });
    this.children.add(child);
    child.once("exit", () => this.children.delete(child));
    child.log = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => child.log.push(line));
    }
    return child;
  }

  /** The shell without WebDriver: a person in front of it has only the keyboard. */
  shell(...args) {
    return this.start(shellProgram, ["--arus", serverProgram, ...args]);
  }

  async press(...keys) {
    const window = (await this.tool("search", "--onlyvisible", "--name", "Arus")).split("\n")[0];
    if (!/^\d+$/.test(window)) return; // not there yet, or no more
    await this.tool("windowfocus", window);
    await this.tool("key", ...keys);
  }

  /** An entry of the shell's menu, as the desktop itself may choose it. */
  async choose(action) {
    const child = this.start("gdbus", ["call", "--session", "--dest=id.arus.Desktop", "--object-path=/id/arus/Desktop",
      "--method=org.gtk.Actions.Activate", action, "[]", "{}"]);
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`${action}: ${child.log.join("\n")}`);
  }

  async tool(...args) {
    const child = this.start("xdotool", args);
    await once(child, "close");
    return child.log.join("\n");
  }

  async end() {
    // What is below them too: a shell started by a WebDriver would go on and be the one instance of the next test.
    for (const child of this.children) {
      for (const pid of [...descendantsOf(child.pid), child.pid]) {
        if (isRunning(pid)) process.kill(pid, "SIGKILL");
      }
    }
    await eventually("every program's end", () => this.children.size === 0);
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** Who shows notifications, and says whether the desktop is dark. */
export class BusDouble {
  static async start(desk) {
    const double = new BusDouble();
    double.child = desk.start(doubleProgram, [], "pipe");
    await eventually("the session bus", () => double.child.log.includes("ready"));
    return double;
  }

  get notifications() {
    return this.child.log
      .filter((line) => line.startsWith("notify "))
      .map((line) => {
        const [number, entry, title, body] = line.slice("notify ".length).split("\t");
        return { number, entry, title, body };
      });
  }

  say(text) {
    this.child.stdin.write(`${text}\n`);
  }
}

/** A shell whose page is driven over WebDriver. */
export class DrivenShell {
  static async start(desk, ...args) {
    const shell = new DrivenShell();
    const port = await freePort();
    shell.desk = desk;
    shell.url = `http://127.0.0.1:${port}`;
    shell.driver = desk.start("WebKitWebDriver", [`--port=${port}`]);
    await eventually("the WebDriver", async () => (await fetch(`${shell.url}/status`)).ok);
    const { sessionId } = await shell.call("POST", "/session", {
      capabilities: {
        alwaysMatch: {
          "webkitgtk:browserOptions": { binary: shellProgram, args: ["--automation", "--arus", serverProgram, ...args] },
          timeouts: { script: deadlineMs, pageLoad: deadlineMs },
        },
      },
    });
    shell.session = `/session/${sessionId}`;
    return shell;
  }

  async call(method, path, body) {
    const reply = await fetch(this.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const { value } = await reply.json();
    if (!reply.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  /** What an expression in the page gives; promises are awaited. */
  read(expression) {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${expression})).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    return this.call("POST", `${this.session}/execute/async`, { script, args: [] }).then((got) => {
      if (got.error !== undefined) throw new Error(got.error);
      return got.value;
    });
  }

  text() {
    return this.read("document.body.innerText.replace(/\\u00a0/g, ' ')");
  }

  async open(address) {
    await this.call("POST", `${this.session}/url`, { url: address });
  }

  async screenshot() {
    return Buffer.from(await this.call("GET", `${this.session}/screenshot`), "base64");
  }

  /** Process ids of the shell and of the server below it. */
  get processes() {
    const shell = childrenOf(this.driver.pid).find((pid) => commandOf(pid).includes("arus-desktop"));
    const server = shell === undefined ? undefined : childrenOf(shell).find((pid) => commandOf(pid).includes("\0serve\0"));
    return { shell, server };
  }
}

export function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export function descendantsOf(pid) {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

export function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Whether a process runs; one that ended and was not waited for does not. */
export function isRunning(pid) {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** A person's calls over REST, from another device. */
export class Person {
  constructor(url, token) {
    this.url = url;
    this.token = token;
  }

  async call(method, path, body) {
    const reply = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "GET" ? {} : { "idempotency-key": crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  sell(book, amount) {
    return this.call("POST", `/api/v1/books/${book}/transactions`, {
      kind: "sale", amount, account_code: "1101", counter_code: "4101",
    });
  }
}

export const owner = { email: "pemilik@contoh.example", password: "rahasia-sekali-22" };

/** The first user of an empty server, from this machine: no set-up code. */
export async function register(url) {
  const made = await new Person(url).call("POST", "/api/v1/auth/register", {
    ...owner,
    name: "Pemilik",
    book: { name: "Kopi Senja", currency: "IDR", time_zone: "Asia/Jakarta", template: "umkm" },
  });
  return { person: new Person(url, made.access_token), book: made.book.id };
}
