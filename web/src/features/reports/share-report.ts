// SPDX-License-Identifier: Apache-2.0
// Handing a report on by the device's own share sheet: its address, or a document made of it.

import { shareText, type Shared } from "@/shared/ui/share-text";

/** Hands on the address of what is on screen, with its name and days; who opens it needs the right to read it. */
export function shareReport(name: string, period: string, book: string): Promise<Shared> {
    return shareText(`${name}, ${period}\n${location.href}`, book);
}

/** Whether the device hands on files of this kind at all. */
export function canShareFiles(name: string, type: string): boolean {
    const probe = new File([""], name, { type });
    return typeof navigator.canShare === "function" && navigator.canShare({ files: [probe] });
}

/** Fetches a document that was made and hands it on. "failed" also where it could not be fetched. */
export async function shareDocument(address: string, name: string, type: string): Promise<Shared> {
    try {
        const reply = await fetch(address);
        if (!reply.ok) {
            return "failed";
        }
        await navigator.share({ files: [new File([await reply.blob()], name, { type })] });
        return "shared";
    } catch (error) {
        return error instanceof DOMException && error.name === "AbortError" ? "dismissed" : "failed";
    }
}
