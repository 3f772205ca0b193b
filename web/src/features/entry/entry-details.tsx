// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { addDays, todayIn } from "@/shared/i18n/dates";
import { Button } from "@/shared/ui/button";
import { contactsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { SelectField, TextField } from "@/shared/ui/field";
import { Icon } from "@/shared/ui/icon";

import type { EntryForm } from "./entry-form";
import styles from "./entry.module.css";

const futureDaysMax = 366;

type EntryDetailsProps = { form: EntryForm; change: (part: Partial<EntryForm>) => void };

/** "Rinci": what most entries do not need. Open at once when something in it is filled. */
export function EntryDetails({ form, change }: EntryDetailsProps) {
    const { t } = useTranslation("entry");
    const id = useId();
    const [open, setOpen] = useState(
        form.description !== "" ||
            form.reference !== "" ||
            form.contactId !== null ||
            form.date !== "",
    );
    return (
        <>
            <button
                type="button"
                className={styles["toggle"]}
                aria-expanded={open}
                aria-controls={id}
                onClick={() => setOpen(!open)}
            >
                {t("details")}
                <Icon name="chevronDown" size={16} />
            </button>
            {open ? (
                <div id={id} className={styles["details"]}>
                    <DetailFields form={form} change={change} />
                </div>
            ) : null}
        </>
    );
}

function DetailFields({ form, change }: EntryDetailsProps) {
    const { t } = useTranslation("entry");
    const api = useApi();
    const { book, timeZone } = useSession();
    const contacts = useQuery(contactsQuery(api, book.id));
    const today = todayIn(timeZone);
    const known = (contacts.data ?? []).filter((contact) => !contact.archived);
    return (
        <>
            <TextField
                label={t("description")}
                maxLength={500}
                value={form.description}
                onChange={(event) => change({ description: event.target.value })}
            />
            <div className={styles["pair"]}>
                <TextField
                    label={t("date")}
                    type="date"
                    min="2000-01-01"
                    max={addDays(today, futureDaysMax)}
                    value={form.date === "" ? today : form.date}
                    onChange={(event) => change({ date: event.target.value })}
                />
                <TextField
                    label={t("reference")}
                    maxLength={80}
                    value={form.reference}
                    onChange={(event) => change({ reference: event.target.value })}
                />
            </div>
            {known.length > 0 ? (
                <SelectField
                    label={t("contact")}
                    value={form.contactId ?? ""}
                    onChange={(event) =>
                        change({
                            contactId: event.target.value === "" ? null : event.target.value,
                        })
                    }
                >
                    <option value="">{t("noContact")}</option>
                    {known.map((contact) => (
                        <option key={contact.id} value={contact.id}>
                            {contact.name}
                        </option>
                    ))}
                </SelectField>
            ) : null}
            {form.kind !== "transfer" && form.parts.length === 0 ? (
                <Button
                    onClick={() =>
                        change({
                            parts: [
                                { counterCode: form.counterCode, amountText: form.amountText },
                                { counterCode: form.counterCode, amountText: "" },
                            ],
                        })
                    }
                >
                    {t("split")}
                </Button>
            ) : null}
        </>
    );
}
