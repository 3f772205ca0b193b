// SPDX-License-Identifier: Apache-2.0
import i18next from "i18next";

import type { Transaction } from "@/shared/api/wire-types";
import { dayIn, formatDate, formatTime } from "@/shared/i18n/dates";
import { formatAmount } from "@/shared/money/format-amount";
import { amountFromWire, type MoneyUnit } from "@/shared/money/money";
import type { Language } from "@/shared/ui/data/use-language";
import { sizeOf } from "@/shared/ui/transactions/transaction-facts";

/** What a receipt says besides its transaction. */
export type ReceiptContext = {
    readonly book: string;
    readonly outlet: string | undefined;
    readonly unit: MoneyUnit;
    readonly language: Language;
    readonly timeZone: string;
};

/** Day, and time where it belongs to that day: "22 Nov 2026, 14.02 WIB". */
export function receiptTime(
    transaction: Transaction,
    { language, timeZone }: Pick<ReceiptContext, "language" | "timeZone">,
): string {
    const at = transaction.made_at ?? transaction.committed_at;
    const day = formatDate(transaction.date, language);
    return dayIn(timeZone, at) === transaction.date
        ? `${day}, ${formatTime(at, { language, timeZone })}`
        : day;
}

/** The short number that a customer can name: the reference, else the end of the id. */
export function receiptNumber(transaction: Transaction): string {
    return transaction.reference ?? transaction.id.slice(-8).toUpperCase();
}

/** The receipt as plain text, for messages. */
export function receiptText(transaction: Transaction, context: ReceiptContext): string {
    const { unit, language } = context;
    const money = (amount: string) => formatAmount(amountFromWire(amount, unit), unit, language);
    const lines = transaction.lines.map(
        (line) => `${line.name} × ${line.quantity}  ${money(line.amount)}`,
    );
    const total = formatAmount(sizeOf(transaction, unit), unit, language);
    return [
        context.book,
        ...(context.outlet === undefined ? [] : [context.outlet]),
        receiptTime(transaction, context),
        "",
        ...(lines.length > 0 ? lines : [transaction.description]),
        `${i18next.t("receipt.total", { ns: "transactions" })}: ${total}`,
        `No. ${receiptNumber(transaction)}`,
    ]
        .filter((line, index, all) => line !== "" || all[index - 1] !== "")
        .join("\n");
}
