// SPDX-License-Identifier: Apache-2.0
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { AmountField } from "@/shared/ui/amount-field";
import { Button, IconButton } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/field";
import { useProblem } from "@/shared/ui/use-problem";

import { PersonFields } from "./person-fields";
import { setUpUnit, timeZones, type SetUpDraft } from "./set-up-draft";
import styles from "./sign-in.module.css";

type StepProps = { draft: SetUpDraft; change: (part: Partial<SetUpDraft>) => void };
type CheckedStepProps = StepProps & { error: unknown };

const outletsMax = 20;
const currencies = ["IDR", "USD", "SGD", "MYR", "EUR", "AUD"];

/** Name, e-mail, password, and the set-up code where the server asks for one. */
export function YouStep({
    draft,
    change,
    codeRequired,
    error,
}: CheckedStepProps & { codeRequired: boolean }) {
    const { t } = useTranslation("sign-in");
    const { fieldError } = useProblem();
    return (
        <>
            {codeRequired ? (
                <TextField
                    label={t("setUp.code")}
                    note={t("setUp.codeNote")}
                    error={fieldError(error, "/setup_code")}
                    autoComplete="one-time-code"
                    required
                    autoFocus
                    value={draft.setupCode}
                    onChange={(event) => change({ setupCode: event.target.value })}
                />
            ) : null}
            <PersonFields
                person={draft}
                change={change}
                error={error}
                autoFocus={!codeRequired}
            />
        </>
    );
}

/** The business: name, time zone, currency, chart of accounts. */
export function BusinessStep({ draft, change, error }: CheckedStepProps) {
    const { t } = useTranslation("sign-in");
    const { fieldError } = useProblem();
    const zones = useMemo(() => timeZones(), []);
    return (
        <>
            <TextField
                label={t("setUp.businessName")}
                placeholder={t("setUp.businessPlaceholder")}
                error={fieldError(error, "/book/name")}
                autoComplete="organization"
                required
                maxLength={120}
                autoFocus
                value={draft.businessName}
                onChange={(event) => change({ businessName: event.target.value })}
            />
            <SelectField
                label={t("setUp.timeZone")}
                error={fieldError(error, "/book/time_zone")}
                value={draft.timeZone}
                onChange={(event) => change({ timeZone: event.target.value })}
            >
                {zones.map((zone) => (
                    <option key={zone.value} value={zone.value}>
                        {zone.label}
                    </option>
                ))}
            </SelectField>
            <SelectField
                label={t("setUp.currency")}
                error={fieldError(error, "/book/currency")}
                value={draft.currency}
                onChange={(event) => change({ currency: event.target.value })}
            >
                {currencies.map((currency) => (
                    <option key={currency}>{currency}</option>
                ))}
            </SelectField>
            <SelectField
                label={t("setUp.template")}
                note={t("setUp.templateNote")}
                value={draft.template}
                onChange={(event) =>
                    change({ template: event.target.value as SetUpDraft["template"] })
                }
            >
                <option value="umkm">{t("setUp.templates.umkm")}</option>
                <option value="minimal">{t("setUp.templates.minimal")}</option>
                <option value="none">{t("setUp.templates.none")}</option>
            </SelectField>
        </>
    );
}

/** Names of the outlets; one is there to begin with. */
export function OutletsStep({ draft, change }: StepProps) {
    const { t } = useTranslation("sign-in");
    const { outlets } = draft;
    return (
        <>
            <p className={styles["hint"]}>{t("setUp.outletsIntro")}</p>
            {outlets.map((name, index) => (
                <div key={index} className={styles["outlet"]}>
                    <TextField
                        label={t("setUp.outletName", { number: index + 1 })}
                        maxLength={120}
                        autoFocus={index === outlets.length - 1}
                        value={name}
                        onChange={(event) =>
                            change({ outlets: outlets.with(index, event.target.value) })
                        }
                    />
                    {outlets.length > 1 ? (
                        <IconButton
                            icon="trash"
                            label={t("setUp.removeOutlet", { number: index + 1 })}
                            onClick={() => change({ outlets: outlets.toSpliced(index, 1) })}
                        />
                    ) : null}
                </div>
            ))}
            {outlets.length < outletsMax ? (
                <Button icon="plus" onClick={() => change({ outlets: [...outlets, ""] })}>
                    {t("setUp.addOutlet")}
                </Button>
            ) : null}
            {draft.template === "none" ? null : (
                <>
                    <AmountField
                        label={t("setUp.cash")}
                        unit={setUpUnit(draft)}
                        value={draft.openingCash}
                        onChange={(openingCash) => change({ openingCash })}
                    />
                    <p className={styles["hint"]}>{t("setUp.cashNote")}</p>
                </>
            )}
            <label className={styles["check"]}>
                <input
                    type="checkbox"
                    checked={draft.sample}
                    onChange={(event) => change({ sample: event.target.checked })}
                />
                {t("setUp.sample")}
                <small>{t("setUp.sampleNote")}</small>
            </label>
        </>
    );
}
