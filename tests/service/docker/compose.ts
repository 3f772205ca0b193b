// SPDX-License-Identifier: Apache-2.0
// The compose stack that `./dev docker` has brought up, and what a test does to its containers.
//
//   ARUS_TEST_ADDRESS   https://localhost:…, through nginx (Node trusts its certificate by NODE_EXTRA_CA_CERTS)
//   COMPOSE             the command with its options, as for deploy/docker/roll.sh
import { spawn, spawnSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "../support/wait.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run ./dev docker`);
  return value;
}

export const address = needed("ARUS_TEST_ADDRESS");
const compose = needed("COMPOSE").split(" ");

/** Runs a command in the repository to its end and gives what it printed. */
export function run(command: string, ...words: string[]): string {
  const ended = spawnSync(command, words, { cwd: root, encoding: "utf8", timeout: 600_000 });
  if (ended.status !== 0) throw new Error(`${command} ${words.join(" ")}: ${ended.status}\n${ended.stdout}${ended.stderr}`);
  return ended.stdout;
}

/** The same without holding up this process, which goes on posting meanwhile. */
export async function runBeside(command: string, ...words: string[]): Promise<string> {
  const child = spawn(command, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  child.stderr.on("data", (part: Buffer) => (text += part.toString()));
  const code = await new Promise<number | null>((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  if (code !== 0) throw new Error(`${command} ${words.join(" ")}: ${code}\n${text}`);
  return text;
}

/** Ids of a service's running containers. */
export function containers(service: string): string[] {
  return run(compose[0]!, ...compose.slice(1), "ps", "-q", service).split("\n").filter((line) => line !== "");
}

function inspect(id: string, format: string): string {
  return run("docker", "inspect", "--format", format, id).trim();
}

const starts = (id: string): string => inspect(id, "{{.State.StartedAt}}");

/** Ends the container's first process as a crash would; the engine starts it again by its restart policy. */
export async function crash(id: string): Promise<void> {
  const before = starts(id);
  const pid = Number(inspect(id, "{{.State.Pid}}"));
  if (!(pid > 1)) throw new Error(`${id} does not run`);
  // It belongs to the container's user.
  if (process.getuid?.() === 0) process.kill(pid, "SIGKILL");
  else run("sudo", "kill", "-KILL", String(pid));
  await until(`${id} is started again`, 120_000, () => starts(id) !== before);
}

export async function healthy(id: string): Promise<void> {
  await until(`${id} is healthy`, 300_000, async () => {
    const state = await runBeside("docker", "inspect", "--format", "{{.State.Health.Status}}", id);
    return state.trim() === "healthy";
  });
}

/** The last lines of every container, for a test that failed. */
export function logs(): string {
  return run(compose[0]!, ...compose.slice(1), "logs", "--tail", "25", "server", "worker", "nginx", "mysql");
}
