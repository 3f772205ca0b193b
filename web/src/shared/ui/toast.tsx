// SPDX-License-Identifier: Apache-2.0
// Short messages at the foot of the screen. One store for the page: a screen that closes right after it
// saved can still tell so.

import { useSyncExternalStore } from "react";

import styles from "./toast.module.css";

/** What a toast says and, perhaps, one thing to do about it. */
export type Toast = {
    message: string;
    action?: { label: string; onPress: () => void };
    /** How long it stays, in milliseconds; 4,000 by default. */
    durationMs?: number;
};

type Shown = Toast & { id: number };

const shownAtMost = 3;
let shown: readonly Shown[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Shown[]): void {
    shown = next;
    listeners.forEach((listener) => listener());
}

/** Shows a toast and returns the function that takes it away early. The oldest gives way to a fourth. */
export function showToast(toast: Toast): () => void {
    const id = nextId++;
    const dismiss = () => publish(shown.filter((item) => item.id !== id));
    publish([...shown, { ...toast, id }].slice(-shownAtMost));
    setTimeout(dismiss, toast.durationMs ?? 4_000);
    return dismiss;
}

/** Where toasts appear. Mount once, at the root; the region is a polite live region. */
export function ToastRegion() {
    const items = useSyncExternalStore(
        (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        () => shown,
    );
    return (
        <div className={styles["region"]} role="status" aria-live="polite">
            {items.map((item) => (
                <div key={item.id} className={styles["toast"]} data-toast>
                    <span className={styles["message"]}>{item.message}</span>
                    {item.action === undefined ? null : (
                        <button
                            type="button"
                            className={styles["action"]}
                            onClick={() => {
                                item.action?.onPress();
                                publish(shown.filter((other) => other.id !== item.id));
                            }}
                        >
                            {item.action.label}
                        </button>
                    )}
                </div>
            ))}
        </div>
    );
}
