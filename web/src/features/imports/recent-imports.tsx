// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Job } from "@/shared/api/wire-types";
import { formatDateTime } from "@/shared/i18n/dates";
import { formatCount } from "@/shared/i18n/numbers";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/page";

import { actOf, resultOf, undoResultOf } from "./import-job";
import styles from "./recent-imports.module.css";

/** How many jobs are looked through, and how many imports are shown of them. */
const readMax = 100;
const shownMax = 6;

/** What was imported lately, to look at it again or to undo it; nothing where there is none. */
export function RecentImports() {
    const { t } = useTranslation("imports");
    const { language } = useLanguage();
    const api = useApi();
    const { book, timeZone } = useSession();
    // Help, not the screen's purpose: where it cannot be read, nothing stands here.
    const jobs = useQuery({
        queryKey: [book.id, "imports"],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/jobs", {
                    params: { path: { book: book.id }, query: { limit: readMax } },
                    signal,
                }),
            ),
    }).data?.items;
    const shown = (jobs ?? [])
        .filter((job) => ["posting", "undo"].includes(actOf(job) ?? ""))
        .slice(0, shownMax);
    return shown.length === 0 ? null : (
        <Panel title={t("recent")}>
            <ul>
                {shown.map((job) => (
                    <li key={job.id} data-import={job.id}>
                        <Link to="/imports" search={{ job: job.id }} className={styles["link"]}>
                            <Icon name={actOf(job) === "undo" ? "undo" : "document"} />
                            <span className={styles["words"]}>
                                <span className={styles["name"]}>
                                    {resultOf(job)?.file_name ?? t(actOf(job) === "undo" ? "undoing" : "posting")}
                                </span>
                                <span className={styles["note"]}>
                                    {formatDateTime(job.created_at, { language, timeZone })} ·{" "}
                                    {job.created_by_name}
                                </span>
                            </span>
                            <span className={styles["end"]}>
                                <Outcome job={job} />
                                <Icon name="chevronRight" size={18} />
                            </span>
                        </Link>
                    </li>
                ))}
            </ul>
        </Panel>
    );
}

function Outcome({ job }: { job: Job }) {
    const { t } = useTranslation("imports");
    const { language } = useLanguage();
    if (job.status === "failed") {
        return t(job.error?.code === "cancelled" ? "stopped" : "recentFailed");
    }
    if (job.status !== "done") {
        return t("queued");
    }
    const undone = undoResultOf(job);
    const count = undone === null ? (resultOf(job)?.counts.posted ?? 0) : undone.reversed;
    return t(undone === null ? "recentNote" : "recentUndone", {
        count,
        formatted: formatCount(count, language),
    });
}
