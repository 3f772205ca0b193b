// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from "react";

/** Whether the client can be opened without a network on this device; "unknown" while it is prepared. */
export type OfflineReady = "unknown" | "yes" | "no";

let ready: OfflineReady = "unknown";
const listeners = new Set<() => void>();

/** Told by whoever registers the service worker. */
export function setOfflineReady(next: OfflineReady): void {
    ready = next;
    listeners.forEach((listener) => listener());
}

/** The present state; the component is drawn again when it changes. */
export function useOfflineReady(): OfflineReady {
    return useSyncExternalStore(
        (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        () => ready,
    );
}
