// SPDX-License-Identifier: Apache-2.0
import type { TFunction } from "i18next";

import type { Notification, NotificationRule } from "@/shared/api/wire-types";
import { formatDateTime } from "@/shared/i18n/dates";
import { formatAmount } from "@/shared/money/format-amount";
import { amountFromWire, type MoneyUnit } from "@/shared/money/money";
import type { Language } from "@/shared/ui/data/use-language";

type Words = TFunction<"notifications">;

/** What happened, in a sentence. */
export function notificationText(
    { kind, subject, currency, exponent }: Notification,
    t: Words,
    language: Language,
    timeZone: string,
): string {
    const unit = { currency, exponent };
    const money = (text: string | null) =>
        text === null ? "" : formatAmount(amountFromWire(text, unit), unit, language);
    const outlet = subject.outlet_name;
    switch (kind) {
        case "balance_below":
            return t(outlet === null ? "told.balance" : "told.balanceAt", {
                account: subject.account_name ?? "",
                outlet: outlet ?? "",
                amount: money(subject.amount),
                limit: money(subject.limit),
            });
        case "transaction_above":
            return t(outlet === null ? "told.transaction" : "told.transactionAt", {
                outlet: outlet ?? "",
                amount: money(subject.amount),
                limit: money(subject.limit),
            });
        case "outlet_silent":
            return t("told.silent", {
                outlet: outlet ?? "",
                time:
                    subject.since === null
                        ? "–"
                        : formatDateTime(subject.since, { language, timeZone }),
            });
        case "job_finished": {
            const done = subject.job_status === "done";
            const job = subject.job_kind === null ? "" : t(`job.${subject.job_kind}`);
            return t(done ? "told.jobDone" : "told.jobFailed", { job });
        }
    }
}

/** Names of what a rule is about, as far as this device knows them. */
export type RuleNames = { account: string | undefined; outlet: string | undefined };

/** What a rule watches, in a sentence. */
export function ruleText(
    rule: NotificationRule,
    names: RuleNames,
    t: Words,
    language: Language,
    unit: MoneyUnit,
): string {
    const amount =
        rule.amount === null
            ? ""
            : formatAmount(amountFromWire(rule.amount, unit), unit, language);
    const where = names.outlet === undefined ? "" : ` · ${names.outlet}`;
    switch (rule.kind) {
        case "balance_below":
            return t("rule.balance", { account: names.account ?? "–", amount }) + where;
        case "transaction_above": {
            const account = names.account === undefined ? "" : ` · ${names.account}`;
            return t("rule.transaction", { amount }) + account + where;
        }
        case "outlet_silent":
            return t("rule.silent", {
                outlet: names.outlet ?? t("everyOutlet"),
                minutes: rule.minutes ?? 0,
                from: String(rule.from_hour ?? 0).padStart(2, "0"),
                to: String(rule.to_hour ?? 24).padStart(2, "0"),
            });
        case "job_finished":
            return t("rule.job");
    }
}
