// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { useOnline, useOutboxEntries } from "@/shared/ui/data/live-state";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Icon } from "@/shared/ui/icon";

import styles from "./home.module.css";

/** More than this is told as "99" all the same. */
const pendingMax = 99;

/** What somebody has to decide: entries refused or stuck on this device, transactions held. */
export function Attention() {
    const { t } = useTranslation("home");
    const api = useApi();
    const { book } = useSession();
    const entries = useOutboxEntries();
    const refused = entries.filter((entry) => entry.state === "refused").length;
    const online = useOnline();
    const open = entries.filter((entry) => entry.state === "waiting");
    // An entry that goes out at the first try needs nobody.
    const stuck = !online || open.some((entry) => entry.attempts > 0);
    const waiting = stuck ? open.length : 0;
    const pending = useQuery({
        queryKey: [book.id, "figures", "pending"],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/transactions", {
                    params: {
                        path: { book: book.id },
                        query: { status: "pending", limit: pendingMax },
                    },
                    signal,
                }),
            ),
        meta: { persist: true },
    });
    const held = pending.data?.items.length ?? 0;
    if (refused + waiting + held === 0) {
        return null;
    }
    return (
        <section className={styles["attention"]} aria-label={t("attention")}>
            {refused > 0 ? (
                <Link to="/outbox" className={styles["attentionLink"]}>
                    <Icon name="warning" />
                    {t("refused", { count: refused })}
                    <Icon name="chevronRight" size={18} />
                </Link>
            ) : null}
            {waiting > 0 ? (
                <Link to="/outbox" className={styles["attentionLink"]}>
                    <Icon name="queue" />
                    {t("waiting", { count: waiting })}
                    <Icon name="chevronRight" size={18} />
                </Link>
            ) : null}
            {held > 0 ? (
                <Link
                    to="/transactions"
                    search={{ status: "pending" }}
                    className={styles["attentionLink"]}
                >
                    <Icon name="clock" />
                    {t("pending", { count: held })}
                    <Icon name="chevronRight" size={18} />
                </Link>
            ) : null}
        </section>
    );
}
