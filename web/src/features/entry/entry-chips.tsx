// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Account, Outlet } from "@/shared/api/wire-types";
import { Chip, ChipRow, SelectChip } from "@/shared/ui/chip";

import { recentFirst } from "./entry-presets";
import styles from "./entry.module.css";

/** How many choices stand as chips; the rest is one press further. */
const chipsMax = 5;

type CodeChipsProps = {
    label: string;
    accounts: readonly Account[];
    /** Codes used lately, latest first. */
    recent: readonly string[];
    value: string;
    onChange: (code: string) => void;
};

/** The accounts a leg may name: recent ones as chips, all of them behind the last chip. */
export function CodeChips({ label, accounts, recent, value, onChange }: CodeChipsProps) {
    const { t } = useTranslation("entry");
    const order = recentFirst(
        recent,
        accounts.map((account) => account.code),
    );
    const shown = order.slice(0, chipsMax);
    if (value !== "" && !shown.includes(value)) {
        shown.splice(-1, 1, value);
    }
    const nameOf = (code: string) =>
        accounts.find((account) => account.code === code)?.name ?? code;
    return (
        <div className={styles["group"]}>
            <span className={styles["groupName"]}>{label}</span>
            <ChipRow label={label}>
                {shown.map((code) => (
                    <Chip key={code} chosen={code === value} onPress={() => onChange(code)}>
                        {nameOf(code)}
                    </Chip>
                ))}
                {accounts.length > shown.length ? (
                    <SelectChip
                        label={`${label}: ${t("others")}`}
                        text={t("others")}
                        value=""
                        onChange={(event) => onChange(event.target.value)}
                    >
                        <option value="" disabled>
                            {t("choose")}
                        </option>
                        {accounts.map((account) => (
                            <option key={account.code} value={account.code}>
                                {account.code} {account.name}
                            </option>
                        ))}
                    </SelectChip>
                ) : null}
            </ChipRow>
        </div>
    );
}

type OutletChipsProps = {
    outlets: readonly Outlet[];
    /** Whether "no outlet" may be chosen. */
    optional: boolean;
    value: string | null;
    onChange: (id: string | null) => void;
};

/** The outlet of an entry: chips for few, the native list for many. */
export function OutletChips({ outlets, optional, value, onChange }: OutletChipsProps) {
    const { t } = useTranslation("entry");
    const chosen = outlets.find((outlet) => outlet.id === value);
    const few = outlets.length <= chipsMax;
    return (
        <div className={styles["group"]}>
            <span className={styles["groupName"]}>{t("outlet")}</span>
            <ChipRow label={t("outlet")}>
                {few ? (
                    outlets.map((outlet) => (
                        <Chip
                            key={outlet.id}
                            chosen={outlet.id === value}
                            onPress={() =>
                                onChange(outlet.id === value && optional ? null : outlet.id)
                            }
                        >
                            {outlet.name}
                        </Chip>
                    ))
                ) : (
                    <SelectChip
                        label={t("outlet")}
                        text={chosen?.name ?? t("noOutlet")}
                        chosen={chosen !== undefined}
                        value={value ?? ""}
                        onChange={(event) =>
                            onChange(event.target.value === "" ? null : event.target.value)
                        }
                    >
                        {optional ? <option value="">{t("noOutlet")}</option> : null}
                        {outlets.map((outlet) => (
                            <option key={outlet.id} value={outlet.id}>
                                {outlet.name}
                            </option>
                        ))}
                    </SelectChip>
                )}
            </ChipRow>
        </div>
    );
}
