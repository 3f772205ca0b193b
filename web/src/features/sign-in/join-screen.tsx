// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/shared/api/api-error";
import { call } from "@/shared/api/client";
import { currentLanguage } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/button";
import { writeChosenBook } from "@/shared/ui/data/chosen-book";
import { meQuery } from "@/shared/ui/data/queries";
import { useApi } from "@/shared/ui/data/services";
import { ProblemLine } from "@/shared/ui/problem-line";
import { EmptyState } from "@/shared/ui/states";

import { DoorFrame } from "./door-frame";
import { PersonFields, type Person } from "./person-fields";
import styles from "./sign-in.module.css";
import "./texts";
import { useEnter } from "./use-enter";

/**
 * Where an invitation's link leads (`/join#token`): says what is offered, then joins as who is signed in,
 * or after a sign-in, or as a new person. The token stays behind "#" and goes to the server in a body only.
 */
export function JoinScreen() {
    const { t } = useTranslation("sign-in");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const enter = useEnter();
    const token = useLocation({ select: (location) => location.hash.replace(/^#/, "") });
    const me = useQuery(meQuery(api));
    const [person, setPerson] = useState<Person>({ name: "", email: "", password: "" });
    useEffect(() => {
        document.title = `${t("join.title")} · Arus`;
    }, [t]);
    const look = useQuery({
        queryKey: ["invitation", token],
        queryFn: ({ signal }) =>
            call(api.POST("/api/v1/invitations/look", { body: { token }, signal })),
        enabled: token !== "",
        retry: false,
    });
    const accept = useMutation({
        networkMode: "always",
        mutationFn: async (userId: string) => {
            const book = await call(api.POST("/api/v1/invitations/accept", { body: { token } }));
            writeChosenBook(book.id);
            await enter(userId);
        },
    });
    const register = useMutation({
        networkMode: "always",
        mutationFn: async () => {
            const reply = await call(
                api.POST("/api/v1/auth/register", {
                    body: {
                        name: person.name.trim(),
                        email: person.email.trim(),
                        password: person.password,
                        locale: currentLanguage(),
                        invitation: token,
                    },
                }),
            );
            await enter(reply.user.id);
        },
    });

    const gone =
        token === "" || (look.error instanceof ApiError && [404, 422].includes(look.error.status));
    if (gone) {
        return (
            <DoorFrame title={t("join.title")}>
                <EmptyState icon="warning" text={t("join.gone")}>
                    <Link to="/">
                        <Button tabIndex={-1}>{t("submit")}</Button>
                    </Link>
                </EmptyState>
            </DoorFrame>
        );
    }
    if (look.isError) {
        return (
            <DoorFrame title={t("join.title")}>
                <ProblemLine error={look.error} />
                <Button icon="retry" onClick={() => void look.refetch()}>
                    {ui("retry")}
                </Button>
            </DoorFrame>
        );
    }
    if (look.data === undefined || me.isPending) {
        return <DoorFrame title={t("join.title")}>{null}</DoorFrame>;
    }
    const offer = look.data;
    const user = me.data?.user;
    const signIn = (
        <Link to="/sign-in" search={{ next: `/join#${token}` }} className={styles["other"]}>
            {t(user === undefined ? "join.have" : "join.other")}
        </Link>
    );
    return (
        <DoorFrame
            title={t("join.heading", { book: offer.book_name })}
            lead={t("join.offer", { name: offer.invited_by, role: ui(`role.${offer.role}`) })}
        >
            {offer.outlets.length === 0 ? null : (
                <p className={styles["hint"]}>
                    {t("join.outlets", { outlets: offer.outlets.join(", ") })}
                </p>
            )}
            {user !== undefined ? (
                <div className={styles["form"]}>
                    {accept.isError ? <ProblemLine error={accept.error} /> : null}
                    <Button
                        look="primary"
                        large
                        wide
                        busy={accept.isPending}
                        onClick={() => accept.mutate(user.id)}
                    >
                        {t("join.as", { name: user.name })}
                    </Button>
                    {signIn}
                </div>
            ) : offer.may_register ? (
                <form
                    className={styles["form"]}
                    onSubmit={(event) => {
                        event.preventDefault();
                        register.mutate();
                    }}
                >
                    {register.isError ? <ProblemLine error={register.error} /> : null}
                    <PersonFields
                        person={person}
                        change={(part) => setPerson((now) => ({ ...now, ...part }))}
                        error={register.error}
                        autoFocus
                    />
                    <Button type="submit" look="primary" large wide busy={register.isPending}>
                        {t("join.make")}
                    </Button>
                    {signIn}
                </form>
            ) : (
                <div className={styles["form"]}>
                    <p className={styles["hint"]}>{t("join.noRegister")}</p>
                    {signIn}
                </div>
            )}
        </DoorFrame>
    );
}
