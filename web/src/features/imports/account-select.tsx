// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Account } from "@/shared/api/wire-types";
import { SelectField } from "@/shared/ui/field";
import { moneyAccountsOf } from "@/shared/ui/transactions/transaction-facts";

type AccountSelectProps = {
    label: string;
    note?: string;
    error?: string | undefined;
    accounts: readonly Account[];
    /** The code that is chosen; empty for none. */
    value: string;
    onChange: (code: string) => void;
    /** Those that hold money stand first. */
    moneyFirst?: boolean;
    required?: boolean;
};

/** A choice among the accounts of the book, those with money apart from the others. */
export function AccountSelect({
    label,
    note,
    error,
    accounts,
    value,
    onChange,
    moneyFirst,
    required,
}: AccountSelectProps) {
    const { t } = useTranslation("imports");
    const open = accounts.filter((account) => !account.archived || account.code === value);
    const money = moneyAccountsOf(open);
    const groups = [
        { name: "moneyAccounts", items: open.filter((account) => money.has(account.id)) },
        { name: "otherAccounts", items: open.filter((account) => !money.has(account.id)) },
    ];
    return (
        <SelectField
            label={label}
            note={note}
            error={error}
            required={required === true}
            value={value}
            onChange={(event) => onChange(event.target.value)}
        >
            <option value="">{t("pickAccount")}</option>
            {(moneyFirst === true ? groups : groups.toReversed()).map((group) => (
                <optgroup key={group.name} label={t(group.name)}>
                    {group.items.map((account) => (
                        <option key={account.id} value={account.code}>
                            {account.code} {account.name}
                        </option>
                    ))}
                </optgroup>
            ))}
        </SelectField>
    );
}
