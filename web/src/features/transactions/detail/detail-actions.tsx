// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Transaction } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { canBeSaidAgain } from "@/shared/ui/transactions/transaction-facts";

import styles from "./detail.module.css";
import { ReceiptDialog } from "./receipt-dialog";
import { ReverseDialog } from "./reverse-dialog";
import { SettleDialog } from "./settle-dialog";

/** What may be done to a transaction now: correct, reverse; of a held one: post, void; always a receipt. */
export function DetailActions({ transaction }: { transaction: Transaction }) {
    const { t } = useTranslation("transactions");
    const { book, role } = useSession();
    const [asking, setAsking] = useState<"reverse" | "post" | "void" | "receipt" | null>(null);
    const outlets = useQuery(outletsQuery(useApi(), book.id)).data;
    const outlet = outlets?.find((item) => item.id === transaction.outlet_id)?.name;
    const close = () => setAsking(null);
    const pending = transaction.status === "pending";
    const reversible =
        transaction.status === "posted" &&
        transaction.reversed_by_id === null &&
        transaction.reverses_id === null;
    const mayWrite = role !== "viewer";
    return (
        <div className={styles["actions"]}>
            {mayWrite && reversible && canBeSaidAgain(transaction) ? (
                <Link to="/entry" search={{ replaces: transaction.id }}>
                    <Button icon="edit" tabIndex={-1}>
                        {t("detail.correct")}
                    </Button>
                </Link>
            ) : null}
            {mayWrite && reversible ? (
                <Button icon="undo" onClick={() => setAsking("reverse")}>
                    {t("detail.reverse")}
                </Button>
            ) : null}
            {mayWrite && pending ? (
                <>
                    <Button icon="check" look="primary" onClick={() => setAsking("post")}>
                        {t("detail.post")}
                    </Button>
                    <Button icon="close" onClick={() => setAsking("void")}>
                        {t("detail.void")}
                    </Button>
                </>
            ) : null}
            <Button icon="sale" onClick={() => setAsking("receipt")}>
                {t("receipt.open")}
            </Button>
            {asking === "receipt" ? (
                <ReceiptDialog transaction={transaction} outlet={outlet} onClose={close} />
            ) : asking === "reverse" ? (
                <ReverseDialog transaction={transaction} onClose={close} />
            ) : asking !== null ? (
                <SettleDialog transaction={transaction} act={asking} onClose={close} />
            ) : null}
        </div>
    );
}
