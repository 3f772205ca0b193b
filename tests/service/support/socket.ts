// SPDX-License-Identifier: Apache-2.0
// A bare socket: sends what it is told, right or wrong, and holds every line it gets against the contract.
import { once } from "node:events";
import { WebSocket, type ClientOptions } from "ws";
import { checkFrame } from "./contract.ts";

/** One line of the server, as parsed. */
export type Line = { readonly [member: string]: any };

export class Socket {
  /** Every line so far. */
  readonly lines: Line[] = [];
  /** The bytes of each line, in the same order. */
  readonly texts: string[] = [];
  /** How the link ended, once it has. */
  closed: { readonly code: number; readonly reason: string } | undefined;
  readonly ws: WebSocket;
  #read = 0;
  #id = 0;
  #fault: Error | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(url: string, protocols: readonly string[] = ["arus.v1"], options: ClientOptions = {}) {
    this.ws = new WebSocket(`${url.replace(/^http/, "ws")}/api/v1/realtime`, [...protocols], options);
    this.ws.on("message", (data, isBinary) => {
      const text = data.toString();
      if (isBinary) this.#fault ??= new Error("a binary message");
      if (text.length > 256 * 1024) this.#fault ??= new Error(`a message of ${text.length} bytes`);
      if (!text.endsWith("\n")) this.#fault ??= new Error(`a message that does not end its line: ${text.slice(-80)}`);
      for (const line of text.split("\n").slice(0, -1)) {
        try {
          this.lines.push(checkFrame(line) as Line);
          this.texts.push(line);
        } catch (error) {
          this.#fault ??= error as Error;
        }
      }
      this.#wake();
    });
    this.ws.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
    });
    this.ws.on("error", () => undefined); // close follows
  }

  /** A socket that is open, no command sent. */
  static async open(url: string, protocols?: readonly string[], options?: ClientOptions): Promise<Socket> {
    const socket = new Socket(url, protocols, options);
    await once(socket.ws, "open");
    return socket;
  }

  /** A socket that has said who it is. */
  static async connect(url: string, token: string): Promise<Socket> {
    const socket = await Socket.open(url);
    await socket.ok({ connect: { token, client: { name: "tests", version: "0" } } });
    return socket;
  }

  send(text: string | Uint8Array): void {
    this.ws.send(text);
  }

  /** Sends a command with a fresh id and gives the line that answers it. */
  async command(command: Line): Promise<Line> {
    this.#id += 1;
    const id = this.#id;
    this.send(`${JSON.stringify({ id, ...command })}\n`);
    return this.find(`the answer to ${JSON.stringify(command)}`, (line) => line.id === id);
  }

  /** `ok` of a command. */
  async ok(command: Line): Promise<Line> {
    const reply = await this.command(command);
    if (reply.ok === undefined) throw new Error(`${JSON.stringify(command)}: ${JSON.stringify(reply)}`);
    return reply.ok as Line;
  }

  /** `error` of a command. */
  async refused(command: Line): Promise<Line> {
    const reply = await this.command(command);
    if (reply.error === undefined) throw new Error(`${JSON.stringify(command)} was not refused: ${JSON.stringify(reply)}`);
    return reply.error as Line;
  }

  /** Any line so far or to come that fits. */
  async find(what: string, fits: (line: Line) => boolean, withinMs = 10_000): Promise<Line> {
    return this.#until(what, withinMs, () => this.lines.find(fits));
  }

  /** The next line that fits, behind the one `next` gave before. */
  async next(what: string, fits: (line: Line) => boolean, withinMs = 10_000): Promise<Line> {
    return this.#until(what, withinMs, () => {
      while (this.#read < this.lines.length) {
        const line = this.lines[this.#read]!;
        this.#read += 1;
        if (fits(line)) return line;
      }
      return undefined;
    });
  }

  /** The event pushes so far, of one subscription or of all. */
  events(sub?: number): Line[] {
    return this.lines
      .filter((line) => line.event !== undefined && (sub === undefined || line.event.sub === sub))
      .map((line) => line.event as Line);
  }

  /** Waits for the event with this offset. */
  async eventAt(offset: number, sub?: number, withinMs = 10_000): Promise<Line> {
    const line = await this.find(
      `event ${offset}`,
      ({ event }) => event?.offset === offset && (sub === undefined || event.sub === sub),
      withinMs,
    );
    return line.event as Line;
  }

  /** Waits for the end of the link. */
  async ended(withinMs = 10_000): Promise<{ readonly code: number; readonly reason: string }> {
    return this.#until("the link to end", withinMs, () => this.closed, false);
  }

  close(): void {
    this.ws.close(1000);
  }

  #wake(): void {
    for (const resume of [...this.#waiting]) resume();
  }

  #until<T>(what: string, withinMs: number, look: () => T | undefined, endsToo = true): Promise<T> {
    return new Promise((done, failed) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(check);
      };
      const check = (): void => {
        if (this.#fault !== undefined) {
          finish();
          failed(this.#fault);
          return;
        }
        const value = look();
        if (value !== undefined) {
          finish();
          done(value);
        } else if (endsToo && this.closed !== undefined) {
          finish();
          failed(new Error(`the link ended (${this.closed.code} ${this.closed.reason}) before ${what}`));
        }
      };
      const timer = setTimeout(() => {
        finish();
        const last = this.texts.slice(-3).join("\n");
        failed(new Error(`not within ${withinMs} ms: ${what}; the last lines were\n${last}`));
      }, withinMs);
      this.#waiting.add(check);
      check();
    });
  }
}
