// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Member, Outlet, Role } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { FormColumn } from "@/shared/ui/form-column";
import { ProblemLine } from "@/shared/ui/problem-line";
import { RoleFields, roleIsWhole, roleToWire, type RoleChoice } from "@/shared/ui/role-fields";
import { showToast } from "@/shared/ui/toast";

type MemberDialogProps = { member: Member; outlets: readonly Outlet[]; onClose: () => void };

const below: readonly Role[] = ["cashier", "accountant", "viewer", "admin"];

/** Changes a member's role and outlets, or takes the membership away; holds at once on every device. */
export function MemberDialog({ member, outlets, onClose }: MemberDialogProps) {
    const { t } = useTranslation("members");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const client = useQueryClient();
    const { book, me, role } = useSession();
    const [choice, setChoice] = useState<RoleChoice>({
        role: member.role,
        outletIds: member.outlet_ids,
    });
    const [removing, setRemoving] = useState(false);
    const path = { book: book.id, user_id: member.user_id };
    const done = (message: string) => {
        void client.invalidateQueries({ queryKey: [book.id, "members"] });
        if (member.user_id === me.user.id) {
            void client.invalidateQueries({ queryKey: ["me"] });
        }
        showToast({ message });
        onClose();
    };
    const save = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(
                api.PUT("/api/v1/books/{book}/members/{user_id}", {
                    params: { path },
                    body: roleToWire(choice),
                }),
            ),
        onSuccess: () => done(t("saved")),
    });
    const remove = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(api.DELETE("/api/v1/books/{book}/members/{user_id}", { params: { path } })),
        onSuccess: () => done(t("removed")),
    });
    if (removing) {
        return (
            <Dialog
                title={t("removeTitle", { name: member.name })}
                closeLabel={ui("close")}
                onClose={onClose}
            >
                <p>{t("removeText")}</p>
                {remove.isError ? <ProblemLine error={remove.error} /> : null}
                <DialogActions>
                    <Button data-first-focus onClick={() => setRemoving(false)}>
                        {ui("cancel")}
                    </Button>
                    <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
                        {t("remove")}
                    </Button>
                </DialogActions>
            </Dialog>
        );
    }
    return (
        <Dialog title={member.name} closeLabel={ui("close")} onClose={onClose}>
            <FormColumn onSubmit={() => save.mutate()}>
                {save.isError ? <ProblemLine error={save.error} /> : null}
                <RoleFields
                    roles={role === "owner" ? [...below, "owner"] : below}
                    outlets={outlets}
                    value={choice}
                    onChange={setChoice}
                />
                <DialogActions>
                    <Button look="danger" onClick={() => setRemoving(true)}>
                        {t("remove")}
                    </Button>
                    <Button
                        type="submit"
                        look="primary"
                        busy={save.isPending}
                        disabled={!roleIsWhole(choice)}
                    >
                        {ui("save")}
                    </Button>
                </DialogActions>
            </FormColumn>
        </Dialog>
    );
}
