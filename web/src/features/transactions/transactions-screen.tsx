// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Outlet, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { classNames } from "@/shared/ui/class-names";
import { accountsQuery, outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Page } from "@/shared/ui/page";
import { EmptyState } from "@/shared/ui/states";

import { FilterBar } from "./filter-bar";
import { TransactionList } from "./transaction-list";
import styles from "./transactions.module.css";
import "./texts";

/** Transaksi: the list, and beside it (over it, on phones) the transaction that is open. */
export function TransactionsScreen() {
    const { t } = useTranslation("transactions");
    const search = useSearch({ from: "/signed-in/transactions" });
    const { id } = useParams({ strict: false });
    const api = useApi();
    const { book } = useSession();
    const accounts = useQuery(accountsQuery(api, book.id)).data ?? [];
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    return (
        <Page title={t("title")} bare fill>
            <div className={classNames(styles["split"], id !== undefined && styles["showing"])}>
                <section className={styles["pane"]} aria-label={t("list")}>
                    <FilterBar search={search} accounts={accounts} outlets={outlets} />
                    <TransactionList
                        // A list of its own per filter: nothing of another one is carried over.
                        key={JSON.stringify(search)}
                        search={search}
                        accounts={accounts}
                        outlets={outlets}
                        openId={id}
                    />
                </section>
                <div className={styles["detail"]}>
                    {id === undefined ? <EmptyState icon="document" text={t("pick")} /> : <Outlet />}
                </div>
            </div>
        </Page>
    );
}
