// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";

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

