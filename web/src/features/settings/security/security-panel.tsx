// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { formatDateTime } from "@/shared/i18n/dates";
import { Button } from "@/shared/ui/button";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";

import { Row } from "../row";
import styles from "../settings.module.css";
import { PasswordDialog } from "./password-dialog";
import { TotpOffDialog } from "./totp-off-dialog";
import { TotpOnDialog } from "./totp-on-dialog";

/** Password and second factor of the person. */
export function SecurityPanel() {
    const { t } = useTranslation("settings");
    const { language } = useLanguage();
    const api = useApi();
    const { timeZone } = useSession();
    const [open, setOpen] = useState<"password" | "on" | "off" | "codes" | null>(null);
    const close = () => setOpen(null);
    const totp = useQuery({
        queryKey: ["me", "totp"],
        queryFn: ({ signal }) => call(api.GET("/api/v1/me/totp", { signal })),
    });
    return (
        <Panel title={t("security.title")}>
            <div className={styles["rows"]}>
                <Row name={t("security.password")}>
                    <Button onClick={() => setOpen("password")}>{t("security.change")}</Button>
                </Row>
                <QueryView query={totp} skeleton={null}>
                    {(state) => (
                        <Row
                            name={
                                state.enabled && state.since !== null
                                    ? t("security.totpOn", {
                                          time: formatDateTime(state.since, { language, timeZone }),
                                          count: state.recovery_codes_left,
                                      })
                                    : t("security.totp")
                            }
                        >
                            {state.enabled ? (
                                <span className={styles["buttons"]}>
                                    <Button onClick={() => setOpen("codes")}>
                                        {t("security.newCodes")}
                                    </Button>
                                    <Button look="danger" onClick={() => setOpen("off")}>
                                        {t("security.turnOff")}
                                    </Button>
                                </span>
                            ) : (
                                <Button onClick={() => setOpen("on")}>{t("security.turnOn")}</Button>
                            )}
                        </Row>
                    )}
                </QueryView>
            </div>
            {open === "password" ? <PasswordDialog onClose={close} /> : null}
            {open === "on" ? <TotpOnDialog onClose={close} /> : null}
            {open === "off" || open === "codes" ? (
                <TotpOffDialog act={open} onClose={close} />
            ) : null}
        </Panel>
    );
}
