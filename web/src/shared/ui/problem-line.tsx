// SPDX-License-Identifier: Apache-2.0
import styles from "./problem-line.module.css";
import { useProblem } from "./use-problem";

/** Why something could not be done: a sentence, and the code small below it. */
export function ProblemLine({ error }: { error: unknown }) {
    const { describe } = useProblem();
    const { text, code } = describe(error);
    return (
        <p className={styles["problem"]} role="alert">
            {text}
            <small>{code}</small>
        </p>
    );
}
