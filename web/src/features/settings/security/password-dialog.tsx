// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { useApi } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { TextField } from "@/shared/ui/field";
import { FormColumn } from "@/shared/ui/form-column";
import { ProblemLine } from "@/shared/ui/problem-line";
import { showToast } from "@/shared/ui/toast";
import { useProblem } from "@/shared/ui/use-problem";

const passwordMin = 10;

/** Changes the password; every other device is signed out by it. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation("settings");
    const { t: ui } = useTranslation("ui");
    const { fieldError } = useProblem();
    const api = useApi();
    const client = useQueryClient();
    const [current, setCurrent] = useState("");
    const [next, setNext] = useState("");
    const change = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(
                api.POST("/api/v1/me/password", {
                    body: { current_password: current, password: next },
                }),
            ),
        onSuccess: () => {
            void client.invalidateQueries({ queryKey: ["me", "sessions"] });
            showToast({ message: t("security.passwordDone") });
            onClose();
        },
    });
    return (
        <Dialog title={t("security.passwordTitle")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => change.mutate()}>
                <p>{t("security.passwordText")}</p>
                {change.isError ? <ProblemLine error={change.error} /> : null}
                <TextField
                    label={t("security.current")}
                    error={fieldError(change.error, "/current_password")}
                    type="password"
                    autoComplete="current-password"
                    required
                    value={current}
                    onChange={(event) => setCurrent(event.target.value)}
                />
                <TextField
                    label={t("security.next")}
                    note={t("security.passwordNote")}
                    error={fieldError(change.error, "/password")}
                    type="password"
                    autoComplete="new-password"
                    required
                    minLength={passwordMin}
                    maxLength={200}
                    value={next}
                    onChange={(event) => setNext(event.target.value)}
                />
                <DialogActions>
                    <Button onClick={onClose}>{ui("cancel")}</Button>
                    <Button type="submit" look="primary" busy={change.isPending}>
                        {ui("save")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
