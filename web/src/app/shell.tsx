// SPDX-License-Identifier: Apache-2.0
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { useOutboxEntries } from "@/shared/ui/data/live-state";
import { useUnread } from "@/shared/ui/data/notifications";
import { useSession } from "@/shared/ui/data/services";
import { Icon } from "@/shared/ui/icon";
import { Logo } from "@/shared/ui/logo";
import { showOverlay } from "@/shared/ui/overlay";
import { useHotkeys } from "@/shared/ui/use-hotkeys";

import { Overlays } from "./overlays";
import { dailyPlaces, managePlaces, mayOpen, recordPlaces, type Place } from "./places";
import styles from "./shell.module.css";
import "./texts";

/** The paths that "Lainnya" stands for on the phone's bar. */
const underMore = [
    "/more",
    ...[...dailyPlaces.slice(3), ...recordPlaces, ...managePlaces].map((place) => place.to),
];

/** The frame around every signed-in screen: bottom bar on phones, rail on desktops, N for a new entry. */
export function Shell() {
    const { t } = useTranslation("app");
    const navigate = useNavigate();
    const main = useRef<HTMLElement>(null);
    // The quick entry has the phone's whole height: its own buttons stand where the bar would.
    const entering = useLocation({ select: (location) => location.pathname === "/entry" });
    // Opened cold, it asks for nothing that an entry does not need.
    const unread = useUnread(!entering);
    useHotkeys({
        n: () => void navigate({ to: "/entry" }),
    });
    return (
        <div className={styles["shell"]}>
            <a
                href="#main"
                className={styles["skip"]}
                onClick={(event) => {
                    event.preventDefault();
                    main.current?.focus();
                }}
            >
                {t("skip")}
            </a>
            <Rail unread={unread} />
            <main id="main" ref={main} tabIndex={-1} className={styles["main"]}>
                <Outlet />
            </main>
            {entering ? null : <BottomBar unread={unread} />}
            <Overlays />
        </div>
    );
}

function Rail({ unread }: { unread: number }) {
    const { t } = useTranslation("app");
    const { t: ui } = useTranslation("ui");
    const { me, book, role } = useSession();
    const entries = useOutboxEntries();
    const open = entries.filter((entry) => entry.state !== "sent").length;
    return (
        <nav className={styles["rail"]} aria-label={t("navigation")}>
            <div className={styles["brand"]}>
                <Logo />
                <span className={styles["brandText"]}>
                    <span className={styles["brandName"]}>{book.name}</span>
                    <span className={styles["brandNote"]}>Arus</span>
                </span>
            </div>
            <Link to="/entry" className={styles["new"]} aria-keyshortcuts="n">
                <span className={styles["newText"]}>
                    <Icon name="plus" size={18} />
                    {t("entry")}
                </span>
                <kbd className={styles["key"]} aria-hidden="true">
                    N
                </kbd>
            </Link>
            <button
                type="button"
                className={styles["find"]}
                aria-keyshortcuts="Control+K"
                onClick={() => showOverlay("palette")}
            >
                <span className={styles["newText"]}>
                    <Icon name="search" size={18} />
                    {t("search")}
                </span>
                <kbd className={styles["key"]} aria-hidden="true">
                    Ctrl K
                </kbd>
            </button>
            <div className={styles["links"]}>
                {dailyPlaces.map((place) => (
                    <RailLink
                        key={place.to}
                        place={place}
                        count={
                            place.to === "/outbox"
                                ? open
                                : place.to === "/notifications"
                                  ? unread
                                  : 0
                        }
                    />
                ))}
                <p className={styles["group"]}>{t("records")}</p>
                {recordPlaces
                    .filter((place) => mayOpen(place, role))
                    .map((place) => (
                        <RailLink key={place.to} place={place} count={0} />
                    ))}
                <p className={styles["group"]}>{t("manage")}</p>
                {managePlaces
                    .filter((place) => mayOpen(place, role))
                    .map((place) => (
                        <RailLink key={place.to} place={place} count={0} />
                    ))}
            </div>
            <div className={styles["foot"]}>
                <span className={styles["user"]}>
                    <span className={styles["userName"]}>{me.user.name}</span>
                    <span className={styles["userRole"]}>{ui(`role.${role}`)}</span>
                </span>
            </div>
        </nav>
    );
}

function RailLink({ place, count }: { place: Place; count: number }) {
    const { t } = useTranslation("app");
    return (
        <Link to={place.to} className={styles["link"]} activeOptions={{ includeSearch: false }}>
            <Icon name={place.icon} />
            {t(place.text)}
            {count > 0 ? <span className={styles["count"]}>{count}</span> : null}
        </Link>
    );
}

function BottomBar({ unread }: { unread: number }) {
    const { t } = useTranslation("app");
    const path = useLocation({ select: (location) => location.pathname });
    const more = underMore.some((start) => path.startsWith(start));
    return (
        <nav className={styles["bottom"]} aria-label={t("navigation")}>
            <Link to="/home" className={styles["tab"]}>
                <Icon name="home" />
                {t("home")}
            </Link>
            <Link
                to="/transactions"
                className={styles["tab"]}
                activeOptions={{ includeSearch: false }}
            >
                <Icon name="list" />
                {t("transactions")}
            </Link>
            <Link to="/entry" className={styles["plus"]} aria-label={t("entry")}>
                <Icon name="plus" />
            </Link>
            <Link to="/reports" className={styles["tab"]}>
                <Icon name="chart" />
                {t("reports")}
            </Link>
            <Link
                to="/more"
                className={styles["tab"]}
                {...(more ? { "aria-current": "page" as const } : {})}
            >
                <Icon name="more" />
                <span>
                    {t("more")}
                    {unread > 0 ? (
                        <span className={styles["dot"]}>
                            <span className="visually-hidden">{t("unread", { count: unread })}</span>
                        </span>
                    ) : null}
                </span>
            </Link>
        </nav>
    );
}
