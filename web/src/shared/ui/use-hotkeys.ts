// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from "react";

/**
 * Single-key shortcuts while mounted, by `KeyboardEvent.key` in lower case. Silent while somebody types
 * in a field, holds Ctrl, Alt or Meta, or a dialog is open.
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
