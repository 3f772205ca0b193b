// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { ImportRow, ImportVerdict } from "@/shared/api/wire-types";
import { formatDate } from "@/shared/i18n/dates";
import { Money } from "@/shared/money/money-view";
import { Badge } from "@/shared/ui/badge";
import { IconButton } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Icon } from "@/shared/ui/icon";

import styles from "./import-rows.module.css";
import { useImportProblem } from "./use-import-problem";

const tones = {
    new: "accent",
    posted: "positive",
    duplicate: "quiet",
    refused: "negative",
    skipped: "quiet",
} as const satisfies Record<ImportVerdict, string>;

type ImportRowLineProps = {
    row: ImportRow;
    accountName: string | undefined;
    onRule?: (description: string) => void;
};

/** One row of the file: where it stands, what was read, and what becomes of it. */
export function ImportRowLine({ row, accountName, onRule }: ImportRowLineProps) {
    const { t } = useTranslation("imports");
    const { language } = useLanguage();
    const { unit } = useSession();
    const describe = useImportProblem();
    const { verdict, error } = row;
    return (
        <div
            className={classNames(styles["row"], verdict === "skipped" && styles["quiet"])}
            data-import-row={row.row}
            data-verdict={verdict}
        >
            <span className={styles["line"]} title={t("line", { line: row.row })}>
                <span className="visually-hidden">{t("line", { line: row.row })}</span>
                <span aria-hidden="true">{row.row}</span>
            </span>
            <span className={styles["date"]}>
                {row.date === null ? (
                    <span className={styles["missing"]}>{t("noDate")}</span>
                ) : (
                    formatDate(row.date, language)
                )}
            </span>
            <span className={styles["words"]}>
                <span className={styles["description"]}>
                    {row.description === "" ? (
                        <span className={styles["missing"]}>{t("noDescription")}</span>
                    ) : (
                        row.description
                    )}
                </span>
                {error === null ? (
                    <span className={styles["about"]}>
                        {[
                            row.account_code === null
                                ? null
                                : `${row.account_code} ${accountName ?? ""}`.trim(),
                            row.reference,
                        ]
                            .filter((part) => part !== null && part !== "")
                            .join(" · ")}
                    </span>
                ) : (
                    <span
                        className={verdict === "refused" ? styles["why"] : styles["about"]}
                        title={error.detail}
                    >
                        {describe(error.code, error.detail)}
                        {saysMore.has(error.code) ? <small> {error.detail}</small> : null}
                    </span>
                )}
            </span>
            <span className={styles["amount"]}>
                {row.amount === null ? "–" : <Money amount={row.amount} unit={unit} bare />}
            </span>
            <span className={styles["verdict"]}>
                <Badge tone={tones[verdict]}>{t(`verdict.${verdict}`)}</Badge>
            </span>
            <span className={styles["act"]}>
                {row.transaction_id !== null ? (
                    <Link
                        to="/transactions/$id"
                        params={{ id: row.transaction_id }}
                        className={styles["open"]}
                        aria-label={t("openTransaction")}
                        title={t("openTransaction")}
                    >
                        <Icon name="chevronRight" size={18} />
                    </Link>
                ) : onRule !== undefined && row.description !== "" && verdict !== "skipped" ? (
                    <IconButton
                        icon="filter"
                        label={t("ruleFrom", { text: row.description })}
                        onClick={() => onRule(row.description)}
                    />
                ) : null}
            </span>
        </div>
    );
}

/** Refusals whose detail names what is in the file. */
const saysMore: ReadonlySet<string> = new Set([
    "syntax_invalid",
    "not_supported",
    "unknown_account",
    "unknown_outlet",
    "unknown_contact",
    "currency_mixed",
]);
