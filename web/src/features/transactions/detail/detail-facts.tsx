// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { deviceId } from "@/shared/api/ids";
import type { Transaction } from "@/shared/api/wire-types";
import { formatDateLong, formatDateTime } from "@/shared/i18n/dates";
import { formatCount } from "@/shared/i18n/numbers";
import { contactsQuery, outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";

import styles from "./detail.module.css";

/** When, who, where, from which device, and what it is linked to. */
export function DetailFacts({ transaction }: { transaction: Transaction }) {
    const { t } = useTranslation("transactions");
    const { language } = useLanguage();
    const api = useApi();
    const { book, timeZone } = useSession();
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const contacts = useQuery({
        ...contactsQuery(api, book.id),
        enabled: transaction.contact_id !== null,
    }).data;
    const outlet = outlets.find((item) => item.id === transaction.outlet_id);
    const contact = contacts?.find((item) => item.id === transaction.contact_id);
    const at = (instant: string) => formatDateTime(instant, { language, timeZone });
    const device = transaction.device_id;
    return (
        <Panel>
            <dl className={styles["facts"]}>
                <Fact name={t("detail.date")}>{formatDateLong(transaction.date, language)}</Fact>
                {transaction.original_date === null ? null : (
                    <Fact name={t("detail.meant")}>
                        {formatDateLong(transaction.original_date, language)}
                    </Fact>
                )}
                <Fact name={t("detail.by")}>
                    <Link
                        to="/transactions"
                        search={{ by: transaction.created_by.id }}
                        className={styles["link"]}
                    >
                        {transaction.created_by.name}
                    </Link>
                </Fact>
                {outlet === undefined ? null : (
                    <Fact name={t("detail.outlet")}>{outlet.name}</Fact>
                )}
                {contact === undefined ? null : (
                    <Fact name={t("detail.contact")}>{contact.name}</Fact>
                )}
                {transaction.reference === null ? null : (
                    <Fact name={t("detail.reference")}>{transaction.reference}</Fact>
                )}
                {transaction.tags.length === 0 ? null : (
                    <Fact name={t("detail.tags")}>
                        {transaction.tags.map((tag) => (
                            <Link
                                key={tag}
                                to="/transactions"
                                search={{ tag }}
                                className={styles["link"]}
                            >
                                #{tag}
                            </Link>
                        ))}
                    </Fact>
                )}
                {transaction.made_at === null ? null : (
                    <Fact name={t("detail.madeAt")}>{at(transaction.made_at)}</Fact>
                )}
                <Fact name={t("detail.committedAt")}>{at(transaction.committed_at)}</Fact>
                <Fact name={t("detail.device")}>
                    {device === null
                        ? t("detail.noDevice")
                        : device === deviceId(localStorage)
                          ? t("detail.thisDevice")
                          : t("detail.otherDevice", { id: device.slice(-6) })}
                </Fact>
                <Fact name={t("detail.sequence")}>
                    <span className="tabular">{formatCount(transaction.sequence, language)}</span>
                </Fact>
                <LinkedFact name={t("detail.reverses")} id={transaction.reverses_id} />
                <LinkedFact name={t("detail.reversedBy")} id={transaction.reversed_by_id} />
                <LinkedFact name={t("detail.replaces")} id={transaction.replaces_id} />
            </dl>
        </Panel>
    );
}

function LinkedFact({ name, id }: { name: string; id: string | null }) {
    const { t } = useTranslation("transactions");
    const search = useSearch({ from: "/signed-in/transactions" });
    return id === null ? null : (
        <Fact name={name}>
            <Link to="/transactions/$id" params={{ id }} search={search} className={styles["link"]}>
                {t("detail.open")}
            </Link>
        </Fact>
    );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
    return (
        <div className={styles["fact"]}>
            <dt>{name}</dt>
            <dd>{children}</dd>
        </div>
    );
}
