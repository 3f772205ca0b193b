// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { formatTime } from "@/shared/i18n/dates";

import { classNames } from "./class-names";
import styles from "./connection-chip.module.css";
import { useLastAnswerMs, useLiveSnapshot, useOnline, useOutboxEntries } from "./data/live-state";
import { useSession } from "./data/services";
import { useLanguage } from "./data/use-language";
import "./texts";

/**
 * Says how fresh the screen is: "Langsung"; "Menyambung ulang"; "Luring, 3 menunggu"; "data per 14.02".
 * Leads to the outbox. The state is told in words and shape, the colour only agrees.
 */
export function ConnectionChip() {
    const { t } = useTranslation("ui");
    const { language } = useLanguage();
    const { timeZone } = useSession();
    const { state } = useLiveSnapshot();
    const lastAnswerMs = useLastAnswerMs();
    const online = useOnline();
    const entries = useOutboxEntries();
    const waiting = entries.filter(
        (entry) => entry.state === "waiting" || entry.state === "sending",
    ).length;

    const offline = !online || state === "offline";
    const live = !offline && state === "live";
    const heard =
        lastAnswerMs === null ? null : formatTime(lastAnswerMs, { language, timeZone });

    let text = t("connection.connecting");
    if (live) {
        text =
            waiting > 0 ? t("connection.liveWaiting", { count: waiting }) : t("connection.live");
    } else if (offline) {
        text =
            waiting > 0
                ? t("connection.offlineWaiting", { count: waiting })
                : heard === null
                  ? t("connection.offline")
                  : t("connection.dataAt", { time: heard });
    } else if (state === "reconnecting") {
        text = t("connection.reconnecting");
    }

    return (
        <Link
            to="/outbox"
            className={classNames(
                styles["chip"],
                live ? styles["live"] : offline ? styles["offline"] : styles["trying"],
            )}
            data-connection={offline ? "offline" : state}
            aria-label={t("connection.label", { state: text })}
        >
            <span className={styles["dot"]} aria-hidden="true" />
            {text}
        </Link>
    );
}
