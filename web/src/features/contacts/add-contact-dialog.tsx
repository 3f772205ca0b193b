// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { TextField } from "@/shared/ui/field";
import { FormColumn } from "@/shared/ui/form-column";
import { ProblemLine } from "@/shared/ui/problem-line";
import { showToast } from "@/shared/ui/toast";
import { useProblem } from "@/shared/ui/use-problem";

/** The form of a new contact. */
export function AddContactDialog({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation("contacts");
    const { t: ui } = useTranslation("ui");
    const { fieldError } = useProblem();
    const api = useApi();
    const client = useQueryClient();
    const { book } = useSession();
    const [code, setCode] = useState("");
    const [name, setName] = useState("");
    const [phone, setPhone] = useState("");
    const [email, setEmail] = useState("");
    const add = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(
                api.POST("/api/v1/books/{book}/contacts", {
                    params: { path: { book: book.id } },
                    body: {
                        code: code.trim(),
                        name: name.trim(),
                        ...(phone.trim() === "" ? {} : { phone: phone.trim() }),
                        ...(email.trim() === "" ? {} : { email: email.trim() }),
                    },
                }),
            ),
        onSuccess: () => {
            void client.invalidateQueries({ queryKey: [book.id, "contacts"] });
            showToast({ message: t("added") });
            onClose();
        },
    });
    return (
        <Dialog title={t("add")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => add.mutate()}>
                {add.isError ? <ProblemLine error={add.error} /> : null}
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
                    autoCapitalize="characters"
                    value={code}
                    onChange={(event) => setCode(event.target.value)}
                />
                <TextField
                    label={t("phone")}
                    error={fieldError(add.error, "/phone")}
                    type="tel"
                    value={phone}
                    onChange={(event) => setPhone(event.target.value)}
                />
                <TextField
                    label={t("email")}
                    error={fieldError(add.error, "/email")}
                    type="email"
                    value={email}
                    onChange={(event) => setEmail(event.target.value)}
                />
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
