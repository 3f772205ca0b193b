// SPDX-License-Identifier: Apache-2.0
// A private server: the real binary on free ports of the loopback address, with a data folder of its own.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { storeOf, type Environment } from "./mysql.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

/** The binary under test. */
export const binary = resolve(root, process.env.ARUS_BINARY ?? "build/release/arus");

/**
 * Servers that run already and are shared by every suite, such as those behind a proxy: `https://…`. A suite that asks
 * for a server without wanting anything special of it gets these; one that wants to set or end something cannot be run so.
 */
export const sharedAddress = process.env.ARUS_TEST_ADDRESS;

const running = new Set<ChildProcess>();
// Whatever ends this process ends the servers it started: an exit by the handler, a kill (-9) by the kernel.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));
/** The command that runs the binary as a process that dies with this one. */
const tied: readonly [string, ...string[]] =
  setpriv === undefined ? [binary] : [setpriv, "--pdeathsig", "KILL", "--", binary];

export type ServerOptions = {
  readonly dataDir?: string;
  readonly listen?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Variables of its environment. Without a database named here it has the one of `ARUS_TEST_STORE`. */
  readonly environment?: Environment;
};

const folders: string[] = [];
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when the test process ends well. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(process.env.ARUS_TEST_FOLDER ?? tmpdir(), "arus-service-"));
  folders.push(folder);
  return folder;
}

export class Server {
  readonly dataDir: string;
  readonly url: string;
  readonly adminUrl: string;
  readonly #child: ChildProcess | undefined;
  readonly #log: string[];

  private constructor(child: ChildProcess | undefined, dataDir: string, url: string, adminUrl: string, log: string[]) {
    this.#child = child;
    this.dataDir = dataDir;
    this.url = url;
    this.adminUrl = adminUrl;
    this.#log = log;
  }

  /** Starts the binary and returns when it listens. */
  static async start(options: ServerOptions = {}): Promise<Server> {
    if (sharedAddress !== undefined) {
      const { registration = "open", ...special } = options.settings ?? {};
      const isSpecial = registration !== "open" || [special, options.environment ?? {}].some((one) => Object.keys(one).length > 0);
      if (isSpecial || options.dataDir !== undefined || options.listen !== undefined) {
        throw new Error("ARUS_TEST_ADDRESS: this suite wants a server of its own");
      }
      return new Server(undefined, temporaryFolder(), sharedAddress, "", []);
    }
    const dataDir = options.dataDir ?? temporaryFolder();
    const settings = Object.entries(options.settings ?? {}).flatMap(([name, value]) => [`--${name}`, value]);
    const child = spawn(
      tied[0],
      [
        ...tied.slice(1),
        "serve",
        ...["--listen", options.listen ?? "127.0.0.1:0"],
        ...["--admin-listen", "127.0.0.1:0"],
        ...["--data-dir", dataDir],
        ...settings,
      ],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...environment(), ...(options.environment ?? storeOf(dataDir, migrate)) } },
    );
    running.add(child);
    child.once("exit", () => running.delete(child));
    const log: string[] = [];
    createInterface({ input: child.stderr! }).on("line", (line) => {
      log.push(line);
      if (log.length > 2_000) log.shift();
    });
    const [url, adminUrl] = await addresses(child, log);
    return new Server(child, dataDir, url, adminUrl, log);
  }

  /** The last lines the server logged. */
  get log(): readonly string[] {
    return this.#log;
  }

  get pid(): number {
    return this.#own.pid!;
  }

  /** The process; fails where the servers are not this test's. */
  get #own(): ChildProcess {
    if (this.#child === undefined) throw new Error("ARUS_TEST_ADDRESS: these servers are not the suite's to end");
    return this.#child;
  }

  /** `host:port`, to start another one in its place. */
  get address(): string {
    return new URL(this.url).host;
  }

  /** SIGTERM and the exit code, or the name of the signal that ended it. */
  async stop(): Promise<number | string> {
    if (this.#child === undefined) return 0; // others go on using them
    return this.#end("SIGTERM");
  }

  /** As a power cut: nothing is finished, nothing is flushed. */
  async kill(): Promise<number | string> {
    return this.#end("SIGKILL");
  }

  /** Asks for the stop and does not wait. */
  signal(signal: NodeJS.Signals): void {
    this.#own.kill(signal);
  }

  /** How the process ended; waits for it. */
  async ended(): Promise<number | string> {
    if (this.#own.exitCode === null && this.#own.signalCode === null) await once(this.#own, "exit");
    return this.#own.exitCode ?? this.#own.signalCode ?? "unknown";
  }

  async #end(signal: NodeJS.Signals): Promise<number | string> {
    if (this.#own.exitCode === null && this.#own.signalCode === null) this.#own.kill(signal);
    return this.ended();
  }
}

/** This process's environment without any setting of Arus: what a test wants set it says itself. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("ARUS_"));
  return Object.fromEntries(kept);
}

async function addresses(child: ChildProcess, log: readonly string[]): Promise<[string, string]> {
  const lines = createInterface({ input: child.stdout! });
  return new Promise((done, failed) => {
    let url: string | undefined;
    const timer = setTimeout(() => end(new Error(`the server did not listen within 20 s:\n${log.join("\n")}`)), 20_000);
    const exited = (code: number | null, signal: string | null): void =>
      end(new Error(`the server ended (${code ?? signal}) before it listened:\n${log.join("\n")}`));
    const end = (outcome: Error | [string, string]): void => {
      clearTimeout(timer);
      child.off("exit", exited);
      if (outcome instanceof Error) failed(outcome);
      else done(outcome);
    };
    child.once("exit", exited);
    lines.on("line", (line) => {
      const [word, value] = line.split(" ");
      if (word === "listening" && value !== undefined) url = value;
      if (word === "admin" && value !== undefined && url !== undefined) end([url, value]);
    });
  });
}

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs another verb of the binary to its end, on the books that a server with this `--data-dir` has. */
export function run(...words: string[]): Ended {
  return end(variablesOf(words), words);
}

function migrate(variables: Environment): void {
  const ended = runWith(variables, "migrate");
  if (ended.code !== 0) throw new Error(`arus migrate: ${ended.stderr}`);
}

/** The same with this on its standard input. */
export function runTyping(input: string, ...words: string[]): Ended {
  return end(variablesOf(words), words, input);
}

function variablesOf(words: readonly string[]): Environment {
  const folder = words[words.indexOf("--data-dir") + 1];
  return words.includes("--data-dir") && folder !== undefined ? storeOf(folder, migrate) : {};
}

/** The same with these variables in its environment. */
export function runWith(variables: Environment, ...words: string[]): Ended {
  return end(variables, words);
}

function end(variables: Environment, words: readonly string[], input?: string): Ended {
  const ended = spawnSync(binary, words, { encoding: "utf8", timeout: 300_000, env: { ...environment(), ...variables }, ...(input === undefined ? {} : { input }) });
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}
