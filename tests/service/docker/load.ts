// SPDX-License-Identifier: Apache-2.0
// The load of the compose stack's test: sales at a steady rate, each tried again with its id until it is acknowledged, and
// many light followers of the book, each of which must see every offset once and in order.
import { WebSocket } from "ws";
import { Api, sale, type Transaction } from "../support/api.ts";
import { newId } from "../support/books.ts";
import type { Attempt } from "../support/posters.ts";

const inFlightMax = 400;
const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** Sales at `perSecond`, whatever becomes of those before; while too many are under way none begins. */
export class SteadySales {
  readonly attempts: Attempt[] = [];
  /** From the first try to the acknowledgement, in milliseconds, and when that came. */
  readonly took: { readonly ms: number; readonly at: number }[] = [];
  /** Tries that ended in 503 or without an answer. */
  unanswered = 0;
  #inFlight = 0;
  #fault: Error | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #api: Api;
  readonly #path: string;

  constructor(api: Api, path: string, perSecond: number) {
    this.#api = api;
    this.#path = path;
    const begun = performance.now();
    let due = 0;
    this.#timer = setInterval(() => {
      const now = Math.floor(((performance.now() - begun) / 1_000) * perSecond);
      for (; due < now; due += 1) if (this.#inFlight < inFlightMax) void this.#sell();
    }, 10);
  }

  get acknowledged(): number {
    return this.took.length;
  }

  /** No further sale begins; every one that has begun is acknowledged in the end. */
  async stop(): Promise<Attempt[]> {
    clearInterval(this.#timer);
    while (this.#inFlight > 0) await pause(20);
    if (this.#fault !== undefined) throw this.#fault;
    return this.attempts;
  }

  async #sell(): Promise<void> {
    this.#inFlight += 1;
    const attempt: Attempt = { id: newId(), amount: 1_000 + (this.attempts.length % 97) };
    this.attempts.push(attempt);
    const began = performance.now();
    try {
      while (!(await this.#try(attempt))) {
        if (performance.now() - began > 240_000) throw new Error(`sale ${attempt.id} was not acknowledged within 240 s`);
        await pause(200);
      }
      this.took.push({ ms: performance.now() - began, at: performance.now() });
    } catch (error) {
      this.#fault ??= error as Error;
    } finally {
      this.#inFlight -= 1;
    }
  }

  async #try(attempt: Attempt): Promise<boolean> {
    try {
      const reply = await this.#api.post<Transaction>(this.#path, sale(String(attempt.amount), { id: attempt.id }));
      if (reply.status === 503) {
        this.unanswered += 1;
        return false;
      }
      if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`);
      attempt.acknowledged = reply.body;
      return true;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.unanswered += 1; // the link broke: the outcome is unknown
      return false;
    }
  }
}

const eventOffset = /"offset":(\d+)/;

/** Follows a book by `arus.v1` over any number of sockets, one after the other, and keeps nothing but its position. */
export class Follower {
  offset = 0;
  faults: string[] = [];
  reconnects = 0;
  /** The longest time without an event since `watch()`, in milliseconds. */
  longestGapMs = 0;
  #watching = false;
  #lastAt = 0;
  #epoch: string | undefined;
  #closed = false;
  #current: WebSocket | undefined;
  /** Heads in a row that were beyond the same position. */
  #behind = { at: -1, heads: 0 };
  readonly #address: string;
  readonly #token: string;
  readonly #book: string;

  constructor(address: string, token: string, book: string) {
    this.#address = address;
    this.#token = token;
    this.#book = book;
    this.#open();
  }

  watch(): void {
    this.#watching = true;
    this.longestGapMs = 0;
    this.#lastAt = performance.now();
  }

  unwatch(): void {
    this.#watching = false;
  }

  close(): void {
    this.#closed = true;
    this.#current?.close(1000);
  }

  #open(): void {
    if (this.#closed) return;
    const socket = new WebSocket(`${this.#address.replace(/^http/, "ws")}/api/v1/realtime`, ["arus.v1"]);
    this.#current = socket;
    socket.on("open", () => {
      const since = this.#epoch === undefined ? {} : { since: { epoch: this.#epoch, offset: this.offset } };
      socket.send(
        `${JSON.stringify({ id: 1, connect: { token: this.#token, client: { name: "follower", version: "0" } } })}\n` +
          `${JSON.stringify({ id: 2, subscribe: { book: this.#book, channel: "ledger", ...since } })}\n`,
      );
    });
    // A link without a frame for so long is dead: heads come every two seconds.
    let silent: NodeJS.Timeout;
    const heard = (): void => {
      clearTimeout(silent);
      silent = setTimeout(() => socket.terminate(), 15_000);
    };
    heard();
    socket.on("message", (data) => {
      heard();
      for (const line of data.toString().split("\n")) if (line !== "") this.#take(socket, line);
    });
    socket.on("error", () => undefined); // close follows
    socket.on("close", (code, reason) => {
      clearTimeout(silent);
      if (code >= 4000 && code < 4100) this.faults.push(`closed for good: ${code} ${reason.toString()}`);
      else if (this.#current === socket && !this.#closed) {
        this.reconnects += 1;
        setTimeout(() => this.#open(), 100 + Math.random() * 400);
      }
    });
  }

  #take(socket: WebSocket, line: string): void {
    if (line.startsWith('{"event"')) {
      if (this.#current === socket) this.#apply(Number(eventOffset.exec(line)?.[1]));
      return;
    }
    const { id, ok, error, ping, reconnect, head } = JSON.parse(line) as Record<string, any>;
    if (ping !== undefined) socket.send(`${JSON.stringify({ pong: ping })}\n`);
    else if (head !== undefined) this.#compare(socket, Number(head[this.#book]));
    else if (error !== undefined) this.#refused(socket, error);
    else if (id === 2 && this.#epoch === undefined) {
      this.#epoch = ok.epoch as string;
      this.offset = ok.offset as number;
    } else if (id === 2 && ok.recovered !== true) this.faults.push(`not recovered: ${line}`);
    else if (reconnect !== undefined) {
      setTimeout(() => {
        if (this.#current !== socket) return;
        this.#open();
        socket.close(1000);
      }, Number(reconnect.after_ms));
    }
  }

  /** Behind at four heads in a row without a step: what is missing comes over a new socket. */
  #compare(socket: WebSocket, head: number): void {
    const { at, heads } = this.#behind;
    this.#behind = head > this.offset ? { at: this.offset, heads: at === this.offset ? heads + 1 : 1 } : { at: -1, heads: 0 };
    if (this.#behind.heads < 4 || this.#current !== socket) return;
    this.#behind = { at: -1, heads: 0 };
    socket.terminate();
  }

  /** What passes by itself (a database that is away) is tried again over a new socket. */
  #refused(socket: WebSocket, error: Record<string, unknown>): void {
    if (error.retry !== true) this.faults.push(JSON.stringify(error));
    socket.close(1000);
  }

  #apply(offset: number): void {
    if (offset !== this.offset + 1) this.faults.push(`offset ${offset} after ${this.offset}`);
    this.offset = offset;
    const now = performance.now();
    if (this.#watching) this.longestGapMs = Math.max(this.longestGapMs, now - this.#lastAt);
    this.#lastAt = now;
  }
}
