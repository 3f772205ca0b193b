// SPDX-License-Identifier: Apache-2.0
//
// The link as a browser makes it: one socket shared among the tabs where the browser can (a secure
// context has Web Locks), else one socket per tab.

import { newId } from "../api/ids";
import { ownBroadcast, ownLocks } from "./environment";
import type { RealtimeLink } from "./realtime-link";
import { createRealtimeSocket } from "./realtime-socket";
import { createSharedLink } from "./shared-link";
import { webSocketFactory } from "./web-socket-factory";

/** A link that ends with `close`. */
export type BrowserLink = RealtimeLink & { readonly close: () => void };

/** Makes the link of one user and starts it. `url` is ws:// or wss://, without any token. */
export function createBrowserLink(options: {
    readonly url: string;
    readonly userId: string;
}): BrowserLink {
    const makeSocket = () =>
        createRealtimeSocket({ url: options.url, socketFactory: webSocketFactory(WebSocket) });
    const locks = ownLocks();
    const link =
        locks === null
            ? makeSocket()
            : createSharedLink({
                  name: `arus.live.${options.userId}`,
                  tab: newId(),
                  locks,
                  broadcast: ownBroadcast(),
                  makeSocket,
              });
    link.start();
    return { ...link, close: link.stop };
}
