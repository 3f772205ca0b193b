// SPDX-License-Identifier: Apache-2.0
//
// The desktop shell around the client (desktop/), where there is one. It offers a single handler that takes
// an object and answers with a promise; in a browser there is none and everything here does nothing.
//
//   {kind: "hello", language}              → {shell, version}     sent once a person is signed in
//   {kind: "notify", id, title, body, path} → {told}              becomes a notification of the desktop
//   event "arus-shell-open" on window, detail: a path             a notification or a link was clicked

/** What the desktop shows; a click on it opens `path`. The same id again replaces it. */
export type ShellNotice = {
    readonly id: string;
    readonly title: string;
    readonly body: string;
    readonly path: string;
};

type Handler = { postMessage: (message: unknown) => Promise<unknown> };

const openEvent = "arus-shell-open";
/** What this device told already, so that a restart does not tell it again. */
const toldKey = "arus.shell.told";
const toldMax = 50;
/** Older ones wait in the inbox, where their number stands. */
const newsForMs = 24 * 60 * 60 * 1000;
/** The first run tells what happened this shortly before: it may have been on its way. */
const startSlackMs = 60 * 1000;

/** Whether the client runs inside the shell. */
export function isInShell(): boolean {
    return handler() !== null;
}

/**
 * Says hello to the shell and calls `onOpen` with the path it asks for. Returns the end of listening.
 * Does nothing in a browser.
 */
export function listenToShell(language: string, onOpen: (path: string) => void): () => void {
    const shell = handler();
    if (shell === null) {
        return () => undefined;
    }
    const listener = (event: Event) => {
        if (event instanceof CustomEvent && typeof event.detail === "string") {
            // Says that it was heard; else the shell loads the page anew.
            event.preventDefault();
            onOpen(event.detail);
        }
    };
    addEventListener(openEvent, listener);
    void send(shell, { kind: "hello", language });
    return () => removeEventListener(openEvent, listener);
}

/** Hands a notice to the desktop. Does nothing in a browser. */
export function tellShell(notice: ShellNotice): void {
    const shell = handler();
    if (shell !== null) {
        void send(shell, { kind: "notify", ...notice });
    }
}

/**
 * Whether something that happened `at` (an instant of the wire) is still to be told on this device, and notes that
 * it was: true at most once for each id, never for what is older than a day or than the shell's first run.
 */
export function isNewsForShell(id: string, at: string, now: number = Date.now()): boolean {
    const told = readTold(now);
    const atMs = Date.parse(at);
    const isNews =
        atMs >= Math.max(told.since, now - newsForMs) && !told.ids.includes(id);
    if (isNews) {
        told.ids = [...told.ids, id].slice(-toldMax);
    }
    localStorage.setItem(toldKey, JSON.stringify(told));
    return isNews;
}

type Told = { since: number; ids: string[] };

function readTold(now: number): Told {
    try {
        const kept: unknown = JSON.parse(localStorage.getItem(toldKey) ?? "null");
        const since = member(kept, "since");
        const ids = member(kept, "ids");
        if (typeof since === "number" && Array.isArray(ids)) {
            return { since, ids: ids.filter((id): id is string => typeof id === "string") };
        }
    } catch {
        // Somebody else's text under our name: begun anew below.
    }
    return { since: now - startSlackMs, ids: [] };
}

function handler(): Handler | null {
    const webkit: unknown = Reflect.get(globalThis, "webkit");
    const handlers = member(webkit, "messageHandlers");
    const arus = member(handlers, "arus");
    return typeof member(arus, "postMessage") === "function" ? (arus as Handler) : null;
}

function member(owner: unknown, name: string): unknown {
    return typeof owner === "object" && owner !== null ? Reflect.get(owner, name) : undefined;
}

async function send(shell: Handler, message: unknown): Promise<void> {
    try {
        await shell.postMessage(message);
    } catch (error) {
        // The shell refuses what it does not know: a newer client in an older shell goes on without.
        reportError(error);
    }
}
