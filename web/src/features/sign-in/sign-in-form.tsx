// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/shared/api/api-error";
import { call } from "@/shared/api/client";
import type { Setup } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { tellPerson } from "@/shared/ui/data/present-person";
import { useApi } from "@/shared/ui/data/services";
import { TextField } from "@/shared/ui/field";
import { ProblemLine } from "@/shared/ui/problem-line";
import { useProblem } from "@/shared/ui/use-problem";

import styles from "./sign-in.module.css";

type SignInFormProps = {
    setup: Setup;
    /** The session is there, for this user. */
    onDone: (userId: string) => Promise<void>;
    onRegister: () => void;
};

/** E-mail and password. The session lives in a cookie that no script can read. */
export function SignInForm({ setup, onDone, onRegister }: SignInFormProps) {
    const { t } = useTranslation("sign-in");
    const { fieldError } = useProblem();
    const api = useApi();
    const [email, setEmail] = useState("");
    const [password, setPassword] = useState("");
    const [code, setCode] = useState<string | null>(null);
    const login = useMutation({
        networkMode: "always",
        mutationFn: async () => {
            // From now on the cookie may be another person's.
            tellPerson(null);
            const session = await call(
                api.POST("/api/v1/auth/login", {
                    body: {
                        email: email.trim(),
                        password,
                        ...(code === null ? {} : { totp: code.trim() }),
                    },
                }),
            );
            await onDone(session.user.id);
        },
        onError: (error) => {
            if (error instanceof ApiError && error.code === "totp_required") {
                setCode((now) => now ?? "");
            }
        },
    });
    // Asking for the second factor is no failure; a wrong one is told at its field.
    const asksForCode = login.error instanceof ApiError && login.error.code === "totp_required";
    return (
        <form
            className={styles["form"]}
            onSubmit={(event) => {
                event.preventDefault();
                login.mutate();
            }}
        >
            {setup.demo ? <p className={styles["hint"]}>{t("demo")}</p> : null}
            {login.isError && !asksForCode ? <ProblemLine error={login.error} /> : null}
            <TextField
                label={t("email")}
                type="email"
                autoComplete="username"
                inputMode="email"
                required
                autoFocus
                value={email}
                onChange={(event) => setEmail(event.target.value)}
            />
            <TextField
                label={t("password")}
                type="password"
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
            />
            {code === null ? null : (
                <TextField
                    label={t("totp")}
                    note={t("totpNote")}
                    error={fieldError(login.error, "/totp")}
                    autoComplete="one-time-code"
                    required
                    minLength={6}
                    maxLength={20}
                    autoFocus
                    value={code}
                    onChange={(event) => setCode(event.target.value)}
                />
            )}
            <Button type="submit" look="primary" large wide busy={login.isPending}>
                {t("submit")}
            </Button>
            {setup.registration === "open" ? (
                <Button look="quiet" wide onClick={onRegister}>
                    {t("register")}
                </Button>
            ) : setup.registration === "invite" && !setup.demo ? (
                <p className={styles["hint"]}>{t("invite")}</p>
            ) : null}
        </form>
    );
}
