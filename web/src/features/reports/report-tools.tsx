// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { todayIn } from "@/shared/i18n/dates";
import { ChipRow, SelectChip } from "@/shared/ui/chip";
import { accountsQuery, outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { SelectField, TextField } from "@/shared/ui/field";

import { ColumnChoices, type Part } from "./column-choices";
import { periodName } from "./column-name";
import {
    namedDays,
    namedRanges,
    sides,
    takes,
    wireParameters,
    type ReportName,
    type ReportsSearch,
} from "./reports-search";
import styles from "./reports.module.css";

type ReportToolsProps = { name: ReportName; search: ReportsSearch };
/** Period, outlet, columns, comparison: whatever the report takes; every choice stands in the address. */
export function ReportTools({ name, search }: ReportToolsProps) {
    const { t } = useTranslation("reports");
    const { language } = useLanguage();
    const api = useApi();
    const navigate = useNavigate();
    const { book, timeZone } = useSession();
    const today = todayIn(timeZone);
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const accounts = useQuery(accountsQuery(api, book.id)).data ?? [];
    const [own, setOwn] = useState(false);
    const rule = takes[name];
    const wire = wireParameters(name, search, today);
    const ranged = wire.from !== undefined;
    const set = (part: Part) =>
        void navigate({
            to: "/reports",
            search: (before) =>
                Object.fromEntries(
                    Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined),
                ),
            replace: true,
        });

    const choices = ranged
        ? namedRanges(today)
        : namedDays(today).map((day) => ({ ...day, from: undefined }));
    const end = wire.to ?? wire.as_of ?? today;
    const named = choices.find((item) => item.to === end && item.from === wire.from);
    const periodText =
        named === undefined || own
            ? periodName(wire.from ?? null, end, language)
            : t(`period.${named.key}`);
    const outlet = outlets.find((item) => item.id === search.outlet);
    const outletValue =
        rule.columns && wire.split !== undefined ? "split" : (search.outlet ?? "");
    return (
        <>
            {name === "general-ledger" ? (
                <div className={styles["fields"]}>
                    <SelectField
                        label={t("account")}
                        value={search.account ?? ""}
                        onChange={(event) => set({ account: event.target.value || undefined })}
                    >
                        <option value="">{t("pickAccount")}</option>
                        {accounts.map((item) => (
                            <option key={item.id} value={item.id}>
                                {item.code} {item.name}
                            </option>
                        ))}
                    </SelectField>
                </div>
            ) : null}
            <ChipRow label={t("options")} scroll>
                <SelectChip
                    label={t("periodLabel")}
                    text={periodText}
                    chosen={search.from !== undefined || search.to !== undefined}
                    value={own || named === undefined ? "own" : named.key}
                    onChange={(event) => {
                        const chosen = choices.find((item) => item.key === event.target.value);
                        setOwn(chosen === undefined);
                        if (chosen !== undefined) {
                            set({ from: chosen.from, to: chosen.to });
                        }
                    }}
                >
                    {choices.map((item) => (
                        <option key={item.key} value={item.key}>
                            {t(`period.${item.key}`)}
                        </option>
                    ))}
                    <option value="own">{t("period.own")}</option>
                </SelectChip>
                {rule.outlet && outlets.length > 1 ? (
                    <SelectChip
                        label={t("outlet")}
                        text={
                            outletValue === "split"
                                ? t("splitOutlets")
                                : (outlet?.name ?? t("allOutlets"))
                        }
                        chosen={outletValue !== ""}
                        value={outletValue}
                        onChange={(event) => {
                            const { value } = event.target;
                            if (value === "split") {
                                set({
                                    split: "outlet",
                                    outlet: undefined,
                                    interval: undefined,
                                    compare: undefined,
                                });
                            } else {
                                set({ split: undefined, outlet: value || undefined });
                            }
                        }}
                    >
                        <option value="">{t("allOutlets")}</option>
                        {rule.columns ? <option value="split">{t("splitOutlets")}</option> : null}
                        {outlets.map((item) => (
                            <option key={item.id} value={item.id}>
                                {item.name}
                            </option>
                        ))}
                    </SelectChip>
                ) : null}
                {rule.columns ? <ColumnChoices wire={wire} set={set} /> : null}
                {name === "aging" ? (
                    <SelectChip
                        label={t("sideLabel")}
                        text={t(`side.${wire.side ?? "receivable"}`)}
                        value={wire.side ?? "receivable"}
                        onChange={(event) =>
                            set({ side: sides.find((item) => item === event.target.value) })
                        }
                    >
                        {sides.map((item) => (
                            <option key={item} value={item}>
                                {t(`side.${item}`)}
                            </option>
                        ))}
                    </SelectChip>
                ) : null}
            </ChipRow>
            {own || (named === undefined && (search.from ?? search.to) !== undefined) ? (
                <div className={styles["fields"]}>
                    {ranged ? (
                        <TextField
                            label={t("from")}
                            type="date"
                            min="2000-01-01"
                            max={end}
                            value={wire.from ?? ""}
                            onChange={(event) => set({ from: event.target.value || undefined })}
                        />
                    ) : null}
                    <TextField
                        label={t(ranged ? "to" : "asOf")}
                        type="date"
                        min={wire.from ?? "2000-01-01"}
                        value={end}
                        onChange={(event) => set({ to: event.target.value || undefined })}
                    />
                </div>
            ) : null}
        </>
    );
}
