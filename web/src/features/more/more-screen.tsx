// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Badge } from "@/shared/ui/badge";
import { useOutboxEntries } from "@/shared/ui/data/live-state";
import { useUnread } from "@/shared/ui/data/notifications";
import { useSession } from "@/shared/ui/data/services";
import { Icon } from "@/shared/ui/icon";
import { showOverlay } from "@/shared/ui/overlay";
import { Page, Panel } from "@/shared/ui/page";

import styles from "./more.module.css";
import "./texts";

const places = [
    { to: "/notifications", text: "notifications", icon: "bell" },
    { to: "/outbox", text: "outbox", icon: "queue" },
    { to: "/accounts", text: "accounts", icon: "ledger" },
    { to: "/outlets", text: "outlets", icon: "store" },
    { to: "/contacts", text: "contacts", icon: "person" },
    { to: "/imports", text: "imports", icon: "import", writers: true },
    { to: "/members", text: "members", icon: "people", managers: true },
    { to: "/api-keys", text: "apiKeys", icon: "key", managers: true },
    { to: "/audit", text: "audit", icon: "shield", managers: true },
    { to: "/settings", text: "settings", icon: "gear" },
] as const;

/** Lainnya: everything that is not on the phone's bar. */
export function MoreScreen() {
    const { t } = useTranslation("more");
    const { t: ui } = useTranslation("ui");
    const { me, book, role } = useSession();
    const manager = role === "owner" || role === "admin";
    const allowed = (place: (typeof places)[number]) =>
        (!("managers" in place) || manager) && (!("writers" in place) || role !== "viewer");
    const unread = useUnread(true);
    const open = useOutboxEntries().filter((entry) => entry.state !== "sent").length;
    return (
        <Page title={t("title")} narrow>
            <div className={styles["who"]}>
                <span className={styles["name"]}>{book.name}</span>
                <span className={styles["role"]}>
                    {me.user.name} · {ui(`role.${role}`)}
                </span>
            </div>
            <button type="button" className={styles["find"]} onClick={() => showOverlay("palette")}>
                <Icon name="search" />
                {t("search")}
            </button>
            <Panel>
                {places.filter(allowed).map((place) => (
                    <Link key={place.to} to={place.to} className={styles["link"]}>
                        <Icon name={place.icon} />
                        {t(place.text)}
                        <span className={styles["end"]}>
                            {place.to === "/outbox" && open > 0 ? (
                                <Badge tone="warning">{open}</Badge>
                            ) : null}
                            {place.to === "/notifications" && unread > 0 ? (
                                <Badge tone="accent">{unread}</Badge>
                            ) : null}
                            <Icon name="chevronRight" size={18} />
                        </span>
                    </Link>
                ))}
            </Panel>
        </Page>
    );
}
