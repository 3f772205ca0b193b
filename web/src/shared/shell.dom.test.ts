// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { isInShell, isNewsForShell, listenToShell, tellShell } from "./shell";

const posted = vi.fn<(message: unknown) => Promise<unknown>>(() =>
    Promise.resolve({ told: true }),
);

function enterShell() {
    vi.stubGlobal("webkit", { messageHandlers: { arus: { postMessage: posted } } });
}

beforeEach(() => {
    localStorage.clear();
    posted.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

const notice = { id: "1", title: "Kopi", body: "Saldo", path: "/notifications" };

describe("in a browser", () => {
    it("does nothing", () => {
        expect(isInShell()).toBe(false);
        const opened = vi.fn();
        const stop = listenToShell("id", opened);
        tellShell(notice);
        const event = new CustomEvent("arus-shell-open", { detail: "/home", cancelable: true });
        expect(dispatchEvent(event)).toBe(true);
        expect(opened).not.toHaveBeenCalled();
        stop();
    });

    it("takes other uses of the same name for a browser", () => {
        for (const webkit of [{}, { messageHandlers: {} }, { messageHandlers: { arus: 1 } }, null]) {
            vi.stubGlobal("webkit", webkit);
            expect(isInShell()).toBe(false);
        }
    });
});

describe("in the shell", () => {
    it("says hello, opens what it is asked to and tells", () => {
        enterShell();
        const opened: string[] = [];
        const stop = listenToShell("en", (path) => opened.push(path));
        const open = () =>
            dispatchEvent(
                new CustomEvent("arus-shell-open", { detail: "/reports", cancelable: true }),
            );
        expect(open()).toBe(false);
        expect(opened).toEqual(["/reports"]);
        stop();
        expect(open()).toBe(true);
        expect(opened).toEqual(["/reports"]);
        tellShell(notice);
        expect(posted.mock.calls.map(([message]) => message)).toEqual([
            { kind: "hello", language: "en" },
            { kind: "notify", ...notice },
        ]);
    });

    it("goes on when the shell refuses", async () => {
        enterShell();
        const reported = vi.fn();
        vi.stubGlobal("reportError", reported);
        posted.mockRejectedValueOnce(new Error("unknown kind"));
        tellShell(notice);
        await vi.waitFor(() => expect(reported).toHaveBeenCalledOnce());
    });
});

describe("news", () => {
    const noon = Date.parse("2026-05-01T12:00:00Z");

    it("is told once, also after a restart", () => {
        expect(isNewsForShell("a", "2026-05-01T12:00:00Z", noon)).toBe(true);
        expect(isNewsForShell("a", "2026-05-01T12:00:00Z", noon + 5)).toBe(false);
        expect(isNewsForShell("b", "2026-05-01T12:00:00Z", noon + 10)).toBe(true);
    });

    it("is not what happened before the first run, nor a day ago", () => {
        expect(isNewsForShell("a", "2026-05-01T11:00:00Z", noon)).toBe(false);
        const later = noon + 48 * 60 * 60 * 1000;
        expect(isNewsForShell("b", "2026-05-01T13:00:00Z", later)).toBe(false);
        expect(isNewsForShell("c", "2026-05-02T13:00:00Z", later)).toBe(true);
    });

    it("begins anew where the device's notes make no sense", () => {
        localStorage.setItem("arus.shell.told", "{]");
        expect(isNewsForShell("a", "2026-05-01T12:00:00Z", noon)).toBe(true);
        expect(isNewsForShell("a", "2026-05-01T12:00:00Z", noon)).toBe(false);
    });
});
