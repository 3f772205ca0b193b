// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/shared/api/api-error";
import { call } from "@/shared/api/client";
import type { Me } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { readChosenBook, writeChosenBook } from "@/shared/ui/data/chosen-book";
import { meQuery } from "@/shared/ui/data/queries";
import {
    ServicesContext,
    SessionContext,
    useApi,
    type Session,
} from "@/shared/ui/data/services";
import { EmptyState, ErrorState } from "@/shared/ui/states";
import { useProblem } from "@/shared/ui/use-problem";

import { useForgetDevice } from "./forget-device";
import { LiveUpdates } from "./live-updates";
import { servicesFor } from "./services-for";
import { Shell } from "./shell";
import "./texts";

/** Lets signed-in people through to the screens, everybody else to the sign-in. */
export function SessionGate() {
    const { t } = useTranslation("ui");
    const { describe } = useProblem();
    const router = useRouter();
    const navigate = useNavigate();
    const me = useQuery(meQuery(useApi()));
    const signedOut = me.error instanceof ApiError && me.error.status === 401;
    useEffect(() => {
        if (signedOut) {
            // Read once, not followed: while the sign-in loads, the location is already its own.
            const { pathname, href } = router.latestLocation;
            if (pathname !== "/sign-in") {
                const search = pathname === "/" ? {} : { next: href };
                void navigate({ to: "/sign-in", search, replace: true });
            }
        }
    }, [signedOut, router, navigate]);

    if (signedOut) {
        return null;
    }
    if (me.data !== undefined) {
        return <SignedIn me={me.data} />;
    }
    if (me.isError || me.fetchStatus === "paused") {
        const problem = me.isError
            ? describe(me.error)
            : { text: t("problem.connection"), code: "offline" };
        return (
            <ErrorState
                {...problem}
                retryLabel={t("retry")}
                onRetry={() => void me.refetch()}
            />
        );
    }
    return null;
}

function SignedIn({ me }: { me: Me }) {
    const { t } = useTranslation("app");
    const api = useApi();
    const forget = useForgetDevice();
    const [chosen, setChosen] = useState(readChosenBook);
    const book = me.books.find((item) => item.id === chosen) ?? me.books[0];

    const chooseBook = useCallback((bookId: string) => {
        writeChosenBook(bookId);
        setChosen(bookId);
    }, []);
    const signOut = useCallback(async () => {
        await call(api.POST("/api/v1/auth/logout"));
        await forget();
    }, [api, forget]);

    const session = useMemo<Session | null>(
        () =>
            book === undefined
                ? null
                : {
                      me,
                      book,
                      role: book.role,
                      unit: { currency: book.currency, exponent: book.exponent },
                      timeZone: book.time_zone,
                      chooseBook,
                      signOut,
                  },
        [me, book, chooseBook, signOut],
    );
    if (session === null) {
        return (
            <EmptyState icon="ledger" text={t("noBook")}>
                <Button icon="exit" onClick={() => void signOut()}>
                    {t("signOut")}
                </Button>
            </EmptyState>
        );
    }
    return (
        <SessionContext value={session}>
            <ServicesContext value={servicesFor(api, me.user.id, session.book.id)}>
                <LiveUpdates key={session.book.id} />
                <Shell />
            </ServicesContext>
        </SessionContext>
    );
}
