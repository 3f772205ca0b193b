// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { useApi } from "@/shared/ui/data/services";
import { ErrorState } from "@/shared/ui/states";
import { useProblem } from "@/shared/ui/use-problem";

import { DoorFrame } from "./door-frame";
import { SetUpFlow } from "./set-up-flow";
import { SignInForm } from "./sign-in-form";
import "./texts";
import { useEnter } from "./use-enter";

/** The way in: sign-in for those who have an account, the set-up flow on an empty server. */
export function SignInScreen() {
    const { t } = useTranslation("sign-in");
    const { t: ui } = useTranslation("ui");
    const { describe } = useProblem();
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
        <DoorFrame title={title} {...(settingUp ? { lead: t("setUp.intro") } : {})}>
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
        </DoorFrame>
    );
}
