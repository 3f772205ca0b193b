// SPDX-License-Identifier: Apache-2.0
/*
 * A new version of the client, from the page's side:
 *
 *   none --installed and waiting--> offered --"Muat ulang"--> worker takes over --> reload
 *                                      |
 *                                      +-- another tab takes over, or a file of the old version is gone:
 *                                          nothing half-filled here: reload; else: `needed`, told in the bar
 *
 * A page is never reloaded under something that somebody has typed.
 */

import { useSyncExternalStore } from "react";

import { hasUnsavedWork } from "@/shared/ui/unsaved-work";

/** offered: may be taken; needed: this page is of the old version and should be loaded again soon. */
export type Update = "none" | "offered" | "needed";

let update: Update = "none";
let waiting: ServiceWorker | null = null;
let asked = false;
const listeners = new Set<() => void>();

function become(next: Update): void {
    update = next;
    listeners.forEach((listener) => listener());
}

/** A new version waits in `worker`. */
export function offerUpdate(worker: ServiceWorker): void {
    waiting = worker;
    become("offered");
}

/** The page runs files of a version that is no longer served. Reloads if that costs nobody anything. */
export function updateTookOver(): void {
    if (asked || !hasUnsavedWork()) {
        location.reload();
    } else {
        become("needed");
    }
}

/** The person wants it now; the caller has asked about anything half-filled. */
export function takeUpdate(): void {
    asked = true;
    if (update === "offered" && waiting !== null) {
        waiting.postMessage({ type: "take-over" });
    } else {
        location.reload();
    }
}

/** Not now: hides the bar until the next version or start. */
export function leaveUpdate(): void {
    become("none");
}

/** The present state; the component is drawn again when it changes. */
export function useUpdate(): Update {
    return useSyncExternalStore(
        (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        () => update,
    );
}
