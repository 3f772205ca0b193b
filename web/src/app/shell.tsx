// SPDX-License-Identifier: Apache-2.0
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { useOutboxEntries } from "@/shared/ui/data/live-state";
import { useSession } from "@/shared/ui/data/services";
import { Icon, type IconName } from "@/shared/ui/icon";
import { Logo } from "@/shared/ui/logo";
import { useHotkeys } from "@/shared/ui/use-hotkeys";

import styles from "./shell.module.css";
import "./texts";

type Place = {
    to:
        | "/home"
        | "/transactions"
        | "/reports"
        | "/outbox"
        | "/accounts"
        | "/outlets"
        | "/contacts"
        | "/settings";
    text:
        | "home"
        | "transactions"
        | "reports"
        | "outbox"
        | "accounts"
        | "outlets"
        | "contacts"
        | "settings";
    icon: IconName;
};

const daily: readonly Place[] = [
    { to: "/home", text: "home", icon: "home" },
    { to: "/transactions", text: "transactions", icon: "list" },
    { to: "/reports", text: "reports", icon: "chart" },
    { to: "/outbox", text: "outbox", icon: "queue" },
];

const records: readonly Place[] = [
    { to: "/accounts", text: "accounts", icon: "ledger" },
    { to: "/outlets", text: "outlets", icon: "store" },
    { to: "/contacts", text: "contacts", icon: "person" },
    { to: "/settings", text: "settings", icon: "gear" },
];

/** The paths that "Lainnya" stands for on the phone's bar. */
const underMore = ["/more", "/outbox", "/accounts", "/outlets", "/contacts", "/settings"];

/** The frame around every signed-in screen: bottom bar on phones, rail on desktops, N for a new entry. */
export function Shell() {
    const { t } = useTranslation("app");
    const navigate = useNavigate();
    const main = useRef<HTMLElement>(null);
    // The quick entry has the phone's whole height: its own buttons stand where the bar would.
    const entering = useLocation({ select: (location) => location.pathname === "/entry" });
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
            <Rail />
            <main id="main" ref={main} tabIndex={-1} className={styles["main"]}>
                <Outlet />
            </main>
            {entering ? null : <BottomBar />}
        </div>
    );
}

function Rail() {
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
            <div className={styles["links"]}>
                {daily.map((place) => (
                    <RailLink
                        key={place.to}
                        place={place}
                        count={place.to === "/outbox" ? open : 0}
                    />
                ))}
                <p className={styles["group"]}>{t("records")}</p>
                {records.map((place) => (
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

function BottomBar() {
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
                {t("more")}
            </Link>
        </nav>
    );
}
