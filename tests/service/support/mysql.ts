// SPDX-License-Identifier: Apache-2.0
// Databases on a MySQL or MariaDB server, made with its own command-line client; and a private MariaDB that a test may stop.
//
//   ARUS_TEST_MYSQL_URL   a server whose user may do everything (./dev test starts one)
//   ARUS_TEST_STORE=mysql every server of every suite gets a fresh database there instead of SQLite
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const script = join(root, "tools/dev/servers/mariadb.sh");

/** The server that the whole run shares; nothing where there is none. */
export const sharedServer: string | undefined = process.env.ARUS_TEST_MYSQL_URL;

/** True where every server of the run keeps its books in MySQL. */
export const storeIsMysql: boolean = process.env.ARUS_TEST_STORE === "mysql";

if (storeIsMysql && sharedServer === undefined) throw new Error("ARUS_TEST_STORE=mysql needs ARUS_TEST_MYSQL_URL");

/** Command line and environment of the server's own client as the user of the address. */
function client(url: string): { words: string[]; env: NodeJS.ProcessEnv } {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    words: [
      ...["--no-defaults", `--host=${hostname}`, `--port=${port}`, `--user=${decodeURIComponent(username)}`],
      ...["--batch", "--unbuffered", "--skip-column-names", "--default-character-set=utf8mb4", pathname.slice(1)],
    ],
    env: { ...process.env, MYSQL_PWD: decodeURIComponent(password) },
  };
}

function spawnClient(url: string): ChildProcess {
  const { words, env } = client(url);
  return spawn("mariadb", words, { stdio: ["pipe", "pipe", "ignore"], env });
}

/** Runs SQL as the user of the address; the rows, tab-separated. */
export function sql(url: string, statements: string): string {
  const { words, env } = client(url);
  const ended = spawnSync("mariadb", words, { input: statements, encoding: "utf8", env });
  if (ended.error) throw ended.error;
  if (ended.status !== 0) throw new Error(`SQL failed: ${ended.stderr}`);
  return ended.stdout;
}

/** A fresh, empty database and the address of a user who owns it. */
export class Database {
  readonly url: string;
  readonly name: string;
  readonly #server: string;

  private constructor(server: string, name: string) {
    this.#server = server;
    this.name = name;
    const url = new URL(server);
    url.pathname = `/${name}`;
    this.url = url.href;
  }

  static create(server: string = sharedServer!, name = `arus_${randomBytes(6).toString("hex")}`): Database {
    const database = new Database(server, name);
    sql(server, `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    return database;
  }

  /**
   * The address of another user, with the rights of migrations/mysql/grants.sql and no others. The schema must be there already.
   */
  runtimeUser(): string {
    const name = `u_${randomBytes(6).toString("hex")}`;
    const password = randomBytes(8).toString("hex");
    const grants = readFileSync(join(root, "migrations/mysql/grants.sql"), "utf8")
      .replaceAll("`arus`.", `\`${this.name}\`.`)
      .replaceAll("'arus'@'%'", `'${name}'@'%'`);
    sql(this.#server, `CREATE USER '${name}'@'%' IDENTIFIED BY '${password}';\n${grants}`);
    const url = new URL(this.url);
    url.username = name;
    url.password = password;
    return url.href;
  }

  sql(statements: string): string {
    return sql(this.url, statements);
  }

  /** Keeps everybody from adding rows to a table until it is let go; reading goes on. */
  async lock(table: string): Promise<{ release: () => Promise<void> }> {
    const client = spawnClient(this.url);
    // Locks every row and every gap between them.
    client.stdin!.write(`SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ; BEGIN; SELECT COUNT(*) FROM (SELECT 1 FROM ${table} FOR UPDATE) AS held;\n`);
    await once(client.stdout!, "data");
    return {
      release: async () => {
        client.stdin!.end("ROLLBACK;\n");
        await once(client, "exit");
      },
    };
  }

  drop(): void {
    sql(this.#server, `DROP DATABASE IF EXISTS ${this.name}`);
  }
}

export type Environment = Readonly<Record<string, string>>;

/** Whoever starts on the same folder again finds the same books. */
const byFolder = new Map<string, { readonly database: Database; readonly environment: Environment }>();
process.on("exit", () => {
  for (const { database } of byFolder.values()) database.drop();
});

/**
 * The variables that lead a server with this data folder to its database; none where books are in the folder. The server
 * works as a user with the rights of grants.sql, its schema belongs to another, and `migrate` makes it.
 */
export function storeOf(dataDir: string, migrate: (environment: Environment) => void): Environment {
  if (!storeIsMysql) return {};
  let known = byFolder.get(dataDir);
  if (known === undefined) {
    const database = Database.create();
    migrate({ ARUS_DATABASE_URL: database.url });
    known = { database, environment: { ARUS_DATABASE_URL: database.runtimeUser(), ARUS_MIGRATE_DATABASE_URL: database.url } };
    byFolder.set(dataDir, known);
  }
  return known.environment;
}

const privateServers: string[] = [];
process.on("exit", () => {
  for (const folder of privateServers) {
    spawnSync(script, ["kill", join(folder, "db")]);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A MariaDB of a test's own, to be stopped and started again. It ends with the test's process. */
export class PrivateMariadb {
  readonly folder: string;
  url = "";

  private constructor() {
    // A short path: the server's socket lies in it.
    this.folder = mkdtempSync(join(tmpdir(), "arus-db-"));
    privateServers.push(this.folder);
  }

  static async start(...flags: string[]): Promise<PrivateMariadb> {
    const server = new PrivateMariadb();
    await server.start(...flags);
    return server;
  }

  /** On its former port with its former data. */
  async start(...flags: string[]): Promise<void> {
    this.url = (await this.#run("start", ...flags)).trim();
  }
  async stop(): Promise<void> {
    await this.#run("stop");
  }
  /** As a power cut. */
  async kill(): Promise<void> {
    await this.#run("kill");
  }

  async #run(verb: string, ...flags: string[]): Promise<string> {
    const child = spawn(script, [verb, join(this.folder, "db"), ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ARUS_SERVER_OWNER: String(process.pid) },
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (errors += String(chunk)));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`mariadb.sh ${verb}: ${errors}`);
    return output;
  }
}

/** Whether a private MariaDB can be started here. A machine without one skips loudly; with CI=true a skipped test fails the run. */
export const hasMariadb: boolean = sharedServer !== undefined;
