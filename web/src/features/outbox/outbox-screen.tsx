// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/shared/ui/button";
import { useOutboxEntries } from "@/shared/ui/data/live-state";
import { useServices } from "@/shared/ui/data/services";
import { Page, Panel } from "@/shared/ui/page";
import { EmptyState } from "@/shared/ui/states";

import { OutboxItem } from "./outbox-item";
import styles from "./outbox.module.css";
import "./texts";

/** Antrean kirim: what this device has recorded, and what became of it. */
export function OutboxScreen() {
    const { t } = useTranslation("outbox");
    const { outbox } = useServices();
    const entries = useOutboxEntries();
    const [sending, setSending] = useState(false);
    const open = entries.filter((entry) => entry.state !== "sent");
    const sent = entries.filter((entry) => entry.state === "sent").toReversed();
    const waiting = open.some((entry) => entry.state === "waiting");
    return (
        <Page title={t("title")} back="/more" narrow>
            <p className={styles["intro"]}>{t("intro")}</p>
            {open.length === 0 ? (
                <EmptyState icon="check" text={t("empty")}>
                    <Link to="/entry">
                        <Button icon="plus" tabIndex={-1}>
                            {t("record")}
                        </Button>
                    </Link>
                </EmptyState>
            ) : (
                <Panel
                    title={t("groupOpen")}
                    aside={
                        waiting ? (
                            <Button
                                icon="queue"
                                busy={sending}
                                onClick={() => {
                                    setSending(true);
                                    void outbox.flush("user").finally(() => setSending(false));
                                }}
                            >
                                {t("sendNow")}
                            </Button>
                        ) : null
                    }
                >
                    <ul>
                        {open.map((entry) => (
                            <OutboxItem key={entry.id} entry={entry} />
                        ))}
                    </ul>
                </Panel>
            )}
            {sent.length === 0 ? null : (
                <Panel title={t("groupSent")}>
                    <ul>
                        {sent.map((entry) => (
                            <OutboxItem key={entry.id} entry={entry} />
                        ))}
                    </ul>
                </Panel>
            )}
        </Page>
    );
}
