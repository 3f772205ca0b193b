// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { ProblemLine } from "@/shared/ui/problem-line";

type RevokeKeyDialogProps = {
    name: string;
    busy: boolean;
    error: unknown;
    onRevoke: () => void;
    onClose: () => void;
};

/** Asks before a key is refused for ever. */
export function RevokeKeyDialog({ name, busy, error, onRevoke, onClose }: RevokeKeyDialogProps) {
    const { t } = useTranslation("api-keys");
    const { t: ui } = useTranslation("ui");
    return (
        <Dialog
            title={t("revokeTitle", { name })}
            closeLabel={ui("close")}
            onClose={onClose}
        >
            <p>{t("revokeText")}</p>
            {error === null ? null : <ProblemLine error={error} />}
            <DialogActions>
                <Button data-first-focus onClick={onClose}>
                    {ui("cancel")}
                </Button>
                <Button look="danger" busy={busy} onClick={onRevoke}>
                    {t("revoke")}
                </Button>
            </DialogActions>
        </Dialog>
    );
}
