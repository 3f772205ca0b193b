// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Transaction } from "@/shared/api/wire-types";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { sizeOf } from "@/shared/ui/transactions/transaction-facts";

import { receiptNumber, receiptTime } from "./receipt-text";
import styles from "./receipt.module.css";

type ReceiptProps = { transaction: Transaction; outlet: string | undefined; width: "58" | "80" };

/** A receipt, drawn black on white in the width of its roll. */
export function Receipt({ transaction, outlet, width }: ReceiptProps) {
    const { t } = useTranslation("transactions");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const { book, unit, timeZone } = useSession();
    const { lines } = transaction;
    const kind = ui(`kind.${transaction.kind}`);
    return (
        <div className={classNames(styles["receipt"], styles[`mm${width}`])} data-receipt={width}>
            <p className={styles["book"]}>{book.name}</p>
            {outlet === undefined ? null : <p className={styles["centre"]}>{outlet}</p>}
            <p className={styles["centre"]}>{receiptTime(transaction, { language, timeZone })}</p>
            <p className={styles["centre"]}>
                {kind} · No. {receiptNumber(transaction)}
            </p>
            <hr className={styles["rule"]} />
            {lines.length === 0 ? (
                <p>{transaction.description === "" ? kind : transaction.description}</p>
            ) : (
                lines.map((line, index) => (
                    <p key={index} className={styles["line"]}>
                        <span>
                            {line.name} × {line.quantity}
                        </span>
                        <Money amount={line.amount} unit={unit} bare />
                    </p>
                ))
            )}
            <hr className={styles["rule"]} />
            <p className={classNames(styles["line"], styles["total"])}>
                <span>{t("receipt.total")}</span>
                <Money amount={sizeOf(transaction, unit)} unit={unit} />
            </p>
            {transaction.status === "pending" || transaction.reversed_by_id !== null ? (
                <p className={styles["centre"]}>
                    {ui(transaction.status === "pending" ? "state.pending" : "state.reversed")}
                </p>
            ) : null}
            <p className={styles["centre"]}>{t("receipt.thanks")}</p>
        </div>
    );
}
