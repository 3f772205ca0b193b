// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Line, Posting } from "@/shared/api/wire-types";
import { Money } from "@/shared/money/money-view";
import { useSession } from "@/shared/ui/data/services";
import { Panel } from "@/shared/ui/page";

import styles from "./detail.module.css";

/** The legs, debits in one column and credits in the other. */
export function PostingsTable({ postings }: { postings: readonly Posting[] }) {
    const { t } = useTranslation("transactions");
    const { unit } = useSession();
    return (
        <Panel title={t("detail.postings")}>
            <div>
                <table className={`${styles["table"] ?? ""} ${styles["legs"] ?? ""}`}>
                    <thead>
                        <tr>
                            <th scope="col">{t("detail.accountColumn")}</th>
                            <th scope="col" className={styles["number"]}>
                                {t("detail.debit")}
                            </th>
                            <th scope="col" className={styles["number"]}>
                                {t("detail.credit")}
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {postings.map((posting, index) => (
                            <tr key={index}>
                                <td>
                                    {posting.account_name}
                                    <span className={styles["code"]}>
                                        {posting.account_code}
                                        {posting.memo === null ? "" : ` · ${posting.memo}`}
                                    </span>
                                </td>
                                <td
                                    className={styles["number"]}
                                    data-side={t("detail.debit")}
                                >
                                    {posting.direction === "debit" ? (
                                        <Money amount={posting.amount} unit={unit} bare />
                                    ) : null}
                                </td>
                                <td
                                    className={styles["number"]}
                                    data-side={t("detail.credit")}
                                >
                                    {posting.direction === "credit" ? (
                                        <Money amount={posting.amount} unit={unit} bare />
                                    ) : null}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </Panel>
    );
}

/** What was sold, as on a receipt. */
export function LinesTable({ lines }: { lines: readonly Line[] }) {
    const { t } = useTranslation("transactions");
    const { unit } = useSession();
    return (
        <Panel title={t("detail.lines")}>
            <div
                className={styles["scroll"]}
                role="group"
                aria-label={t("detail.lines")}
                tabIndex={0}
            >
                <table className={styles["table"]}>
                    <thead>
                        <tr>
                            <th scope="col">{t("detail.item")}</th>
                            <th scope="col" className={styles["number"]}>
                                {t("detail.quantity")}
                            </th>
                            <th scope="col" className={styles["number"]}>
                                {t("detail.amount")}
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {lines.map((line, index) => (
                            <tr key={index}>
                                <td>{line.name}</td>
                                <td className={styles["number"]}>{line.quantity}</td>
                                <td className={styles["number"]}>
                                    <Money amount={line.amount} unit={unit} bare />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </Panel>
    );
}
