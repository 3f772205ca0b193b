// SPDX-License-Identifier: Apache-2.0
import { amountFromWire, type MoneyUnit } from "@/shared/money/money";

/** How much `now` differs from `before` as a share of it; null when there is nothing to compare with. */
export function changeShare(now: string, before: string, unit: MoneyUnit): number | null {
    const from = amountFromWire(before, unit);
    if (from <= 0n) {
        return null;
    }
    return shareOf(amountFromWire(now, unit) - from, from);
}

/** The same for counts. */
export function changeOfCount(now: number, before: number): number | null {
    return before <= 0 ? null : (now - before) / before;
}

/** part / whole in thousandths, exact up to there whatever the size of the amounts. */
export function shareOf(part: bigint, whole: bigint): number {
    return whole === 0n ? 0 : Number((part * 1000n) / whole) / 1000;
}
