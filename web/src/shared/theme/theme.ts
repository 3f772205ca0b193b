// SPDX-License-Identifier: Apache-2.0
// Which of the two themes is shown. The choice is a setting of the device, not of the person: it lives
// in localStorage, and `public/theme-boot.js` applies it before the first paint by the same rule.

import { useSyncExternalStore } from "react";

/** What the person chose. `system` follows the device and changes with it. */
export type ThemeChoice = "light" | "dark" | "system";

const storageKey = "arus.theme";
const listeners = new Set<() => void>();
const darkQuery = "(prefers-color-scheme: dark)";

/** The stored choice, `system` when there is none or storage is not available. */
export function readThemeChoice(): ThemeChoice {
    try {
        const stored = localStorage.getItem(storageKey);
        return stored === "light" || stored === "dark" ? stored : "system";
    } catch {
        return "system";
    }
}

/** Stores the choice and shows it at once. Idempotent. */
export function chooseTheme(choice: ThemeChoice): void {
    try {
        if (choice === "system") {
            localStorage.removeItem(storageKey);
        } else {
            localStorage.setItem(storageKey, choice);
        }
    } catch {
        // Storage may be forbidden (private mode): the choice then holds until the page is closed.
    }
    applyTheme(choice);
    listeners.forEach((listener) => listener());
}

/** Shows the stored theme and follows the device while the choice is `system`. Call once at start. */
export function startTheme(): void {
    applyTheme(readThemeChoice());
    matchMedia(darkQuery).addEventListener("change", () => applyTheme(readThemeChoice()));
}

/** The present choice; the component is drawn again when it changes. */
export function useThemeChoice(): ThemeChoice {
    return useSyncExternalStore((listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
    }, readThemeChoice);
}

function applyTheme(choice: ThemeChoice): void {
    const dark = choice === "dark" || (choice === "system" && matchMedia(darkQuery).matches);
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    const colour = dark ? "#0d0f13" : "#f6f6f4";
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", colour);
}
