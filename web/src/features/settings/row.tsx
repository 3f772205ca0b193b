// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

import styles from "./settings.module.css";

/** A line of the settings: what it is, and its value or control. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
    return (
        <div className={styles["row"]}>
            <span className={styles["name"]}>{name}</span>
            <span className={styles["value"]}>{children}</span>
        </div>
    );
}
