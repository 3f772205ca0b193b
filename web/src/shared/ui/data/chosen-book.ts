// SPDX-License-Identifier: Apache-2.0
// Which of several books is open on this device.

const storageKey = "arus.book";

/** The id of the book that was chosen last, or null. */
export function readChosenBook(): string | null {
    try {
        return localStorage.getItem(storageKey);
    } catch {
        return null;
    }
}

/** Remembers the choice. Idempotent. */
export function writeChosenBook(bookId: string): void {
    try {
        localStorage.setItem(storageKey, bookId);
    } catch {
        // Storage may be forbidden: the choice then holds until the page is closed.
    }
}
