// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useSyncExternalStore } from "react";

const storageKey = "arus.hotkeys";
const listeners = new Set<() => void>();

/** Whether single keys do something on this device (WCAG 2.1.4: they can be turned off). */
export function hotkeysOn(): boolean {
    try {
        return localStorage.getItem(storageKey) !== "off";
    } catch {
        return true;
    }
}

/** Turns single keys on or off on this device. Idempotent. */
export function setHotkeys(on: boolean): void {
    try {
        localStorage.setItem(storageKey, on ? "on" : "off");
    } catch {
        // Storage may be forbidden: they then stay as they are.
    }
    listeners.forEach((listener) => listener());
}

/** `hotkeysOn`, drawn again when it changes. */
export function useHotkeysOn(): boolean {
    return useSyncExternalStore((listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
    }, hotkeysOn);
}

/**
 * Single-key shortcuts while mounted, by `KeyboardEvent.key` in lower case. Silent while somebody types
 * in a field, holds Ctrl, Alt or Meta, a dialog is open, or they are turned off.
 */
export function useHotkeys(keys: Readonly<Record<string, () => void>>): void {
    const latest = useRef(keys);
    useEffect(() => {
        latest.current = keys;
    });
    useEffect(() => {
        const onKey = (event: KeyboardEvent) => {
            if (
                event.defaultPrevented ||
                event.ctrlKey ||
                event.altKey ||
                event.metaKey ||
                isTyping(event.target) ||
                !hotkeysOn() ||
                document.querySelector("dialog[open]") !== null
            ) {
                return;
            }
            const action = latest.current[event.key.toLowerCase()];
            if (action !== undefined) {
                event.preventDefault();
                action();
            }
        };
        addEventListener("keydown", onKey);
        return () => removeEventListener("keydown", onKey);
    }, []);
}

function isTyping(target: EventTarget | null): boolean {
    return (
        target instanceof HTMLElement &&
        (target.isContentEditable ||
            target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])"))
    );
}
