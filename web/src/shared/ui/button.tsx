// SPDX-License-Identifier: Apache-2.0
import type { ButtonHTMLAttributes, Ref } from "react";

import styles from "./button.module.css";
import { classNames } from "./class-names";
import { Icon, type IconName } from "./icon";

type Look = "primary" | "secondary" | "quiet" | "danger";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
    look?: Look;
    icon?: IconName;
    /** Fills the width of its parent. */
    wide?: boolean;
    large?: boolean;
    /** Shows that the action runs; the button then takes no second press. */
    busy?: boolean;
    ref?: Ref<HTMLButtonElement>;
};

/** A push button. One `primary` per view. Never submits a form unless `type="submit"`. */
export function Button({
    look = "secondary",
    icon,
    wide,
    large,
    busy,
    className,
    children,
    disabled,
    ...rest
}: ButtonProps) {
    return (
        <button
            type="button"
            {...rest}
            disabled={disabled === true || busy === true}
            aria-busy={busy === true ? true : undefined}
            className={classNames(
                styles["button"],
                styles[look],
                wide === true && styles["wide"],
                large === true && styles["large"],
                className,
            )}
        >
            {busy === true ? <span className={styles["spinner"]} aria-hidden="true" /> : null}
            {icon !== undefined && busy !== true ? <Icon name={icon} size={18} /> : null}
            {children}
        </button>
    );
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label" | "children"> & {
    icon: IconName;
    /** What it does, in words; also shown as a tooltip. */
    label: string;
    look?: Look;
    ref?: Ref<HTMLButtonElement>;
};

/** A square button with an icon; at least 44 px on touch screens. */
export function IconButton({ icon, label, look = "quiet", className, ...rest }: IconButtonProps) {
    return (
        <button
            type="button"
            {...rest}
            aria-label={label}
            title={label}
            className={classNames(styles["button"], styles[look], styles["icon"], className)}
        >
            <Icon name={icon} />
        </button>
    );
}
