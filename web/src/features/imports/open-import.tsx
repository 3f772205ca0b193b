// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/shared/api/api-error";
import type { ImportVerdict, Job } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { hasEnded, useJob } from "@/shared/ui/data/use-job";
import { Panel } from "@/shared/ui/page";
import { ProblemLine } from "@/shared/ui/problem-line";
import { ProgressBar } from "@/shared/ui/progress-bar";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";

import { AnotherFile } from "./another-file";
import { actOf, resultOf, undoResultOf } from "./import-job";
import { HalfImport, ImportOutcome, UndoOutcome } from "./import-outcome";
import { ImportPreview } from "./import-preview";
import styles from "./imports.module.css";
import { useImportProblem } from "./use-import-problem";

type OpenImportProps = { jobId: string; verdict: ImportVerdict | undefined };

/** One job of an import: how far it is, then what came of it. */
export function OpenImport({ jobId, verdict }: OpenImportProps) {
    const { t } = useTranslation("imports");
    const { query, cancel } = useJob(jobId);
    const job = query.data;
    // While a file is read again the last look at it stays on screen.
    const [lastLook, setLastLook] = useState<Job | null>(null);
    if (job !== undefined && job.status === "done" && actOf(job) === "preview" && job !== lastLook) {
        setLastLook(job);
    }
    if (query.error instanceof ApiError && query.error.status === 404) {
        return (
            <EmptyState icon="document" text={t("gone")}>
                <AnotherFile primary />
            </EmptyState>
        );
    }
    return (
        <QueryView query={query}>
            {(now) => {
                if (now.status === "failed") {
                    return <FailedImport job={now} verdict={verdict} />;
                }
                const act = actOf(now);
                if (!hasEnded(now)) {
                    const again = act === "preview" ? lastLook : null;
                    const { progress, cancelling, stage } = now;
                    const text =
                        now.status === "queued"
                            ? t("queued")
                            : t(act === "posting" ? "posting" : act === "undo" ? "undoing" : "reading");
                    return (
                        <>
                            <Panel className={styles["working"]}>
                                <div data-job={now.status} data-stage={stage ?? ""}>
                                    <ProgressBar text={text} share={progress} />
                                </div>
                                {cancel.isError ? <ProblemLine error={cancel.error} /> : null}
                                <div className={styles["workingFoot"]}>
                                    <p>{t("goesOn")}</p>
                                    <Button
                                        busy={cancel.isPending || cancelling}
                                        onClick={() => cancel.mutate()}
                                    >
                                        {t("stop")}
                                    </Button>
                                </div>
                            </Panel>
                            {again === null ? null : (
                                <LookAt key={again.id} job={again} verdict={verdict} busy />
                            )}
                        </>
                    );
                }
                const undone = undoResultOf(now);
                if (undone !== null) {
                    return <UndoOutcome job={now} result={undone} verdict={verdict} />;
                }
                const result = resultOf(now);
                if (act === "posting" && result !== null) {
                    return <ImportOutcome job={now} result={result} verdict={verdict} />;
                }
                // As above, so that the look stays the same one, with what was chosen in it, when a job begins.
                return (
                    <>
                        {null}
                        <LookAt key={now.id} job={now} verdict={verdict} busy={false} />
                    </>
                );
            }}
        </QueryView>
    );
}

type LookAtProps = { job: Job; verdict: ImportVerdict | undefined; busy: boolean };

function LookAt({ job, verdict, busy }: LookAtProps) {
    const { t } = useTranslation("imports");
    const result = resultOf(job);
    return result === null ? (
        <EmptyState icon="document" text={t("gone")}>
            <AnotherFile primary />
        </EmptyState>
    ) : (
        <ImportPreview job={job} result={result} verdict={verdict} busy={busy} />
    );
}

/** Stopped, or not readable: says why and offers another file; of a posting also what it has booked until then. */
function FailedImport({ job, verdict }: { job: Job; verdict: ImportVerdict | undefined }) {
    const { t } = useTranslation("imports");
    const describe = useImportProblem();
    const result = resultOf(job);
    const stopped = job.error?.code === "cancelled";
    const why = stopped ? t("stopped") : describe(job.error?.code ?? "other", job.error?.detail ?? "");
    if (actOf(job) === "posting") {
        return result === null ? (
            <HalfImport job={job} why={why} verdict={verdict} />
        ) : (
            <ImportOutcome job={job} result={result} verdict={verdict} />
        );
    }
    return (
        <div data-job="failed" data-code={job.error?.code ?? ""}>
            <EmptyState icon={stopped ? "document" : "warning"} text={why}>
                <AnotherFile primary />
            </EmptyState>
            {stopped || job.error === null ? null : (
                <p className={styles["detail"]}>{job.error.detail}</p>
            )}
        </div>
    );
}
