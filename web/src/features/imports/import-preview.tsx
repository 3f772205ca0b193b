// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ImportKind, ImportMapping, ImportResult, ImportVerdict, Job } from "@/shared/api/wire-types";
import { formatCount } from "@/shared/i18n/numbers";
import { Button } from "@/shared/ui/button";
import { accountsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Icon } from "@/shared/ui/icon";
import { ProblemLine } from "@/shared/ui/problem-line";

import { AnotherFile } from "./another-file";
import { askedOf } from "./import-job";
import { ImportNeeds } from "./import-needs";
import { ImportRows } from "./import-rows";
import { ImportSettings } from "./import-settings";
import styles from "./imports.module.css";
import { sameMapping, sendable, stillMissing, undecidedOf, type Need } from "./mapping-draft";
import { NewAccounts } from "./new-accounts";
import { RuleDialog } from "./rule-dialog";
import { useImportAgain } from "./use-start-import";

type ImportPreviewProps = {
    job: Job;
    result: ImportResult;
    verdict: ImportVerdict | undefined;
    /** The file is being read once more; nothing can be asked meanwhile. */
    busy: boolean;
};

/** A look at the file: what was read and what would become of it, how it is read, and the button that books. */
export function ImportPreview({ job, result, verdict, busy }: ImportPreviewProps) {
    const { t } = useTranslation("imports");
    const { language } = useLanguage();
    const api = useApi();
    const { book } = useSession();
    const accounts = useQuery(accountsQuery(api, book.id)).data ?? [];
    const asked = askedOf(job);
    const read: ImportMapping =
        result.mapping ?? (asked.outletId === undefined ? {} : { outlet_id: asked.outletId });
    const [mapping, setMapping] = useState(read);
    const [kind, setKind] = useState<ImportKind>(result.kind);
    const [nextOpenDay, setNextOpenDay] = useState(asked.nextOpenDay);
    const [confirmed, setConfirmed] = useState<ReadonlySet<Need>>(new Set());
    const [ruleFor, setRuleFor] = useState<{ contains: string; at: number | null } | null>(null);
    const again = useImportAgain();

    const changed =
        !sameMapping(sendable(mapping), read) ||
        nextOpenDay !== asked.nextOpenDay ||
        kind !== result.kind;
    const missing = stillMissing(mapping, result.missing);
    const unsure = undecidedOf(result.ambiguous, confirmed, read, mapping);
    const { counts } = result;
    const ready = !changed && missing.length === 0 && unsure.length === 0 && counts.new > 0;
    const told = (key: string) =>
        t(key, { count: counts.new, formatted: formatCount(counts.new, language) });
    const start = (dryRun: boolean) =>
        again.mutate({
            import_id: result.import_id,
            kind,
            dry_run: dryRun,
            ...(Object.keys(mapping).length === 0 ? {} : { mapping: sendable(mapping, unsure) }),
            ...(nextOpenDay ? { if_locked: "next_open_day" as const } : {}),
        });
    const status = changed
        ? t("changed")
        : missing.length > 0 || unsure.length > 0
          ? t("incomplete")
          : counts.new > 0
            ? told("ready")
            : t("nothingNew");

    return (
        <div data-job={job.status} aria-busy={busy} className={styles["look"]}>
            <div className={styles["preview"]}>
                <div className={styles["main"]}>
                    <p className={styles["file"]}>
                        <Icon name="document" />
                        <span className={styles["fileName"]}>{result.file_name}</span>
                        <AnotherFile />
                    </p>
                    {result.mapping_remembered ? <p className={styles["note"]}>{t("remembered")}</p> : null}
                    <ImportNeeds
                        result={result}
                        missing={missing}
                        mapping={mapping}
                        confirmed={confirmed}
                        onChoose={(need, part) => {
                            setMapping((now) => ({ ...now, ...part }));
                            setConfirmed((now) => new Set([...now, need]));
                        }}
                    />
                </div>
                <ImportSettings
                    result={result}
                    accounts={accounts}
                    missing={missing}
                    mapping={mapping}
                    onMapping={setMapping}
                    kind={kind}
                    onKind={setKind}
                    nextOpenDay={nextOpenDay}
                    onNextOpenDay={setNextOpenDay}
                    onRule={(at) =>
                        setRuleFor({ contains: at === null ? "" : (mapping.rules?.[at]?.contains ?? ""), at })
                    }
                />
                <div className={styles["rows"]}>
                    <NewAccounts accounts={result.new_accounts} made={false} />
                    <ImportRows
                        jobId={job.id}
                        counts={counts}
                        verdict={verdict}
                        newAccounts={result.new_accounts}
                        {...(result.kind === "csv"
                            ? { onRule: (text: string) => setRuleFor({ contains: text.slice(0, 120), at: null }) }
                            : {})}
                    />
                </div>
            </div>
            <div className={styles["bar"]}>
                {again.isError ? <ProblemLine error={again.error} /> : null}
                <p className={styles["status"]} role="status" data-ready={ready && !busy}>
                    {status}
                </p>
                {changed ? (
                    <Button
                        look="primary"
                        icon="retry"
                        busy={again.isPending || busy}
                        onClick={() => start(true)}
                    >
                        {t("readAgain")}
                    </Button>
                ) : (
                    <Button
                        look="primary"
                        icon="check"
                        disabled={!ready}
                        busy={again.isPending || busy}
                        onClick={() => start(false)}
                    >
                        {told("post")}
                    </Button>
                )}
            </div>
            {ruleFor === null ? null : (
                <RuleDialog
                    key={`${String(ruleFor.at)} ${ruleFor.contains}`}
                    accounts={accounts}
                    contains={ruleFor.contains}
                    accountCode={
                        ruleFor.at === null ? "" : (mapping.rules?.[ruleFor.at]?.account_code ?? "")
                    }
                    onSave={(rule) => {
                        setMapping((now) => {
                            const rules = now.rules ?? [];
                            return {
                                ...now,
                                rules: ruleFor.at === null ? [...rules, rule] : rules.with(ruleFor.at, rule),
                            };
                        });
                        setRuleFor(null);
                    }}
                    onClose={() => setRuleFor(null)}
                />
            )}
        </div>
    );
}
