// SPDX-License-Identifier: Apache-2.0
import { amountFromWire, amountMinor, type AmountMinor, type MoneyUnit } from "@/shared/money/money";
import type { OutboxDraft } from "@/shared/sync/outbox";

/** The size of a draft: its amount, or the sum of its debits. */
export function entryAmount(draft: OutboxDraft, unit: MoneyUnit): AmountMinor {
    if ("amount" in draft) {
        return amountFromWire(draft.amount, unit);
    }
    let sum = 0n;
    for (const posting of draft.postings) {
        if (posting.direction === "debit") {
            sum += amountFromWire(posting.amount, unit);
        }
    }
    return amountMinor(sum);
}
