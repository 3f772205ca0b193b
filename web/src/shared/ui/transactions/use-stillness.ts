// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useRef, type RefObject } from "react";

const pointerRestMs = 2_000;

/**
 * Gives a function that says whether a list may move: it stands at its top, the focus is outside, and no
 * finger or pointer was at work in it within the last two seconds.
 */
export function useStillness(element: RefObject<HTMLElement | null>): () => boolean {
    const lastPointerMs = useRef(-Infinity);
    const touching = useRef(false);
    useEffect(() => {
        const target = element.current;
        if (target === null) {
            return undefined;
        }
        const seen = () => {
            lastPointerMs.current = performance.now();
        };
        const down = () => {
            touching.current = true;
            seen();
        };
        const up = () => {
            touching.current = false;
            seen();
        };
        target.addEventListener("pointermove", seen, { passive: true });
        target.addEventListener("pointerdown", down, { passive: true });
        target.addEventListener("wheel", seen, { passive: true });
        addEventListener("pointerup", up, { passive: true });
        addEventListener("pointercancel", up, { passive: true });
        return () => {
            target.removeEventListener("pointermove", seen);
            target.removeEventListener("pointerdown", down);
            target.removeEventListener("wheel", seen);
            removeEventListener("pointerup", up);
            removeEventListener("pointercancel", up);
        };
    }, [element]);
    return useCallback(() => {
        const target = element.current;
        return (
            target === null ||
            (target.scrollTop <= 0 &&
                !touching.current &&
                !target.contains(document.activeElement) &&
                performance.now() - lastPointerMs.current > pointerRestMs)
        );
    }, [element]);
}
