// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Account, ImportMapping } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { TextField } from "@/shared/ui/field";
import { FormColumn } from "@/shared/ui/form-column";

import { AccountSelect } from "./account-select";

type RuleDialogProps = {
    accounts: readonly Account[];
    contains: string;
    accountCode: string;
    onSave: (rule: NonNullable<ImportMapping["rules"]>[number]) => void;
    onClose: () => void;
};

/** One rule: a text of the description, and the account that it means. */
export function RuleDialog({ accounts, contains, accountCode, onSave, onClose }: RuleDialogProps) {
    const { t } = useTranslation("imports");
    const { t: ui } = useTranslation("ui");
    const [text, setText] = useState(contains);
    const [code, setCode] = useState(accountCode);
    return (
        <Dialog title={t("editRule")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => onSave({ contains: text.trim(), account_code: code })}>
                <TextField
                    label={t("contains")}
                    note={t("rulesNote")}
                    required
                    pattern=".*\S.*"
                    maxLength={120}
                    value={text}
                    onChange={(event) => setText(event.target.value)}
                />
                <AccountSelect
                    label={t("thenAccount")}
                    accounts={accounts}
                    required
                    value={code}
                    onChange={setCode}
                />
                <DialogActions>
                    <Button onClick={onClose}>{ui("cancel")}</Button>
                    <Button type="submit" look="primary">
                        {ui("save")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
