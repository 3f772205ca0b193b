// SPDX-License-Identifier: Apache-2.0
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Button } from "./button";
import { ProblemLine } from "./problem-line";
import "./texts";

type LoadMoreProps = {
    query: Pick<
        UseInfiniteQueryResult,
        "hasNextPage" | "isFetchingNextPage" | "fetchNextPage" | "isFetchNextPageError" | "error"
    >;
};

/** The end of a list that is read page by page: a button while there is more, and why it failed. */
export function LoadMore({ query }: LoadMoreProps) {
    const { t } = useTranslation("ui");
    if (!query.hasNextPage) {
        return null;
    }
    return (
        <>
            {query.isFetchNextPageError ? <ProblemLine error={query.error} /> : null}
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t("loadMore")}
            </Button>
        </>
    );
}
