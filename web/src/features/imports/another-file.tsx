// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import styles from "./imports.module.css";

/** The way back to the beginning. */
export function AnotherFile({ primary }: { primary?: boolean }) {
    const { t } = useTranslation("imports");
    return (
        <Link
            to="/imports"
            search={{}}
            className={styles[primary === true ? "primaryLink" : "link"]}
        >
            {t("another")}
        </Link>
    );
}
