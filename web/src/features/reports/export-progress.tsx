// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Job } from "@/shared/api/wire-types";
import { formatPercent } from "@/shared/i18n/numbers";
import { Button } from "@/shared/ui/button";
import { useServices, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { DialogActions } from "@/shared/ui/dialog";
import { ProblemLine } from "@/shared/ui/problem-line";
import { useProblem } from "@/shared/ui/use-problem";

import styles from "./reports.module.css";

/** Asked by the clock too: the channel may be away, and an ended job says nothing any more. */
const askEveryMs = 1_000;

/** How far a document is, to its file; can be stopped, and goes on without anybody looking. */
export function ExportProgress({ job, onClose }: { job: Job; onClose: () => void }) {
    const { t } = useTranslation("reports");
    const { t: ui } = useTranslation("ui");
    const { describeCode } = useProblem();
    const { language } = useLanguage();
    const { api, live } = useServices();
    const { book } = useSession();
    const client = useQueryClient();
    const query = useQuery({
        queryKey: [book.id, "job", job.id],
        queryFn: ({ signal }) =>
            call(api.GET("/api/v1/jobs/{id}", { params: { path: { id: job.id } }, signal })),
        initialData: job,
        refetchInterval: (state) => (hasEnded(state.state.data) ? false : askEveryMs),
    });
    useEffect(
        () =>
            live.watch({ channel: "job" }, (value) => {
                if (value.key === job.id) {
                    void client.invalidateQueries({ queryKey: [book.id, "job", job.id] });
                }
            }),
        [live, client, book.id, job.id],
    );
    const cancel = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(api.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id: job.id } } })),
        onSettled: () =>
            void client.invalidateQueries({ queryKey: [book.id, "job", job.id] }),
    });
    const now = query.data;
    const ended = hasEnded(now);
    return (
        <div className={styles["job"]} data-job={now.status}>
            <label className={styles["progress"]}>
                <span>{t(`job.${now.status}`)}</span>
                <span className="tabular">{formatPercent(now.progress, language)}</span>
                <progress max={1} value={now.progress} />
            </label>
            {query.isError ? <ProblemLine error={query.error} /> : null}
            {now.status === "failed" ? (
                <p role="alert">{describeCode(now.error?.code ?? "other", now.error?.detail)}</p>
            ) : null}
            {ended ? null : <p className={styles["entryNote"]}>{t("goesOn")}</p>}
            <DialogActions>
                {ended ? (
                    <Button onClick={onClose}>{ui("close")}</Button>
                ) : (
                    <Button
                        busy={cancel.isPending || now.cancelling}
                        onClick={() => cancel.mutate()}
                    >
                        {t("stop")}
                    </Button>
                )}
                {now.status === "done" && now.file !== null ? (
                    <a
                        href={`/api/v1/jobs/${now.id}/file`}
                        download={now.file.name}
                        className={styles["fetch"]}
                    >
                        {t("fetch")}
                    </a>
                ) : null}
            </DialogActions>
        </div>
    );
}

function hasEnded(job: Job | undefined): boolean {
    return job?.status === "done" || job?.status === "failed";
}
