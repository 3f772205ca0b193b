// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Transaction } from "@/shared/api/wire-types";
import { amountMinor } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { accountsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import {
    aboutOf,
    moneyAccountsOf,
    moneyEffectOf,
    sizeOf,
} from "@/shared/ui/transactions/transaction-facts";
import { StatusBadge } from "@/shared/ui/transactions/transaction-row";

import { DetailActions } from "./detail-actions";
import { DetailFacts } from "./detail-facts";
import { LinesTable, PostingsTable } from "./detail-tables";
import styles from "./detail.module.css";

/** Everything about one transaction. */
export function DetailView({ transaction }: { transaction: Transaction }) {
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const { book, unit } = useSession();
    const accounts = useQuery(accountsQuery(api, book.id)).data ?? [];
    const moneyAccounts = moneyAccountsOf(accounts);
    const about = aboutOf(transaction, moneyAccounts);
    const effect = moneyEffectOf(transaction, moneyAccounts, unit);
    const size = sizeOf(transaction, unit);
    const gone = transaction.status === "voided" || transaction.reversed_by_id !== null;
    const kind = ui(`kind.${transaction.kind}`);
    // Without a description the category stands in its place; "Sale · Sale" would say nothing.
    const categoryToo = transaction.description !== "" && about.category !== kind;
    return (
        <article className={styles["body"]}>
            <div className={styles["top"]}>
                <p className={styles["kind"]}>
                    {kind}
                    {categoryToo ? ` · ${about.category}` : null}
                    <StatusBadge transaction={transaction} />
                </p>
                <Money
                    amount={effect < 0n ? amountMinor(-size) : size}
                    unit={unit}
                    className={classNames(styles["amount"], gone && styles["gone"])}
                />
                <p className={styles["description"]}>
                    {transaction.description === "" ? about.category : transaction.description}
                </p>
            </div>
            <DetailActions transaction={transaction} />
            <DetailFacts transaction={transaction} />
            {transaction.lines.length > 0 ? <LinesTable lines={transaction.lines} /> : null}
            <PostingsTable postings={transaction.postings} />
        </article>
    );
}
