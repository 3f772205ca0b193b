// SPDX-License-Identifier: Apache-2.0
// The client's own socket under Node, with every frame of the server held against the contract.
import { WebSocket } from "ws";
import { createLiveLedger, type LiveEvent, type LiveLedger } from "../../../web/src/shared/sync/live-ledger.ts";
import { webSocketFactory, type SocketFactory } from "../../../web/src/shared/sync/web-socket-factory.ts";
import { checkFrame } from "./contract.ts";

/** A socket factory that notes what breaks the contract in `faults`. `route` says where a new socket goes, as a balancer would. */
export function checkedSockets(faults: string[], route: (url: string) => string = (url) => url): SocketFactory {
  const open = webSocketFactory(WebSocket as unknown as Parameters<typeof webSocketFactory>[0]);
  return (url, protocol, listener) =>
    open(route(url), protocol, {
      ...listener,
      message: (text) => {
        for (const line of text.split("\n").slice(0, -1)) {
          try {
            checkFrame(line);
          } catch (error) {
            faults.push(String(error));
          }
        }
        listener.message(text);
      },
    });
}

/** A client that follows a book and keeps every event it applied. */
export class Listener {
  readonly events: LiveEvent[] = [];
  readonly arrivedAt: number[] = [];
  readonly faults: string[] = [];
  readonly live: LiveLedger;

  /** `target` names the server that a new socket goes to; without it always `url`. */
  constructor(url: string, token: string, bookId: string, fromOffset?: { epoch: string; offset: number }, target: () => string = () => url) {
    const socketUrl = (of: string): string => `${of.replace(/^http/, "ws")}/api/v1/realtime`;
    this.live = createLiveLedger({
      url: socketUrl(url),
      token: async () => token,
      socketFactory: checkedSockets(this.faults, () => socketUrl(target())),
      bookId,
      start: fromOffset === undefined ? null : { ...fromOffset, hash: null },
    } as Parameters<typeof createLiveLedger>[0]);
    this.live.onEvent((event) => {
      this.events.push(event);
      this.arrivedAt.push(performance.now());
    });
  }

  get offsets(): number[] {
    return this.events.map((event) => event.offset);
  }

  close(): void {
    this.live.close();
  }
}
