// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "@/shared/ui/icon";
import { useHotkeys } from "@/shared/ui/use-hotkeys";

import styles from "./transactions.module.css";

const typingPauseMs = 350;

type SearchFieldProps = { value: string; onChange: (text: string) => void };

/** Searches after a pause in typing; "/" focuses it. */
export function SearchField({ value, onChange }: SearchFieldProps) {
    const { t } = useTranslation("transactions");
    const input = useRef<HTMLInputElement>(null);
    const [text, setText] = useState(value);
    const [before, setBefore] = useState(value);
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    if (value !== before) {
        // The address changed by other means (a link, the back button): the field follows it.
        setBefore(value);
        setText(value);
    }
    useEffect(() => () => clearTimeout(timer.current), []);
    useHotkeys({ "/": () => input.current?.focus() });
    return (
        <label className={styles["search"]}>
            <Icon name="search" size={18} />
            <input
                ref={input}
                type="search"
                aria-label={t("searchLabel")}
                placeholder={t("search")}
                maxLength={120}
                value={text}
                onChange={(event) => {
                    const next = event.target.value;
                    setText(next);
                    clearTimeout(timer.current);
                    timer.current = setTimeout(() => onChange(next.trim()), typingPauseMs);
                }}
            />
        </label>
    );
}
