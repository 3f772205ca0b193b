// SPDX-License-Identifier: Apache-2.0
import { Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Button } from "@/shared/ui/button";
import { EmptyState, ErrorState } from "@/shared/ui/states";

import { MissingPart } from "./lazy-screen";
import "./texts";

/**
 * What a screen shows when drawing it threw: a fault of ours, or its file did not come. The rest of the client stays
 * usable.
 */
export function CrashScreen({ error }: { error: unknown }) {
    const { t } = useTranslation("app");
    const { t: ui } = useTranslation("ui");
    const router = useRouter();
    if (error instanceof MissingPart) {
        return (
            <ErrorState
                text={ui("problem.connection")}
                code="offline"
                retryLabel={ui("retry")}
                onRetry={() => void router.invalidate()}
            />
        );
    }
    const code = error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
    return (
        <ErrorState
            text={t("crash.text")}
            code={code.slice(0, 200)}
            retryLabel={t("crash.reload")}
            onRetry={() => location.reload()}
        />
    );
}

/** An address that leads nowhere. */
export function MissingScreen() {
    const { t } = useTranslation("app");
    return (
        <EmptyState icon="search" text={t("missing")}>
            <Link to="/home">
                <Button tabIndex={-1}>{t("toHome")}</Button>
            </Link>
        </EmptyState>
    );
}
