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
import { useProblem } from "@/shared/ui/use-problem";

import styles from "../settings.module.css";
import { QrPicture } from "./qr-picture";

/** Turns the second factor on: password, secret into the authenticator, one code back, recovery codes. */
export function TotpOnDialog({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation("settings");
    const { t: ui } = useTranslation("ui");
    const { fieldError } = useProblem();
    const api = useApi();
    const client = useQueryClient();
    const [password, setPassword] = useState("");
    const [code, setCode] = useState("");
    const begin = useMutation({
        networkMode: "always",
        mutationFn: () => call(api.POST("/api/v1/me/totp", { body: { password } })),
    });
    const confirm = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(api.POST("/api/v1/me/totp/confirm", { body: { totp: code.trim() } })),
        onSuccess: () => void client.invalidateQueries({ queryKey: ["me", "totp"] }),
    });
    if (confirm.isSuccess) {
        return (
            <Dialog title={t("security.codesTitle")} closeLabel={ui("close")} onClose={onClose}>
                <p>{t("security.codesText")}</p>
                <SecretOnce
                    label={t("security.codesTitle")}
                    value={confirm.data.recovery_codes.join("\n")}
                />
                <DialogActions>
                    <Button onClick={onClose}>{ui("done")}</Button>
                </DialogActions>
            </Dialog>
        );
    }
    if (begin.isSuccess) {
        const { secret, uri } = begin.data;
        return (
            <Dialog
                key="confirm"
                title={t("security.totp")}
                closeLabel={ui("close")}
                onClose={onClose}
            >
                <FormColumn onSubmit={() => confirm.mutate()}>
                    <p>{t("security.secretText")}</p>
                    <QrPicture text={uri} label={t("security.picture")} />
                    <output className={styles["secret"]} aria-label={t("security.secret")}>
                        {secret.replace(/(.{4})/g, "$1 ").trim()}
                    </output>
                    <a href={uri} className={styles["link"]}>
                        {t("security.openApp")}
                    </a>
                    {confirm.isError ? <ProblemLine error={confirm.error} /> : null}
                    <TextField
                        label={t("security.code")}
                        error={fieldError(confirm.error, "/totp")}
                        inputMode="numeric"
                        autoComplete="one-time-code"
                        pattern="[0-9]{6}"
                        required
                        maxLength={6}
                        value={code}
                        onChange={(event) => setCode(event.target.value)}
                    />
                    <DialogActions>
                        <Button onClick={onClose}>{ui("cancel")}</Button>
                        <Button type="submit" look="primary" busy={confirm.isPending}>
                            {t("security.turnOn")}
                        </Button>
                    </DialogActions>
                </FormColumn>
            </Dialog>
        );
    }
    return (
        <Dialog title={t("security.totp")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => begin.mutate()}>
                <p>{t("security.totpText")}</p>
                {begin.isError ? <ProblemLine error={begin.error} /> : null}
                <TextField
                    label={t("security.current")}
                    error={fieldError(begin.error, "/password")}
                    type="password"
                    autoComplete="current-password"
                    required
                    value={password}
                    onChange={(event) => setPassword(event.target.value)}
                />
                <DialogActions>
                    <Button onClick={onClose}>{ui("cancel")}</Button>
                    <Button type="submit" look="primary" busy={begin.isPending}>
                        {t("security.next2")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
