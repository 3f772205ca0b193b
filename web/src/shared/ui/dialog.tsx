// SPDX-License-Identifier: Apache-2.0
import { useId, useLayoutEffect, useRef, type ReactNode } from "react";

import { IconButton } from "./button";
import styles from "./dialog.module.css";

type DialogProps = {
    title: string;
    /** The words of the close button. */
    closeLabel: string;
    /** Asked for by Esc, the close button or a press outside. */
    onClose: () => void;
    children: ReactNode;
};

/**
 * A modal on the platform's own `<dialog>`: focus is kept inside and given back, Esc closes. A sheet at
 * the bottom on phones. Open as long as it is mounted. The focus begins at `data-first-focus`, else at the
 * first field.
 */
export function Dialog({ title, closeLabel, onClose, children }: DialogProps) {
    const element = useRef<HTMLDialogElement>(null);
    const titleId = useId();

    // A layout effect: closed while still in the page, the dialog gives the focus back.
    useLayoutEffect(() => {
        const dialog = element.current;
        if (dialog !== null && !dialog.open) {
            dialog.showModal();
            // React's autoFocus came before the dialog was open: the first field, or what is marked.
            const first =
                dialog.querySelector<HTMLElement>("[data-first-focus]") ??
                dialog.querySelector<HTMLElement>("input, select, textarea");
            first?.focus();
        }
        return () => dialog?.close();
    }, []);

    return (
        <dialog
            ref={element}
            className={styles["dialog"]}
            aria-labelledby={titleId}
            onCancel={(event) => {
                event.preventDefault();
                onClose();
            }}
            onClick={(event) => {
                if (event.target === element.current) {
                    onClose();
                }
            }}
        >
            <div className={styles["head"]}>
                <h2 id={titleId}>{title}</h2>
                <IconButton icon="close" label={closeLabel} onClick={onClose} />
            </div>
            <div className={styles["body"]}>{children}</div>
        </dialog>
    );
}

type DialogActionsProps = { children: ReactNode };

/** The row of buttons that ends a dialog; the main action last. */
export function DialogActions({ children }: DialogActionsProps) {
    return <div className={styles["actions"]}>{children}</div>;
}
