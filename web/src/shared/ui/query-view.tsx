// SPDX-License-Identifier: Apache-2.0
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { formatTime } from "@/shared/i18n/dates";

import { useSession } from "./data/services";
import { useLanguage } from "./data/use-language";
import { ErrorState, SkeletonRows, StaleNote } from "./states";
import { useProblem } from "./use-problem";
import "./texts";

type QueryViewProps<Data> = {
    query: UseQueryResult<Data>;
    /** Drawn while the first answer is on its way; list rows by default. */
    skeleton?: ReactNode;
    children: (data: Data) => ReactNode;
};

/**
 * The states of one query: a skeleton while nothing is known, the problem when nothing can be shown, the
 * data, and above the data a note when it is from earlier and could not be read again.
 */
export function QueryView<Data>({ query, skeleton, children }: QueryViewProps<Data>) {
    const { t } = useTranslation("ui");
    const { describe } = useProblem();
    const { language } = useLanguage();
    const { timeZone } = useSession();
    const retry = () => void query.refetch();

    if (query.data !== undefined) {
        const stale = query.isError || query.fetchStatus === "paused";
        const time = formatTime(new Date(query.dataUpdatedAt), { language, timeZone });
        return (
            <>
                {stale ? (
                    <StaleNote
                        text={t("stale", { time })}
                        retryLabel={t("retry")}
                        onRetry={retry}
                    />
                ) : null}
                {children(query.data)}
            </>
        );
    }
    if (query.isError || query.fetchStatus === "paused") {
        const problem = query.isError
            ? describe(query.error)
            : { text: t("problem.connection"), code: "offline" };
        return <ErrorState {...problem} retryLabel={t("retry")} onRetry={retry} />;
    }
    return <>{skeleton ?? <SkeletonRows count={6} label={t("loading")} />}</>;
}
