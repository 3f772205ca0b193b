// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Notification, NotificationKind } from "@/shared/api/wire-types";
import { formatDateTime } from "@/shared/i18n/dates";
import { classNames } from "@/shared/ui/class-names";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Icon, type IconName } from "@/shared/ui/icon";

import { notificationText } from "./notification-text";
import styles from "./notifications.module.css";

/** The picture of each kind. */
export const kindIcons: Readonly<Record<NotificationKind, IconName>> = {
    balance_below: "arrowDown",
    transaction_above: "arrowUp",
    outlet_silent: "clock",
    job_finished: "document",
};

/** One notification; leads to what it is about, where there is something to open. */
export function NotificationItem({ notification }: { notification: Notification }) {
    const { t } = useTranslation("notifications");
    const { language } = useLanguage();
    const { me, book, timeZone } = useSession();
    const { subject, kind, read } = notification;
    const other = me.books.find((item) => item.id === notification.book_id);
    const own = notification.book_id === book.id;
    const face = (
        <>
            <span className={styles["mark"]}>
                <Icon name={kindIcons[kind]} size={18} />
            </span>
            <span className={styles["words"]}>
                <span className={styles["text"]}>
                    {notificationText(notification, t, language, timeZone)}
                </span>
                <span className={styles["note"]}>
                    {formatDateTime(notification.at, { language, timeZone })}
                    {own || other === undefined ? "" : ` · ${other.name}`}
                </span>
            </span>
            {read ? null : (
                <span className={styles["unread"]}>
                    <span className="visually-hidden">{t("unread")}</span>
                </span>
            )}
        </>
    );
    return (
        <li
            className={classNames(styles["item"], !read && styles["fresh"])}
            data-notification={notification.id}
            data-kind={kind}
        >
            <Target notification={notification} own={own}>
                {face}
            </Target>
            {own && kind === "job_finished" && subject.job_id !== null && subject.job_status === "done" && subject.job_kind === "export" ? (
                <a
                    className={styles["file"]}
                    href={`/api/v1/jobs/${subject.job_id}/file`}
                    download
                >
                    {t("fetch")}
                </a>
            ) : null}
        </li>
    );
}

type TargetProps = { notification: Notification; own: boolean; children: ReactNode };

function Target({ notification, own, children }: TargetProps) {
    const { subject } = notification;
    if (own && subject.transaction_id !== null) {
        return (
            <Link
                to="/transactions/$id"
                params={{ id: subject.transaction_id }}
                className={styles["face"]}
            >
                {children}
            </Link>
        );
    }
    if (own && (subject.account_id !== null || subject.outlet_id !== null)) {
        return (
            <Link
                to="/transactions"
                search={{
                    ...(subject.account_id === null ? {} : { account: subject.account_id }),
                    ...(subject.outlet_id === null ? {} : { outlet: subject.outlet_id }),
                }}
                className={styles["face"]}
            >
                {children}
            </Link>
        );
    }
    return <span className={styles["face"]}>{children}</span>;
}
