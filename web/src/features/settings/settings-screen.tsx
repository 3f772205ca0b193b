// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { setLanguage } from "@/shared/i18n/i18n";
import { chooseTheme, useThemeChoice } from "@/shared/theme/theme";
import { Button } from "@/shared/ui/button";
import { install, useInstallState } from "@/shared/ui/data/install";
import { useOfflineReady } from "@/shared/ui/data/offline-ready";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { SelectField } from "@/shared/ui/field";
import { showOverlay } from "@/shared/ui/overlay";
import { Page, Panel } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/segmented";

import { LockPanel } from "./lock-panel";
import { Row } from "./row";
import { SecurityPanel } from "./security/security-panel";
import { SessionsPanel } from "./security/sessions-panel";
import styles from "./settings.module.css";
import { SignOutDialog } from "./sign-out-dialog";
import "./texts";

/** Pengaturan: look and language of this device, the books at hand, the way out. */
export function SettingsScreen() {
    const { t } = useTranslation("settings");
    const { t: ui } = useTranslation("ui");
    const { language } = useLanguage();
    const theme = useThemeChoice();
    const { me, book, role, chooseBook } = useSession();
    const offline = useOfflineReady();
    const installState = useInstallState();
    const [leaving, setLeaving] = useState(false);
    return (
        <Page title={t("title")} back="/more" narrow>
            <Panel title={t("appearance")}>
                <div className={styles["rows"]}>
                    <Row name={t("theme")}>
                        <Segmented
                            label={t("theme")}
                            options={[
                                { value: "system", label: t("system") },
                                { value: "light", label: t("light") },
                                { value: "dark", label: t("dark") },
                            ]}
                            value={theme}
                            onChange={chooseTheme}
                        />
                    </Row>
                    <Row name={t("language")}>
                        <Segmented
                            label={t("language")}
                            options={[
                                { value: "id", label: "Indonesia" },
                                { value: "en", label: "English" },
                            ]}
                            value={language}
                            onChange={setLanguage}
                        />
                    </Row>
                    <Row name={t("offline.name")}>{t(`offline.${offline}`)}</Row>
                    <Row name={t("install.name")}>
                        {installState === "prompt" ? (
                            <Button icon="download" onClick={install}>
                                {t("install.prompt")}
                            </Button>
                        ) : (
                            t(`install.${installState}`)
                        )}
                    </Row>
                    <Row name={t("keys")}>
                        <Button onClick={() => showOverlay("keys")}>{t("showKeys")}</Button>
                    </Row>
                </div>
            </Panel>
            <Panel title={t("book")}>
                <div className={styles["rows"]}>
                    {me.books.length > 1 ? (
                        <SelectField
                            label={t("books")}
                            value={book.id}
                            onChange={(event) => chooseBook(event.target.value)}
                        >
                            {me.books.map((item) => (
                                <option key={item.id} value={item.id}>
                                    {item.name}
                                </option>
                            ))}
                        </SelectField>
                    ) : (
                        <Row name={t("name")}>{book.name}</Row>
                    )}
                    <Row name={t("currency")}>{book.currency}</Row>
                    <Row name={t("timeZone")}>{book.time_zone}</Row>
                </div>
            </Panel>
            <Panel title={t("account")}>
                <div className={styles["rows"]}>
                    <Row name={t("name")}>{me.user.name}</Row>
                    <Row name={t("email")}>{me.user.email}</Row>
                    <Row name={t("role")}>{ui(`role.${role}`)}</Row>
                    <Row name="">
                        <Button icon="exit" look="danger" onClick={() => setLeaving(true)}>
                            {t("signOut")}
                        </Button>
                    </Row>
                </div>
            </Panel>
            <LockPanel />
            <SecurityPanel />
            <SessionsPanel />
            {leaving ? <SignOutDialog onClose={() => setLeaving(false)} /> : null}
        </Page>
    );
}
