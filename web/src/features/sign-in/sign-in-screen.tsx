// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Me } from "@/shared/api/wire-types";
import { setLanguage } from "@/shared/i18n/i18n";
import { useApi, usePersistedQueries } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Logo } from "@/shared/ui/logo";
import { Segmented } from "@/shared/ui/segmented";
import { ErrorState } from "@/shared/ui/states";
import { useProblem } from "@/shared/ui/use-problem";

import { SetUpFlow } from "./set-up-flow";
import { SignInForm } from "./sign-in-form";
import styles from "./sign-in.module.css";
import "./texts";

/** The way in: sign-in for those who have an account, the set-up flow on an empty server. */
export function SignInScreen() {
    const { t } = useTranslation("sign-in");
    const { t: ui } = useTranslation("ui");
    const { describe } = useProblem();
    const { language } = useLanguage();
    const api = useApi();
    const enter = useEnter();
    const [registering, setRegistering] = useState(false);
    const setup = useQuery({
        queryKey: ["setup"],
        queryFn: ({ signal }) => call(api.GET("/api/v1/setup", { signal })),
        staleTime: 0,
    });
    const first = setup.data?.registration === "first_user";
    const settingUp = first || (setup.data?.registration === "open" && registering);
    const title = settingUp ? t("setUp.welcome") : t("heading");
    useEffect(() => {
        document.title = `${settingUp ? t("setUp.title") : t("title")} · Arus`;
    }, [settingUp, t]);

    return (
        <main className={styles["screen"]}>
            <div className={styles["card"]}>
                <header className={styles["head"]}>
                    <Logo size={40} />
                    <h1>{title}</h1>
                    {settingUp ? <p className={styles["lead"]}>{t("setUp.intro")}</p> : null}
                </header>
                {setup.isError ? (
                    <ErrorState
                        {...describe(setup.error)}
                        retryLabel={ui("retry")}
                        onRetry={() => void setup.refetch()}
                    />
                ) : setup.data === undefined ? null : settingUp ? (
                    <SetUpFlow
                        codeRequired={setup.data.code_required}
                        onDone={enter}
                        {...(first ? {} : { onSignIn: () => setRegistering(false) })}
                    />
                ) : (
                    <SignInForm
                        setup={setup.data}
                        onDone={enter}
                        onRegister={() => setRegistering(true)}
                    />
                )}
            </div>
            <Segmented
                label={t("language")}
                options={[
                    { value: "id", label: "Indonesia" },
                    { value: "en", label: "English" },
                ]}
                value={language}
                onChange={setLanguage}
            />
        </main>
    );
}

/** Goes on after a session was made; whatever another person left on this device is forgotten first. */
function useEnter(): (userId: string) => Promise<void> {
    const client = useQueryClient();
    const persisted = usePersistedQueries();
    const navigate = useNavigate();
    const { next } = useSearch({ from: "/sign-in" });
    return async (userId) => {
        const before = client.getQueryData<Me>(["me"]);
        if (before !== undefined && before.user.id !== userId) {
            await persisted.clear();
        } else {
            client.removeQueries({ queryKey: ["me"] });
        }
        await navigate({ href: next ?? "/", replace: true });
    };
}
