// SPDX-License-Identifier: Apache-2.0
/*
 * A new version of the client, from the page's side:
 *
 *   none --installed and waiting--> offered --"Muat ulang"--> worker takes over --> reload
 *                                      |
 *                                      +-- another tab takes over, or a file of the old version is gone:
 *                                          nothing half-filled here: reload; else: `needed`, told in the bar
 *
 * A page is never reloaded under something that somebody has typed, nor where it could not be loaded again: over plain
 * http no worker keeps it, and a file that does not come may be the network.
 */

import { useSyncExternalStore } from "react";

import { hasUnsavedWork } from "@/shared/ui/unsaved-work";

/** offered: may be taken; needed: this page is of the old version and should be loaded again soon. */
export type Update = "none" | "offered" | "needed";

/** A server that takes longer is not there. */
const probeWithinMs = 5_000;
const reloadedKey = "arus.reloaded";

let probing = false;
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

/**
 * A file of this version did not come. Only where the server answers may the file be gone: then its successor is
 * loaded, once; where that did not help, the bar says so. Never rejects.
 */
export async function partMissing(): Promise<void> {
    if (probing) {
        return;
    }
    probing = true;
    try {
        if (!(await serverAnswers())) {
            return;
        }
        if (hasReloaded()) {
            become("needed");
        } else {
            updateTookOver();
        }
    } finally {
        probing = false;
    }
}

/** Asks for what no worker and no cache answers. */
async function serverAnswers(): Promise<boolean> {
    try {
        const reply = await fetch("/api/v1/setup", {
            cache: "no-store",
            signal: AbortSignal.timeout(probeWithinMs),
        });
        return reply.ok;
    } catch {
        return false;
    }
}

/** Whether this version was reloaded for a missing file before; notes that it is now. Without storage: as if it was. */
function hasReloaded(): boolean {
    try {
        const version = import.meta.url;
        if (sessionStorage.getItem(reloadedKey) === version) {
            return true;
        }
        if (!hasUnsavedWork()) {
            sessionStorage.setItem(reloadedKey, version);
        }
        return false;
    } catch {
        return true;
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
