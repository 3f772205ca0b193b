// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Account, ImportKind, ImportMapping, ImportResult } from "@/shared/api/wire-types";
import { Button, IconButton } from "@/shared/ui/button";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { SelectField } from "@/shared/ui/field";
import { Segmented } from "@/shared/ui/segmented";

import { AccountSelect } from "./account-select";
import { ColumnSettings } from "./column-settings";
import { FormatSettings } from "./format-settings";
import styles from "./imports.module.css";
import { withText, type Need } from "./mapping-draft";

type ImportSettingsProps = {
    result: ImportResult;
    accounts: readonly Account[];
    missing: readonly Need[];
    mapping: ImportMapping;
    onMapping: (mapping: ImportMapping) => void;
    kind: ImportKind;
    onKind: (kind: ImportKind) => void;
    nextOpenDay: boolean;
    onNextOpenDay: (nextOpenDay: boolean) => void;
    /** Asks for a rule: the one at an index, or with null a new one. */
    onRule: (at: number | null) => void;
};

/** How the file is read, as it was found out, to be corrected: accounts, form, columns, rules. */
export function ImportSettings({
    result,
    accounts,
    missing,
    mapping,
    onMapping,
    kind,
    onKind,
    nextOpenDay,
    onNextOpenDay,
    onRule,
}: ImportSettingsProps) {
    const { t } = useTranslation("imports");
    const api = useApi();
    const { book, role } = useSession();
    const outlets = (useQuery(outletsQuery(api, book.id)).data ?? []).filter(
        (outlet) => !outlet.archived,
    );
    // On a phone what is settled already must not stand between the file's name and its rows.
    const [openAtFirst] = useState(() => missing.length > 0 || matchMedia("(min-width: 60rem)").matches);
    const isTable = result.kind === "csv" && kind === "csv";
    const lacks = (need: Need) => (missing.includes(need) ? t("required") : undefined);
    const rules = mapping.rules ?? [];
    const nameOf = (code: string) => accounts.find((account) => account.code === code)?.name ?? "";
    return (
        <aside className={styles["settings"]} aria-label={t("settings")}>
            <details className={styles["section"]} open={openAtFirst}>
                <summary>
                    {t("accounts")}
                    <span className={styles["found"]}>
                        {[mapping.money_account_code, mapping.counter_account_code]
                            .filter((code) => code !== undefined && code !== null)
                            .join("   ")}
                    </span>
                </summary>
                <div className={styles["fields"]}>
                    {isTable ? (
                        <>
                            <AccountSelect
                                label={t("money")}
                                note={t("moneyNote")}
                                error={lacks("money_account_code")}
                                accounts={accounts}
                                moneyFirst
                                value={mapping.money_account_code ?? ""}
                                onChange={(code) =>
                                    onMapping(withText(mapping, "money_account_code", code))
                                }
                            />
                            <AccountSelect
                                label={t("counter")}
                                note={t("counterNote")}
                                error={lacks("counter_account_code")}
                                accounts={accounts}
                                value={mapping.counter_account_code ?? ""}
                                onChange={(code) =>
                                    onMapping(withText(mapping, "counter_account_code", code))
                                }
                            />
                        </>
                    ) : null}
                    {outlets.length > 0 ? (
                        <SelectField
                            label={t("outlet")}
                            value={mapping.outlet_id ?? ""}
                            onChange={(event) =>
                                onMapping(withText(mapping, "outlet_id", event.target.value))
                            }
                        >
                            {role === "cashier" ? null : <option value="">{t("anyOutlet")}</option>}
                            {outlets.map((outlet) => (
                                <option key={outlet.id} value={outlet.id}>
                                    {outlet.name}
                                </option>
                            ))}
                        </SelectField>
                    ) : null}
                    <SelectField
                        label={t("locked")}
                        value={nextOpenDay ? "next_open_day" : "refuse"}
                        onChange={(event) => onNextOpenDay(event.target.value === "next_open_day")}
                    >
                        <option value="refuse">{t("lockedChoices.refuse")}</option>
                        <option value="next_open_day">{t("lockedChoices.next_open_day")}</option>
                    </SelectField>
                    <div className={styles["kind"]}>
                        <span className={styles["label"]}>{t("kind")}</span>
                        <Segmented
                            label={t("kind")}
                            options={[
                                { value: "csv", label: t("kinds.csv") },
                                { value: "hledger", label: t("kinds.hledger") },
                            ]}
                            value={kind}
                            onChange={onKind}
                            wide
                        />
                    </div>
                </div>
            </details>
            {isTable ? (
                <>
                    <FormatSettings mapping={mapping} onMapping={onMapping} />
                    <ColumnSettings
                        columns={result.columns}
                        wanted={missing.includes("columns")}
                        mapping={mapping}
                        onMapping={onMapping}
                    />
                    <details className={styles["section"]} open={rules.length > 0}>
                        <summary>{t("rules")}</summary>
                        <div className={styles["fields"]}>
                            <p className={styles["note"]}>{t("rulesNote")}</p>
                            {rules.length === 0 ? null : (
                                <ul className={styles["rules"]}>
                                    {rules.map((rule, index) => (
                                        <li key={index} data-rule={rule.contains}>
                                            <button
                                                type="button"
                                                className={styles["rule"]}
                                                onClick={() => onRule(index)}
                                            >
                                                {t("ruleText", {
                                                    contains: rule.contains,
                                                    account: `${rule.account_code} ${nameOf(rule.account_code)}`,
                                                })}
                                            </button>
                                            <IconButton
                                                icon="trash"
                                                label={t("removeRule", { contains: rule.contains })}
                                                onClick={() =>
                                                    onMapping({
                                                        ...mapping,
                                                        rules: rules.toSpliced(index, 1),
                                                    })
                                                }
                                            />
                                        </li>
                                    ))}
                                </ul>
                            )}
                            <div>
                                <Button icon="plus" onClick={() => onRule(null)}>
                                    {t("addRule")}
                                </Button>
                            </div>
                        </div>
                    </details>
                </>
            ) : null}
        </aside>
    );
}
