// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { formatDateLong, formatTime, todayIn } from "@/shared/i18n/dates";
import { Button } from "@/shared/ui/button";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Page } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";

import { Attention } from "./attention";
import { Feed } from "./feed";
import { HomeSkeleton } from "./home-skeleton";
import styles from "./home.module.css";
import { OutletChoice } from "./outlet-choice";
import { SummaryView } from "./summary-view";
import { useSummary } from "./use-summary";
import { WeekdayMap } from "./weekday-map";
import "./texts";

/** Beranda: today as the server has it, live. */
export function HomeScreen() {
    const { t } = useTranslation("home");
    const { language } = useLanguage();
    const api = useApi();
    const { book, role, timeZone } = useSession();
    const outlets = (useQuery(outletsQuery(api, book.id)).data ?? []).filter(
        (outlet) => !outlet.archived,
    );
    const [chosen, setChosen] = useState<string | null>(null);
    const [pausedAt, setPausedAt] = useState<number | null>(null);
    // A cashier sees figures of one of their own outlets only.
    const outletId = chosen ?? (role === "cashier" ? (outlets[0]?.id ?? null) : null);
    const allowed = role !== "cashier" || outletId !== null;
    const query = useSummary(outletId, allowed);
    const paused = pausedAt !== null;

    return (
        <Page
            title={t("title")}
            actions={
                <Button
                    look="quiet"
                    icon={paused ? "play" : "pause"}
                    aria-pressed={paused}
                    onClick={() => setPausedAt(paused ? null : Date.now())}
                >
                    <span className={styles["pauseText"]}>
                        {paused ? t("resume") : t("pause")}
                    </span>
                </Button>
            }
        >
            <div className={styles["tools"]}>
                {outlets.length > 1 ? (
                    <OutletChoice
                        outlets={outlets}
                        all={role !== "cashier"}
                        value={outletId}
                        onChange={setChosen}
                    />
                ) : null}
                <p className={styles["day"]}>{formatDateLong(todayIn(timeZone), language)}</p>
            </div>
            {pausedAt === null ? null : (
                <p className={styles["paused"]} role="status">
                    {t("pausedAt", { time: formatTime(pausedAt, { language, timeZone }) })}
                </p>
            )}
            <Attention />
            {allowed ? (
                <QueryView query={query} skeleton={<HomeSkeleton />}>
                    {(summary) => (
                        <SummaryView
                            key={outletId ?? "all"}
                            summary={summary}
                            paused={paused}
                            feed={<Feed outletId={outletId} paused={paused} />}
                            weekdays={<WeekdayMap outletId={outletId} />}
                        />
                    )}
                </QueryView>
            ) : (
                <EmptyState icon="store" text={t("pickOutlet")} />
            )}
        </Page>
    );
}
