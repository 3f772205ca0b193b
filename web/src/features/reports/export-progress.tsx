// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Job } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { hasEnded, useJob } from "@/shared/ui/data/use-job";
import { DialogActions } from "@/shared/ui/dialog";
import { ProblemLine } from "@/shared/ui/problem-line";
import { ProgressBar } from "@/shared/ui/progress-bar";
import { showToast } from "@/shared/ui/toast";
import { useProblem } from "@/shared/ui/use-problem";

import styles from "./reports.module.css";
import { canShareFiles, shareDocument } from "./share-report";

/** How far a document is, to its file; can be stopped, and goes on without anybody looking. */
export function ExportProgress({ job, onClose }: { job: Job; onClose: () => void }) {
    const { t } = useTranslation("reports");
    const { t: ui } = useTranslation("ui");
    const { describeCode } = useProblem();
    const { query, cancel } = useJob(job.id, job);
    const now = query.data ?? job;
    const share = useMutation({
        networkMode: "always",
        mutationFn: (file: NonNullable<Job["file"]>) =>
            shareDocument(`/api/v1/jobs/${job.id}/file`, file.name, file.media_type),
        onSuccess: (outcome) => {
            if (outcome === "failed") {
                showToast({ message: ui("problem.other") });
            }
        },
    });
    const ended = hasEnded(now);
    const file = now.status === "done" ? now.file : null;
    return (
        <div className={styles["job"]} data-job={now.status}>
            <ProgressBar text={t(`job.${now.status}`)} share={now.progress} />
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
                {file !== null && canShareFiles(file.name, file.media_type) ? (
                    <Button icon="share" busy={share.isPending} onClick={() => share.mutate(file)}>
                        {ui("share")}
                    </Button>
                ) : null}
                {file !== null ? (
                    <a
                        href={`/api/v1/jobs/${now.id}/file`}
                        download={file.name}
                        className={styles["fetch"]}
                    >
                        {t("fetch")}
                    </a>
                ) : null}
            </DialogActions>
        </div>
    );
}
