// SPDX-License-Identifier: Apache-2.0

/** What became of sharing: the person's choice counts as done. */
export type Shared = "shared" | "copied" | "dismissed" | "failed";

/**
 * Hands text to the device's own share sheet; where there is none (most desktops, plain http), puts it on
 * the clipboard. Must be called from a press.
 */
export async function shareText(text: string, title?: string): Promise<Shared> {
    if (typeof navigator.share === "function") {
        try {
            await navigator.share({ text, ...(title === undefined ? {} : { title }) });
            return "shared";
        } catch (error) {
            if (error instanceof DOMException && error.name === "AbortError") {
                return "dismissed";
            }
        }
    }
    return (await copyText(text)) ? "copied" : "failed";
}

/** Puts text on the clipboard, also where the modern way is closed (plain http). True when it is there. */
export async function copyText(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return copyTheOldWay(text);
    }
}

function copyTheOldWay(text: string): boolean {
    const area = document.createElement("textarea");
    area.value = text;
    // Inside an open dialog everything else is inert and cannot be selected.
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without a secure context
    const done = document.execCommand("copy");
    area.remove();
    return done;
}
