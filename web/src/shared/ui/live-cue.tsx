// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, type ReactNode } from "react";

type LiveCueProps = {
    /** What the children show; a change of it is what the cue is for. */
    value: string | number;
    children: ReactNode;
};

/** Fades once when its value changes, not when it first appears. The text itself never animates. */
export function LiveCue({ value, children }: LiveCueProps) {
    const element = useRef<HTMLSpanElement>(null);
    const before = useRef(value);
    useEffect(() => {
        const target = element.current;
        if (before.current !== value && target !== null) {
            before.current = value;
            target.classList.remove("live-cue");
            // Asking for the layout makes the browser see the class go, so that it starts anew.
            target.getBoundingClientRect();
            target.classList.add("live-cue");
        }
    }, [value]);
    return <span ref={element}>{children}</span>;
}
