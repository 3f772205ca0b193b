// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Summary } from "@/shared/api/wire-types";
import { formatAmount } from "@/shared/money/format-amount";
import { amountFromWire } from "@/shared/money/money";
import { useCalm } from "@/shared/ui/data/live-state";
import { useLanguage } from "@/shared/ui/data/use-language";

const speakEveryMs = 20_000;

/** One polite line for screen readers, so that a busy hour does not talk without end. */
export function SpokenStatus({ summary }: { summary: Summary }) {
    const { t } = useTranslation("home");
    const { language } = useLanguage();
    const unit = { currency: summary.currency, exponent: summary.exponent };
    const text = t("status", {
        income: formatAmount(amountFromWire(summary.figures.income, unit), unit, language),
        count: summary.figures.count,
    });
    return (
        <p className="visually-hidden" role="status">
            {useCalm(text, speakEveryMs)}
        </p>
    );
}
