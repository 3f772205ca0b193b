// SPDX-License-Identifier: Apache-2.0
// Whether this browser can put Arus among the device's own apps, and how.

import { useSyncExternalStore } from "react";

/** What Chromium hands out once a page can be installed; not in the standard's types. */
type InstallPrompt = Event & { prompt: () => Promise<unknown> };

/** installed: runs as an app. prompt: one press installs. ios: by the share menu. none: no way here. */
export type InstallState = "installed" | "prompt" | "ios" | "none";

let prompt: InstallPrompt | null = null;
const listeners = new Set<() => void>();

/** Listens for the browser's offer; call once at the start, the offer comes early. */
export function startInstall(): void {
    addEventListener("beforeinstallprompt", (event) => {
        // Kept for the button in the settings instead of the browser's own bar.
        event.preventDefault();
        prompt = event as InstallPrompt;
        listeners.forEach((listener) => listener());
    });
    addEventListener("appinstalled", () => {
        prompt = null;
        listeners.forEach((listener) => listener());
    });
}

/** Shows the browser's own question. */
export function install(): void {
    void prompt?.prompt();
    prompt = null;
    listeners.forEach((listener) => listener());
}

/** The present state; the component is drawn again when it changes. */
export function useInstallState(): InstallState {
    return useSyncExternalStore((listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
    }, stateNow);
}

function stateNow(): InstallState {
    if (matchMedia("(display-mode: standalone)").matches) {
        return "installed";
    }
    if (prompt !== null) {
        return "prompt";
    }
    const isIos =
        /iPad|iPhone|iPod/.test(navigator.userAgent) ||
        (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);
    return isIos ? "ios" : "none";
}
