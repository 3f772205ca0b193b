// SPDX-License-Identifier: Apache-2.0
/*
 * The first set-up, three short steps over one form:
 *
 *   you -> business -> outlets -> POST register (person and book) -> POST outlets, one by one -> Arus
 *
 * Registering happens once. When an outlet is refused afterwards, the person is signed in already: only
 * the outlets that are missing are tried again, or left for later.
 */

import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/shared/api/api-error";
import { call } from "@/shared/api/client";
import { newId } from "@/shared/api/ids";
import { currentLanguage } from "@/shared/i18n/i18n";
import type { MoneyUnit } from "@/shared/money/money";
import { Button } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import { writeChosenBook } from "@/shared/ui/data/chosen-book";
import { useApi } from "@/shared/ui/data/services";
import { ProblemLine } from "@/shared/ui/problem-line";

import { openCash } from "./open-cash";
import { makeSampleBook } from "./sample-book";
import { emptySetUp, outletDrafts, type SetUpDraft } from "./set-up-draft";
import { BusinessStep, OutletsStep, YouStep } from "./set-up-steps";
import styles from "./sign-in.module.css";

type SetUpFlowProps = {
    codeRequired: boolean;
    onDone: (userId: string) => Promise<void>;
    /** Back to the sign-in, where there is one. */
    onSignIn?: () => void;
};

const steps = ["you", "business", "outlets"] as const;

type Registered = {
    userId: string;
    bookId: string;
    unit: MoneyUnit;
    saved: Set<string>;
    /** Made once: sending it again after a lost answer books nothing twice. */
    openingId: string;
    sampled: boolean;
};

export function SetUpFlow({ codeRequired, onDone, onSignIn }: SetUpFlowProps) {
    const { t } = useTranslation("sign-in");
    const api = useApi();
    const [step, setStep] = useState(0);
    const [draft, setDraft] = useState<SetUpDraft>(() => emptySetUp(t("setUp.outletDefault")));
    const registered = useRef<Registered | null>(null);
    const [signedInAs, setSignedInAs] = useState<string | null>(null);
    const change = (part: Partial<SetUpDraft>) => setDraft((now) => ({ ...now, ...part }));

    const finish = useMutation({
        networkMode: "always",
        mutationFn: async () => {
            registered.current ??= await register();
            const { userId, bookId, saved } = registered.current;
            setSignedInAs(userId);
            for (const outlet of outletDrafts(draft.outlets)) {
                if (!saved.has(outlet.code)) {
                    await call(
                        api.POST("/api/v1/books/{book}/outlets", {
                            params: { path: { book: bookId } },
                            body: outlet,
                        }),
                    );
                    saved.add(outlet.code);
                }
            }
            await openCash(api, registered.current, draft, t("setUp.cashDescription"));
            if (draft.sample && !registered.current.sampled) {
                await makeSampleBook(
                    api,
                    t("setUp.sampleName", { name: draft.businessName.trim() }).slice(0, 120),
                    draft.currency,
                    draft.timeZone,
                );
                registered.current.sampled = true;
            }
            writeChosenBook(bookId);
            await onDone(userId);
        },
        onError: (error) => {
            if (registered.current === null && error instanceof ApiError) {
                setStep(stepOf(error));
            }
        },
    });

    async function register(): Promise<Registered> {
        const reply = await call(
            api.POST("/api/v1/auth/register", {
                body: {
                    name: draft.name.trim(),
                    email: draft.email.trim(),
                    password: draft.password,
                    locale: currentLanguage(),
                    ...(codeRequired ? { setup_code: draft.setupCode.trim() } : {}),
                    book: {
                        name: draft.businessName.trim(),
                        currency: draft.currency,
                        time_zone: draft.timeZone,
                        template: draft.template,
                    },
                },
            }),
        );
        if (reply.book === null) {
            throw new Error("register answered without the book that was asked for");
        }
        const { id, currency, exponent } = reply.book;
        return {
            userId: reply.user.id,
            bookId: id,
            unit: { currency, exponent },
            saved: new Set(),
            openingId: newId(),
            sampled: false,
        };
    }

    const last = step === steps.length - 1;
    const stuck = finish.isError && signedInAs !== null;
    return (
        <form
            className={styles["form"]}
            onSubmit={(event) => {
                event.preventDefault();
                if (last) {
                    finish.mutate();
                } else {
                    setStep(step + 1);
                }
            }}
        >
            <div className={styles["steps"]} aria-hidden="true">
                {steps.map((name, index) => (
                    <span
                        key={name}
                        className={classNames(styles["step"], index <= step && styles["done"])}
                    />
                ))}
            </div>
            <p className={styles["stepName"]} role="status">
                {t("setUp.progress", { step: step + 1 })} ·{" "}
                {t(`setUp.${steps[step] ?? "you"}`)}
            </p>
            {stuck ? <p className={styles["hint"]}>{t("setUp.outletsFailed")}</p> : null}
            {finish.isError ? <ProblemLine error={finish.error} /> : null}
            {step === 0 ? (
                <YouStep
                    draft={draft}
                    change={change}
                    codeRequired={codeRequired}
                    error={finish.error}
                />
            ) : step === 1 ? (
                <BusinessStep draft={draft} change={change} error={finish.error} />
            ) : (
                <OutletsStep draft={draft} change={change} />
            )}
            <div className={styles["buttons"]}>
                {step > 0 && !stuck ? (
                    <Button look="quiet" large onClick={() => setStep(step - 1)}>
                        {t("setUp.back")}
                    </Button>
                ) : null}
                <Button type="submit" look="primary" large wide busy={finish.isPending}>
                    {last ? t("setUp.finish") : t("setUp.next")}
                </Button>
            </div>
            {stuck ? (
                <Button
                    look="quiet"
                    wide
                    onClick={() => void onDone(signedInAs)}
                >
                    {t("setUp.skip")}
                </Button>
            ) : null}
            {onSignIn === undefined ? null : (
                <Button look="quiet" wide onClick={onSignIn}>
                    {t("haveAccount")}
                </Button>
            )}
        </form>
    );
}

/** The step whose field the server did not accept. */
function stepOf(error: ApiError): number {
    return error.errors.some((item) => item.pointer.startsWith("/book")) ? 1 : 0;
}
