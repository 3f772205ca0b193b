// SPDX-License-Identifier: Apache-2.0
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Account, Outlet } from "@/shared/api/wire-types";
import { addDays, formatDate, todayIn } from "@/shared/i18n/dates";
import { Chip, ChipRow, SelectChip } from "@/shared/ui/chip";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";

import { FilterExtras, OwnRange, type FilterPart } from "./filter-extras";
import { SearchField } from "./search-field";
import { isFiltered, kinds, type TransactionsSearch } from "./transactions-search";
import styles from "./transactions.module.css";

const periods = [
    { key: "today", days: 0 },
    { key: "week", days: 6 },
    { key: "month", days: 29 },
    { key: "year", days: 364 },
] as const;

type FilterBarProps = {
    search: TransactionsSearch;
    accounts: readonly Account[];
    outlets: readonly Outlet[];
};

/** Search and filters; every choice is written into the address. */
export function FilterBar({ search, accounts, outlets }: FilterBarProps) {
    const { t } = useTranslation("transactions");
    const { t: ui } = useTranslation("ui");
    const { timeZone } = useSession();
    const { language } = useLanguage();
    const navigate = useNavigate();
    const [own, setOwn] = useState(false);
    const set = (part: FilterPart) =>
        void navigate({
            to: "/transactions",
            search: (before) => compact({ ...before, ...part }),
            replace: true,
        });

    const today = todayIn(timeZone);
    const period = periods.find(
        (item) => search.to === undefined && search.from === addDays(today, -item.days),
    );
    const ranged = search.from !== undefined || search.to !== undefined;
    const periodText =
        period !== undefined
            ? t(period.key)
            : ranged
              ? t("range", {
                    from: search.from === undefined ? "…" : formatDate(search.from, language),
                    to: search.to === undefined ? "…" : formatDate(search.to, language),
                })
              : t("anyTime");
    const outlet = outlets.find((item) => item.id === search.outlet);
    const account = accounts.find((item) => item.id === search.account);

    return (
        <div className={styles["tools"]} role="search">
            <SearchField value={search.q ?? ""} onChange={(q) => set({ q: q || undefined })} />
            <ChipRow label={t("filters")} scroll>
                <SelectChip
                    label={t("period")}
                    text={periodText}
                    chosen={ranged}
                    value={own ? "own" : (period?.key ?? (ranged ? "own" : ""))}
                    onChange={(event) => {
                        setOwn(event.target.value === "own");
                        if (event.target.value === "own") {
                            return;
                        }
                        const chosen = periods.find((item) => item.key === event.target.value);
                        set({
                            from:
                                chosen === undefined ? undefined : addDays(today, -chosen.days),
                            to: undefined,
                        });
                    }}
                >
                    <option value="">{t("anyTime")}</option>
                    {periods.map((item) => (
                        <option key={item.key} value={item.key}>
                            {t(item.key)}
                        </option>
                    ))}
                    <option value="own">{t("ownRange")}</option>
                </SelectChip>
                <SelectChip
                    label={t("kind")}
                    text={search.kind === undefined ? t("kind") : ui(`kind.${search.kind}`)}
                    chosen={search.kind !== undefined}
                    value={search.kind ?? ""}
                    onChange={(event) =>
                        set({ kind: kinds.find((kind) => kind === event.target.value) })
                    }
                >
                    <option value="">{t("anyKind")}</option>
                    {kinds.map((kind) => (
                        <option key={kind} value={kind}>
                            {ui(`kind.${kind}`)}
                        </option>
                    ))}
                </SelectChip>
                {outlets.length > 1 ? (
                    <SelectChip
                        label={t("outlet")}
                        text={outlet?.name ?? t("outlet")}
                        chosen={search.outlet !== undefined}
                        value={search.outlet ?? ""}
                        onChange={(event) => set({ outlet: event.target.value || undefined })}
                    >
                        <option value="">{t("anyOutlet")}</option>
                        {outlets.map((item) => (
                            <option key={item.id} value={item.id}>
                                {item.name}
                            </option>
                        ))}
                    </SelectChip>
                ) : null}
                <SelectChip
                    label={t("account")}
                    text={account?.name ?? t("account")}
                    chosen={search.account !== undefined}
                    value={search.account ?? ""}
                    onChange={(event) => set({ account: event.target.value || undefined })}
                >
                    <option value="">{t("anyAccount")}</option>
                    {accounts.map((item) => (
                        <option key={item.id} value={item.id}>
                            {item.code} {item.name}
                        </option>
                    ))}
                </SelectChip>
                <FilterExtras search={search} set={set} />
                {isFiltered(search) ? (
                    <Chip
                        icon="close"
                        onPress={() =>
                            void navigate({ to: "/transactions", search: {}, replace: true })
                        }
                    >
                        {t("clear")}
                    </Chip>
                ) : null}
            </ChipRow>
            {own || (ranged && period === undefined) ? (
                <OwnRange search={search} set={set} />
            ) : null}
        </div>
    );
}

/** Leaves out what is undefined, so that the address says only what is chosen. */
function compact(search: FilterPart): TransactionsSearch {
    return Object.fromEntries(
        Object.entries(search).filter(([, value]) => value !== undefined),
    );
}
