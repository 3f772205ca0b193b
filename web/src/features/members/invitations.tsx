// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import type { Invitation, Outlet } from "@/shared/api/wire-types";
import { formatDateTime } from "@/shared/i18n/dates";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { LoadMore } from "@/shared/ui/load-more";
import { Panel } from "@/shared/ui/page";
import { ProblemLine } from "@/shared/ui/problem-line";
import { QueryView } from "@/shared/ui/query-view";

import styles from "./members.module.css";
import { invitationsQuery } from "./members-queries";

/** Open invitations and what became of earlier ones. */
export function Invitations({ outlets }: { outlets: readonly Outlet[] }) {
    const { t } = useTranslation("members");
    const api = useApi();
    const client = useQueryClient();
    const { book } = useSession();
    const query = useInfiniteQuery(invitationsQuery(api, book.id));
    const revoke = useMutation({
        networkMode: "always",
        mutationFn: (id: string) =>
            call(
                api.DELETE("/api/v1/books/{book}/invitations/{id}", {
                    params: { path: { book: book.id, id } },
                }),
            ),
        onSettled: () => void client.invalidateQueries({ queryKey: [book.id, "invitations"] }),
    });
    return (
        <Panel title={t("invitations")}>
            {revoke.isError ? <ProblemLine error={revoke.error} /> : null}
            <QueryView query={query}>
                {(data) => {
                    const items = data.pages.flatMap((page) => page.items);
                    return items.length === 0 ? (
                        <p className={styles["empty"]}>{t("noInvitations")}</p>
                    ) : (
                        <ul>
                            {items.map((item) => (
                                <InvitationItem
                                    key={item.id}
                                    invitation={item}
                                    outlets={outlets}
                                    busy={revoke.isPending && revoke.variables === item.id}
                                    onRevoke={() => revoke.mutate(item.id)}
                                />
                            ))}
                        </ul>
                    );
                }}
            </QueryView>
            <LoadMore query={query} />
        </Panel>
    );
}

const tones = {
    open: "accent",
    suspended: "quiet",
    accepted: "positive",
    revoked: "quiet",
    expired: "quiet",
} as const;

type ItemProps = {
    invitation: Invitation;
    outlets: readonly Outlet[];
    busy: boolean;
    onRevoke: () => void;
};

function InvitationItem({ invitation, outlets, busy, onRevoke }: ItemProps) {
    const { t } = useTranslation("members");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const { timeZone } = useSession();
    const at = (instant: string) => formatDateTime(instant, { language, timeZone });
    const places = outlets
        .filter((outlet) => invitation.outlet_ids.includes(outlet.id))
        .map((outlet) => outlet.name)
        .join(", ");
    const isOpen = invitation.status === "open" || invitation.status === "suspended";
    const about = isOpen
        ? t("expires", { time: at(invitation.expires_at) })
        : invitation.accepted_by !== null
          ? t("acceptedBy", { name: invitation.accepted_by.name })
          : at(invitation.ended_at ?? invitation.expires_at);
    return (
        <li className={styles["item"]} data-invitation={invitation.status}>
            <span className={styles["words"]}>
                <span className={styles["name"]}>
                    {invitation.note ?? ui(`role.${invitation.role}`)}
                    <Badge tone={tones[invitation.status]}>
                        {t(`status.${invitation.status}`)}
                    </Badge>
                </span>
                <span className={styles["note"]}>
                    {[
                        invitation.note === null ? "" : ui(`role.${invitation.role}`),
                        places,
                        about,
                        invitation.created_by.name,
                    ]
                        .filter((part) => part !== "")
                        .join(" · ")}
                </span>
            </span>
            {isOpen ? (
                <Button busy={busy} onClick={onRevoke}>
                    {t("revoke")}
                </Button>
            ) : null}
        </li>
    );
}
