// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Account, AccountSubtype, AccountType } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { SelectField, TextField } from "@/shared/ui/field";
import { FormColumn } from "@/shared/ui/form-column";
import { ProblemLine } from "@/shared/ui/problem-line";
import { showToast } from "@/shared/ui/toast";
import { useProblem } from "@/shared/ui/use-problem";

import { accountTypes, subtypesOf } from "./account-types";

type AddAccountDialogProps = { accounts: readonly Account[]; onClose: () => void };

/** The form of a new account. The group offers what its type allows, the parent what its type has. */
export function AddAccountDialog({ accounts, onClose }: AddAccountDialogProps) {
    const { t } = useTranslation("accounts");
    const { t: ui } = useTranslation("ui");
    const { fieldError } = useProblem();
    const api = useApi();
    const client = useQueryClient();
    const { book } = useSession();
    const [code, setCode] = useState("");
    const [name, setName] = useState("");
    const [type, setType] = useState<AccountType>("asset");
    const [subtype, setSubtype] = useState<AccountSubtype>("cash");
    const [parent, setParent] = useState("");
    const add = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(
                api.POST("/api/v1/books/{book}/accounts", {
                    params: { path: { book: book.id } },
                    body: {
                        code: code.trim(),
                        name: name.trim(),
                        type,
                        subtype,
                        parent_id: parent === "" ? null : parent,
                    },
                }),
            ),
        onSuccess: () => {
            void client.invalidateQueries({ queryKey: [book.id, "accounts"] });
            void client.invalidateQueries({ queryKey: [book.id, "figures"] });
            showToast({ message: t("added") });
            onClose();
        },
    });
    const parents = accounts.filter((account) => account.type === type && !account.archived);
    return (
        <Dialog title={t("add")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => add.mutate()}>
                {add.isError ? <ProblemLine error={add.error} /> : null}
                <SelectField
                    label={t("type")}
                    value={type}
                    onChange={(event) => {
                        const chosen = accountTypes.find((item) => item === event.target.value);
                        const first = chosen === undefined ? undefined : subtypesOf[chosen][0];
                        if (chosen !== undefined && first !== undefined) {
                            setType(chosen);
                            setSubtype(first);
                            setParent("");
                        }
                    }}
                >
                    {accountTypes.map((item) => (
                        <option key={item} value={item}>
                            {t(`types.${item}`)}
                        </option>
                    ))}
                </SelectField>
                <SelectField
                    label={t("subtype")}
                    error={fieldError(add.error, "/subtype")}
                    value={subtype}
                    onChange={(event) =>
                        setSubtype(
                            subtypesOf[type].find((item) => item === event.target.value) ?? subtype,
                        )
                    }
                >
                    {subtypesOf[type].map((item) => (
                        <option key={item} value={item}>
                            {t(`subtypes.${item}`)}
                        </option>
                    ))}
                </SelectField>
                <TextField
                    label={t("name")}
                    error={fieldError(add.error, "/name")}
                    required
                    maxLength={120}
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                />
                <TextField
                    label={t("code")}
                    note={t("codeNote")}
                    error={fieldError(add.error, "/code")}
                    required
                    maxLength={20}
                    pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
                    value={code}
                    onChange={(event) => setCode(event.target.value)}
                />
                {parents.length > 0 ? (
                    <SelectField
                        label={t("parent")}
                        error={fieldError(add.error, "/parent_id")}
                        value={parent}
                        onChange={(event) => setParent(event.target.value)}
                    >
                        <option value="">{t("noParent")}</option>
                        {parents.map((account) => (
                            <option key={account.id} value={account.id}>
                                {account.code} {account.name}
                            </option>
                        ))}
                    </SelectField>
                ) : null}
                <DialogActions>
                    <Button onClick={onClose}>{ui("cancel")}</Button>
                    <Button type="submit" look="primary" busy={add.isPending}>
                        {ui("save")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
