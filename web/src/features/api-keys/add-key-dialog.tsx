// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Outlet, Role } from "@/shared/api/wire-types";
import { addDays, todayIn } from "@/shared/i18n/dates";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { TextField } from "@/shared/ui/field";
import { FormColumn } from "@/shared/ui/form-column";
import { ProblemLine } from "@/shared/ui/problem-line";
import { RoleFields, roleIsWhole, roleToWire, type RoleChoice } from "@/shared/ui/role-fields";
import { SecretOnce } from "@/shared/ui/secret-once";
import { useProblem } from "@/shared/ui/use-problem";

import styles from "./api-keys.module.css";

type AddKeyDialogProps = {
    outlets: readonly Outlet[];
    onAdded: () => void;
    onClose: () => void;
};

const roles = ["viewer", "cashier", "accountant", "admin"] as const satisfies readonly Role[];
const defaultDays = 365;
const mostDays = 3660;

/** Makes a key and shows its token, which nobody can ask for again. */
export function AddKeyDialog({ outlets, onAdded, onClose }: AddKeyDialogProps) {
    const { t } = useTranslation("api-keys");
    const { t: ui } = useTranslation("ui");
    const { fieldError } = useProblem();
    const api = useApi();
    const { book, timeZone } = useSession();
    const today = todayIn(timeZone);
    const [name, setName] = useState("");
    const [readOnly, setReadOnly] = useState(true);
    const [choice, setChoice] = useState<RoleChoice>({ role: "viewer", outletIds: [] });
    const [lastDay, setLastDay] = useState(addDays(today, defaultDays));
    const add = useMutation({
        networkMode: "always",
        mutationFn: () => {
            const { role, outlet_ids } = roleToWire(choice);
            return call(
                api.POST("/api/v1/books/{book}/api-keys", {
                    params: { path: { book: book.id } },
                    body: {
                        name: name.trim(),
                        role: roles.find((item) => item === role) ?? "viewer",
                        outlet_ids,
                        read_only: readOnly,
                        expires_at: `${lastDay}T00:00:00Z`,
                    },
                }),
            );
        },
        onSuccess: onAdded,
    });
    if (add.isSuccess) {
        return (
            <Dialog title={t("madeTitle")} closeLabel={ui("close")} onClose={onClose}>
                <p>{t("madeText")}</p>
                <SecretOnce label={t("token")} value={add.data.token} />
            </Dialog>
        );
    }
    return (
        <Dialog title={t("add")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => add.mutate()}>
                {add.isError ? <ProblemLine error={add.error} /> : null}
                <TextField
                    label={t("name")}
                    note={t("nameNote")}
                    error={fieldError(add.error, "/name")}
                    required
                    maxLength={120}
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                />
                <RoleFields roles={roles} outlets={outlets} value={choice} onChange={setChoice} />
                <label className={styles["check"]}>
                    <input
                        type="checkbox"
                        checked={readOnly}
                        onChange={(event) => setReadOnly(event.target.checked)}
                    />
                    {t("readOnlyLong")}
                </label>
                <TextField
                    label={t("until")}
                    error={fieldError(add.error, "/expires_at")}
                    type="date"
                    required
                    min={addDays(today, 1)}
                    max={addDays(today, mostDays)}
                    value={lastDay}
                    onChange={(event) => setLastDay(event.target.value)}
                />
                <DialogActions>
                    <Button onClick={onClose}>{ui("cancel")}</Button>
                    <Button
                        type="submit"
                        look="primary"
                        busy={add.isPending}
                        disabled={!roleIsWhole(choice)}
                    >
                        {t("make")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
