// SPDX-License-Identifier: Apache-2.0
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Summary } from "@/shared/api/wire-types";
import { formatCount, formatPercent } from "@/shared/i18n/numbers";
import { amountFromWire, amountMinor } from "@/shared/money/money";
import { Money } from "@/shared/money/money-view";
import { classNames } from "@/shared/ui/class-names";
import { useLanguage, type Language } from "@/shared/ui/data/use-language";
import { Icon } from "@/shared/ui/icon";
import { LiveCue } from "@/shared/ui/live-cue";

import { changeOfCount, changeShare } from "./change";
import styles from "./figures.module.css";
import { Spark } from "./spark";

/** Characters of a figure up to which two stand beside each other on a phone. */
const besideMax = 17;

/** The four figures: income, expense, cash, count and average; each against yesterday and last week. */
export function Figures({ summary }: { summary: Summary }) {
    const { t } = useTranslation("home");
    const { language } = useLanguage();
    const unit = { currency: summary.currency, exponent: summary.exponent };
    const { figures, compare } = summary;
    const { yesterday, last_week: lastWeek } = compare;
    const share = (name: "income" | "expense", before: typeof yesterday) =>
        changeShare(figures[name], before[name], unit);
    const moved = (before: typeof yesterday) =>
        amountMinor(amountFromWire(figures.cash, unit) - amountFromWire(before.cash, unit));
    const longest = longestOf([figures.income, figures.expense, figures.cash]);
    return (
        <div className={styles["box"]}>
            <section
                className={classNames(styles["figures"], longest > besideMax && styles["long"])}
                style={{ "--characters": longest } as CSSProperties}
                aria-label={t("todayFigures")}
                title={t("sameHour")}
            >
                <Figure name={t("income")} value={figures.income} id="income">
                    <Money amount={figures.income} unit={unit} />
                    <Change share={share("income", yesterday)} against="yesterday" moreIs="good" />
                    <Change share={share("income", lastWeek)} against="lastWeek" moreIs="good" />
                    <Spark hours={summary.hours} of="income" unit={unit} />
                </Figure>
                <Figure name={t("expense")} value={figures.expense} id="expense">
                    <Money amount={figures.expense} unit={unit} />
                    <Change share={share("expense", yesterday)} against="yesterday" moreIs="neutral" />
                    <Change share={share("expense", lastWeek)} against="lastWeek" moreIs="neutral" />
                    <Spark hours={summary.hours} of="expense" unit={unit} />
                </Figure>
                <Figure name={t("cash")} value={figures.cash} id="cash">
                    <Money amount={figures.cash} unit={unit} />
                    <p className={styles["change"]}>
                        <Money amount={moved(yesterday)} unit={unit} compact signed bare />
                        {t("yesterday")}
                    </p>
                    <p className={styles["change"]}>
                        <Money amount={moved(lastWeek)} unit={unit} compact signed bare />
                        {t("lastWeek")}
                    </p>
                    <Spark hours={summary.hours} of="net" unit={unit} />
                </Figure>
                <Figure name={t("count")} value={figures.count} id="count">
                    <span className="tabular">{formatCount(figures.count, language)}</span>
                    <Change
                        share={changeOfCount(figures.count, yesterday.count)}
                        against="yesterday"
                        moreIs="good"
                    />
                    <p className={styles["change"]}>
                        {t("averageLabel")}{" "}
                        <Money amount={figures.average} unit={unit} />
                    </p>
                    <Spark hours={summary.hours} of="count" unit={unit} />
                </Figure>
            </section>
        </div>
    );
}

type FigureProps = {
    name: string;
    value: string | number;
    id: string;
    /** The figure itself first, then what stands under it. */
    children: [ReactNode, ...ReactNode[]];
};

function Figure({ name, value, id, children }: FigureProps) {
    const [figure, ...below] = children;
    return (
        <div className={styles["figure"]} data-figure={id}>
            <h2 className={styles["name"]}>{name}</h2>
            <p className={styles["value"]}>
                <LiveCue value={value}>{figure}</LiveCue>
            </p>
            <div className={styles["changes"]}>{below}</div>
        </div>
    );
}

/** Characters of the longest figure, its separators and unit with it: all four are drawn at its size. */
function longestOf(amounts: readonly string[]): number {
    const lengths = amounts.map((amount) => {
        const digits = amount.replace(/\..*$/, "").replace("-", "").length;
        return amount.length + Math.floor((digits - 1) / 3) + "Rp ".length;
    });
    return Math.max(10, ...lengths);
}

type ChangeProps = {
    share: number | null;
    against: "yesterday" | "lastWeek";
    moreIs: "good" | "neutral";
};

function Change({ share, against, moreIs }: ChangeProps) {
    const { t } = useTranslation("home");
    const { language } = useLanguage();
    if (share === null) {
        return (
            <p className={styles["change"]}>
                <span aria-hidden="true">–</span>
                <span className="visually-hidden">{t("noCompare")}</span>
                {t(against)}
            </p>
        );
    }
    const tone = moreIs === "neutral" || share === 0 ? null : share > 0 ? "good" : "bad";
    return (
        <p className={styles["change"]}>
            <span className={classNames(styles["share"], tone !== null && styles[tone])}>
                {share === 0 ? null : (
                    <Icon name={share > 0 ? "arrowUp" : "arrowDown"} size={12} />
                )}
                {share === 0 ? t("unchanged") : shareText(share, language)}
            </span>
            {t(against)}
        </p>
    );
}

/** Tenths of a percent where they say something, whole ones from ten upwards, multiples from tenfold. */
function shareText(share: number, language: Language): string {
    if (share >= 9) {
        return `${formatCount(Math.round(share + 1), language)}×`;
    }
    const readable = Math.abs(share) >= 0.1 ? Math.round(share * 100) / 100 : share;
    return formatPercent(readable, language, { signed: true });
}
