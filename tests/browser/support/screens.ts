// SPDX-License-Identifier: Apache-2.0
// The screens as a person meets them: by their words, in Bahasa Indonesia.
import type { Locator, Page } from "playwright-core";

/** The parts of the quick entry. */
export function entry(page: Page) {
    return {
        amount: page.getByLabel("Jumlah", { exact: true }),
        save: page.getByRole("button", { name: "Simpan", exact: true }),
        saveNext: page.getByRole("button", { name: "Simpan & lagi" }),
        question: page.getByRole("dialog", { name: "Tutup tanpa menyimpan?" }),
    };
}

export type FigureName = "income" | "expense" | "cash" | "count";

/** The figure itself, without its changes. */
export function figure(page: Page, name: FigureName): Locator {
    return page.locator(`[data-figure="${name}"] > p`).first();
}

/** The digits of a figure on screen, with its sign. */
export async function digits(at: Locator): Promise<string> {
    const text = await at.innerText();
    return (/[-\u2212]/.test(text) ? "-" : "") + text.replace(/[^0-9]/g, "");
}

/** The four figures as shown. */
export async function figures(page: Page): Promise<Record<FigureName, string>> {
    return {
        income: await digits(figure(page, "income")),
        expense: await digits(figure(page, "expense")),
        cash: await digits(figure(page, "cash")),
        count: await digits(figure(page, "count")),
    };
}

/** A number as Indonesian writes it: "1.250.000". */
export function grouped(value: bigint | number): string {
    return value.toString().replace(/\B(?=(?:[0-9]{3})+$)/g, ".");
}

/** Rows of the feed. */
export function feed(page: Page): Locator {
    return page.locator("[data-feed] [data-transaction]");
}

/** Rows of the list of transactions that stand in the page now. */
export function rows(page: Page): Locator {
    return page.locator('[data-scroller="transactions"] [data-transaction]');
}

/** The ids of rows, from the top. */
export async function idsOf(at: Locator): Promise<string[]> {
    return at.evaluateAll((elements) =>
        elements.map((element) => element.getAttribute("data-transaction") ?? ""),
    );
}

/** The middle one. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Longer than the second in which a region of the screen may change once. */
export const calmMs = 1_200;

/** A person's pace between two entries; nothing is waited for here. */
export async function pause(ms: number): Promise<void> {
    await new Promise((resume) => setTimeout(resume, ms));
}

/** Every screen that an owner can open, by its path; a transaction's needs an id behind it. */
export const screenPaths = [
    "home",
    "entry",
    "transactions",
    "outbox",
    "reports",
    "reports?report=balance-sheet&compare=previous_period",
    "reports?report=cash-flow&split=outlet",
    "reports?interval=day",
    "reports?report=trial-balance",
    "reports?report=general-ledger",
    "reports?report=aging",
    "notifications",
    "more",
    "accounts",
    "outlets",
    "contacts",
    "imports",
    "members",
    "api-keys",
    "audit",
    "settings",
] as const;

/** Opens a screen and waits until it stands still: its heading is there and nothing is being asked for. */
export async function openScreen(page: Page, url: string, path: string): Promise<void> {
    await page.goto(`${url}/${path}`);
    await page.getByRole("heading").first().waitFor();
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => document.fonts.ready);
}
