// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { addDays, formatDateLong, todayIn } from "@/shared/i18n/dates";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { TextField } from "@/shared/ui/field";
import { FormColumn } from "@/shared/ui/form-column";
import { Panel } from "@/shared/ui/page";
import { ProblemLine } from "@/shared/ui/problem-line";
import { QueryView } from "@/shared/ui/query-view";
import { showToast } from "@/shared/ui/toast";

import { Row } from "./row";
import styles from "./settings.module.css";

/** Up to which day the books are closed, and who may change it a way to do so, with a reason. */
export function LockPanel() {
    const { t } = useTranslation("settings");
    const { language } = useLanguage();
    const api = useApi();
    const { book, role } = useSession();
    const [changing, setChanging] = useState(false);
    const query = useQuery({
        queryKey: [book.id, "book"],
        queryFn: ({ signal }) =>
            call(api.GET("/api/v1/books/{book}", { params: { path: { book: book.id } }, signal })),
        meta: { persist: true },
    });
    const mayLock = role === "owner" || role === "admin" || role === "accountant";
    return (
        <Panel title={t("lock.title")}>
            <QueryView query={query}>
                {({ lock_date: lockDate }) => (
                    <div className={styles["rows"]}>
                        <Row
                            name={
                                lockDate === null
                                    ? t("lock.open")
                                    : t("lock.until", { date: formatDateLong(lockDate, language) })
                            }
                        >
                            {mayLock ? (
                                <Button icon="lock" onClick={() => setChanging(true)}>
                                    {t("lock.change")}
                                </Button>
                            ) : null}
                        </Row>
                        <Row name={t("lock.late")}>
                            <Link
                                to="/transactions"
                                search={{ late: true }}
                                className={styles["link"]}
                            >
                                {t("lock.showLate")}
                            </Link>
                        </Row>
                        {changing ? (
                            <LockDialog lockDate={lockDate} onClose={() => setChanging(false)} />
                        ) : null}
                    </div>
                )}
            </QueryView>
        </Panel>
    );
}

function LockDialog({ lockDate, onClose }: { lockDate: string | null; onClose: () => void }) {
    const { t } = useTranslation("settings");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const client = useQueryClient();
    const { book, timeZone } = useSession();
    const today = todayIn(timeZone);
    const [date, setDate] = useState(lockDate ?? addDays(`${today.slice(0, 8)}01`, -1));
    const [reason, setReason] = useState("");
    const change = useMutation({
        networkMode: "always",
        mutationFn: (next: string | null) =>
            call(
                api.PATCH("/api/v1/books/{book}", {
                    params: { path: { book: book.id } },
                    body: { lock_date: next, reason: reason.trim() },
                }),
            ),
        onSuccess: () => {
            void client.invalidateQueries({ queryKey: [book.id, "book"] });
            showToast({ message: t("lock.saved") });
            onClose();
        },
    });
    return (
        <Dialog title={t("lock.title")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => change.mutate(date)}>
                <p>{t("lock.text")}</p>
                {change.isError ? <ProblemLine error={change.error} /> : null}
                <TextField
                    label={t("lock.date")}
                    type="date"
                    min="2000-01-01"
                    required
                    value={date}
                    onChange={(event) => setDate(event.target.value)}
                />
                <TextField
                    label={t("lock.reason")}
                    required
                    maxLength={200}
                    value={reason}
                    onChange={(event) => setReason(event.target.value)}
                />
                <DialogActions>
                    {lockDate === null ? (
                        <Button onClick={onClose}>{ui("cancel")}</Button>
                    ) : (
                        <Button
                            look="danger"
                            disabled={reason.trim() === "" || change.isPending}
                            onClick={() => change.mutate(null)}
                        >
                            {t("lock.openAll")}
                        </Button>
                    )}
                    <Button type="submit" look="primary" busy={change.isPending}>
                        {t("lock.lock")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
