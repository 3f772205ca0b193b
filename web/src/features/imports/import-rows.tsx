// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { ImportResult, ImportVerdict } from "@/shared/api/wire-types";
import { formatCount } from "@/shared/i18n/numbers";
import { Chip, ChipRow } from "@/shared/ui/chip";
import { accountsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";

import { ImportRowLine } from "./import-row-line";
import { verdicts } from "./imports-search";
import styles from "./import-rows.module.css";

const pageSize = 500;
/** First guess; each row is measured once it stands. */
const rowPixels = 60;
/** How far from the end the next page is asked for, in rows. */
const readAhead = 100;

type ImportRowsProps = {
    jobId: string;
    /** How many there are of each verdict; null where nobody counted. */
    counts: ImportResult["counts"] | null;
    verdict: ImportVerdict | undefined;
    newAccounts: ImportResult["new_accounts"];
    /** Makes a rule from the description of a row; absent where rows are no longer read. */
    onRule?: (description: string) => void;
};

/** The rows of an import in the order of the file, with filters; only those in sight stand in the page. */
export function ImportRows({ jobId, counts, verdict, newAccounts, onRule }: ImportRowsProps) {
    const { t } = useTranslation("imports");
    const { language } = useLanguage();
    const navigate = useNavigate();
    const total = counts === null ? 0 : verdicts.reduce((sum, each) => sum + counts[each], 0);
    const show = (next: ImportVerdict | undefined) =>
        void navigate({
            to: "/imports",
            search: { job: jobId, ...(next === undefined ? {} : { verdict: next }) },
            replace: true,
            resetScroll: false,
        });
    return (
        <Panel title={t("rowsTitle")}>
            {counts === null ? null : (
                <div className={styles["filters"]}>
                    <ChipRow label={t("filter")} scroll>
                        <Chip chosen={verdict === undefined} onPress={() => show(undefined)}>
                            {t("all")} {formatCount(total, language)}
                        </Chip>
                        {verdicts
                            .filter((each) => counts[each] > 0 || each === verdict)
                            .map((each) => (
                                <Chip
                                    key={each}
                                    chosen={verdict === each}
                                    onPress={() => show(verdict === each ? undefined : each)}
                                >
                                    {t(`counts.${each}`)} {formatCount(counts[each], language)}
                                </Chip>
                            ))}
                    </ChipRow>
                </div>
            )}
            <RowList
                key={`${jobId} ${verdict ?? ""}`}
                jobId={jobId}
                verdict={verdict}
                newAccounts={newAccounts}
                emptyText={t(total === 0 && counts !== null ? "noRowsFile" : "noRows")}
                {...(onRule === undefined ? {} : { onRule })}
            />
        </Panel>
    );
}

type RowListProps = Omit<ImportRowsProps, "counts"> & { emptyText: string };

function RowList({ jobId, verdict, newAccounts, emptyText, onRule }: RowListProps) {
    const { t } = useTranslation("imports");
    const api = useApi();
    const { book } = useSession();
    const accounts = useQuery(accountsQuery(api, book.id)).data;
    const nameOf = useMemo(
        () =>
            new Map([
                ...newAccounts.map((account) => [account.code, account.name] as const),
                ...(accounts ?? []).map((account) => [account.code, account.name] as const),
            ]),
        [accounts, newAccounts],
    );
    const query = useInfiniteQuery({
        queryKey: [book.id, "job-rows", jobId, verdict],
        queryFn: ({ pageParam, signal }) =>
            call(
                api.GET("/api/v1/jobs/{id}/rows", {
                    params: {
                        path: { id: jobId },
                        query: {
                            limit: pageSize,
                            ...(verdict === undefined ? {} : { verdict }),
                            ...(pageParam === null ? {} : { cursor: pageParam }),
                        },
                    },
                    signal,
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next_cursor,
        // The rows of a job that has ended do not change any more.
        staleTime: Infinity,
        gcTime: 60_000,
    });
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
    const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);

    const list = useRef<HTMLDivElement>(null);
    const top = useTopOf(list, rows.length > 0);
    const virtual = useWindowVirtualizer({
        count: rows.length,
        estimateSize: () => rowPixels,
        overscan: 10,
        scrollMargin: top,
    });
    const items = virtual.getVirtualItems();
    const lastShown = items.at(-1)?.index ?? 0;
    useEffect(() => {
        if (lastShown >= rows.length - readAhead && hasNextPage && !isFetchingNextPage) {
            void fetchNextPage();
        }
    }, [lastShown, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

    return (
        <QueryView query={query}>
            {() =>
                rows.length === 0 ? (
                    <EmptyState icon="list" text={emptyText} />
                ) : (
                    <>
                        <div
                            ref={list}
                            role="list"
                            className={styles["canvas"]}
                            style={{ height: virtual.getTotalSize() }}
                        >
                            {items.map((item) => {
                                const row = rows[item.index];
                                return row === undefined ? null : (
                                    <div
                                        key={item.key}
                                        ref={virtual.measureElement}
                                        role="listitem"
                                        aria-setsize={hasNextPage ? -1 : rows.length}
                                        aria-posinset={item.index + 1}
                                        data-index={item.index}
                                        className={styles["slot"]}
                                        style={{ transform: `translateY(${item.start - top}px)` }}
                                    >
                                        <ImportRowLine
                                            row={row}
                                            accountName={nameOf.get(row.account_code ?? "")}
                                            {...(onRule === undefined ? {} : { onRule })}
                                        />
                                    </div>
                                );
                            })}
                        </div>
                        <p className={styles["end"]}>{t(hasNextPage ? "loadingMore" : "end")}</p>
                    </>
                )
            }
        </QueryView>
    );
}

/** How far below the top of the page an element begins, in pixels; follows what grows above it. */
function useTopOf(element: { current: HTMLElement | null }, present: boolean): number {
    const [top, setTop] = useState(0);
    useLayoutEffect(() => {
        const measure = () => {
            const box = element.current?.getBoundingClientRect();
            if (box !== undefined) {
                setTop(Math.round(box.top + scrollY));
            }
        };
        measure();
        const watcher = new ResizeObserver(measure);
        watcher.observe(document.body);
        return () => watcher.disconnect();
    }, [element, present]);
    return top;
}
