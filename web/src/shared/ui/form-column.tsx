// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

import styles from "./form-column.module.css";

type FormColumnProps = { onSubmit: () => void; children: ReactNode };

/** A form whose fields stand under each other; the browser checks them before `onSubmit`. */
export function FormColumn({ onSubmit, children }: FormColumnProps) {
    return (
        <form
            className={styles["form"]}
            onSubmit={(event) => {
                event.preventDefault();
                onSubmit();
            }}
        >
            {children}
        </form>
    );
}
