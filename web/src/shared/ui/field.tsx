// SPDX-License-Identifier: Apache-2.0
import {
    useId,
    type InputHTMLAttributes,
    type ReactNode,
    type Ref,
    type SelectHTMLAttributes,
} from "react";

import { classNames } from "./class-names";
import styles from "./field.module.css";
import { Icon } from "./icon";

type Frame = {
    label: string;
    /** Quiet help under the control. */
    note?: ReactNode;
    /** What is wrong with the value; replaces the note and marks the control invalid. */
    error?: string | undefined;
    hideLabel?: boolean | undefined;
};

type FrameProps = Frame & { id: string; children: ReactNode };

function FieldFrame({ id, label, note, error, hideLabel, children }: FrameProps) {
    return (
        <div className={styles["field"]}>
            <label
                htmlFor={id}
                className={hideLabel === true ? "visually-hidden" : styles["label"]}
            >
                {label}
            </label>
            {children}
            {error !== undefined ? (
                <p id={`${id}-note`} className={styles["error"]} role="alert">
                    {error}
                </p>
            ) : note !== undefined ? (
                <p id={`${id}-note`} className={styles["note"]}>
                    {note}
                </p>
            ) : null}
        </div>
    );
}

function described(id: string, { note, error }: Frame) {
    return {
        "aria-invalid": error !== undefined ? true : undefined,
        "aria-describedby": error !== undefined || note !== undefined ? `${id}-note` : undefined,
    };
}

type TextFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, "id"> &
    Frame & { ref?: Ref<HTMLInputElement> };

/** A labelled one-line input. All attributes of `<input>` pass through. */
export function TextField({ label, note, error, hideLabel, className, ...rest }: TextFieldProps) {
    const id = useId();
    const frame: Frame = { label, note, error, hideLabel };
    return (
        <FieldFrame id={id} {...frame}>
            <input
                {...rest}
                id={id}
                className={classNames(styles["control"], className)}
                {...described(id, frame)}
            />
        </FieldFrame>
    );
}

type SelectFieldProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, "id"> & Frame;

/** A labelled native select: the phone's own wheel, the keyboard's own search. */
export function SelectField({
    label,
    note,
    error,
    hideLabel,
    className,
    children,
    ...rest
}: SelectFieldProps) {
    const id = useId();
    const frame: Frame = { label, note, error, hideLabel };
    return (
        <FieldFrame id={id} {...frame}>
            <span className={styles["select"]}>
                <select
                    {...rest}
                    id={id}
                    className={classNames(styles["control"], className)}
                    {...described(id, frame)}
                >
                    {children}
                </select>
                <span className={styles["arrow"]}>
                    <Icon name="chevronDown" size={16} />
                </span>
            </span>
        </FieldFrame>
    );
}
