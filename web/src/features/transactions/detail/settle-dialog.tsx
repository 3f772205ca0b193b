// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { newIdempotencyKey } from "@/shared/api/ids";
import type { Transaction } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { ProblemLine } from "@/shared/ui/problem-line";
import { showToast } from "@/shared/ui/toast";

type SettleDialogProps = { transaction: Transaction; act: "post" | "void"; onClose: () => void };

/** Asks before a held transaction is posted or voided; one key per asking, so a second press is safe. */
export function SettleDialog({ transaction, act, onClose }: SettleDialogProps) {
    const { t } = useTranslation("transactions");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const client = useQueryClient();
    const { book } = useSession();
    const [key] = useState(newIdempotencyKey);
    const settle = useMutation({
        networkMode: "always",
        mutationFn: () => {
            const params = {
                path: { book: book.id, id: transaction.id },
                header: { "Idempotency-Key": key },
            };
            return act === "post"
                ? call(
                      api.POST("/api/v1/books/{book}/transactions/{id}/post", {
                          params,
                          body: {},
                      }),
                  )
                : call(
                      api.POST("/api/v1/books/{book}/transactions/{id}/void", {
                          params,
                          body: {},
                      }),
                  );
        },
        onSuccess: () => {
            void client.invalidateQueries({ queryKey: [book.id, "transaction", transaction.id] });
            showToast({ message: t(act === "post" ? "detail.postedDone" : "detail.voidedDone") });
            onClose();
        },
    });
    return (
        <Dialog title={t(`detail.${act}Title`)} closeLabel={ui("close")} onClose={onClose}>
            <p>{t(`detail.${act}Text`)}</p>
            {settle.isError ? <ProblemLine error={settle.error} /> : null}
            <DialogActions>
                <Button data-first-focus onClick={onClose}>{ui("cancel")}</Button>
                <Button look="primary" busy={settle.isPending} onClick={() => settle.mutate()}>
                    {t(`detail.${act}`)}
                </Button>
            </DialogActions>
        </Dialog>
    );
}
