// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

import { classNames } from "./class-names";
import styles from "./record-list.module.css";

type RecordItemProps = {
    code: string;
    name: string;
    note?: string | null;
    /** Steps to the right: what is part of another record stands under it. */
    level?: number;
    /** Only holds others: drawn as their heading. */
    heading?: boolean;
    /** Puts the words into a link; the whole line is then pressed. */
    link?: (words: ReactNode) => ReactNode;
    /** What stands at the right: a figure, a badge. */
    end?: ReactNode;
};

/** A line of a list of records (accounts, outlets, contacts); put it into a `<ul>`. */
export function RecordItem({ code, name, note, level, heading, link, end }: RecordItemProps) {
    const words = (
        <>
            {name}
            {note === undefined || note === null || note === "" ? null : (
                <span className={styles["note"]}>{note}</span>
            )}
        </>
    );
    return (
        <li className={classNames(styles["item"], heading === true && styles["heading"])}>
            <span className={styles["code"]}>{code}</span>
            <span
                className={styles["name"]}
                style={level === undefined ? undefined : { paddingLeft: `${String(level * 0.875)}rem` }}
            >
                {link === undefined ? words : link(words)}
            </span>
            <span className={styles["end"]}>{end}</span>
        </li>
    );
}
