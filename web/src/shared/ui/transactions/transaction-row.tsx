// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { memo, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { Outlet, TransactionData, TransactionKind } from "@/shared/api/wire-types";
import { dayIn, formatTime } from "@/shared/i18n/dates";
import { formatAmount } from "@/shared/money/format-amount";
import { amountMinor } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";

import { Badge } from "../badge";
import { classNames } from "../class-names";
import { useSession } from "../data/services";
import { useLanguage } from "../data/use-language";
import { Icon, type IconName } from "../icon";
import "../texts";
import { aboutOf, moneyEffectOf, sizeOf } from "./transaction-facts";
import styles from "./transaction-row.module.css";

/** The picture of each kind. */
const kindIcons: Readonly<Record<TransactionKind, IconName>> = {
    sale: "sale",
    income: "arrowDown",
    expense: "expense",
    purchase: "expense",
    transfer: "transfer",
    opening: "ledger",
    adjustment: "edit",
    journal: "document",
    reversal: "undo",
};

type TransactionRowProps = {
    transaction: TransactionData;
    moneyAccounts: ReadonlySet<string>;
    outlets: readonly Outlet[];
    /** Drawn as the one whose details are shown. */
    open?: boolean;
};

/** One transaction of the list: what it was about, when and where, what it did to the money. */
export const TransactionRow = memo(function TransactionRow({
    transaction,
    moneyAccounts,
    outlets,
    open,
}: TransactionRowProps) {
    const { t: ui } = useTranslation("ui");
    const { unit, timeZone } = useSession();
    const { language } = useLanguage();
    const about = aboutOf(transaction, moneyAccounts);
    const effect = moneyEffectOf(transaction, moneyAccounts, unit);
    const size = sizeOf(transaction, unit);
    const amount = effect < 0n ? amountMinor(-size) : size;
    // An amount is never cut off: one that is longer than its line is drawn smaller.
    const style = { "--characters": formatAmount(amount, unit, language).length } as CSSProperties;
    const gone = transaction.status === "voided" || transaction.reversed_by_id !== null;
    const outlet = outlets.find((item) => item.id === transaction.outlet_id);
    const at = transaction.made_at ?? transaction.committed_at;
    // A time beside a day it does not belong to would mislead: then only the day stands.
    const time =
        dayIn(timeZone, at) === transaction.date
            ? formatTime(at, { language, timeZone }, { zone: false })
            : null;
    const name =
        transaction.description === "" ? about.category : transaction.description;
    const details = [
        time,
        transaction.description === "" ? ui(`kind.${transaction.kind}`) : about.category,
        outlet?.name,
        about.through,
    ].filter((part) => part !== null && part !== undefined && part !== "");
    return (
        <Link
            to="/transactions/$id"
            params={{ id: transaction.id }}
            // The filters of a list stay in the address while its rows are opened.
            search
            preload={false}
            className={classNames(styles["row"], open === true && styles["open"])}
            data-transaction={transaction.id}
        >
            <span
                className={classNames(styles["mark"], effect > 0n && !gone && styles["in"])}
            >
                <Icon name={kindIcons[transaction.kind]} size={18} />
            </span>
            <span className={styles["words"]}>
                <span className={styles["name"]} title={name}>
                    {name}
                </span>
                <span className={styles["about"]}>{details.join(" · ")}</span>
            </span>
            <span className={styles["figure"]} style={style}>
                <Money
                    amount={amount}
                    unit={unit}
                    className={classNames(styles["amount"], gone && styles["gone"])}
                />
                <StatusBadge transaction={transaction} />
            </span>
        </Link>
    );
});

/** What is not usual about a transaction, in one word. */
export function StatusBadge({ transaction }: { transaction: TransactionData }) {
    const { t } = useTranslation("ui");
    if (transaction.status === "pending") {
        return <Badge tone="warning">{t("state.pending")}</Badge>;
    }
    if (transaction.status === "voided") {
        return <Badge tone="quiet">{t("state.voided")}</Badge>;
    }
    if (transaction.reversed_by_id !== null) {
        return <Badge tone="quiet">{t("state.reversed")}</Badge>;
    }
    if (transaction.replaces_id !== null) {
        return <Badge tone="accent">{t("state.corrects")}</Badge>;
    }
    return null;
}
