// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { setLanguage } from "@/shared/i18n/i18n";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Logo } from "@/shared/ui/logo";
import { Segmented } from "@/shared/ui/segmented";

import styles from "./sign-in.module.css";

type DoorFrameProps = { title: string; lead?: string; children: ReactNode };

/** The frame of every screen before the sign-in: mark, heading, one card, the languages. */
export function DoorFrame({ title, lead, children }: DoorFrameProps) {
    const { t } = useTranslation("sign-in");
    const { language } = useLanguage();
    return (
        <main className={styles["screen"]}>
            <div className={styles["card"]}>
                <header className={styles["head"]}>
                    <Logo size={40} />
                    <h1>{title}</h1>
                    {lead === undefined ? null : <p className={styles["lead"]}>{lead}</p>}
                </header>
                {children}
            </div>
            <Segmented
                label={t("language")}
                options={[
                    { value: "id", label: "Indonesia" },
                    { value: "en", label: "English" },
                ]}
                value={language}
                onChange={setLanguage}
            />
        </main>
    );
}
