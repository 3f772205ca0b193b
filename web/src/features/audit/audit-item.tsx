// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { deviceId } from "@/shared/api/ids";
import type { AuditEntry } from "@/shared/api/wire-types";
import { formatDateTime } from "@/shared/i18n/dates";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";

import { changesOf } from "./audit-changes";
import styles from "./audit.module.css";

type AuditItemProps = {
    entry: AuditEntry;
    hash: string;
    /** Narrows the trail to who did this. */
    onWho: (id: string) => void;
};

/** One act: what and by whom on a line, the rest behind it. */
export function AuditItem({ entry, hash, onWho }: AuditItemProps) {
    const { t, i18n } = useTranslation("audit");
    const { language } = useLanguage();
    const { timeZone } = useSession();
    // The subject and the book are known from where one stands.
    const changes = changesOf(entry.before, entry.after).filter(
        ({ field }) => field !== "id" && field !== "book_id",
    );
    // An act of a newer server has no words here yet: its name then stands for itself.
    const key = entry.action.replace(".", "-");
    const action = i18n.exists(`audit:action.${key}`)
        ? i18n.t(`action.${key}`, { ns: "audit" })
        : entry.action;
    const who = entry.who.name === "" ? t(`kind.${entry.who.kind}`) : entry.who.name;
    const { id } = entry.who;
    return (
        <li className={styles["item"]} data-audit={entry.action}>
            <details>
                <summary className={styles["summary"]}>
                    <span className={styles["words"]}>
                        <span className={styles["action"]}>{action}</span>
                        <span className={styles["note"]}>
                            {who} · {formatDateTime(entry.at, { language, timeZone })}
                            {entry.reason === null ? "" : ` · “${entry.reason}”`}
                        </span>
                    </span>
                </summary>
                <div className={styles["body"]}>
                    {changes.length === 0 ? null : (
                        <table className={styles["table"]}>
                            <thead>
                                <tr>
                                    <th scope="col">{t("field")}</th>
                                    <th scope="col">{t("before")}</th>
                                    <th scope="col">{t("after")}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {changes.map((change) => (
                                    <tr key={change.field}>
                                        <th scope="row">{change.field}</th>
                                        <td>{change.before ?? "–"}</td>
                                        <td>{change.after ?? "–"}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    )}
                    <p className={styles["facts"]}>
                        {[
                            `${t("sequence")} ${String(entry.sequence)}`,
                            entry.address === null ? "" : `${t("address")} ${entry.address}`,
                            entry.device_id === null
                                ? ""
                                : entry.device_id === deviceId(localStorage)
                                  ? t("thisDevice")
                                  : t("device", { id: entry.device_id.slice(-6) }),
                            `${t("hash")} ${hash.slice(0, 16)}…`,
                        ]
                            .filter((part) => part !== "")
                            .join(" · ")}
                    </p>
                    {id === null ? null : (
                        <button type="button" className={styles["more"]} onClick={() => onWho(id)}>
                            {t("onlyWho", { name: who })}
                        </button>
                    )}
                </div>
            </details>
        </li>
    );
}
