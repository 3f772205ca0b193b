// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { ImportResult } from "@/shared/api/wire-types";

import styles from "./imports.module.css";

type NewAccountsProps = { accounts: ImportResult["new_accounts"]; made: boolean };

/** The accounts that a journal brings along; nothing where there are none. */
export function NewAccounts({ accounts, made }: NewAccountsProps) {
    const { t } = useTranslation("imports");
    return accounts.length === 0 ? null : (
        <details className={styles["section"]} data-new-accounts>
            <summary>{t(made ? "madeAccounts" : "newAccounts", { count: accounts.length })}</summary>
            <ul className={styles["accounts"]}>
                {accounts.map((account) => (
                    <li key={account.code}>
                        <span className={styles["accountCode"]}>{account.code}</span>
                        <span>{account.name}</span>
                        <span className={styles["accountType"]}>{t(`accountTypes.${account.type}`)}</span>
                    </li>
                ))}
            </ul>
        </details>
    );
}
