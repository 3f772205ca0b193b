// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Account } from "@/shared/api/wire-types";
import { Money } from "@/shared/money/money-view";
import { AmountField } from "@/shared/ui/amount-field";
import { Button, IconButton } from "@/shared/ui/button";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { SelectField } from "@/shared/ui/field";

import { totalOf, type EntryForm, type EntryPart } from "./entry-form";
import styles from "./entry.module.css";

const partsMax = 50;

type EntryPartsProps = {
    form: EntryForm;
    counters: readonly Account[];
    change: (part: Partial<EntryForm>) => void;
};

/** The parts of a split entry, each with its category and amount; their sum is the entry's amount. */
export function EntryParts({ form, counters, change }: EntryPartsProps) {
    const { t } = useTranslation("entry");
    const { unit } = useSession();
    const { language } = useLanguage();
    const { parts } = form;
    const total = totalOf(form, unit, language);
    const set = (index: number, part: Partial<EntryPart>) => {
        const before = parts[index];
        if (before !== undefined) {
            change({ parts: parts.with(index, { ...before, ...part }) });
        }
    };
    return (
        <div className={styles["group"]}>
            {parts.map((part, index) => (
                <div key={index} className={styles["part"]}>
                    <div className={styles["partFields"]}>
                        <SelectField
                            label={t("part", { number: index + 1 })}
                            value={part.counterCode}
                            onChange={(event) => set(index, { counterCode: event.target.value })}
                        >
                            {counters.map((account) => (
                                <option key={account.code} value={account.code}>
                                    {account.name}
                                </option>
                            ))}
                        </SelectField>
                        <AmountField
                            label={t("partAmount", { number: index + 1 })}
                            unit={unit}
                            autoFocus={index === 0}
                            value={part.amountText}
                            onChange={(amountText) => set(index, { amountText })}
                        />
                    </div>
                    {parts.length > 2 ? (
                        <IconButton
                            icon="trash"
                            label={t("removePart", { number: index + 1 })}
                            onClick={() => change({ parts: parts.toSpliced(index, 1) })}
                        />
                    ) : null}
                </div>
            ))}
            <p className={styles["sum"]}>
                <span>{t("total")}</span>
                {total === null ? "–" : <Money amount={total} unit={unit} />}
            </p>
            <div className={styles["splitActions"]}>
                {parts.length < partsMax ? (
                    <Button
                        icon="plus"
                        onClick={() =>
                            change({
                                parts: [
                                    ...parts,
                                    { counterCode: form.counterCode, amountText: "" },
                                ],
                            })
                        }
                    >
                        {t("addPart")}
                    </Button>
                ) : null}
                <Button
                    look="quiet"
                    onClick={() =>
                        change({
                            parts: [],
                            amountText: parts[0]?.amountText ?? "",
                            counterCode: parts[0]?.counterCode ?? form.counterCode,
                        })
                    }
                >
                    {t("unsplit")}
                </Button>
            </div>
        </div>
    );
}
