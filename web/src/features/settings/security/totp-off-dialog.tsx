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
import { SecretOnce } from "@/shared/ui/secret-once";
import { showToast } from "@/shared/ui/toast";
import { useProblem } from "@/shared/ui/use-problem";

type TotpOffDialogProps = { act: "off" | "codes"; onClose: () => void };

/** Turns the second factor off, or makes new recovery codes; both ask for password and code. */
export function TotpOffDialog({ act, onClose }: TotpOffDialogProps) {
    const { t } = useTranslation("settings");
    const { t: ui } = useTranslation("ui");
    const { fieldError } = useProblem();
    const api = useApi();
    const client = useQueryClient();
    const [password, setPassword] = useState("");
    const [code, setCode] = useState("");
    const body = { password, totp: code.trim() };
    const readAgain = () => void client.invalidateQueries({ queryKey: ["me", "totp"] });
    const off = useMutation({
        networkMode: "always",
        mutationFn: () => call(api.POST("/api/v1/me/totp/remove", { body })),
        onSuccess: () => {
            readAgain();
            showToast({ message: t("security.offDone") });
            onClose();
        },
    });
    const codes = useMutation({
        networkMode: "always",
        mutationFn: () => call(api.POST("/api/v1/me/totp/recovery-codes", { body })),
        onSuccess: readAgain,
    });
    if (codes.isSuccess) {
        return (
            <Dialog title={t("security.codesTitle")} closeLabel={ui("close")} onClose={onClose}>
                <p>{t("security.codesText")}</p>
                <SecretOnce
                    label={t("security.codesTitle")}
                    value={codes.data.recovery_codes.join("\n")}
                />
            </Dialog>
        );
    }
    const running = act === "off" ? off : codes;
    return (
        <Dialog
            title={t(act === "off" ? "security.offTitle" : "security.newCodes")}
            closeLabel={ui("close")}
            onClose={onClose}
        >
            <FormColumn onSubmit={() => running.mutate()}>
                {running.isError ? <ProblemLine error={running.error} /> : null}
                <TextField
                    label={t("security.current")}
                    error={fieldError(running.error, "/password")}
                    type="password"
                    autoComplete="current-password"
                    required
                    value={password}
                    onChange={(event) => setPassword(event.target.value)}
                />
                <TextField
                    label={t("security.code")}
                    note={t("security.codeOrRecovery")}
                    error={fieldError(running.error, "/totp")}
                    autoComplete="one-time-code"
                    required
                    minLength={6}
                    maxLength={20}
                    value={code}
                    onChange={(event) => setCode(event.target.value)}
                />
                <DialogActions>
                    <Button onClick={onClose}>{ui("cancel")}</Button>
                    <Button
                        type="submit"
                        look={act === "off" ? "danger" : "primary"}
                        busy={running.isPending}
                    >
                        {t(act === "off" ? "security.turnOff" : "security.newCodes")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
