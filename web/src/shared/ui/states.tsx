// SPDX-License-Identifier: Apache-2.0
// The states every screen draws besides its data: empty, loading, error; offline is a note above data.

import type { ReactNode } from "react";

import { Button } from "./button";
import { classNames } from "./class-names";
import { Icon, type IconName } from "./icon";
import styles from "./states.module.css";

type EmptyStateProps = { icon: IconName; text: string; children?: ReactNode };

/** Nothing here yet: one sentence and one button (as child). */
export function EmptyState({ icon, text, children }: EmptyStateProps) {
    return (
        <div className={styles["state"]}>
            <span className={styles["mark"]}>
                <Icon name={icon} />
            </span>
            <p className={styles["text"]}>{text}</p>
            {children === undefined ? null : <div className={styles["actions"]}>{children}</div>}
        </div>
    );
}

type ErrorStateProps = {
    /** What could not be done, in a sentence. */
    text: string;
    /** The code and the request id, small, for whoever is asked for help. */
    code: string;
    retryLabel: string;
    onRetry: () => void;
};

/** Something failed and nothing can be shown instead. */
export function ErrorState({ text, code, retryLabel, onRetry }: ErrorStateProps) {
    return (
        <div className={styles["state"]} role="alert">
            <span className={styles["mark"]}>
                <Icon name="warning" />
            </span>
            <p className={styles["text"]}>{text}</p>
            <p className={styles["code"]}>{code}</p>
            <div className={styles["actions"]}>
                <Button icon="retry" onClick={onRetry}>
                    {retryLabel}
                </Button>
            </div>
        </div>
    );
}

type SkeletonProps = {
    /** Any CSS lengths. */
    width?: string;
    height?: string;
    className?: string | undefined;
};

/** One grey bar of a skeleton. Appears after 300 ms, so quick answers never flash it. */
export function Skeleton({ width = "100%", height = "0.875rem", className }: SkeletonProps) {
    return (
        <span
            aria-hidden="true"
            className={classNames(styles["bar"], styles["pulse"], className)}
            style={{ width, height, display: "block" }}
        />
    );
}

type SkeletonRowsProps = { count: number; label: string };

/** The shape of a list while it loads. `label` is told to screen readers. */
export function SkeletonRows({ count, label }: SkeletonRowsProps) {
    return (
        <div className={styles["rows"]} role="status" aria-label={label}>
            {Array.from({ length: count }, (_, index) => (
                <div key={index} className={styles["row"]}>
                    <Skeleton className={styles["dot"]} width="2.25rem" height="2.25rem" />
                    <span className={styles["lines"]}>
                        <Skeleton width={`${72 - ((index * 17) % 38)}%`} />
                        <Skeleton width="32%" height="0.625rem" />
                    </span>
                    <Skeleton />
                </div>
            ))}
        </div>
    );
}

type StaleNoteProps = { text: string; retryLabel: string; onRetry: () => void };

/** Above data that could not be read again: says from when it is, and offers to try. */
export function StaleNote({ text, retryLabel, onRetry }: StaleNoteProps) {
    return (
        <div className={styles["stale"]} role="status">
            <span>{text}</span>
            <Button look="quiet" icon="retry" onClick={onRetry}>
                {retryLabel}
            </Button>
        </div>
    );
}
