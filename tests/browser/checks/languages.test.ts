// SPDX-License-Identifier: Apache-2.0
// Check 13: Indonesia and English without a reload, no raw key on any screen, `html lang` follows.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, openChromium } from "../support/chromium.ts";
import {
    live,
    open,
    postSale,
    signedIn,
    startShop,
    type OpenShop,
} from "../support/shop.ts";

let shop: OpenShop;
let browser: Browser;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
    await postSale(shop, "45000");
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

const headings = {
    id: ["Beranda", "Transaksi", "Laporan", "Antrean kirim", "Akun", "Outlet", "Kontak", "Pengaturan"],
    en: ["Home", "Transactions", "Reports", "Outbox", "Accounts", "Outlets", "Contacts", "Settings"],
} as const;

/** Walks through every place of the rail and reads it. */
async function readEverything(page: Page, language: keyof typeof headings): Promise<void> {
    for (const name of headings[language]) {
        await page
            .getByRole("navigation")
            .first()
            .getByRole("link", { name, exact: true })
            .click();
        await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
        await page.waitForLoadState("networkidle");
        const words = await page.locator("body").innerText();
        expect(words, name).not.toMatch(/\{\{|\b[a-z]+[A-Z]?[a-z]*\.[a-z]+[A-Za-z]*(\.[a-z]+)+\b/);
        expect(words, name).not.toMatch(language === "id" ? /\bTransactions\b/ : /\bTransaksi\b/);
    }
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
}

test("the language changes without a reload and everywhere", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/home",
    );
    await live(page);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await readEverything(page, "id");
    await page.getByRole("radio", { name: "English" }).check();
    await readEverything(page, "en");
    await page.getByRole("radio", { name: "Indonesia" }).check();
    await readEverything(page, "id");
    expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
    expect(watch.faults()).toEqual([]);
});
