// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Statement, TrialBalance } from "@/shared/api/wire-types";
import { formatCount } from "@/shared/i18n/numbers";
import { Chip, ChipRow } from "@/shared/ui/chip";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { QueryView } from "@/shared/ui/query-view";

import { AgingTable } from "./aging-table";
import { ChangesDialog } from "./changes-dialog";
import { ExplainDialog, type Cell } from "./explain-dialog";
import { noteLook } from "./looks";
import { ReportChart } from "./report-chart";
import type { WireParameters } from "./reports-search";
import styles from "./reports.module.css";
import { StatementTable } from "./statement-table";
import { TrialBalanceTable } from "./trial-balance-table";
import { useReport, type WholeReport, type WholeReportName } from "./use-report";

type WholeReportViewProps = { name: WholeReportName; parameters: WireParameters };

/** A report that comes whole: chart, table, the position it is true at, and the ways behind its figures. */
export function WholeReportView({ name, parameters }: WholeReportViewProps) {
    const { t } = useTranslation("reports");
    const { language } = useLanguage();
    const { book } = useSession();
    const [live, setLive] = useState(true);
    const [hideZero, setHideZero] = useState(true);
    const [cell, setCell] = useState<Cell | null>(null);
    const [comparing, setComparing] = useState(false);
    const query = useReport(name, parameters, live);
    const sequence = query.data?.as_of_sequence;
    useEffect(() => {
        if (sequence !== undefined) {
            noteLook(book.id, sequence);
        }
    }, [book.id, sequence]);
    return (
        <>
            <ChipRow label={t("options")} scroll>
                <Chip chosen={live} icon="pause" onPress={() => setLive(!live)}>
                    {t(live ? "live" : "standing")}
                </Chip>
                {name === "aging" ? null : (
                    <Chip chosen={hideZero} onPress={() => setHideZero(!hideZero)}>
                        {t("hideZero")}
                    </Chip>
                )}
                {name === "aging" ? null : (
                    <Chip icon="clock" onPress={() => setComparing(true)}>
                        {t("why")}
                    </Chip>
                )}
            </ChipRow>
            <QueryView query={query}>
                {(report: WholeReport) => (
                    <>
                        <ReportChart report={report} />
                        {isTrialBalance(report) ? (
                            <TrialBalanceTable report={report} hideZero={hideZero} onCell={setCell} />
                        ) : isStatement(report) ? (
                            <StatementTable report={report} hideZero={hideZero} onCell={setCell} />
                        ) : (
                            <AgingTable report={report} onCell={setCell} />
                        )}
                        <p className={styles["position"]} data-report-offset={report.as_of_offset}>
                            {t("position", {
                                offset: formatCount(report.as_of_offset, language),
                                sequence: formatCount(report.as_of_sequence, language),
                                currency: report.currency,
                            })}
                        </p>
                        {cell === null ? null : (
                            <ExplainDialog
                                report={name}
                                parameters={parameters}
                                sequence={report.as_of_sequence}
                                cell={cell}
                                onClose={() => setCell(null)}
                            />
                        )}
                        {comparing && name !== "aging" ? (
                            <ChangesDialog
                                report={name}
                                parameters={parameters}
                                sequence={report.as_of_sequence}
                                onClose={() => setComparing(false)}
                            />
                        ) : null}
                    </>
                )}
            </QueryView>
        </>
    );
}

function isTrialBalance(report: WholeReport): report is TrialBalance {
    return report.report === "trial-balance";
}

function isStatement(report: WholeReport): report is Statement {
    return report.report !== "trial-balance" && report.report !== "aging";
}
