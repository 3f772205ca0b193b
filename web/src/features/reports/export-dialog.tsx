// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { ExportRequest } from "@/shared/api/wire-types";
import { currentLanguage } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { FormColumn } from "@/shared/ui/form-column";
import { ProblemLine } from "@/shared/ui/problem-line";
import { Segmented } from "@/shared/ui/segmented";

import { ExportProgress } from "./export-progress";
import type { ReportName, WireParameters } from "./reports-search";

type ExportDialogProps = { report: ReportName; parameters: WireParameters; onClose: () => void };

type What = "report" | "journal";
const reportFormats = ["pdf", "xlsx", "csv"] as const;
const journalFormats = ["xlsx", "csv", "hledger"] as const;
type Format = ExportRequest["format"];

/** Asks for a document of what is on screen, or of all entries of its days, and follows its making. */
export function ExportDialog({ report, parameters, onClose }: ExportDialogProps) {
    const { t } = useTranslation("reports");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const { book } = useSession();
    const [what, setWhat] = useState<What>("report");
    const [format, setFormat] = useState<Format>("pdf");
    const formats: readonly Format[] = what === "report" ? reportFormats : journalFormats;
    const start = useMutation({
        networkMode: "always",
        mutationFn: () => {
            const { from, to, as_of, outlet_id } = parameters;
            const days = from === undefined || to === undefined ? { to: as_of } : { from, to };
            return call(
                api.POST("/api/v1/books/{book}/exports", {
                    params: { path: { book: book.id } },
                    body: {
                        report: what === "report" ? report : "journal",
                        format,
                        locale: currentLanguage(),
                        parameters:
                            what === "report"
                                ? parameters
                                : {
                                      ...(days.to === undefined ? {} : { to: days.to }),
                                      ...("from" in days ? { from: days.from } : {}),
                                      ...(outlet_id === undefined ? {} : { outlet_id }),
                                  },
                    },
                }),
            );
        },
    });
    const unready = what === "report" && report === "general-ledger" && parameters.account_id === undefined;
    return (
        <Dialog title={t("export")} closeLabel={ui("close")} onClose={onClose}>
            {start.isSuccess ? (
                <ExportProgress job={start.data} onClose={onClose} />
            ) : (
                <FormColumn onSubmit={() => start.mutate()}>
                    {start.isError ? <ProblemLine error={start.error} /> : null}
                    <Segmented
                        label={t("exportWhat")}
                        options={[
                            { value: "report", label: t(`name.${report}`) },
                            { value: "journal", label: t("journal") },
                        ]}
                        value={what}
                        onChange={(next) => {
                            setWhat(next);
                            setFormat(next === "report" ? "pdf" : "xlsx");
                        }}
                    />
                    <Segmented
                        label={t("format")}
                        options={formats.map((item) => ({
                            value: item,
                            label: item === "hledger" ? "hledger" : item.toUpperCase(),
                        }))}
                        value={format}
                        onChange={setFormat}
                    />
                    <p>{t(unready ? "pickAccountFirst" : `formatNote.${format}`)}</p>
                    <DialogActions>
                        <Button onClick={onClose}>{ui("cancel")}</Button>
                        <Button
                            type="submit"
                            look="primary"
                            icon="download"
                            busy={start.isPending}
                            disabled={unready}
                        >
                            {t("makeFile")}
                        </Button>
                    </DialogActions>
                </FormColumn>
            )}
        </Dialog>
    );
}
