// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Account, Outlet } from "@/shared/api/wire-types";
import { IconButton } from "@/shared/ui/button";
import { useOutboxEntries } from "@/shared/ui/data/live-state";
import { accountsQuery, outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Page } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState, Skeleton } from "@/shared/ui/states";

import { EntryEditor } from "./entry-editor";
import { formOfDraft, formOfTransaction } from "./entry-form";
import styles from "./entry.module.css";
import { LeaveGuard, useLeave, type Leave } from "./leave-guard";
import "./texts";

/** Catat. Asks only for accounts and outlets, and shows at once what is kept of them. */
export function EntryScreen() {
    const { t } = useTranslation("entry");
    const { replaces, edit } = useSearch({ from: "/signed-in/entry" });
    const api = useApi();
    const { book } = useSession();
    const leave = useLeave();
    const accounts = useQuery(accountsQuery(api, book.id));
    const outlets = useQuery(outletsQuery(api, book.id));

    const title =
        replaces !== undefined ? t("correct") : edit !== undefined ? t("mend") : t("title");
    return (
        <Page
            title={title}
            bare
            actions={<IconButton icon="close" label={t("cancel")} onClick={leave.leave} />}
        >
            <LeaveGuard dirty={leave.dirty} />
            <QueryView query={accounts} skeleton={<EntrySkeleton />}>
                {(known) => {
                    const places = (outlets.data ?? []).filter((outlet) => !outlet.archived);
                    const common = { accounts: known, outlets: places, leave };
                    return replaces !== undefined ? (
                        <Correction key={replaces} transactionId={replaces} {...common} />
                    ) : edit !== undefined ? (
                        <Mending key={edit} entryId={edit} {...common} />
                    ) : (
                        <EntryEditor {...common} />
                    );
                }}
            </QueryView>
        </Page>
    );
}

type Known = { accounts: readonly Account[]; outlets: readonly Outlet[]; leave: Leave };

function Correction({ transactionId, ...known }: Known & { transactionId: string }) {
    const api = useApi();
    const { book, unit } = useSession();
    const { language } = useLanguage();
    const transaction = useQuery({
        queryKey: [book.id, "transaction", transactionId],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/transactions/{id}", {
                    params: { path: { book: book.id, id: transactionId } },
                    signal,
                }),
            ),
    });
    return (
        <QueryView query={transaction} skeleton={<EntrySkeleton />}>
            {(data) => {
                const form = formOfTransaction(data, unit, language);
                return form === null ? (
                    <CannotSay />
                ) : (
                    <EntryEditor {...known} initial={form} replacesId={transactionId} />
                );
            }}
        </QueryView>
    );
}

function Mending({ entryId, ...known }: Known & { entryId: string }) {
    const { unit } = useSession();
    const { language } = useLanguage();
    const entry = useOutboxEntries().find((item) => item.id === entryId);
    const form = entry === undefined ? null : formOfDraft(entry.draft, unit, language);
    // A correction stays one while it is mended.
    const replacesId = entry?.draft.replaces_id ?? null;
    return form === null ? (
        <CannotSay />
    ) : (
        <EntryEditor
            {...known}
            initial={form}
            outboxId={entryId}
            {...(replacesId === null ? {} : { replacesId })}
        />
    );
}

function CannotSay() {
    const { t } = useTranslation("entry");
    return (
        <EmptyState icon="edit" text={t("cannotCorrect")}>
            <Link to="/transactions">{t("cancel")}</Link>
        </EmptyState>
    );
}

function EntrySkeleton() {
    return (
        <div className={styles["form"]}>
            <Skeleton height="2.75rem" />
            <Skeleton height="4.25rem" />
            <Skeleton height="2.75rem" width="70%" />
            <Skeleton height="2.75rem" width="85%" />
        </div>
    );
}
