// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { Button } from "./button";
import styles from "./secret-once.module.css";
import { copyText, shareText } from "./share-text";
import "./texts";
import { showToast } from "./toast";

type SecretOnceProps = {
    /** What it is, in words. */
    label: string;
    value: string;
    /** Offers the device's share sheet too, with this text. */
    share?: string;
};

/** A secret that the server says once: a link, a key, codes. Selectable, with a button that copies it. */
export function SecretOnce({ label, value, share }: SecretOnceProps) {
    const { t } = useTranslation("ui");
    const copy = async () => {
        if (await copyText(value)) {
            showToast({ message: t("copied") });
        }
    };
    return (
        <div className={styles["secret"]}>
            <p className={styles["note"]}>{t("shownOnce")}</p>
            <output className={styles["value"]} aria-label={label} data-secret>
                {value}
            </output>
            <div className={styles["buttons"]}>
                {share === undefined ? null : (
                    <Button icon="share" onClick={() => void shareText(share)}>
                        {t("share")}
                    </Button>
                )}
                <Button look="primary" data-first-focus onClick={() => void copy()}>
                    {t("copy")}
                </Button>
            </div>
        </div>
    );
}
