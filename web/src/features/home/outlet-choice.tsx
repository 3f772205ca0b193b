// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Outlet } from "@/shared/api/wire-types";
import { Chip, ChipRow, SelectChip } from "@/shared/ui/chip";

const chipsMax = 4;

type OutletChoiceProps = {
    outlets: readonly Outlet[];
    /** Whether all outlets together may be chosen. */
    all: boolean;
    value: string | null;
    onChange: (outletId: string | null) => void;
};

/** Which outlet the figures are of: chips for few, the native list for many. */
export function OutletChoice({ outlets, all, value, onChange }: OutletChoiceProps) {
    const { t } = useTranslation("home");
    const chosen = outlets.find((outlet) => outlet.id === value);
    return (
        <ChipRow label={t("outlet")} scroll>
            {all ? (
                <Chip chosen={value === null} onPress={() => onChange(null)}>
                    {t("allOutlets")}
                </Chip>
            ) : null}
            {outlets.length <= chipsMax ? (
                outlets.map((outlet) => (
                    <Chip
                        key={outlet.id}
                        chosen={outlet.id === value}
                        onPress={() => onChange(outlet.id)}
                    >
                        {outlet.name}
                    </Chip>
                ))
            ) : (
                <SelectChip
                    label={t("outlet")}
                    text={chosen?.name ?? t("outlet")}
                    chosen={chosen !== undefined}
                    value={value ?? ""}
                    onChange={(event) => onChange(event.target.value || null)}
                >
                    {all ? <option value="">{t("allOutlets")}</option> : null}
                    {outlets.map((outlet) => (
                        <option key={outlet.id} value={outlet.id}>
                            {outlet.name}
                        </option>
                    ))}
                </SelectChip>
            )}
        </ChipRow>
    );
}
