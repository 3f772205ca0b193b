// SPDX-License-Identifier: Apache-2.0
import type { ReactNode, SelectHTMLAttributes } from "react";

import styles from "./chip.module.css";
import { classNames } from "./class-names";
import { Icon, type IconName } from "./icon";

type ChipRowProps = {
    /** What the chips choose, for screen readers. */
    label: string;
    /** One line that scrolls sideways instead of wrapping. */
    scroll?: boolean;
    children: ReactNode;
};

/** Holds chips that belong together. */
export function ChipRow({ label, scroll, children }: ChipRowProps) {
    return (
        <div
            role="group"
            aria-label={label}
            className={classNames(styles["row"], scroll === true && styles["scroll"])}
        >
            {children}
        </div>
    );
}

type ChipProps = {
    chosen?: boolean;
    icon?: IconName;
    onPress: () => void;
    children: ReactNode;
};

/** A choice that can be pressed on and off; its state is told by `aria-pressed` and a tick. */
export function Chip({ chosen, icon, onPress, children }: ChipProps) {
    const shown = chosen === true ? "check" : icon;
    return (
        <button
            type="button"
            aria-pressed={chosen === true}
            className={classNames(styles["chip"], chosen === true && styles["chosen"])}
            onClick={onPress}
        >
            {shown === undefined ? null : <Icon name={shown} size={14} />}
            <span>{children}</span>
        </button>
    );
}

type SelectChipProps = SelectHTMLAttributes<HTMLSelectElement> & {
    label: string;
    /** Drawn as chosen: the value is not the usual one. */
    chosen?: boolean;
    /** What the chip says; the options are the native select's. */
    text: string;
    children: ReactNode;
};

/** A chip that opens the platform's own list of choices. */
export function SelectChip({ label, chosen, text, children, ...rest }: SelectChipProps) {
    return (
        <span
            className={classNames(
                styles["chip"],
                styles["holder"],
                chosen === true && styles["chosen"],
            )}
        >
            <span aria-hidden="true">{text}</span>
            <Icon name="chevronDown" size={14} />
            <select {...rest} aria-label={label} className={styles["select"]}>
                {children}
            </select>
        </span>
    );
}
