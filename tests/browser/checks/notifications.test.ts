// SPDX-License-Identifier: Apache-2.0
// Notifikasi: a rule made on one device tells of what happens, live, on another; reading it on one reads it on
// both. A document is made with its progress shown, and fetched.
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, openChromium, phone } from "../support/chromium.ts";
import { openScreen } from "../support/screens.ts";
import { live, open, postSale, signedIn, startShop, type OpenShop } from "../support/shop.ts";

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

test("a rule tells of a large sale, live, on every device, and is read on all at once", async () => {
    const desk = await open(await signedIn(browser, shop, { size: desktop }), shop.server.url, "/notifications");
    const pocket = await open(await signedIn(browser, shop, { size: phone }), shop.server.url, "/notifications");
    await live(desk.page);
    await live(pocket.page);
    await desk.page.getByRole("button", { name: "Tambah" }).click();
    await desk.page.getByLabel("Beri tahu bila").selectOption("transaction_above");
    await desk.page.getByLabel("Lebih dari").fill("1000000");
    await desk.page.getByRole("button", { name: "Simpan" }).click();
    await desk.page.locator('[data-rule="transaction_above"]', { hasText: "1.000.000" }).waitFor();

    await postSale(shop, "900000");
    const large = await postSale(shop, "2500000");
    for (const { page } of [desk, pocket]) {
        const told = page.locator('[data-kind="transaction_above"]');
        await told.waitFor({ timeout: 20_000 });
        expect(await told.innerText()).toMatch(/2\.500\.000/);
        expect(await told.count()).toBe(1);
        await told.getByText("Belum dibaca").waitFor({ state: "attached" });
    }
    await pocket.page.locator('[data-kind="transaction_above"] a').first().tap();
    await pocket.page.waitForURL(new RegExp(`/transactions/${large.id}`));
    await desk.page.getByRole("button", { name: "Tandai dibaca" }).click();
    const unread = (page: Page) => page.locator("[data-notification]").getByText("Belum dibaca");
    await expect.poll(() => unread(desk.page).count()).toBe(0);
    await openScreen(pocket.page, shop.server.url, "notifications");
    await pocket.page.locator('[data-kind="transaction_above"]').waitFor();
    expect(await unread(pocket.page).count()).toBe(0);

    const rule = desk.page.locator('[data-rule="transaction_above"]');
    await rule.getByRole("switch").click();
    await expect.poll(() => rule.getByRole("switch").isChecked()).toBe(false);
    await rule.getByRole("button", { name: /Hapus aturan/ }).click();
    await rule.waitFor({ state: "detached" });
    expect(desk.watch.faults()).toEqual([]);
    expect(pocket.watch.faults()).toEqual([]);
});

test("a journal is made in the background and fetched", async () => {
    const { page, watch } = await open(await signedIn(browser, shop, { size: desktop }), shop.server.url, "/reports");
    await live(page);
    await page.getByRole("button", { name: "Ekspor" }).click();
    await page.getByRole("radio", { name: "Jurnal" }).check();
    await page.getByRole("radio", { name: "CSV" }).check();
    await page.getByRole("button", { name: "Buat berkas" }).click();
    await page.locator('[data-job="done"]').waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Ambil berkas" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    expect(await readFile(await download.path(), "utf8")).toContain("45000");
    expect(watch.faults()).toEqual([]);
});
