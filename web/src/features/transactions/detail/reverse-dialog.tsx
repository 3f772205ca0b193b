// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { newId } from "@/shared/api/ids";
import type { Transaction } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { TextField } from "@/shared/ui/field";
import { ProblemLine } from "@/shared/ui/problem-line";
import { showToast } from "@/shared/ui/toast";

type ReverseDialogProps = { transaction: Transaction; onClose: () => void };

/** Asks before a reversal. Its id is made once per asking: pressing again after a lost answer is safe. */
export function ReverseDialog({ transaction, onClose }: ReverseDialogProps) {
    const { t } = useTranslation("transactions");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const client = useQueryClient();
    const { book } = useSession();
    const [reversalId] = useState(newId);
    const [reason, setReason] = useState("");
    const reverse = useMutation({
        networkMode: "always",
        mutationFn: () =>
            call(
                api.POST("/api/v1/books/{book}/transactions/{id}/reverse", {
                    params: { path: { book: book.id, id: transaction.id } },
                    body: {
                        id: reversalId,
                        ...(reason.trim() === "" ? {} : { description: reason.trim() }),
                    },
                }),
            ),
        onSuccess: () => {
            void client.invalidateQueries({ queryKey: [book.id, "transaction", transaction.id] });
            showToast({ message: t("detail.reversedDone") });
            onClose();
        },
    });
    return (
        <Dialog title={t("detail.reverseTitle")} closeLabel={ui("close")} onClose={onClose}>
            <p>{t("detail.reverseText")}</p>
            <TextField
                label={t("detail.reverseReason")}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
            />
            {reverse.isError ? <ProblemLine error={reverse.error} /> : null}
            <DialogActions>
                <Button onClick={onClose}>{ui("cancel")}</Button>
                <Button
                    look="primary"
                    busy={reverse.isPending}
                    onClick={() => reverse.mutate()}
                >
                    {t("detail.reverseDo")}
                </Button>
            </DialogActions>
        </Dialog>
    );
}
