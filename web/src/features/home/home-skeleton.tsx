// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { Skeleton } from "@/shared/ui/states";

import styles from "./home.module.css";

/** The shape of Beranda while nothing is known yet. */
export function HomeSkeleton() {
    const { t } = useTranslation("ui");
    return (
        <div className={styles["column"]} role="status" aria-label={t("loading")}>
            <Skeleton height="9rem" />
            <div className={styles["grid"]}>
                <Skeleton height="17rem" />
                <Skeleton height="17rem" />
            </div>
        </div>
    );
}
