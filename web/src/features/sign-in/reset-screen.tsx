// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/shared/api/api-error";
import { call } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { useApi } from "@/shared/ui/data/services";
import { TextField } from "@/shared/ui/field";
import { ProblemLine } from "@/shared/ui/problem-line";
import { EmptyState } from "@/shared/ui/states";
import { showToast } from "@/shared/ui/toast";
import { useProblem } from "@/shared/ui/use-problem";

import { DoorFrame } from "./door-frame";
import { passwordMin } from "./person-fields";
import styles from "./sign-in.module.css";
import "./texts";

/** Where a reset link leads (`/reset#token`): one new password, once. */
export function ResetScreen() {
    const { t } = useTranslation("sign-in");
    const { fieldError } = useProblem();
    const api = useApi();
    const navigate = useNavigate();
    const token = useLocation({ select: (location) => location.hash.replace(/^#/, "") });
    const [password, setPassword] = useState("");
    useEffect(() => {
        document.title = `${t("reset.title")} · Arus`;
    }, [t]);
    const reset = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(api.POST("/api/v1/auth/password-reset", { body: { token, password } })),
        onSuccess: () => {
            showToast({ message: t("reset.done") });
            void navigate({ to: "/sign-in", replace: true });
        },
    });
    const gone = token === "" || (reset.error instanceof ApiError && reset.error.status === 404);
    return (
        <DoorFrame title={t("reset.heading")} {...(gone ? {} : { lead: t("reset.text") })}>
            {gone ? (
                <EmptyState icon="warning" text={t("reset.gone")} />
            ) : (
                <form
                    className={styles["form"]}
                    onSubmit={(event) => {
                        event.preventDefault();
                        reset.mutate();
                    }}
                >
                    {reset.isError ? <ProblemLine error={reset.error} /> : null}
                    <TextField
                        label={t("password")}
                        note={t("setUp.passwordNote")}
                        error={fieldError(reset.error, "/password")}
                        type="password"
                        autoComplete="new-password"
                        required
                        minLength={passwordMin}
                        maxLength={200}
                        autoFocus
                        value={password}
                        onChange={(event) => setPassword(event.target.value)}
                    />
                    <Button type="submit" look="primary" large wide busy={reset.isPending}>
                        {t("reset.submit")}
                    </Button>
                </form>
            )}
        </DoorFrame>
    );
}
