// SPDX-License-Identifier: Apache-2.0
// The palette finds screens, accounts, contacts and transactions by keyboard alone; "?" lists the shortcuts, and
// single letters can be turned off; a receipt is drawn in the width of its roll.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { desktop, openChromium } from "../support/chromium.ts";
import { live, open, postSale, signedIn, startShop, type OpenShop, type Window } from "../support/shop.ts";

let shop: OpenShop;
let browser: Browser;
let window: Window;
let page: Page;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
    await shop.api.expect(
        201,
        shop.api.post(shop.path("/contacts"), { code: "C-1", name: "Toko Sumber Rejeki" }),
    );
    await postSale(shop, "125000", { description: "Pesanan katering Bu Ratna" });
});

beforeEach(async () => {
    window = await open(await signedIn(browser, shop, { size: desktop }), shop.server.url, "/home");
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

/** The field of the palette; selects have its role too. */
function palette(at: Page): Locator {
    return at.getByRole("dialog").getByRole("combobox");
}

/** Opens the palette, types, waits for the words to be found, and opens what is chosen. */
async function find(words: string, expected: RegExp): Promise<void> {
    await page.keyboard.press("Control+k");
    await palette(page).waitFor();
    await page.keyboard.type(words);
    const options = page.locator("[role=option]");
    await options.filter({ hasText: expected }).first().waitFor();
    for (let step = 0; step < (await options.count()); step++) {
        if (expected.test(await page.locator('[role=option][aria-selected="true"]').innerText())) {
            break;
        }
        await page.keyboard.press("ArrowDown");
    }
    await page.keyboard.press("Enter");
    await palette(page).waitFor({ state: "detached" });
}

test("the palette opens screens, accounts, contacts, transactions and entries", async () => {
    await find("neraca sal", /Neraca saldo/);
    await page.waitForURL(/\/reports\?report=trial-balance/);
    await find("1101", /Kas/);
    await page.waitForURL(/\/transactions\?account=/);
    await find("sumber", /Toko Sumber Rejeki/);
    await page.waitForURL(/\/contacts\?q=/);
    await find("katering", /Pesanan katering/);
    await page.waitForURL(/\/transactions\/[0-9a-f-]{36}/);
    await page.getByText("Pesanan katering Bu Ratna").first().waitFor();
    await find("pengeluaran", /Catat Pengeluaran/);
    await page.waitForURL(/\/entry\?kind=expense/);
});

test("the palette gives the focus back and says when nothing fits", async () => {
    const search = page.getByRole("button", { name: /Cari/ });
    await search.focus();
    await page.keyboard.press("Enter");
    await palette(page).fill("zzzzqq");
    await page.getByText("Tidak ada yang cocok.").waitFor();
    await page.keyboard.press("Escape");
    await palette(page).waitFor({ state: "detached" });
    expect(await search.evaluate((button) => button === document.activeElement)).toBe(true);
});

test("? lists the shortcuts, and single letters can be turned off", async () => {
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Pintasan papan ketik" });
    await help.getByText("Catat transaksi baru").waitFor();
    await help.getByRole("checkbox").click();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await page.keyboard.press("n");
    await page.keyboard.press("Control+k");
    await palette(page).waitFor();
    expect(new URL(page.url()).pathname).toBe("/home");
    await page.keyboard.press("Escape");

    await page.reload();
    await live(page);
    await page.getByRole("button", { name: /Cari/ }).click();
    await palette(page).fill("pintasan");
    await page.keyboard.press("Enter");
    await help.getByRole("checkbox").click();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await page.keyboard.press("n");
    await page.waitForURL(/\/entry/);
});

test.each(["58", "80"])("a receipt prints alone, %s mm wide and as long as it is", async (width) => {
    const sale = await postSale(shop, "45000", {
        lines: [
            { name: "Kopi susu gula aren", quantity: "2", amount: "36000" },
            { name: "Roti", quantity: "1", amount: "9000" },
        ],
    });
    await page.goto(`${shop.server.url}/transactions/${sale.id}`);
    await page.getByRole("button", { name: "Struk" }).click();
    await page.getByRole("radio", { name: `${width} mm` }).check();
    const preview = page.locator(`dialog [data-receipt="${width}"]`);
    await preview.waitFor();
    expect(await preview.innerText()).toMatch(/Kopi Senja[\s\S]*Kopi susu gula aren[\s\S]*36\.000[\s\S]*45\.000/);
    // The dialog of the printer is the browser's: what the page would print is looked at instead.
    await page.evaluate(() => {
        globalThis.print = () => undefined;
    });
    await page.getByRole("button", { name: "Cetak", exact: true }).click();
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#root").isVisible()).toBe(false);
    expect(await page.locator("[data-paper]").isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const text = pdf.toString("latin1");
    const boxes = [...text.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)];
    expect(boxes).toHaveLength(1);
    expect(Math.round((Number(boxes[0]![1]) / 72) * 25.4)).toBe(Number(width));
    // Once it is printed, the page is as before.
    expect(await page.evaluate(() => document.documentElement.dataset["printing"])).toBeUndefined();
});
