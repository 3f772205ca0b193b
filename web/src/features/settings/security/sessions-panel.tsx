// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { SessionInfo } from "@/shared/api/wire-types";
import { formatDateTime } from "@/shared/i18n/dates";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";
import { ProblemLine } from "@/shared/ui/problem-line";
import { QueryView } from "@/shared/ui/query-view";
import { showToast } from "@/shared/ui/toast";

import styles from "../settings.module.css";
import { deviceName } from "./device-name";

/** Where I am signed in; each device can be signed out from here, within a second. */
export function SessionsPanel() {
    const { t } = useTranslation("settings");
    const api = useApi();
    const client = useQueryClient();
    const queryKey = ["me", "sessions"];
    const query = useQuery({
        queryKey,
        queryFn: ({ signal }) => call(api.GET("/api/v1/me/sessions", { signal })),
    });
    const readAgain = () => void client.invalidateQueries({ queryKey });
    const end = useMutation({
        networkMode: "always",
        mutationFn: (id: string) =>
            call(api.DELETE("/api/v1/me/sessions/{id}", { params: { path: { id } } })),
        onSettled: readAgain,
    });
    const endOthers = useMutation({
        networkMode: "always",
        mutationFn: () => call(api.DELETE("/api/v1/me/sessions")),
        onSuccess: ({ ended }) => showToast({ message: t("devices.ended", { count: ended }) }),
        onSettled: readAgain,
    });
    const problem = end.error ?? endOthers.error;
    return (
        <Panel
            title={t("devices.title")}
            aside={
                (query.data?.items.length ?? 0) > 1 ? (
                    <Button
                        look="quiet"
                        icon="exit"
                        busy={endOthers.isPending}
                        onClick={() => endOthers.mutate()}
                    >
                        {t("devices.endOthers")}
                    </Button>
                ) : undefined
            }
        >
            {problem === null ? null : <ProblemLine error={problem} />}
            <QueryView query={query}>
                {({ items }) => (
                    <ul className={styles["rows"]}>
                        {items.map((item) => (
                            <SessionItem
                                key={item.id}
                                session={item}
                                busy={end.isPending && end.variables === item.id}
                                onEnd={() => end.mutate(item.id)}
                            />
                        ))}
                    </ul>
                )}
            </QueryView>
        </Panel>
    );
}

type SessionItemProps = { session: SessionInfo; busy: boolean; onEnd: () => void };

function SessionItem({ session, busy, onEnd }: SessionItemProps) {
    const { t } = useTranslation("settings");
    const { language } = useLanguage();
    const { timeZone } = useSession();
    const name = deviceName(session.user_agent) ?? t("devices.unknown");
    const used = formatDateTime(session.last_used_at, { language, timeZone });
    return (
        <li className={styles["row"]} data-session={session.current ? "current" : "other"}>
            <span className={styles["device"]}>
                <span className={styles["value"]}>
                    {name} {session.current ? <Badge tone="positive">{t("devices.this")}</Badge> : null}
                </span>
                <span className={styles["name"]}>
                    {t("devices.used", { time: used })} · {session.address}
                </span>
            </span>
            {session.current ? null : (
                <Button busy={busy} aria-label={t("devices.endOf", { name })} onClick={onEnd}>
                    {t("devices.end")}
                </Button>
            )}
        </li>
    );
}
