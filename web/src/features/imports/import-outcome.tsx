// SPDX-License-Identifier: Apache-2.0
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ImportResult, ImportUndoResult, ImportVerdict, Job } from "@/shared/api/wire-types";
import { formatCount } from "@/shared/i18n/numbers";
import { Button } from "@/shared/ui/button";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/page";
import { ProblemLine } from "@/shared/ui/problem-line";

import { AnotherFile } from "./another-file";
import styles from "./imports.module.css";
import { NewAccounts } from "./new-accounts";
import { ImportRows } from "./import-rows";
import { useUndoImport } from "./use-start-import";

type OutcomeProps<Result> = { job: Job; result: Result; verdict: ImportVerdict | undefined };

/** What a posting has booked, row by row, with the way to take it back. */
export function ImportOutcome({ job, result, verdict }: OutcomeProps<ImportResult>) {
    const { t } = useTranslation("imports");
    const { language } = useLanguage();
    const [asking, setAsking] = useState(false);
    const { counts } = result;
    const told = (key: string, count: number) =>
        t(key, { count, formatted: formatCount(count, language) });
    return (
        <>
            <Summary
                good={counts.posted > 0}
                title={counts.posted > 0 ? told("done", counts.posted) : t("doneNone")}
                name={result.file_name}
                notes={[
                    ...(job.status === "failed" ? [t("stopped")] : []),
                    ...(counts.duplicate > 0 ? [told("doneDuplicates", counts.duplicate)] : []),
                    ...(counts.refused > 0 ? [told("doneRefused", counts.refused)] : []),
                ]}
            >
                {counts.posted > 0 ? (
                    <Button look="danger" icon="undo" onClick={() => setAsking(true)}>
                        {t("undo")}
                    </Button>
                ) : null}
                <AnotherFile />
            </Summary>
            <NewAccounts accounts={result.new_accounts} made />
            <ImportRows jobId={job.id} counts={counts} verdict={verdict} newAccounts={result.new_accounts} />
            {asking ? (
                <UndoDialog
                    jobId={job.id}
                    count={counts.posted}
                    onClose={() => setAsking(false)}
                />
            ) : null}
        </>
    );
}

type HalfImportProps = { job: Job; why: string; verdict: ImportVerdict | undefined };

/**
 * A posting that was stopped or failed before its end. Nobody has counted, but what it had booked stays booked:
 * its rows, and the way to take it back.
 */
export function HalfImport({ job, why, verdict }: HalfImportProps) {
    const { t } = useTranslation("imports");
    const [asking, setAsking] = useState(false);
    return (
        <>
            <div data-job="failed" data-code={job.error?.code ?? ""}>
                <Summary good={false} title={why} notes={[t("halfKept")]}>
                    <Button look="danger" icon="undo" onClick={() => setAsking(true)}>
                        {t("undo")}
                    </Button>
                    <AnotherFile />
                </Summary>
            </div>
            <ImportRows jobId={job.id} counts={null} verdict={verdict} newAccounts={[]} />
            {asking ? (
                <UndoDialog jobId={job.id} count={null} onClose={() => setAsking(false)} />
            ) : null}
        </>
    );
}

/** What an undoing has reversed. */
export function UndoOutcome({ job, result, verdict }: OutcomeProps<ImportUndoResult>) {
    const { t } = useTranslation("imports");
    const { language } = useLanguage();
    const told = (key: string, count: number) =>
        t(key, { count, formatted: formatCount(count, language) });
    return (
        <>
            <Summary
                good={result.refused === 0}
                title={result.reversed > 0 ? told("undone", result.reversed) : t("undoneNone")}
                notes={[
                    ...(result.already_reversed > 0
                        ? [told("undoneBefore", result.already_reversed)]
                        : []),
                    ...(result.refused > 0 ? [told("undoneRefused", result.refused)] : []),
                ]}
            >
                <AnotherFile />
            </Summary>
            <ImportRows jobId={job.id} counts={null} verdict={verdict} newAccounts={[]} />
        </>
    );
}

type SummaryProps = {
    good: boolean;
    title: string;
    name?: string;
    notes: readonly string[];
    children: ReactNode;
};

function Summary({ good, title, name, notes, children }: SummaryProps) {
    return (
        <Panel className={styles["summary"]}>
            <span className={styles[good ? "goodMark" : "plainMark"]}>
                <Icon name={good ? "check" : "info"} />
            </span>
            <div className={styles["summaryWords"]}>
                <h2 data-outcome>{title}</h2>
                {name === undefined ? null : <p className={styles["fileName"]}>{name}</p>}
                {notes.map((note) => (
                    <p key={note}>{note}</p>
                ))}
            </div>
            <div className={styles["summaryActs"]}>{children}</div>
        </Panel>
    );
}

/** `count`: how many transactions it reverses; null where nobody counted. */
type UndoDialogProps = { jobId: string; count: number | null; onClose: () => void };

function UndoDialog({ jobId, count, onClose }: UndoDialogProps) {
    const { t } = useTranslation("imports");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const undo = useUndoImport();
    return (
        <Dialog title={t("undoTitle")} closeLabel={ui("close")} onClose={onClose}>
            <p>
                {count === null
                    ? t("undoTextUncounted")
                    : t("undoText", { count, formatted: formatCount(count, language) })}
            </p>
            {undo.isError ? <ProblemLine error={undo.error} /> : null}
            <DialogActions>
                <Button onClick={onClose}>{ui("cancel")}</Button>
                <Button look="danger" busy={undo.isPending} onClick={() => undo.mutate(jobId)}>
                    {t("undoConfirm")}
                </Button>
            </DialogActions>
        </Dialog>
    );
}
