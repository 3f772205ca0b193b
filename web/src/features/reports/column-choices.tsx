// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { SelectChip } from "@/shared/ui/chip";

import { compares, intervals, type ReportsSearch, type WireParameters } from "./reports-search";

/** A change of the address; undefined takes a parameter away. */
export type Part = { [Name in keyof ReportsSearch]?: ReportsSearch[Name] | undefined };

type ColumnChoicesProps = { wire: WireParameters; set: (part: Part) => void };

/** Into which columns a statement is cut, and what it is compared with. */
export function ColumnChoices({ wire, set }: ColumnChoicesProps) {
    const { t } = useTranslation("reports");
    return (
        <>
            <SelectChip
                label={t("intervalLabel")}
                text={t(`interval.${wire.interval ?? "none"}`)}
                chosen={wire.interval !== undefined}
                value={wire.interval ?? ""}
                onChange={(event) =>
                    set({
                        interval: intervals.find((item) => item === event.target.value),
                        split: undefined,
                        // The range of one interval is seldom that of another.
                        from: undefined,
                    })
                }
            >
                <option value="">{t("interval.none")}</option>
                {intervals.map((item) => (
                    <option key={item} value={item}>
                        {t(`interval.${item}`)}
                    </option>
                ))}
            </SelectChip>
            <SelectChip
                label={t("compareLabel")}
                text={t(`compare.${wire.compare ?? "none"}`)}
                chosen={wire.compare !== undefined}
                value={wire.compare ?? ""}
                onChange={(event) =>
                    set({
                        compare: compares.find((item) => item === event.target.value),
                        split: undefined,
                    })
                }
            >
                <option value="">{t("compare.none")}</option>
                {compares.map((item) => (
                    <option key={item} value={item}>
                        {t(`compare.${item}`)}
                    </option>
                ))}
            </SelectChip>
        </>
    );
}
