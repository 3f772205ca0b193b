// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import { ApiError, ConnectionError } from "@/shared/api/api-error";

import "./texts";

/** A failure in words: a sentence, and what support needs to find it. */
export type ProblemText = { text: string; code: string };

type ProblemTexts = {
    /** The words of any error that a call threw. */
    describe: (error: unknown) => ProblemText;
    /** The words of a refusal's code; the server's own title where the code is not known here. */
    describeCode: (code: string, title?: string) => string;
    /** What is wrong with the field at `pointer` ("/email"), or undefined. */
    fieldError: (error: unknown, pointer: string) => string | undefined;
};

/** Turns refusals and failures into the language on screen. */
export function useProblem(): ProblemTexts {
    const { t, i18n } = useTranslation("ui");
    const describeCode = useCallback(
        (code: string, title?: string) =>
            i18n.exists(`ui:problem.${code}`)
                ? t(`problem.${code}`)
                : (title ?? t("problem.other")),
        [t, i18n],
    );
    const describe = useCallback(
        (error: unknown): ProblemText => {
            if (error instanceof ConnectionError) {
                return { text: t("problem.connection"), code: "connection" };
            }
            if (error instanceof ApiError) {
                const text = describeCode(error.code, error.title);
                const code = [String(error.status), error.code, error.requestId]
                    .filter((part) => part !== null && part !== "")
                    .join(" · ");
                return { text, code };
            }
            const name = error instanceof Error ? error.name : "unknown";
            return { text: t("problem.other"), code: name };
        },
        [t, describeCode],
    );
    const fieldError = useCallback(
        (error: unknown, pointer: string) => {
            if (!(error instanceof ApiError)) {
                return undefined;
            }
            const found = error.errors.find((item) => item.pointer === pointer);
            if (found === undefined) {
                return undefined;
            }
            const known = ["field", "problem"].find((group) =>
                i18n.exists(`ui:${group}.${found.code}`),
            );
            return known === undefined ? t("field.other") : t(`${known}.${found.code}`);
        },
        [t, i18n],
    );
    return { describe, describeCode, fieldError };
}
