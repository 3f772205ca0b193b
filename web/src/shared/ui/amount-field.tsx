// SPDX-License-Identifier: Apache-2.0
import { useId, useLayoutEffect, useRef, type CSSProperties, type Ref } from "react";
import { useTranslation } from "react-i18next";

import { amountParts } from "@/shared/money/format-amount";
import { zeroAmount, type MoneyUnit } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { groupTypedAmount, readTypedAmount } from "@/shared/money/typed-amount";

import styles from "./amount-field.module.css";
import { classNames } from "./class-names";
import { useLanguage } from "./data/use-language";
import "./texts";

type AmountFieldProps = {
    label: string;
    unit: MoneyUnit;
    /** The text as typed and grouped; `readTypedAmount` reads it. */
    value: string;
    onChange: (text: string) => void;
    error?: string | undefined;
    /** Large figures, and the keys "000" and "+" under the field. */
    big?: boolean;
    autoFocus?: boolean;
    ref?: Ref<HTMLInputElement>;
};

/**
 * Where an amount is typed: groups while typing, takes what people paste, adds with "+". The caret stays
 * behind the same digit when separators come and go.
 */
export function AmountField(props: AmountFieldProps) {
    const { label, unit, value, onChange, error, big, autoFocus, ref } = props;
    const { t } = useTranslation("ui");
    const { language } = useLanguage();
    const id = useId();
    const input = useRef<HTMLInputElement>(null);
    const digitsAfterCaret = useRef<number | null>(null);

    const take = (text: string, after: number) => {
        digitsAfterCaret.current = after;
        onChange(groupTypedAmount(text, unit, language));
    };

    useLayoutEffect(() => {
        const after = digitsAfterCaret.current;
        const element = input.current;
        if (after !== null && element !== null && document.activeElement === element) {
            const at = positionBefore(element.value, after);
            element.setSelectionRange(at, at);
        }
        digitsAfterCaret.current = null;
    });

    const press = (key: string) => {
        const element = input.current;
        const at = element?.selectionStart ?? value.length;
        const end = element?.selectionEnd ?? at;
        take(value.slice(0, at) + key + value.slice(end), countDigits(value.slice(end)));
        element?.focus();
    };

    const verdict = value.includes("+") ? readTypedAmount(value, unit, language) : null;
    const symbol = amountParts(zeroAmount, unit, language).find(
        (part) => part.kind === "currency",
    )?.text;
    const style = { "--characters": Math.max(8, value.length + 4) } as CSSProperties;

    return (
        <div className={classNames(styles["field"], big === true && styles["big"])}>
            <label htmlFor={id} className={styles["label"]}>
                {label}
            </label>
            <div className={styles["box"]} style={style}>
                <div
                    className={classNames(
                        styles["line"],
                        error !== undefined && styles["invalid"],
                    )}
                >
                    <span className={styles["unit"]} aria-hidden="true">
                        {symbol}
                    </span>
                    <input
                        ref={(element) => {
                            input.current = element;
                            if (typeof ref === "function") {
                                ref(element);
                            } else if (ref !== undefined && ref !== null) {
                                ref.current = element;
                            }
                        }}
                        id={id}
                        className={styles["input"]}
                        inputMode={unit.exponent === 0 ? "numeric" : "decimal"}
                        autoComplete="off"
                        enterKeyHint="done"
                        placeholder="0"
                        maxLength={80}
                        autoFocus={autoFocus === true}
                        aria-invalid={error !== undefined ? true : undefined}
                        aria-describedby={error !== undefined ? `${id}-error` : undefined}
                        value={value}
                        onChange={(event) => {
                            const text = event.target.value;
                            const caret = event.target.selectionStart ?? text.length;
                            take(text, countDigits(text.slice(caret)));
                        }}
                    />
                </div>
            </div>
            {error === undefined ? null : (
                <p id={`${id}-error`} className={styles["error"]} role="alert">
                    {error}
                </p>
            )}
            {big === true ? (
                <div className={styles["foot"]}>
                    {verdict?.ok === true ? (
                        <output className={styles["note"]} htmlFor={id}>
                            = <Money amount={verdict.amount} unit={unit} />
                        </output>
                    ) : null}
                    <div className={styles["keys"]}>
                        <button
                            type="button"
                            className={styles["key"]}
                            aria-label={t("amount.thousand")}
                            onClick={() => press("000")}
                        >
                            000
                        </button>
                        <button
                            type="button"
                            className={styles["key"]}
                            aria-label={t("amount.plus")}
                            onClick={() => press("+")}
                        >
                            +
                        </button>
                    </div>
                </div>
            ) : null}
        </div>
    );
}

function countDigits(text: string): number {
    return text.replace(/[^0-9+]/g, "").length;
}

/** The caret position that leaves `count` digits (and plus signs) behind it. */
function positionBefore(text: string, count: number): number {
    let left = count;
    let at = text.length;
    while (at > 0 && left > 0) {
        at -= 1;
        if (/[0-9+]/.test(text.charAt(at))) {
            left -= 1;
        }
    }
    return at;
}
