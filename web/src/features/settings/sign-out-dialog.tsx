// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Button } from "@/shared/ui/button";
import { useOutboxEntries } from "@/shared/ui/data/live-state";
import { useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { ProblemLine } from "@/shared/ui/problem-line";

/** Asks before signing out, and says what becomes of entries that still wait. */
export function SignOutDialog({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation("settings");
    const { t: ui } = useTranslation("ui");
    const { signOut } = useSession();
    const waiting = useOutboxEntries().filter((entry) => entry.state !== "sent").length;
    const leave = useMutation({ networkMode: "always", mutationFn: signOut });
    return (
        <Dialog title={t("signOutTitle")} closeLabel={ui("close")} onClose={onClose}>
            <p>{t("signOutText")}</p>
            {waiting > 0 ? <p>{t("signOutWaiting", { count: waiting })}</p> : null}
            {leave.isError ? <ProblemLine error={leave.error} /> : null}
            <DialogActions>
                <Button data-first-focus onClick={onClose}>{ui("cancel")}</Button>
                <Button look="danger" busy={leave.isPending} onClick={() => leave.mutate()}>
                    {t("signOut")}
                </Button>
            </DialogActions>
        </Dialog>
    );
}
