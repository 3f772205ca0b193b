// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/shared/ui/button";

import styles from "./bars.module.css";
import "./texts";

const storageKey = "arus.plain-http";
/** Said again after a week: it has not become safer meanwhile. */
const hiddenForMs = 7 * 24 * 60 * 60_000;

/** Opened over plain http from another machine: says what that costs and what to do. */
export function PlainHttpBar() {
    const { t } = useTranslation("app");
    const [hidden, setHidden] = useState(() => Date.now() - readHiddenAt() < hiddenForMs);
    if (hidden) {
        return null;
    }
    return (
        <div className={styles["plain"]} role="status" data-plain-http>
            <p>
                <strong>{t("plainHttp.title")}</strong> {t("plainHttp.text")}
            </p>
            <Button
                look="quiet"
                onClick={() => {
                    writeHiddenAt(Date.now());
                    setHidden(true);
                }}
            >
                {t("plainHttp.understood")}
            </Button>
        </div>
    );
}

function readHiddenAt(): number {
    try {
        return Number(localStorage.getItem(storageKey) ?? 0);
    } catch {
        return 0;
    }
}

function writeHiddenAt(atMs: number): void {
    try {
        localStorage.setItem(storageKey, String(atMs));
    } catch {
        // Storage may be forbidden: it is then said again at the next start.
    }
}
