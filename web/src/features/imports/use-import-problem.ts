// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import { useProblem } from "@/shared/ui/use-problem";

/** Why a file or a row was refused, in the words of imports, else in those of every refusal. */
export function useImportProblem(): (code: string, detail: string) => string {
    const { t, i18n } = useTranslation("imports");
    const { describeCode } = useProblem();
    return useCallback(
        (code, detail) =>
            i18n.exists(`imports:problem.${code}`)
                ? t(`problem.${code}`)
                : describeCode(code, detail),
        [t, i18n, describeCode],
    );
}
