// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Outlet, Role } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { TextField } from "@/shared/ui/field";
import { FormColumn } from "@/shared/ui/form-column";
import { ProblemLine } from "@/shared/ui/problem-line";
import { RoleFields, roleIsWhole, roleToWire, type RoleChoice } from "@/shared/ui/role-fields";
import { SecretOnce } from "@/shared/ui/secret-once";

type InviteDialogProps = { outlets: readonly Outlet[]; onClose: () => void };

const below: readonly Role[] = ["cashier", "accountant", "viewer", "admin"];

/** Makes an invitation and shows its link, which nobody can ask for again. */
export function InviteDialog({ outlets, onClose }: InviteDialogProps) {
    const { t } = useTranslation("members");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const client = useQueryClient();
    const { book, role } = useSession();
    const [choice, setChoice] = useState<RoleChoice>({
        role: "cashier",
        outletIds: outlets.length === 1 ? outlets.map((outlet) => outlet.id) : [],
    });
    const [note, setNote] = useState("");
    const invite = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(
                api.POST("/api/v1/books/{book}/invitations", {
                    params: { path: { book: book.id } },
                    body: {
                        ...roleToWire(choice),
                        ...(note.trim() === "" ? {} : { note: note.trim() }),
                    },
                }),
            ),
        onSuccess: () =>
            void client.invalidateQueries({ queryKey: [book.id, "invitations"] }),
    });
    if (invite.isSuccess) {
        // Behind "#" no server and no log sees the token.
        const address = `${location.origin}/join#${invite.data.token}`;
        return (
            <Dialog title={t("linkTitle")} closeLabel={ui("close")} onClose={onClose}>
                <p>{t("linkText")}</p>
                <SecretOnce
                    label={t("link")}
                    value={address}
                    share={t("shareText", { book: book.name, address })}
                />
            </Dialog>
        );
    }
    return (
        <Dialog title={t("invite")} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => invite.mutate()}>
                {invite.isError ? <ProblemLine error={invite.error} /> : null}
                <TextField
                    label={t("note")}
                    note={t("noteNote")}
                    maxLength={120}
                    value={note}
                    onChange={(event) => setNote(event.target.value)}
                />
                <RoleFields
                    roles={role === "owner" ? [...below, "owner"] : below}
                    outlets={outlets}
                    value={choice}
                    onChange={setChoice}
                />
                <DialogActions>
                    <Button onClick={onClose}>{ui("cancel")}</Button>
                    <Button
                        type="submit"
                        look="primary"
                        busy={invite.isPending}
                        disabled={!roleIsWhole(choice)}
                    >
                        {t("makeLink")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
