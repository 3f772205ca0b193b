// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

import styles from "./record-list.module.css";

type RecordItemProps = {
    code: string;
    name: string;
    note?: string | null;
    /** What stands at the right: a figure, a badge. */
    end?: ReactNode;
};

/** A line of a list of records (accounts, outlets, contacts); put it into a `<ul>`. */
export function RecordItem({ code, name, note, end }: RecordItemProps) {
    return (
        <li className={styles["item"]}>
            <span className={styles["code"]}>{code}</span>
            <span className={styles["name"]}>
                {name}
                {note === undefined || note === null || note === "" ? null : (
                    <span className={styles["note"]}>{note}</span>
                )}
            </span>
            <span className={styles["end"]}>{end}</span>
        </li>
    );
}
