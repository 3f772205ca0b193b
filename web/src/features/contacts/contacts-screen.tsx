// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Contact } from "@/shared/api/wire-types";
import { formatCount } from "@/shared/i18n/numbers";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { contactsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { TextField } from "@/shared/ui/field";
import { Page, Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { RecordItem } from "@/shared/ui/record-list";
import { EmptyState } from "@/shared/ui/states";

import { AddContactDialog } from "./add-contact-dialog";
import styles from "./contacts.module.css";
import "./texts";

/** How many are drawn; the search finds the others. */
const shownMax = 500;

/** Kontak: the list, and a form for a new one. */
export function ContactsScreen() {
    const { t } = useTranslation("contacts");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const { book, role } = useSession();
    const query = useQuery(contactsQuery(api, book.id));
    const [adding, setAdding] = useState(false);
    const { q } = useSearch({ from: "/signed-in/contacts" });
    const navigate = useNavigate();
    const words = (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = (item: Contact) => {
        const text = `${item.code} ${item.name} ${item.phone ?? ""} ${item.email ?? ""}`.toLowerCase();
        return words.every((word) => text.includes(word));
    };
    const mayAdd = role !== "cashier" && role !== "viewer";
    const add = mayAdd ? (
        <Button icon="plus" look="primary" onClick={() => setAdding(true)}>
            {t("add")}
        </Button>
    ) : null;
    return (
        <Page title={t("title")} back="/more" narrow>
            <QueryView query={query}>
                {(items) =>
                    items.length === 0 ? (
                        <EmptyState icon="person" text={t("empty")}>
                            {add}
                        </EmptyState>
                    ) : (
                        <>
                            <div className={styles["tools"]}>
                                <TextField
                                    label={t("search")}
                                    hideLabel
                                    type="search"
                                    placeholder={t("search")}
                                    value={q ?? ""}
                                    onChange={(event) =>
                                        void navigate({
                                            to: "/contacts",
                                            search:
                                                event.target.value === ""
                                                    ? {}
                                                    : { q: event.target.value },
                                            replace: true,
                                        })
                                    }
                                />
                                {add}
                            </div>
                            <Panel>
                                <ul>
                                    {items.filter(wanted).slice(0, shownMax).map((item) => (
                                        <RecordItem
                                            key={item.id}
                                            code={item.code}
                                            name={item.name}
                                            note={[item.phone, item.email]
                                                .filter((part) => part !== null)
                                                .join(" · ")}
                                            end={
                                                item.archived ? (
                                                    <Badge tone="quiet">{ui("archived")}</Badge>
                                                ) : null
                                            }
                                        />
                                    ))}
                                </ul>
                                <MoreNote count={items.filter(wanted).length - shownMax} />
                            </Panel>
                        </>
                    )
                }
            </QueryView>
            {adding ? <AddContactDialog onClose={() => setAdding(false)} /> : null}
        </Page>
    );
}

/** Says that there are more than the list shows. */
function MoreNote({ count }: { count: number }) {
    const { t } = useTranslation("contacts");
    const { language } = useLanguage();
    return count <= 0 ? null : (
        <p className={styles["more"]}>{t("more", { count, formatted: formatCount(count, language) })}</p>
    );
}
