// SPDX-License-Identifier: Apache-2.0
import { useBlocker, useCanGoBack, useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { watchUnsavedWork } from "@/shared/ui/unsaved-work";

/** Leaves the entry, and knows whether something would be lost by it. */
export type Leave = {
    /** Set by the editor whenever the form changes. */
    dirty: RefObject<boolean>;
    /** Whether there is a screen of this client to go back to. */
    canGoBack: boolean;
    /** Goes back, or to the list when the entry was opened cold. The guard asks first when dirty. */
    leave: () => void;
};

/** One per entry screen; hand `dirty` to `LeaveGuard` too. */
export function useLeave(): Leave {
    const router = useRouter();
    const navigate = useNavigate();
    const canGoBack = useCanGoBack();
    const dirty = useRef(false);
    const leave = useCallback(() => {
        if (canGoBack) {
            router.history.back();
        } else {
            void navigate({ to: "/transactions", replace: true });
        }
    }, [canGoBack, router, navigate]);
    return { dirty, canGoBack, leave };
}

/** Asks before any way out (Esc, the browser's back, a link) that would lose what was typed. */
export function LeaveGuard({ dirty }: { dirty: RefObject<boolean> }) {
    const { t } = useTranslation("entry");
    useEffect(() => watchUnsavedWork(() => dirty.current), [dirty]);
    const blocker = useBlocker({
        shouldBlockFn: () => dirty.current,
        enableBeforeUnload: () => dirty.current,
        withResolver: true,
    });
    if (blocker.status !== "blocked") {
        return null;
    }
    return (
        <Dialog
            title={t("discard.title")}
            closeLabel={t("discard.keep")}
            onClose={() => blocker.reset()}
        >
            <p>{t("discard.text")}</p>
            <DialogActions>
                <Button look="danger" onClick={() => blocker.proceed()}>
                    {t("discard.drop")}
                </Button>
                <Button look="primary" data-first-focus onClick={() => blocker.reset()}>
                    {t("discard.keep")}
                </Button>
            </DialogActions>
        </Dialog>
    );
}
