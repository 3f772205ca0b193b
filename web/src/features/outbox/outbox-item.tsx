// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { formatTime } from "@/shared/i18n/dates";
import { Money } from "@/shared/money/money-view";
import type { OutboxEntry, OutboxVerdict } from "@/shared/sync/outbox";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { useServices, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Dialog, DialogActions } from "@/shared/ui/dialog";
import { showToast } from "@/shared/ui/toast";
import { useProblem } from "@/shared/ui/use-problem";

import { entryAmount } from "./entry-amount";
import styles from "./outbox.module.css";

const tones = { waiting: "warning", sending: "accent", refused: "negative", sent: "positive" } as const;

/** One entry: what it is, where it stands, and what may be done about it. */
export function OutboxItem({ entry }: { entry: OutboxEntry }) {
    const { t } = useTranslation("outbox");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const { me, book, timeZone } = useSession();
    const { describeCode } = useProblem();
    const own = me.books.find((item) => item.id === entry.bookId);
    const { draft } = entry;
    const kind = ui(`kind.${draft.kind ?? "journal"}`);
    const name =
        draft.description === undefined || draft.description === "" ? kind : draft.description;
    const details = [
        name === kind ? null : kind,
        formatTime(entry.createdAtMs, { language, timeZone }),
        entry.attempts > 1 ? t("attempts", { count: entry.attempts }) : null,
        own !== undefined && own.id !== book.id ? t("otherBook", { name: own.name }) : null,
    ].filter((part) => part !== null);
    return (
        <li className={styles["entry"]} data-outbox={entry.state}>
            <div className={styles["line"]}>
                <span className={styles["name"]}>
                    {entry.state === "sent" ? (
                        <Link
                            to="/transactions/$id"
                            params={{ id: entry.id }}
                            className={styles["link"]}
                        >
                            {name}
                        </Link>
                    ) : (
                        name
                    )}
                </span>
                {own === undefined ? null : (
                    <Money
                        className={styles["amount"] ?? ""}
                        amount={entryAmount(draft, own)}
                        unit={{ currency: own.currency, exponent: own.exponent }}
                    />
                )}
            </div>
            <div className={styles["line"]}>
                <span className={styles["about"]}>{details.join(" · ")}</span>
                <Badge tone={tones[entry.state]}>{t(entry.state)}</Badge>
            </div>
            {entry.problem !== null && entry.state !== "sent" ? (
                <p className={styles["problem"]}>
                    {describeCode(entry.problem.code, entry.problem.title)}
                </p>
            ) : null}
            {entry.outcomeUnknown && entry.state === "waiting" ? (
                <p className={styles["unknown"]}>{t("unknown")}</p>
            ) : null}
            <ItemActions entry={entry} />
        </li>
    );
}

function ItemActions({ entry }: { entry: OutboxEntry }) {
    const { t } = useTranslation("outbox");
    const { t: ui } = useTranslation("ui");
    const { outbox } = useServices();
    const [asking, setAsking] = useState(false);
    const tell = (verdict: OutboxVerdict) => {
        if (!verdict.ok) {
            showToast({ message: t("failed", { reason: t(`reasons.${verdict.reason}`) }) });
        }
    };
    if (entry.state === "sending" || entry.state === "sent") {
        return null;
    }
    return (
        <div className={styles["actions"]}>
            {entry.outcomeUnknown ? null : (
                <Link to="/entry" search={{ edit: entry.id }}>
                    <Button icon="edit" tabIndex={-1}>
                        {t("edit")}
                    </Button>
                </Link>
            )}
            {entry.state === "refused" ? (
                <Button icon="retry" onClick={() => void outbox.retry(entry.id).then(tell)}>
                    {t("retry")}
                </Button>
            ) : null}
            {entry.outcomeUnknown ? null : (
                <Button look="danger" icon="trash" onClick={() => setAsking(true)}>
                    {t("discard")}
                </Button>
            )}
            {asking ? (
                <Dialog
                    title={t("discardTitle")}
                    closeLabel={ui("close")}
                    onClose={() => setAsking(false)}
                >
                    <p>{t("discardText")}</p>
                    <DialogActions>
                        <Button data-first-focus onClick={() => setAsking(false)}>{ui("cancel")}</Button>
                        <Button
                            look="danger"
                            onClick={() => {
                                setAsking(false);
                                void outbox.discard(entry.id).then(tell);
                            }}
                        >
                            {t("discard")}
                        </Button>
                    </DialogActions>
                </Dialog>
            ) : null}
        </div>
    );
}
