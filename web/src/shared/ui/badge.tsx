// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

import styles from "./badge.module.css";
import { classNames } from "./class-names";

type BadgeProps = {
    tone: "quiet" | "accent" | "positive" | "warning" | "negative";
    children: ReactNode;
};

/** A word about a thing's state. The word carries the meaning, the tone only agrees. */
export function Badge({ tone, children }: BadgeProps) {
    return <span className={classNames(styles["badge"], styles[tone])}>{children}</span>;
}
