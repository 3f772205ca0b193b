// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { amountFromWire, amountMinor, amountToWire } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { Panel } from "@/shared/ui/page";

import { ages } from "./aging-table";
import { columnName } from "./column-name";
import styles from "./report-chart.module.css";
import type { WholeReport } from "./use-report";

/** The main figures of each statement, in the order of their colours. */
const shown: Readonly<Record<string, readonly string[]>> = {
    "income-statement": ["sales", "operating", "net_income"],
    "balance-sheet": ["assets", "liabilities", "equity"],
    "cash-flow": ["operating_activities", "investing_activities", "financing_activities"],
    aging: ["open"],
};

type Group = { name: string; amounts: bigint[] };

/**
 * The main figures per column as bars around a line at zero. The table below holds the same numbers and is
 * what a screen reader is given; the drawing is decoration to it.
 */
export function ReportChart({ report }: { report: WholeReport }) {
    const { t } = useTranslation("reports");
    const { language } = useLanguage();
    const api = useApi();
    const { book } = useSession();
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const unit = { currency: report.currency, exponent: report.exponent };
    const totals = report.totals as Readonly<Record<string, readonly string[] | undefined>>;
    const rowAmounts = (key: string) =>
        totals[key] ?? report.rows.find((row) => row.key === key)?.amounts;
    const keys = (shown[report.report] ?? []).filter((key) => rowAmounts(key) !== undefined);
    const groups: Group[] = report.columns.flatMap((column, index) =>
        column.kind === "period" || column.kind === "rest"
            ? [
                  {
                      name:
                          report.report === "aging"
                              ? t(`age.${ages[index] ?? "whole"}`)
                              : columnName(column, outlets, t, language),
                      amounts: keys.map((key) =>
                          amountFromWire(rowAmounts(key)?.[index] ?? "0", unit),
                      ),
                  },
              ]
            : [],
    );
    const all = groups.flatMap((group) => group.amounts);
    const top = all.reduce((most, amount) => (amount > most ? amount : most), 0n);
    const bottom = all.reduce((least, amount) => (amount < least ? amount : least), 0n);
    const span = top - bottom;
    if (groups.length < 2 || keys.length === 0 || span === 0n) {
        return null;
    }
    const part = (amount: bigint) => Number((amount * 10_000n) / span) / 100;
    const zero = part(-bottom);
    // Four short names still stand beside each other on a phone.
    const narrowStep = groups.length <= 4 ? 1 : Math.ceil(groups.length / 3);
    return (
        <Panel title={t("chart")} className={styles["panel"]}>
            <figure
                className={styles["figure"]}
                data-drawn={JSON.stringify(all.map((amount) => amountToWire(amountMinor(amount), unit)))}
            >
                <figcaption className={styles["legend"]}>
                    {keys.map((key, index) => (
                        <span key={key} className={styles["key"]}>
                            <span className={classNames(styles["swatch"], styles[`c${String(index)}`])} />
                            {t(key === "open" ? "age.open" : `row.${key}`)}
                        </span>
                    ))}
                    <span className="visually-hidden">{t("chartTable")}</span>
                </figcaption>
                <div aria-hidden="true" className={styles["box"]}>
                    <p className={styles["top"]}>
                        <Money amount={amountMinor(top)} unit={unit} compact />
                    </p>
                    <div className={styles["plot"]}>
                        <span className={styles["zero"]} style={{ bottom: `${String(zero)}%` }} />
                        {groups.map((group, at) => (
                            <div key={at} className={styles["group"]} title={group.name}>
                                {group.amounts.map((amount, index) => {
                                    const size = part(amount < 0n ? -amount : amount);
                                    const from = amount < 0n ? zero - size : zero;
                                    return (
                                        <span
                                            key={index}
                                            className={classNames(
                                                styles["bar"],
                                                styles[`c${String(index)}`],
                                            )}
                                            style={{
                                                height: `${String(size)}%`,
                                                marginBottom: 0,
                                                bottom: `${String(from)}%`,
                                                left: `${String((index / keys.length) * 100)}%`,
                                                width: `${String(100 / keys.length)}%`,
                                            }}
                                        />
                                    );
                                })}
                            </div>
                        ))}
                    </div>
                    <div className={styles["axis"]}>
                        {groups.map((group, index) => (
                            <span
                                key={index}
                                className={classNames(
                                    index % Math.ceil(groups.length / 8) === 0 && styles["onWide"],
                                    index % narrowStep === 0 && styles["onNarrow"],
                                )}
                            >
                                {group.name}
                            </span>
                        ))}
                    </div>
                </div>
            </figure>
        </Panel>
    );
}
