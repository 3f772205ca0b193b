// SPDX-License-Identifier: Apache-2.0
import { useId } from "react";

import { classNames } from "./class-names";
import { Icon, type IconName } from "./icon";
import styles from "./segmented.module.css";

type Option<Value extends string> = { value: Value; label: string; icon?: IconName };

type SegmentedProps<Value extends string> = {
    /** What is chosen, for screen readers. */
    label: string;
    options: readonly Option<Value>[];
    value: Value;
    onChange: (value: Value) => void;
    wide?: boolean;
};

/** Two to four choices side by side, one always chosen. Native radios: arrow keys move the choice. */
export function Segmented<Value extends string>({
    label,
    options,
    value,
    onChange,
    wide,
}: SegmentedProps<Value>) {
    const name = useId();
    return (
        <fieldset className={classNames(styles["group"], wide === true && styles["wide"])}>
            <legend className="visually-hidden">{label}</legend>
            {options.map((option) => (
                <label key={option.value} className={styles["option"]}>
                    <input
                        type="radio"
                        name={name}
                        className={styles["input"]}
                        value={option.value}
                        checked={option.value === value}
                        onChange={() => onChange(option.value)}
                    />
                    <span className={styles["face"]}>
                        {option.icon === undefined ? null : <Icon name={option.icon} size={16} />}
                        {option.label}
                    </span>
                </label>
            ))}
        </fieldset>
    );
}
