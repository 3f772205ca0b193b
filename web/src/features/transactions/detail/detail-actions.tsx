// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Transaction } from "@/shared/api/wire-types";
import { Button } from "@/shared/ui/button";
import { useSession } from "@/shared/ui/data/services";

import styles from "./detail.module.css";
import { ReverseDialog } from "./reverse-dialog";
import { SettleDialog } from "./settle-dialog";

/** Kinds that quick entry can say again. */
const correctable: readonly string[] = ["sale", "expense", "transfer"];

/** What may be done to a transaction now: correct, reverse; of a held one: post, void. */
export function DetailActions({ transaction }: { transaction: Transaction }) {
    const { t } = useTranslation("transactions");
    const { role } = useSession();
    const [asking, setAsking] = useState<"reverse" | "post" | "void" | null>(null);
    const close = () => setAsking(null);
    if (role === "viewer") {
        return null;
    }
    const pending = transaction.status === "pending";
    const reversible =
        transaction.status === "posted" &&
        transaction.reversed_by_id === null &&
        transaction.reverses_id === null;
    if (!pending && !reversible) {
        return null;
    }
    return (
        <div className={styles["actions"]}>
            {reversible && correctable.includes(transaction.kind) ? (
                <Link to="/entry" search={{ replaces: transaction.id }}>
                    <Button icon="edit" tabIndex={-1}>
                        {t("detail.correct")}
                    </Button>
                </Link>
            ) : null}
            {reversible ? (
                <Button icon="undo" onClick={() => setAsking("reverse")}>
                    {t("detail.reverse")}
                </Button>
            ) : null}
            {pending ? (
                <>
                    <Button icon="check" look="primary" onClick={() => setAsking("post")}>
                        {t("detail.post")}
                    </Button>
                    <Button icon="close" onClick={() => setAsking("void")}>
                        {t("detail.void")}
                    </Button>
                </>
            ) : null}
            {asking === "reverse" ? (
                <ReverseDialog transaction={transaction} onClose={close} />
            ) : asking !== null ? (
                <SettleDialog transaction={transaction} act={asking} onClose={close} />
            ) : null}
        </div>
    );
}
