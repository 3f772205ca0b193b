// SPDX-License-Identifier: Apache-2.0
// What can lie over any screen: one at a time. `app/overlays.tsx` draws it; anybody may ask for it.

import { useSyncExternalStore } from "react";

/** The command palette, or the list of shortcuts. */
export type Overlay = "palette" | "keys";

let shown: Overlay | null = null;
const listeners = new Set<() => void>();

/** Shows an overlay, or with null none. */
export function showOverlay(next: Overlay | null): void {
    shown = next;
    listeners.forEach((listener) => listener());
}

/** The one that is shown; the component is drawn again when it changes. */
export function useOverlay(): Overlay | null {
    return useSyncExternalStore(
        (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        () => shown,
    );
}
