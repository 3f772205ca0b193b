// SPDX-License-Identifier: Apache-2.0
// A RabbitMQ or Redis of a test's own, to be stopped and started again. It ends with the test's process.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

export type BrokerKind = "rabbitmq" | "redis";

export class PrivateBroker {
  readonly folder: string = mkdtempSync(join(tmpdir(), "arus-broker-"));
  readonly #script: string;
  url = "";

  private constructor(kind: BrokerKind) {
    this.#script = join(root, "tools/dev/servers", `${kind}.sh`);
    process.on("exit", () => {
      if (!existsSync(this.folder)) return;
      spawnSync(this.#script, ["kill", this.folder]);
      spawnSync(this.#script, ["stop", this.folder]);
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  static async start(kind: BrokerKind): Promise<PrivateBroker> {
    const broker = new PrivateBroker(kind);
    await broker.start();
    return broker;
  }

  /** On its former port. */
  async start(): Promise<void> {
    this.url = (await this.#run("start")).trim();
  }

  /** As a power cut would end it. */
  async kill(): Promise<void> {
    await this.#run("kill");
  }

  async stop(): Promise<void> {
    await this.#run("stop");
  }

  async #run(verb: string): Promise<string> {
    // The script's server outlives it: what it prints is read until the script itself ends.
    const child = spawn(this.#script, [verb, this.folder], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ARUS_SERVER_OWNER: String(process.pid) },
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`${this.#script} ${verb} ended with ${code}`);
    return output;
  }
}
