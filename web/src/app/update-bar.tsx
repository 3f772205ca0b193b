// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { Button } from "@/shared/ui/button";
import { hasUnsavedWork } from "@/shared/ui/unsaved-work";

import styles from "./bars.module.css";
import { leaveUpdate, takeUpdate, useUpdate } from "./update-store";
import "./texts";

/** Offers a new version. Never reloads by itself, and asks first where something half-filled would be lost. */
export function UpdateBar() {
    const { t } = useTranslation("app");
    const update = useUpdate();
    if (update === "none") {
        return null;
    }
    return (
        <div className={styles["update"]} role="status" data-update={update}>
            <span>{t(update === "offered" ? "update" : "updateNeeded")}</span>
            <Button look="quiet" onClick={leaveUpdate}>
                {t("updateLater")}
            </Button>
            <Button
                look="primary"
                onClick={() => {
                    if (!hasUnsavedWork() || confirm(t("updateLoses"))) {
                        takeUpdate();
                    }
                }}
            >
                {t("updateNow")}
            </Button>
        </div>
    );
}
