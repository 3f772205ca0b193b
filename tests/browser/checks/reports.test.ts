// SPDX-License-Identifier: Apache-2.0
// Laporan: what stands on screen is what REST says; a figure leads to its entries and they to the transaction; the
// report follows the books while it is live and stands still while it is not; "why did it change" names the entry
// that did it; every choice is in the address.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { desktop, openChromium } from "../support/chromium.ts";
import { openScreen } from "../support/screens.ts";
import { live, open, postSale, signedIn, startShop, type OpenShop, type Window } from "../support/shop.ts";

let shop: OpenShop;
let browser: Browser;
let window: Window;
let page: Page;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
    await postSale(shop, "45000", { description: "Kopi pagi" });
    await postSale(shop, "125000", { description: "Katering" });
});

beforeEach(async () => {
    window = await open(await signedIn(browser, shop, { size: desktop }), shop.server.url, "/reports");
    page = window.page;
    await live(page);
});

afterEach(async () => {
    expect(window.watch.faults()).toEqual([]);
    await window.context.close();
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

type Report = { rows: { key: string; amounts: string[] }[]; as_of_offset: number };

/** The rows on screen with the wire's amounts, zeros left out as the screen does. */
async function shown(at: Page): Promise<Record<string, string[]>> {
    const found = await at.locator("tr[data-row]").evaluateAll((rows) =>
        rows.map(
            (row) =>
                [
                    row.getAttribute("data-row") ?? "",
                    [...row.querySelectorAll("td > button data, td > data")].map(
                        (item) => (item as HTMLDataElement).value,
                    ),
                ] as const,
        ),
    );
    return Object.fromEntries(found);
}

test.each([
    ["income-statement", ""],
    ["balance-sheet", "&compare=previous_period"],
    ["cash-flow", ""],
])("%s shows every figure as REST has it", async (name, more) => {
    await openScreen(page, shop.server.url, `reports?report=${name}${more}`);
    await page.locator("tr[data-row]").first().waitFor();
    const rest = await shop.api.expect(
        200,
        shop.api.get<Report>(shop.path(`/reports/${name}?${more.slice(1)}`)),
    );
    const expected = Object.fromEntries(
        rest.rows
            .map((row) => [row.key, row.amounts.filter((amount) => amount !== "0")] as const)
            .filter(([, amounts]) => amounts.length > 0),
    );
    const seen = Object.fromEntries(
        Object.entries(await shown(page)).filter(([, amounts]) => amounts.length > 0),
    );
    expect(Object.keys(expected).length).toBeGreaterThan(2);
    expect(seen).toEqual(expected);
});

test("a figure leads to its entries, and they to the transaction", async () => {
    await openScreen(page, shop.server.url, "reports");
    const row = page.locator('tr[data-row="net_income"]');
    await row.getByRole("button").first().click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("[data-entry]").nth(1).waitFor();
    const total = await row.locator("data").first().getAttribute("value");
    expect(await dialog.locator("[data-explained] data").getAttribute("value")).toBe(total);
    const amounts = await dialog.locator("[data-entry] data").evaluateAll((items) =>
        items.map((item) => (item as HTMLDataElement).value),
    );
    expect(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n).toString()).toBe(total);
    await dialog.getByRole("link", { name: /Katering/ }).click();
    await page.waitForURL(/\/transactions\/[0-9a-f-]{36}/);
    await page.getByText("Katering").first().waitFor();
});

test("it follows the books while live, and stands still while paused", async () => {
    await openScreen(page, shop.server.url, "reports");
    const net = page.locator('tr[data-row="net_income"] data').first();
    const before = BigInt((await net.getAttribute("value"))!);
    await postSale(shop, "1000");
    await expect.poll(() => net.getAttribute("value"), { timeout: 15_000 }).toBe((before + 1000n).toString());
    await page.getByRole("button", { name: "Langsung", exact: true }).click();
    await page.getByRole("button", { name: "Dijeda", exact: true }).waitFor();
    const offset = await page.locator("[data-report-offset]").getAttribute("data-report-offset");
    const later = await postSale(shop, "2000");
    // The page has heard of the sale, and the report has not moved.
    await openSecondFeed(later.id);
    expect(await page.locator("[data-report-offset]").getAttribute("data-report-offset")).toBe(offset);
    await page.getByRole("button", { name: "Dijeda", exact: true }).click();
    await expect.poll(() => net.getAttribute("value"), { timeout: 15_000 }).toBe((before + 3000n).toString());
});

/** Waits until another window of the same browser shows the transaction: the shared socket has brought it. */
async function openSecondFeed(id: string): Promise<void> {
    const second = await open(window.context, shop.server.url, "/home");
    await second.page.locator(`[data-feed] [data-transaction="${id}"]`).waitFor();
    await second.page.close();
}

test("why did it change names the entry that did it", async () => {
    await openScreen(page, shop.server.url, "reports");
    const made = await postSale(shop, "7000", { description: "Terlambat dicatat" });
    await expect
        .poll(() => page.locator("[data-report-offset]").getAttribute("data-report-offset"), { timeout: 15_000 })
        .toBe(String(made.offset));
    await page.getByRole("button", { name: "Mengapa berubah?" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator('[data-change="net_income"]').waitFor();
    await dialog.locator(`[data-entry="${made.id}"]`).waitFor();
    expect(await dialog.locator(`[data-entry="${made.id}"]`).innerText()).toContain("Terlambat dicatat");
});

test("why did it change tells the whole of several months, not the oldest of them", async () => {
    const day = new Date();
    const from = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 2, 1)).toISOString().slice(0, 10);
    await page.goto(`${shop.server.url}/reports?report=income-statement&interval=month&from=${from}`);
    const made = await postSale(shop, "7100");
    await expect
        .poll(() => page.locator("[data-report-offset]").getAttribute("data-report-offset"), { timeout: 15_000 })
        .toBe(String(made.offset));
    await page.getByRole("button", { name: "Mengapa berubah?" }).click();
    const dialog = page.getByRole("dialog");
    const net = dialog.locator('[data-change="net_income"] data');
    await net.first().waitFor();
    expect(await net.count()).toBe(1);
    expect(BigInt((await net.first().getAttribute("value"))!)).toBeGreaterThanOrEqual(7_100n);
    await dialog.locator("[data-changed-column]", { hasText: "Semua" }).waitFor();
    expect(await dialog.locator(`[data-entry="${made.id}"]`).innerText()).toContain("7.100");
});

test("every choice stands in the address, and the address brings it back", async () => {
    await openScreen(page, shop.server.url, "reports");
    await page.getByRole("button", { name: "Neraca", exact: true }).click();
    await page.getByLabel("Pembanding").selectOption("previous_year");
    await page.getByLabel("Periode").selectOption("endOfLastMonth");
    await page.waitForURL(/report=balance-sheet.*compare=previous_year.*to=/);
    const address = page.url();
    await page.goto(`${shop.server.url}/home`);
    await page.goto(address);
    await expect.poll(() => page.getByLabel("Pembanding").inputValue()).toBe("previous_year");
    await expect.poll(() => page.getByLabel("Periode").inputValue()).toBe("endOfLastMonth");
    await page.getByRole("button", { name: "Neraca", exact: true, pressed: true }).waitFor();
});

test("the general ledger runs from opening to closing", async () => {
    const accounts = await shop.api.expect(
        200,
        shop.api.get<{ items: { id: string; code: string }[] }>(shop.path("/accounts?limit=500")),
    );
    const cash = accounts.items.find((account) => account.code === "1101")!;
    await openScreen(page, shop.server.url, `reports?report=general-ledger&account=${cash.id}`);
    const rest = await shop.api.expect(
        200,
        shop.api.get<{ closing: string; rows: unknown[] }>(
            shop.path(`/reports/general-ledger?account_id=${cash.id}&limit=100`),
        ),
    );
    await expect.poll(() => page.locator("tbody [data-entry]").count()).toBe(rest.rows.length);
    expect(await page.locator("tfoot data").last().getAttribute("value")).toBe(rest.closing);
});

test("on paper stands the report alone, under its own head", async () => {
    await openScreen(page, shop.server.url, "reports");
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("navigation").first().isVisible()).toBe(false);
    expect(await page.locator("main button[aria-pressed]").first().isVisible()).toBe(false);
    expect(await page.getByText("Kopi Senja", { exact: true }).last().isVisible()).toBe(true);
    expect(await page.locator('tr[data-row="net_income"]').isVisible()).toBe(true);
    const pdf = await page.pdf({ format: "A4" });
    expect([...pdf.toString("latin1").matchAll(/\/Type\s*\/Page\b/g)].length).toBe(1);
});
