// SPDX-License-Identifier: Apache-2.0
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { formatDateTime, todayIn } from "@/shared/i18n/dates";
import { IconButton } from "@/shared/ui/button";
import { Chip, ChipRow } from "@/shared/ui/chip";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Page } from "@/shared/ui/page";
import { EmptyState } from "@/shared/ui/states";
import { showToast } from "@/shared/ui/toast";

import { periodName } from "./column-name";
import { ExportDialog } from "./export-dialog";
import { LedgerReport } from "./ledger-report";
import { ReportTools } from "./report-tools";
import { reportNames, wireParameters } from "./reports-search";
import styles from "./reports.module.css";
import { shareReport } from "./share-report";
import "./texts";
import { WholeReportView } from "./whole-report-view";

/** Laporan: seven reports, each with what it takes, down to the document behind every figure. */
export function ReportsScreen() {
    const { t } = useTranslation("reports");
    const { t: ui } = useTranslation("ui");
    const { role } = useSession();
    const [exporting, setExporting] = useState(false);
    const share = useShareReport();
    if (role === "cashier") {
        return (
            <Page title={t("title")}>
                <EmptyState icon="lock" text={t("forbidden")} />
            </Page>
        );
    }
    return (
        <Page
            title={t("title")}
            actions={
                <>
                    <IconButton icon="share" label={ui("share")} onClick={share} />
                    <IconButton icon="print" label={t("print")} onClick={() => print()} />
                    <IconButton
                        icon="download"
                        label={t("export")}
                        onClick={() => setExporting(true)}
                    />
                </>
            }
        >
            <OpenReport exporting={exporting} onExported={() => setExporting(false)} />
        </Page>
    );
}

/** Hands on the address of the report as it is chosen. */
function useShareReport(): () => void {
    const { t } = useTranslation("reports");
    const { t: ui } = useTranslation("ui");
    const { book } = useSession();
    const { name, period } = useChosenReport();
    return () =>
        void shareReport(t(`name.${name}`), period, book.name).then((outcome) => {
            if (outcome === "copied") {
                showToast({ message: ui("copied") });
            }
        });
}

/** The report that the address names, with what the wire is asked and its days in words. */
function useChosenReport() {
    const { language } = useLanguage();
    const { timeZone } = useSession();
    const search = useSearch({ from: "/signed-in/reports" });
    const name = search.report ?? "income-statement";
    const parameters = wireParameters(name, search, todayIn(timeZone));
    const period = periodName(
        parameters.from ?? null,
        parameters.to ?? parameters.as_of ?? todayIn(timeZone),
        language,
    );
    return { search, name, parameters, period };
}

type OpenReportProps = { exporting: boolean; onExported: () => void };

function OpenReport({ exporting, onExported }: OpenReportProps) {
    const { t } = useTranslation("reports");
    const { language } = useLanguage();
    const { book, timeZone } = useSession();
    const navigate = useNavigate();
    const { search, name, parameters, period } = useChosenReport();
    return (
        <>
            <div className={styles["printHead"]}>
                <p className={styles["printBook"]}>{book.name}</p>
                <p className={styles["printTitle"]}>{t(`name.${name}`)}</p>
                <p>{period}</p>
                <p className={styles["printNote"]}>
                    {t("printedAt", {
                        time: formatDateTime(new Date(), { language, timeZone }),
                        currency: book.currency,
                    })}
                </p>
            </div>
            <div className={styles["pick"]}>
                <ChipRow label={t("title")} scroll>
                    {reportNames.map((item) => (
                        <Chip
                            key={item}
                            chosen={item === name}
                            onPress={() =>
                                void navigate({
                                    to: "/reports",
                                    search: (before) => ({ ...before, report: item }),
                                    replace: true,
                                })
                            }
                        >
                            {t(`name.${item}`)}
                        </Chip>
                    ))}
                </ChipRow>
                <ReportTools name={name} search={search} />
            </div>
            {name === "general-ledger" ? (
                <LedgerReport parameters={parameters} />
            ) : (
                <WholeReportView key={name} name={name} parameters={parameters} />
            )}
            {exporting ? (
                <ExportDialog report={name} parameters={parameters} onClose={onExported} />
            ) : null}
        </>
    );
}
