// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { todayIn } from "@/shared/i18n/dates";
import { IconButton } from "@/shared/ui/button";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { SelectField, TextField } from "@/shared/ui/field";
import { Page } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";

import styles from "./reports.module.css";
import { TrialBalanceTable } from "./trial-balance-table";
import "./texts";

/** Laporan: the trial balance of a day, kept fresh by the ledger's events. */
export function ReportsScreen() {
    const { t } = useTranslation("reports");
    const { role } = useSession();
    return (
        <Page
            title={t("title")}
            actions={
                role === "cashier" ? undefined : (
                    <IconButton icon="document" label={t("print")} onClick={() => print()} />
                )
            }
        >
            {role === "cashier" ? (
                <EmptyState icon="lock" text={t("forbidden")} />
            ) : (
                <TrialBalanceReport />
            )}
        </Page>
    );
}

function TrialBalanceReport() {
    const { t } = useTranslation("reports");
    const api = useApi();
    const { book, timeZone } = useSession();
    const today = todayIn(timeZone);
    const [asOf, setAsOf] = useState(today);
    const [outlet, setOutlet] = useState("");
    const [hideZero, setHideZero] = useState(true);
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const query = useQuery({
        // "figures": read again when a transaction comes in (at most every two seconds).
        queryKey: [book.id, "figures", "trial-balance", asOf, outlet],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/reports/trial-balance", {
                    params: {
                        path: { book: book.id },
                        query: { as_of: asOf, ...(outlet === "" ? {} : { outlet_id: outlet }) },
                    },
                    signal,
                }),
            ),
        meta: { persist: true },
    });
    return (
        <>
            <div className={styles["tools"]}>
                <TextField
                    label={t("asOf")}
                    type="date"
                    min="2000-01-01"
                    value={asOf}
                    onChange={(event) => setAsOf(event.target.value || today)}
                />
                {outlets.length > 1 ? (
                    <SelectField
                        label={t("outlet")}
                        value={outlet}
                        onChange={(event) => setOutlet(event.target.value)}
                    >
                        <option value="">{t("allOutlets")}</option>
                        {outlets.map((item) => (
                            <option key={item.id} value={item.id}>
                                {item.name}
                            </option>
                        ))}
                    </SelectField>
                ) : null}
                <label className={styles["check"]}>
                    <input
                        type="checkbox"
                        checked={hideZero}
                        onChange={(event) => setHideZero(event.target.checked)}
                    />
                    {t("hideZero")}
                </label>
            </div>
            <QueryView query={query}>
                {(report) => <TrialBalanceTable report={report} hideZero={hideZero} />}
            </QueryView>
        </>
    );
}
