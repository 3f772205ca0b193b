// SPDX-License-Identifier: Apache-2.0
// Whether somebody would lose something if the page were reloaded now. Screens with a form register a
// check; an open dialog with fields counts by itself.

const checks = new Set<() => boolean>();

/** Asks `check` whenever somebody wants to know; returns the function that forgets it. */
export function watchUnsavedWork(check: () => boolean): () => void {
    checks.add(check);
    return () => checks.delete(check);
}

/** True when a reload would throw away what a person has typed. */
export function hasUnsavedWork(): boolean {
    return (
        [...checks].some((check) => check()) ||
        document.querySelector("dialog[open] :is(input, select, textarea)") !== null
    );
}
