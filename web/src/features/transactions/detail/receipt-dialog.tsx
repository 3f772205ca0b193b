// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

import type { Transaction } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { Segmented } from "@/shared/ui/segmented";
import { shareText } from "@/shared/ui/share-text";
import { showToast } from "@/shared/ui/toast";

import { printPaper } from "./print-paper";
import { Receipt } from "./receipt";
import { receiptText } from "./receipt-text";
import styles from "./receipt.module.css";

type ReceiptDialogProps = {
    transaction: Transaction;
    outlet: string | undefined;
    onClose: () => void;
};

const widths = ["58", "80"] as const;
type Width = (typeof widths)[number];
const storageKey = "arus.receipt-width";

/** Shows the receipt as it will be on a till roll of 58 or 80 mm; prints it, or hands it on as text. */
export function ReceiptDialog({ transaction, outlet, onClose }: ReceiptDialogProps) {
    const { t } = useTranslation("transactions");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const { book, unit, timeZone } = useSession();
    const [width, setWidth] = useState<Width>(readWidth);
    const receipt = <Receipt transaction={transaction} outlet={outlet} width={width} />;
    const share = async () => {
        const text = receiptText(transaction, { book: book.name, outlet, unit, language, timeZone });
        if ((await shareText(text, book.name)) === "copied") {
            showToast({ message: ui("copied") });
        }
    };
    return (
        <Dialog title={t("receipt.title")} closeLabel={ui("close")} onClose={onClose}>
            <Segmented
                label={t("receipt.width")}
                options={widths.map((value) => ({ value, label: `${value} mm` }))}
                value={width}
                onChange={(next) => {
                    setWidth(next);
                    writeWidth(next);
                }}
            />
            <div className={styles["preview"]}>{receipt}</div>
            {createPortal(
                <div className={styles["paper"]} data-paper aria-hidden="true">
                    {receipt}
                </div>,
                document.body,
            )}
            <DialogActions>
                <Button icon="share" onClick={() => void share()}>
                    {ui("share")}
                </Button>
                <Button
                    look="primary"
                    icon="print"
                    data-first-focus
                    onClick={() => printPaper("[data-paper]", Number(width))}
                >
                    {t("receipt.print")}
                </Button>
            </DialogActions>
        </Dialog>
    );
}

function readWidth(): Width {
    try {
        return widths.find((item) => item === localStorage.getItem(storageKey)) ?? "58";
    } catch {
        return "58";
    }
}

function writeWidth(width: Width): void {
    try {
        localStorage.setItem(storageKey, width);
    } catch {
        // Storage may be forbidden: it is then chosen each time.
    }
}
