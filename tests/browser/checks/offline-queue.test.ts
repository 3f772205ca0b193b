// SPDX-License-Identifier: Apache-2.0
// Check 5: three entries made offline survive a reload; online again the server has exactly three, in order,
// within five seconds, in a browser without Background Sync.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { networkGone, openChromium, phone } from "../support/chromium.ts";
import {
    amountOf,
    booked,
    controlled,
    live,
    open,
    signedIn,
    startShop,
    type OpenShop,
} from "../support/shop.ts";
import { entry } from "../support/screens.ts";

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

test("three entries made offline survive a reload and are sent in order once online", async () => {
    const context = await signedIn(browser, shop, { size: phone });
    await context.addInitScript(() => {
        delete (window as { SyncManager?: unknown }).SyncManager;
        delete (ServiceWorkerRegistration.prototype as { sync?: unknown }).sync;
    });
    const { page, watch } = await open(context, shop.server.url, "/home");
    await live(page);
    await controlled(page);
    expect(await page.evaluate(() => "SyncManager" in window)).toBe(false);

    await context.setOffline(true);
    await page.locator('[data-connection="offline"]').waitFor();
    for (const [index, amount] of ["11000", "22000", "33000"].entries()) {
        await page.getByRole("link", { name: "Catat", exact: true }).tap();
        await entry(page).amount.waitFor();
        await page.keyboard.type(amount);
        await entry(page).save.tap();
        // The chip says how many wait; nothing is added to the figures in silence.
        await page
            .locator('[data-connection="offline"]', { hasText: `Luring, ${index + 1} menunggu` })
            .waitFor();
    }
    expect(await booked(shop)).toEqual([]);

    await page.reload();
    await page
        .locator('[data-connection="offline"]', { hasText: "Luring, 3 menunggu" })
        .waitFor();
    await page.locator("[data-connection]").first().tap();
    const waiting = page.locator('[data-outbox="waiting"]');
    await expect.poll(() => waiting.count()).toBe(3);
    expect(
        (await waiting.allInnerTexts()).map((text) => /Rp\s([0-9.]+)/.exec(text)?.[1]),
    ).toEqual(["11.000", "22.000", "33.000"]);
    expect(await booked(shop)).toEqual([]);

    await context.setOffline(false);
    const onlineAt = performance.now();
    await expect
        .poll(async () => (await booked(shop)).length, { timeout: 5_000, interval: 50 })
        .toBeGreaterThanOrEqual(3);
    const tookMs = Math.round(performance.now() - onlineAt);
    console.log(`three entries at the server, ms: ${tookMs}`);
    expect(tookMs).toBeLessThan(5_000);

    // The device has its three answers, nothing is left to send, and the server has exactly three.
    await expect.poll(() => page.locator('[data-outbox="sent"]').count()).toBe(3);
    expect(await waiting.count()).toBe(0);
    await live(page);
    expect((await booked(shop)).map(amountOf)).toEqual(["11000", "22000", "33000"]);
    expect(watch.faults(networkGone)).toEqual([]);
});
