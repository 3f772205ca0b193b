// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Account, NotificationKind, NotificationRuleDraft, Outlet } from "@/shared/api/wire-types";
import { amountToWire } from "@/shared/money/money";
import { readTypedAmount } from "@/shared/money/typed-amount";
import { AmountField } from "@/shared/ui/amount-field";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { SelectField, TextField } from "@/shared/ui/field";
import { FormColumn } from "@/shared/ui/form-column";
import { ProblemLine } from "@/shared/ui/problem-line";
import { showToast } from "@/shared/ui/toast";

type AddRuleDialogProps = {
    accounts: readonly Account[];
    outlets: readonly Outlet[];
    onAdded: () => void;
    onClose: () => void;
};

const kinds: readonly NotificationKind[] = [
    "balance_below",
    "transaction_above",
    "outlet_silent",
    "job_finished",
];

/** The form of a new rule; asks only for what its kind takes. */
export function AddRuleDialog({ accounts, outlets, onAdded, onClose }: AddRuleDialogProps) {
    const { t } = useTranslation("notifications");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const api = useApi();
    const { book, role, unit } = useSession();
    const money = accounts.filter((account) => !account.archived && account.type === "asset");
    const [kind, setKind] = useState<NotificationKind>("balance_below");
    const [account, setAccount] = useState(money[0]?.id ?? "");
    const [outlet, setOutlet] = useState(role === "cashier" ? (outlets[0]?.id ?? "") : "");
    const [amount, setAmount] = useState("");
    const [minutes, setMinutes] = useState("60");
    const [from, setFrom] = useState("8");
    const [to, setTo] = useState("21");
    const typed = readTypedAmount(amount, unit, language);
    const needsAmount = kind === "balance_below" || kind === "transaction_above";

    const draft = (): NotificationRuleDraft => {
        const where = outlet === "" ? {} : { outlet_id: outlet };
        const sum = typed.ok ? { amount: amountToWire(typed.amount, unit) } : {};
        switch (kind) {
            case "balance_below":
                return { kind, account_id: account, ...sum, ...where };
            case "transaction_above":
                return { kind, ...sum, ...where };
            case "outlet_silent":
                return {
                    kind,
                    minutes: Number(minutes),
                    from_hour: Number(from),
                    to_hour: Number(to),
                    ...where,
                };
            case "job_finished":
                return { kind };
        }
    };
    const add = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(
                api.POST("/api/v1/books/{book}/notification-rules", {
                    params: { path: { book: book.id } },
                    body: draft(),
                }),
            ),
        onSuccess: () => {
            onAdded();
            showToast({ message: t("added") });
            onClose();
        },
    });
    return (
        <Dialog title={t("addTitle")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => add.mutate()}>
                {add.isError ? <ProblemLine error={add.error} /> : null}
                <SelectField
                    label={t("kindLabel")}
                    value={kind}
                    onChange={(event) =>
                        setKind(kinds.find((item) => item === event.target.value) ?? kind)
                    }
                >
                    {kinds.map((item) => (
                        <option key={item} value={item}>
                            {t(`kind.${item}`)}
                        </option>
                    ))}
                </SelectField>
                {kind === "balance_below" ? (
                    <SelectField
                        label={t("account")}
                        value={account}
                        onChange={(event) => setAccount(event.target.value)}
                    >
                        {money.map((item) => (
                            <option key={item.id} value={item.id}>
                                {item.code} {item.name}
                            </option>
                        ))}
                    </SelectField>
                ) : null}
                {needsAmount ? (
                    <AmountField
                        label={t(kind === "balance_below" ? "below" : "above")}
                        unit={unit}
                        value={amount}
                        onChange={setAmount}
                    />
                ) : null}
                {kind === "outlet_silent" ? (
                    <>
                        <TextField
                            label={t("minutes")}
                            type="number"
                            required
                            min={5}
                            max={10080}
                            value={minutes}
                            onChange={(event) => setMinutes(event.target.value)}
                        />
                        <TextField
                            label={t("fromHour")}
                            type="number"
                            required
                            min={0}
                            max={23}
                            value={from}
                            onChange={(event) => setFrom(event.target.value)}
                        />
                        <TextField
                            label={t("toHour")}
                            type="number"
                            required
                            min={Number(from) + 1}
                            max={24}
                            value={to}
                            onChange={(event) => setTo(event.target.value)}
                        />
                    </>
                ) : null}
                {kind === "job_finished" ? null : (
                    <SelectField
                        label={t("outlet")}
                        value={outlet}
                        onChange={(event) => setOutlet(event.target.value)}
                    >
                        {role === "cashier" ? null : <option value="">{t("everyOutlet")}</option>}
                        {outlets.map((item) => (
                            <option key={item.id} value={item.id}>
                                {item.name}
                            </option>
                        ))}
                    </SelectField>
                )}
                <DialogActions>
                    <Button onClick={onClose}>{ui("cancel")}</Button>
                    <Button
                        type="submit"
                        look="primary"
                        busy={add.isPending}
                        disabled={needsAmount && !typed.ok}
                    >
                        {ui("save")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
