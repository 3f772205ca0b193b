// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useEffect, useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "./class-names";
import { ConnectionChip } from "./connection-chip";
import { Icon } from "./icon";
import styles from "./page.module.css";
import "./texts";

type PageProps = {
    title: string;
    /** Where the arrow before the title leads; without it there is no arrow. */
    back?: "/more" | "/transactions" | "/home" | "/reports";
    /** Buttons at the right of the bar. */
    actions?: ReactNode;
    /** Text and forms: at most 44 rem wide. */
    narrow?: boolean;
    /** Draws its own layout under the bar. */
    bare?: boolean;
    /** Exactly as high as the window: what is under the bar scrolls by itself. */
    fill?: boolean;
    children: ReactNode;
};

/** The frame of a screen: a bar with its name and the connection, the content under it. */
export function Page({ title, back, actions, narrow, bare, fill, children }: PageProps) {
    const { t } = useTranslation("ui");
    useEffect(() => {
        document.title = `${title} · Arus`;
    }, [title]);
    return (
        <div className={classNames(styles["page"], fill === true && styles["fill"])}>
            <header className={styles["bar"]}>
                {back === undefined ? null : (
                    <Link
                        to={back}
                        className={classNames(
                            styles["back"],
                            back === "/more" && styles["phoneOnly"],
                        )}
                        aria-label={t("back")}
                    >
                        <Icon name="chevronLeft" />
                    </Link>
                )}
                <h1 className={styles["title"]}>{title}</h1>
                <ConnectionChip />
                {actions === undefined ? null : <div className={styles["actions"]}>{actions}</div>}
            </header>
            {bare === true ? (
                children
            ) : (
                <div className={classNames(styles["content"], narrow === true && styles["narrow"])}>
                    {children}
                </div>
            )}
        </div>
    );
}

type PanelProps = {
    title?: string;
    /** What stands at the right of the title. */
    aside?: ReactNode;
    className?: string | undefined;
    children: ReactNode;
};

/** A surface with a hairline around it, and perhaps a heading. */
export function Panel({ title, aside, className, children }: PanelProps) {
    const id = useId();
    return (
        <section
            className={classNames(styles["panel"], className)}
            aria-labelledby={title === undefined ? undefined : id}
        >
            {title === undefined ? null : (
                <div className={styles["panelHead"]}>
                    <h2 id={id}>{title}</h2>
                    {aside}
                </div>
            )}
            {children}
        </section>
    );
}
