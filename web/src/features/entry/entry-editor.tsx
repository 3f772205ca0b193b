// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { AmountField } from "@/shared/ui/amount-field";
import { Button } from "@/shared/ui/button";
import { useSession } from "@/shared/ui/data/services";
import { Segmented } from "@/shared/ui/segmented";
import { EmptyState } from "@/shared/ui/states";

import { CodeChips, OutletChips } from "./entry-chips";
import { EntryDetails } from "./entry-details";
import { accountsFor } from "./entry-form";
import { EntryParts } from "./entry-parts";
import { readPresets } from "./entry-presets";
import type { EntryKind } from "./entry-search";
import styles from "./entry.module.css";
import { useEntryForm, type EntryEditorProps } from "./use-entry-form";

/** The form of the quick entry: Enter saves and closes, Ctrl+Enter saves and goes on, Esc closes. */
export function EntryEditor(props: EntryEditorProps) {
    const { accounts, outlets, leave, initial, replacesId } = props;
    const { t } = useTranslation("entry");
    const { book, role, unit } = useSession();
    const amount = useRef<HTMLInputElement>(null);
    const { form, problem, change, changeKind, submit } = useEntryForm(props, amount);

    const choices = accountsFor(accounts, form.kind, "account");
    const counters = accountsFor(accounts, form.kind, "counter");
    const presets = readPresets(book.id)[form.kind];
    if (choices.length === 0 || counters.length === 0) {
        return (
            <div className={styles["form"]}>
                <KindChoice kind={form.kind} onChange={changeKind} />
                <EmptyState icon="ledger" text={t("noAccounts")}>
                    <Link to="/accounts">{t("toAccounts")}</Link>
                </EmptyState>
            </div>
        );
    }
    const problemText = problem === null ? undefined : t(`problem.${problem}`);
    const amountProblem = problem === "amount" || problem === "too_large";
    return (
        <form
            className={styles["form"]}
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                void submit(false);
            }}
            onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                    event.preventDefault();
                    void submit(true);
                } else if (event.key === "Escape" && !event.defaultPrevented) {
                    event.preventDefault();
                    leave.leave();
                }
            }}
        >
            {replacesId === undefined ? null : (
                <p className={styles["note"]}>{t("correctNote")}</p>
            )}
            {form.items === undefined ? null : (
                <p className={styles["note"]}>{t("itemsNote")}</p>
            )}
            <KindChoice kind={form.kind} onChange={changeKind} />
            {form.parts.length === 0 ? (
                <AmountField
                    ref={amount}
                    label={t("amount")}
                    unit={unit}
                    big
                    autoFocus
                    value={form.amountText}
                    error={amountProblem ? problemText : undefined}
                    onChange={(amountText) => change({ amountText })}
                />
            ) : null}
            <CodeChips
                label={t(`account.${form.kind}`)}
                accounts={choices}
                recent={presets.account}
                value={form.accountCode}
                onChange={(accountCode) => change({ accountCode })}
            />
            {form.parts.length === 0 ? (
                <CodeChips
                    label={t(`counter.${form.kind}`)}
                    accounts={counters}
                    recent={presets.counter}
                    value={form.counterCode}
                    onChange={(counterCode) => change({ counterCode })}
                />
            ) : (
                <EntryParts form={form} counters={counters} change={change} />
            )}
            {outlets.length > 1 ? (
                <OutletChips
                    outlets={outlets}
                    optional={role !== "cashier"}
                    value={form.outletId}
                    onChange={(outletId) => change({ outletId })}
                />
            ) : null}
            {problemText !== undefined && !amountProblem ? (
                <p className={styles["error"]} role="alert">
                    {problemText}
                </p>
            ) : null}
            <EntryDetails form={form} change={change} />
            <div className={styles["foot"]}>
                {initial === undefined ? (
                    <Button large onClick={() => void submit(true)} title="Ctrl+Enter">
                        {t("saveNext")}
                    </Button>
                ) : null}
                <Button type="submit" look="primary" large>
                    {t("save")}
                </Button>
            </div>
        </form>
    );
}

function KindChoice({
    kind,
    onChange,
}: {
    kind: EntryKind;
    onChange: (kind: EntryKind) => void;
}) {
    const { t } = useTranslation("entry");
    return (
        <Segmented
            label={t("kind")}
            wide
            options={[
                { value: "sale", label: t("sale") },
                { value: "expense", label: t("expense") },
                { value: "transfer", label: t("transfer") },
            ]}
            value={kind}
            onChange={onChange}
        />
    );
}
