// SPDX-License-Identifier: Apache-2.0
import { call, type ApiClient } from "@/shared/api/client";
import type { AccountSubtype } from "@/shared/api/wire-types";
import { currentLanguage } from "@/shared/i18n/i18n";
import { amountToWire, type MoneyUnit } from "@/shared/money/money";
import { readTypedAmount } from "@/shared/money/typed-amount";

import type { SetUpDraft } from "./set-up-draft";

/** The book that was just made, and the id its opening entry has: sent twice, it is booked once. */
export type OpenedBook = {
    readonly bookId: string;
    readonly unit: MoneyUnit;
    readonly openingId: string;
};

/**
 * Books the cash in the drawer against the owner's capital. Does nothing where none was typed or the book
 * began without accounts. Rejects as any call does; safe to try again.
 */
export async function openCash(
    api: ApiClient,
    { bookId, unit, openingId }: OpenedBook,
    draft: Pick<SetUpDraft, "openingCash" | "template">,
    description: string,
): Promise<void> {
    const typed = readTypedAmount(draft.openingCash, unit, currentLanguage());
    if (!typed.ok || typed.amount === 0n || draft.template === "none") {
        return;
    }
    const path = { book: bookId };
    const chart = await call(
        api.GET("/api/v1/books/{book}/accounts", { params: { path, query: { limit: 500 } } }),
    );
    const parents = new Set(chart.items.map((account) => account.parent_id));
    const codeOf = (subtype: AccountSubtype) =>
        chart.items.find((item) => item.subtype === subtype && !parents.has(item.id))?.code;
    const cash = codeOf("cash");
    const capital = codeOf("capital");
    if (cash === undefined || capital === undefined) {
        throw new Error("the chart lacks cash or capital");
    }
    const amount = amountToWire(typed.amount, unit);
    await call(
        api.POST("/api/v1/books/{book}/transactions", {
            params: { path },
            body: {
                id: openingId,
                kind: "opening",
                description,
                postings: [
                    { account_code: cash, direction: "debit", amount },
                    { account_code: capital, direction: "credit", amount },
                ],
            },
        }),
    );
}
