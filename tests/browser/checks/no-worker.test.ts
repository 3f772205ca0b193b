// SPDX-License-Identifier: Apache-2.0
// Without a service worker, as over plain http in a shop's network: while the network is away, a touch on a screen that
// was not loaded yet leaves the page alive, and the screen comes when the network is back.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, networkGone, openChromium, phone } from "../support/chromium.ts";
import { live, open, signedIn, startShop, type OpenShop } from "../support/shop.ts";

let shop: OpenShop;
let browser: Browser;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

// What the browser and React say of a file that does not come.
const missing = /Failed to fetch dynamically imported module|a screen did not come|Unable to preload|service-?worker/i;

test.each([
    ["a touch", phone],
    ["the mouse", desktop],
])("%s on a link without network does not lose the page", async (_, size) => {
    const context = await signedIn(browser, shop, { size, serviceWorkers: "block" });
    const { page, watch } = await open(context, shop.server.url, "/home");
    await live(page);
    await page.evaluate(() => Object.assign(window, { stillHere: true }));
    await context.setOffline(true);
    await page.locator('[data-connection="offline"]').first().waitFor();

    const link = page.getByRole("link", { name: "Laporan", exact: true });
    await (size === phone ? link.tap() : link.click());
    await page.getByText("Server tidak dapat dihubungi").first().waitFor();
    expect(await page.evaluate(() => "stillHere" in window)).toBe(true);

    await context.setOffline(false);
    await page.getByRole("button", { name: "Coba lagi" }).first().click();
    await page.locator("[data-report-offset]").waitFor({ timeout: 30_000 });
    expect(await page.evaluate(() => "stillHere" in window)).toBe(true);
    expect(watch.faults(networkGone, missing)).toEqual([]);
    await context.close();
});
