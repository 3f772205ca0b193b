// SPDX-License-Identifier: Apache-2.0
import { formatPercent } from "@/shared/i18n/numbers";

import { useLanguage } from "./data/use-language";
import styles from "./progress-bar.module.css";

type ProgressBarProps = {
    /** What goes on, in words. */
    text: string;
    /** From 0 to 1; null while nobody knows how far it is. */
    share: number | null;
};

/** What goes on and how far it is: words, percent and a bar. */
export function ProgressBar({ text, share }: ProgressBarProps) {
    const { language } = useLanguage();
    return (
        <label className={styles["progress"]}>
            <span>{text}</span>
            <span className="tabular">
                {share === null ? null : formatPercent(Math.floor(share * 1000) / 1000, language)}
            </span>
            <progress max={1} {...(share === null ? {} : { value: share })} />
        </label>
    );
}
