// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { Chip, SelectChip } from "@/shared/ui/chip";
import { TextField } from "@/shared/ui/field";

import { statuses, type TransactionsSearch } from "./transactions-search";
import styles from "./transactions.module.css";

/** A change of the address; undefined takes a filter away. */
export type FilterPart = {
    [Name in keyof TransactionsSearch]?: TransactionsSearch[Name] | undefined;
};

type FilterExtrasProps = { search: TransactionsSearch; set: (part: FilterPart) => void };

/** State, and whatever a link or another screen has narrowed the list to, each with a way out. */
export function FilterExtras({ search, set }: FilterExtrasProps) {
    const { t } = useTranslation("transactions");
    return (
        <>
            <SelectChip
                label={t("status")}
                text={search.status === undefined ? t("status") : t(`statusName.${search.status}`)}
                chosen={search.status !== undefined}
                value={search.status ?? ""}
                onChange={(event) =>
                    set({ status: statuses.find((item) => item === event.target.value) })
                }
            >
                <option value="">{t("anyStatus")}</option>
                {statuses.map((item) => (
                    <option key={item} value={item}>
                        {t(`statusName.${item}`)}
                    </option>
                ))}
            </SelectChip>
            {search.tag === undefined ? null : (
                <Chip chosen onPress={() => set({ tag: undefined })}>
                    #{search.tag}
                </Chip>
            )}
            {search.by === undefined ? null : (
                <Chip chosen onPress={() => set({ by: undefined })}>
                    {t("byOne")}
                </Chip>
            )}
            {search.late === undefined ? null : (
                <Chip chosen onPress={() => set({ late: undefined })}>
                    {t("lateOnly")}
                </Chip>
            )}
        </>
    );
}

/** Two fields for days that have no name. */
export function OwnRange({ search, set }: FilterExtrasProps) {
    const { t } = useTranslation("transactions");
    return (
        <div className={styles["range"]}>
            <TextField
                label={t("fromDay")}
                type="date"
                min="2000-01-01"
                max={search.to}
                value={search.from ?? ""}
                onChange={(event) => set({ from: event.target.value || undefined })}
            />
            <TextField
                label={t("toDay")}
                type="date"
                min={search.from ?? "2000-01-01"}
                value={search.to ?? ""}
                onChange={(event) => set({ to: event.target.value || undefined })}
            />
        </div>
    );
}
