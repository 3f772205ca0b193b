// SPDX-License-Identifier: Apache-2.0
import i18next from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import { formatAmount } from "@/shared/money/format-amount";
import type { AmountMinor } from "@/shared/money/money";
import { useOnline } from "@/shared/ui/data/live-state";
import { useServices, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { showToast } from "@/shared/ui/toast";
import { useProblem } from "@/shared/ui/use-problem";

import type { EntryDraft } from "./entry-form";
import type { EntryKind } from "./entry-search";
import { undoEntry } from "./undo-entry";

const undoForMs = 10_000;

type Saved = { kind: EntryKind; total: AmountMinor; draft: EntryDraft; outboxId: string | null };

/**
 * Gives the function that hands an entry to the outbox, which stores it on the device and sends it. It
 * resolves to true when it is stored; a toast then tells so and offers to undo for ten seconds, but not a correction.
 */
export function useSaveEntry(): (entry: Saved) => Promise<boolean> {
    const { t } = useTranslation("entry");
    const { api, outbox } = useServices();
    const { book, unit } = useSession();
    const { language } = useLanguage();
    const { describe } = useProblem();
    const online = useOnline();

    return useCallback(
        async ({ kind, total, draft, outboxId }) => {
            let id: string;
            try {
                if (outboxId === null) {
                    id = (await outbox.enqueue({ bookId: book.id, draft })).id;
                } else {
                    const verdict = await outbox.edit(outboxId, draft);
                    if (!verdict.ok) {
                        showToast({ message: t("notSaved") });
                        return false;
                    }
                    id = outboxId;
                }
            } catch (error) {
                reportError(new Error("the entry could not be stored", { cause: error }));
                showToast({ message: t("notSaved") });
                return false;
            }
            const undo = () => {
                undoEntry({ api, outbox, bookId: book.id, id }).then(
                    (outcome) =>
                        showToast({
                            message: i18next.t(outcome === "undone" ? "undone" : "undoUnsure", {
                                ns: "entry",
                            }),
                        }),
                    (error: unknown) =>
                        showToast({
                            message: t("undoFailed", { reason: describe(error).text }),
                        }),
                );
            };
            const what = t(`saved.${kind}`, { amount: formatAmount(total, unit, language) });
            showToast({
                message: online ? what : t("savedOffline", { what }),
                durationMs: undoForMs,
                // Of a correction it would reverse the new one and leave the old one reversed: the sale would be gone.
                ...(corrects(draft) ? {} : { action: { label: t("undo"), onPress: undo } }),
            });
            return true;
        },
        [api, outbox, book.id, unit, language, online, t, describe],
    );
}

function corrects(draft: EntryDraft): boolean {
    return typeof draft.replaces_id === "string";
}
