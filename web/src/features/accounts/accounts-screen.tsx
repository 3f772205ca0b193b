// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Account } from "@/shared/api/wire-types";
import { amountFromWire } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { accountsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { LiveCue } from "@/shared/ui/live-cue";
import { Page, Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { RecordItem } from "@/shared/ui/record-list";
import { EmptyState } from "@/shared/ui/states";

import { accountTypes } from "./account-types";
import styles from "./accounts.module.css";
import { AddAccountDialog } from "./add-account-dialog";
import { useBalances } from "./use-balances";
import "./texts";

/** Akun: the chart by type, with the balances as they are now, live. */
export function AccountsScreen() {
    const { t } = useTranslation("accounts");
    const api = useApi();
    const { book, role } = useSession();
    const query = useQuery(accountsQuery(api, book.id));
    const [adding, setAdding] = useState(false);
    const mayAdd = role !== "cashier" && role !== "viewer";
    // A cashier may not see balances of the whole book.
    const balances = useBalances(role !== "cashier");
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
                            <Chart accounts={accounts} balances={balances} />
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

type ChartProps = { accounts: readonly Account[]; balances: ReadonlyMap<string, string> };

function Chart({ accounts, balances }: ChartProps) {
    const { t } = useTranslation("accounts");
    const { t: ui } = useTranslation("ui");
    const { unit, role } = useSession();
    const byId = new Map(accounts.map((account) => [account.id, account]));
    const parents = new Set(accounts.map((account) => account.parent_id));
    const levelOf = (account: Account): number => {
        const parent = account.parent_id === null ? undefined : byId.get(account.parent_id);
        return parent === undefined ? 0 : 1 + levelOf(parent);
    };
    return accountTypes.map((type) => {
        const own = accounts.filter((account) => account.type === type);
        return own.length === 0 ? null : (
            <Panel key={type} title={t(`types.${type}`)}>
                <ul>
                    {own.map((account) => {
                        const holds = parents.has(account.id);
                        const balance = balances.get(account.id);
                        // What only holds others has nothing of its own to show.
                        const empty =
                            balance === undefined ||
                            (holds && amountFromWire(balance, unit) === 0n);
                        return (
                            <RecordItem
                                key={account.id}
                                code={account.code}
                                name={account.name}
                                note={holds ? null : t(`subtypes.${account.subtype}`)}
                                level={Math.max(0, levelOf(account) - 1)}
                                heading={holds}
                                link={(words) =>
                                    role === "cashier" ? (
                                        <Link to="/transactions" search={{ account: account.id }}>
                                            {words}
                                        </Link>
                                    ) : (
                                        <Link
                                            to="/reports"
                                            search={{ report: "general-ledger", account: account.id }}
                                        >
                                            {words}
                                        </Link>
                                    )
                                }
                                end={
                                    <>
                                        {account.archived ? (
                                            <Badge tone="quiet">{ui("archived")}</Badge>
                                        ) : null}
                                        {empty ? null : (
                                            <span data-balance={account.code}>
                                                <LiveCue value={balance}>
                                                    <Money
                                                        className={styles["balance"] ?? ""}
                                                        amount={balance}
                                                        unit={unit}
                                                    />
                                                </LiveCue>
                                            </span>
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
