// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Summary } from "@/shared/api/wire-types";
import { formatPercent } from "@/shared/i18n/numbers";
import { amountFromWire } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";

import { shareOf } from "./change";
import styles from "./ranking.module.css";

const colours = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5"];

/** How today's sales were paid: one bar, and the same as a table. */
export function PaymentMix({ summary }: { summary: Summary }) {
    const { t } = useTranslation("home");
    const { language } = useLanguage();
    const unit = { currency: summary.currency, exponent: summary.exponent };
    const payments = summary.payments
        .map((payment) => ({ ...payment, minor: amountFromWire(payment.amount, unit) }))
        .filter((payment) => payment.minor > 0n);
    // Only for the shares: each amount stands as the server gave it.
    const whole = payments.reduce((sum, payment) => sum + payment.minor, 0n);
    const colourOf = (index: number) => `var(${colours[Math.min(index, colours.length - 1)] ?? ""})`;
    return (
        <Panel title={t("payments")}>
            {payments.length === 0 ? (
                <p className={styles["empty"]}>{t("paymentsEmpty")}</p>
            ) : (
                <>
                    <div className={styles["stack"]} aria-hidden="true">
                        {payments.map((payment, index) => (
                            <span
                                key={payment.account_id}
                                className={styles["segment"]}
                                style={{
                                    flexGrow: shareOf(payment.minor, whole) * 1000,
                                    background: colourOf(index),
                                }}
                            />
                        ))}
                    </div>
                    <div className={styles["box"]}>
                        <table className={styles["table"]}>
                            <caption className="visually-hidden">{t("payments")}</caption>
                            <thead className="visually-hidden">
                                <tr>
                                    <th scope="col">{t("method")}</th>
                                    <th scope="col">{t("share")}</th>
                                    <th scope="col">{t("amount")}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {payments.map((payment, index) => (
                                    <tr key={payment.account_id}>
                                        <th scope="row" className={styles["method"]}>
                                            <span
                                                className={styles["swatch"]}
                                                style={{ background: colourOf(index) }}
                                            />
                                            {payment.name}
                                        </th>
                                        <td className={`${styles["number"] ?? ""} ${styles["quiet"] ?? ""}`}>
                                            {formatPercent(shareOf(payment.minor, whole), language)}
                                        </td>
                                        <td className={styles["number"]}>
                                            <Money amount={payment.minor} unit={unit} />
                                        </td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                </>
            )}
        </Panel>
    );
}
