// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Member } from "@/shared/api/wire-types";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { LoadMore } from "@/shared/ui/load-more";
import { Page, Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { EmptyState } from "@/shared/ui/states";

import { Invitations } from "./invitations";
import { InviteDialog } from "./invite-dialog";
import { MemberDialog } from "./member-dialog";
import styles from "./members.module.css";
import { membersQuery } from "./members-queries";
import "./texts";

/** Anggota & peran: who may open the books, and who is invited. */
export function MembersScreen() {
    const { t } = useTranslation("members");
    const { role } = useSession();
    const manager = role === "owner" || role === "admin";
    return (
        <Page title={t("title")} back="/more" narrow>
            {manager ? <Members /> : <EmptyState icon="lock" text={t("forbidden")} />}
        </Page>
    );
}

function Members() {
    const { t } = useTranslation("members");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const { book, me, role } = useSession();
    const query = useInfiniteQuery(membersQuery(api, book.id));
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const [inviting, setInviting] = useState(false);
    const [changing, setChanging] = useState<Member | null>(null);
    const names = (member: Member) =>
        outlets
            .filter((outlet) => member.outlet_ids.includes(outlet.id))
            .map((outlet) => outlet.name)
            .join(", ");
    return (
        <>
            <div>
                <Button icon="plus" look="primary" onClick={() => setInviting(true)}>
                    {t("invite")}
                </Button>
            </div>
            <Panel title={t("members")}>
                <QueryView query={query}>
                    {(data) => (
                        <ul>
                            {data.pages
                                .flatMap((page) => page.items)
                                .map((member) => (
                                    <li key={member.user_id} className={styles["item"]} data-member>
                                        <span className={styles["words"]}>
                                            <span className={styles["name"]}>
                                                {member.name}
                                                {member.user_id === me.user.id ? (
                                                    <Badge tone="quiet">{t("you")}</Badge>
                                                ) : null}
                                            </span>
                                            <span className={styles["note"]}>
                                                {[member.email, names(member)]
                                                    .filter((part) => part !== "")
                                                    .join(" · ")}
                                            </span>
                                        </span>
                                        <Badge tone={member.role === "owner" ? "accent" : "quiet"}>
                                            {ui(`role.${member.role}`)}
                                        </Badge>
                                        {member.role === "owner" && role !== "owner" ? null : (
                                            <Button
                                                aria-label={t("changeOf", { name: member.name })}
                                                onClick={() => setChanging(member)}
                                            >
                                                {t("change")}
                                            </Button>
                                        )}
                                    </li>
                                ))}
                        </ul>
                    )}
                </QueryView>
                <LoadMore query={query} />
            </Panel>
            <Invitations outlets={outlets} />
            {inviting ? (
                <InviteDialog outlets={outlets} onClose={() => setInviting(false)} />
            ) : null}
            {changing === null ? null : (
                <MemberDialog
                    member={changing}
                    outlets={outlets}
                    onClose={() => setChanging(null)}
                />
            )}
        </>
    );
}
