// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { useLiveEvents } from "@/shared/ui/data/live-state";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Icon } from "@/shared/ui/icon";
import { QueryView } from "@/shared/ui/query-view";

import { DetailView } from "./detail-view";
import styles from "./detail.module.css";

/** Rincian: one transaction, read fresh, and read again when an event touches it. */
export function DetailPane() {
    const { t } = useTranslation("transactions");
    const { t: ui } = useTranslation("ui");
    const { id } = useParams({ from: "/signed-in/transactions/$id" });
    const search = useSearch({ from: "/signed-in/transactions" });
    const api = useApi();
    const client = useQueryClient();
    const { book } = useSession();
    const queryKey = [book.id, "transaction", id];
    const query = useQuery({
        queryKey,
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/transactions/{id}", {
                    params: { path: { book: book.id, id } },
                    signal,
                }),
            ),
        meta: { persist: true },
    });
    useLiveEvents((event) => {
        if (
            (event.type === "transaction.posted" || event.type === "transaction.voided") &&
            (event.data.id === id || event.data.reverses_id === id)
        ) {
            void client.invalidateQueries({ queryKey });
        }
    });
    return (
        <>
            <div className={styles["head"]}>
                <Link
                    to="/transactions"
                    search={search}
                    className={styles["back"]}
                    aria-label={ui("back")}
                >
                    <Icon name="chevronLeft" />
                </Link>
                <h2>{t("detail.title")}</h2>
            </div>
            <QueryView query={query}>
                {(transaction) => <DetailView key={transaction.id} transaction={transaction} />}
            </QueryView>
        </>
    );
}
