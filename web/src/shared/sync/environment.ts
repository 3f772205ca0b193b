// SPDX-License-Identifier: Apache-2.0
//
// What the place we run in offers to keep tabs apart and in touch; nothing where there are no tabs
// (Node).

import { broadcastFactory, noBroadcast, type BroadcastFactory } from "./broadcast";
import type { LockManagerLike } from "./exclusive";

type Surroundings = {
    readonly navigator?: { readonly locks?: LockManagerLike; readonly onLine?: boolean };
    readonly BroadcastChannel?: typeof BroadcastChannel;
};

/** The browser's lock manager; null under Node and on pages without a secure context. */
export function ownLocks(): LockManagerLike | null {
    return (globalThis as unknown as Surroundings).navigator?.locks ?? null;
}

/** The browser's BroadcastChannel, where there are locks as well; else a channel to nobody. */
export function ownBroadcast(): BroadcastFactory {
    const { BroadcastChannel: Channel } = globalThis as unknown as Surroundings;
    return Channel === undefined || ownLocks() === null ? noBroadcast : broadcastFactory(Channel);
}

/** False only when the device is certain that it has no network. */
export function ownNetwork(): boolean {
    return (globalThis as unknown as Surroundings).navigator?.onLine !== false;
}
