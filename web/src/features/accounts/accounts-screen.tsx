// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Account, Balance } from "@/shared/api/wire-types";
import { Money } from "@/shared/money/money-view";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { accountsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Page, Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { RecordItem } from "@/shared/ui/record-list";
import { EmptyState } from "@/shared/ui/states";

import { accountTypes } from "./account-types";
import styles from "./accounts.module.css";
import { AddAccountDialog } from "./add-account-dialog";
import "./texts";

/** Akun: the chart by type, with the balances as the server has them now. */
export function AccountsScreen() {
    const { t } = useTranslation("accounts");
    const api = useApi();
    const { book, role } = useSession();
    const query = useQuery(accountsQuery(api, book.id));
    const [adding, setAdding] = useState(false);
    const mayAdd = role !== "cashier" && role !== "viewer";
    const balances = useQuery({
        queryKey: [book.id, "figures", "balances"],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/balances", {
                    params: { path: { book: book.id } },
                    signal,
                }),
            ),
        // A cashier may not see balances of the whole book.
        enabled: role !== "cashier",
        meta: { persist: true },
    });
    const add = mayAdd ? (
        <Button icon="plus" look="primary" onClick={() => setAdding(true)}>
            {t("add")}
        </Button>
    ) : null;
    return (
        <Page title={t("title")} back="/more" narrow>
            <QueryView query={query}>
                {(accounts) =>
                    accounts.length === 0 ? (
                        <EmptyState icon="ledger" text={t("empty")}>
                            {add}
                        </EmptyState>
                    ) : (
                        <>
                            <div>{add}</div>
                            <Chart accounts={accounts} balances={balances.data?.items ?? []} />
                        </>
                    )
                }
            </QueryView>
            {adding ? (
                <AddAccountDialog accounts={query.data ?? []} onClose={() => setAdding(false)} />
            ) : null}
        </Page>
    );
}

type ChartProps = { accounts: readonly Account[]; balances: readonly Balance[] };

function Chart({ accounts, balances }: ChartProps) {
    const { t } = useTranslation("accounts");
    const { t: ui } = useTranslation("ui");
    const { unit } = useSession();
    const balanceOf = new Map(balances.map((item) => [item.account_id, item.balance]));
    return accountTypes.map((type) => {
        const own = accounts.filter((account) => account.type === type);
        return own.length === 0 ? null : (
            <Panel key={type} title={t(`types.${type}`)}>
                <ul>
                    {own.map((account) => {
                        const balance = balanceOf.get(account.id);
                        return (
                            <RecordItem
                                key={account.id}
                                code={account.code}
                                name={account.name}
                                note={t(`subtypes.${account.subtype}`)}
                                end={
                                    <>
                                        {account.archived ? (
                                            <Badge tone="quiet">{ui("archived")}</Badge>
                                        ) : null}
                                        {balance === undefined ? null : (
                                            <Money
                                                className={styles["balance"] ?? ""}
                                                amount={balance}
                                                unit={unit}
                                            />
                                        )}
                                    </>
                                }
                            />
                        );
                    })}
                </ul>
            </Panel>
        );
    });
}
