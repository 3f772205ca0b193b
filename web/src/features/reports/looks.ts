// SPDX-License-Identifier: Apache-2.0
// When this device looked at reports, and what the books had reached then: "why did it change since?".

/** One look: the sequence of the report, and the time on this device. */
export type Look = { readonly sequence: number; readonly atMs: number };

const keep = 6;
/** Looks closer together than this are one. */
const apartMs = 10 * 60_000;

/** The earlier looks with a new one; the newest first. The same object when nothing is added. */
export function withLook(looks: readonly Look[], look: Look): readonly Look[] {
    const last = looks[0];
    return last !== undefined &&
        (look.atMs - last.atMs < apartMs || last.sequence === look.sequence)
        ? looks
        : [look, ...looks].slice(0, keep);
}

/** The looks at a book, the newest first. */
export function readLooks(bookId: string): readonly Look[] {
    try {
        const stored: unknown = JSON.parse(localStorage.getItem(storageKey(bookId)) ?? "[]");
        return Array.isArray(stored) ? stored.filter(isLook) : [];
    } catch {
        return [];
    }
}

/** Remembers that a report was looked at now. */
export function noteLook(bookId: string, sequence: number): void {
    const before = readLooks(bookId);
    const after = withLook(before, { sequence, atMs: Date.now() });
    if (after !== before) {
        try {
            localStorage.setItem(storageKey(bookId), JSON.stringify(after));
        } catch {
            // Storage may be forbidden: there is then nothing to compare with.
        }
    }
}

function storageKey(bookId: string): string {
    return `arus.looks.${bookId}`;
}

function isLook(value: unknown): value is Look {
    return (
        typeof value === "object" &&
        value !== null &&
        "sequence" in value &&
        "atMs" in value &&
        Number.isSafeInteger(value.sequence) &&
        Number.isFinite(value.atMs)
    );
}
