// SPDX-License-Identifier: Apache-2.0
// Akun: balances follow the books live, equal REST, and change at most once a second.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Schemas } from "../../service/support/api.ts";
import { desktop, openChromium } from "../support/chromium.ts";
import { digits } from "../support/screens.ts";
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

test("a balance changes in place when another device posts, by the socket alone", async () => {
    const context = await signedIn(browser, shop, { size: desktop, serviceWorkers: "block" });
    const { page, watch } = await open(context, shop.server.url, "/accounts");
    await live(page);
    const cash = page.locator('[data-balance="1101"]');
    await expect.poll(() => digits(cash)).toBe("45000");
    const asked = watch.apiPaths.filter((path) => path.endsWith("/balances")).length;

    await postSale(shop, "125000");
    await expect.poll(() => digits(cash), { timeout: 10_000 }).toBe("170000");
    expect(watch.apiPaths.filter((path) => path.endsWith("/balances")).length).toBe(asked);

    // A burst: the figure is written anew at most once a second, and ends at what REST says.
    await cash.evaluate((element) => {
        const changes: number[] = [];
        Object.assign(window, { changes });
        new MutationObserver(() => changes.push(performance.now())).observe(element, {
            subtree: true,
            childList: true,
            characterData: true,
        });
    });
    const begunAt = performance.now();
    for (let at = 0; at < 30; at += 1) {
        await postSale(shop, "1000");
    }
    await expect.poll(() => digits(cash), { timeout: 10_000 }).toBe("200000");
    const seconds = (performance.now() - begunAt) / 1_000;
    const changes = await page.evaluate(() => (window as unknown as { changes: number[] }).changes);
    // One change of the screen is a few notes of the same moment.
    const moments = changes.filter((at, index) => index === 0 || at - changes[index - 1]! > 50);
    expect(moments.length).toBeGreaterThan(0);
    expect(moments.length).toBeLessThanOrEqual(seconds + 2);

    const balances = await shop.api.expect(
        200,
        shop.api.get<Schemas["Balances"]>(shop.path("/balances")),
    );
    for (const item of balances.items) {
        const shown = page.locator(`[data-balance="${item.code}"]`);
        if ((await shown.count()) > 0) {
            expect(await digits(shown), item.code).toBe(item.balance);
        }
    }
    expect(watch.faults()).toEqual([]);
});
