// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useEffect } from "react";

import { showOverlay, useOverlay } from "@/shared/ui/overlay";
import { useHotkeys } from "@/shared/ui/use-hotkeys";

const CommandPalette = lazy(async () => ({
    default: (await import("./palette/command-palette")).CommandPalette,
}));
const KeyboardHelp = lazy(async () => ({
    default: (await import("./keyboard-help")).KeyboardHelp,
}));

/** Ctrl+K opens the palette, "?" the list of shortcuts, over any screen. Loaded when first asked for. */
export function Overlays() {
    const overlay = useOverlay();
    useHotkeys({ "?": () => showOverlay("keys") });
    useEffect(() => {
        const onKey = (event: KeyboardEvent) => {
            if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
                event.preventDefault();
                // Over another dialog it would hide what is being asked there.
                if (document.querySelector("dialog[open]") === null) {
                    showOverlay("palette");
                }
            }
        };
        addEventListener("keydown", onKey);
        return () => {
            removeEventListener("keydown", onKey);
            showOverlay(null);
        };
    }, []);
    const close = () => showOverlay(null);
    return (
        <Suspense>
            {overlay === "palette" ? <CommandPalette onClose={close} /> : null}
            {overlay === "keys" ? <KeyboardHelp onClose={close} /> : null}
        </Suspense>
    );
}
