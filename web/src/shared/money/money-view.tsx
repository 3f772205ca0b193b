// SPDX-License-Identifier: Apache-2.0
//
// <Money>: the only thing in the client that draws an amount.

import { useTranslation } from "react-i18next";
import { amountFromWire, amountToWire, type AmountMinor, type MoneyUnit } from "./money";
import { amountParts, compactAmountParts, formatAmount, joinParts } from "./format-amount";
import styles from "./money-view.module.css";

/** What <Money> is given. */
export type MoneyProps = {
    /** Minor units, or the wire's text as it came. */
    readonly amount: AmountMinor | string;
    readonly unit: MoneyUnit;
    /**
     * "Rp 1,25 jt" instead of the whole figure; the whole one stays in the title and for screen
     * readers.
     */
    readonly compact?: boolean;
    /** Writes a plus before amounts above zero: for changes. */
    readonly signed?: boolean;
    /** Leaves the currency out, where the column or heading says it. */
    readonly bare?: boolean;
    readonly className?: string;
};

/**
 * An amount with tabular figures, a quiet unit and no line break inside; its value is
 * machine-readable.
 */
export function Money({ amount, unit, compact, signed, bare, className }: MoneyProps) {
    const { i18n } = useTranslation();
    const language = i18n.language === "en" ? "en" : "id";
    const minor = typeof amount === "string" ? amountFromWire(amount, unit) : amount;
    const options = {
        sign: signed === true ? "always" : "auto",
        currency: bare === true ? "none" : "symbol",
    } as const;
    const parts = (compact === true ? compactAmountParts : amountParts)(
        minor,
        unit,
        language,
        options,
    );
    const whole = compact === true ? formatAmount(minor, unit, language, options) : undefined;
    const shortened = whole !== undefined && whole !== joinParts(parts);
    return (
        <data
            value={amountToWire(minor, unit)}
            className={[styles["money"], className].filter(Boolean).join(" ")}
            title={shortened ? whole : undefined}
            aria-label={shortened ? whole : undefined}
            role={shortened ? "img" : undefined}
        >
            {parts.map((part, index) =>
                part.kind === "currency" || part.kind === "word" ? (
                    <span key={index} className={styles[part.kind]}>
                        {part.text}
                    </span>
                ) : (
                    part.text
                ),
            )}
        </data>
    );
}
