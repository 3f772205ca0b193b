// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const reload = vi.fn();

beforeEach(() => {
    vi.resetModules();
    reload.mockReset();
    vi.stubGlobal("location", { reload });
});

afterEach(() => {
    document.body.replaceChildren();
    vi.unstubAllGlobals();
});

it("reloads when the page's version is gone and nothing would be lost", async () => {
    const { updateTookOver } = await import("./update-store");
    updateTookOver();
    expect(reload).toHaveBeenCalledOnce();
});

it("never reloads under a dialog with fields, but says that it is needed", async () => {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("open", "");
    dialog.append(document.createElement("input"));
    document.body.append(dialog);
    const { updateTookOver, takeUpdate } = await import("./update-store");
    updateTookOver();
    expect(reload).not.toHaveBeenCalled();
    // Pressed by the person, who was asked.
    takeUpdate();
    expect(reload).toHaveBeenCalledOnce();
});

it("never reloads under a form that says it is half-filled", async () => {
    const unsaved = await import("@/shared/ui/unsaved-work");
    const { updateTookOver } = await import("./update-store");
    let dirty = true;
    unsaved.watchUnsavedWork(() => dirty);
    updateTookOver();
    expect(reload).not.toHaveBeenCalled();
    dirty = false;
    updateTookOver();
    expect(reload).toHaveBeenCalledOnce();
});

it("tells the waiting worker only when it is wanted, and reloads once it took over", async () => {
    const { offerUpdate, takeUpdate, updateTookOver } = await import("./update-store");
    const postMessage = vi.fn();
    offerUpdate({ postMessage } as unknown as ServiceWorker);
    expect(postMessage).not.toHaveBeenCalled();
    takeUpdate();
    expect(postMessage).toHaveBeenCalledWith({ type: "take-over" });
    expect(reload).not.toHaveBeenCalled();
    updateTookOver();
    expect(reload).toHaveBeenCalledOnce();
});


describe("a file that does not come", () => {
    const answer = vi.fn<() => Promise<Response>>();

    beforeEach(() => {
        const kept = new Map<string, string>();
        vi.stubGlobal("sessionStorage", {
            getItem: (key: string) => kept.get(key) ?? null,
            setItem: (key: string, value: string) => kept.set(key, value),
        });
        answer.mockReset();
        vi.stubGlobal("fetch", answer);
    });

    it("leaves the page alone while the server does not answer", async () => {
        const { partMissing } = await import("./update-store");
        answer.mockRejectedValueOnce(new TypeError("Failed to fetch"));
        await partMissing();
        answer.mockResolvedValueOnce(new Response(null, { status: 502 }));
        await partMissing();
        expect(answer).toHaveBeenCalledTimes(2);
        expect(reload).not.toHaveBeenCalled();
    });

    it("loads its successor once, and no second time where that did not help", async () => {
        const { partMissing } = await import("./update-store");
        answer.mockImplementation(() => Promise.resolve(new Response("{}")));
        await partMissing();
        expect(reload).toHaveBeenCalledOnce();
        vi.resetModules();
        const after = await import("./update-store");
        await after.partMissing();
        expect(reload).toHaveBeenCalledOnce();
    });

    it("asks once for several files of one screen", async () => {
        const { partMissing } = await import("./update-store");
        answer.mockRejectedValue(new TypeError("Failed to fetch"));
        await Promise.all([partMissing(), partMissing(), partMissing()]);
        expect(answer).toHaveBeenCalledOnce();
    });
});
