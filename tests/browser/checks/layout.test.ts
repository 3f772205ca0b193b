// SPDX-License-Identifier: Apache-2.0
// Check 12: 320 to 1920 px, and text at 200 %: no sideways scroll, no clipped amount.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { desktop, openChromium } from "../support/chromium.ts";
import { clipped, sideways } from "../support/layout.ts";
import { open, postSale, signedIn, startShop, type OpenShop } from "../support/shop.ts";

const screens = ["home", "entry", "transactions", "outbox", "reports", "more", "accounts", "settings"];
/** Amounts, wherever they stand. */
const amounts = "[data-figure] > p, [data-transaction] > span:last-child, td, input";

let shop: OpenShop;
let browser: Browser;
let latest: string;

beforeAll(async () => {
    shop = await startShop();
    await postSale(shop, "999999999999", { description: "Kopi susu gula aren dan roti bakar srikaya" });
    latest = (await postSale(shop, "1250000")).id;
});

afterEach(async () => {
    await browser?.close();
});

afterAll(async () => {
    await shop?.server.stop();
});

test.each([
    [100, [320, 360, 768, 1280, 1920]],
    [200, [360, 1280]],
] as const)("text at %i %%: nothing scrolls sideways and no amount is clipped", async (percent, widths) => {
    const textPx = (16 * percent) / 100;
    browser = await openChromium({ textPx });
    const context = await signedIn(browser, shop, { size: desktop });
    const { page, watch } = await open(context, shop.server.url, "/home");
    const html = page.locator("html");
    expect(await html.evaluate((root) => getComputedStyle(root).fontSize)).toBe(`${textPx}px`);
    const problems: string[] = [];
    for (const screen of [...screens, `transactions/${latest}`]) {
        await page.goto(`${shop.server.url}/${screen}`);
        await page.getByRole("heading").first().waitFor();
        await page.waitForLoadState("networkidle");
        for (const width of widths) {
            await page.setViewportSize({ width, height: 800 });
            // Two frames: one for what listens to the size, one for what it draws.
            await page.evaluate(
                () =>
                    new Promise((done) =>
                        requestAnimationFrame(() => requestAnimationFrame(done)),
                    ),
            );
            const found = await clipped(page, amounts);
            const over = await sideways(page);
            if (over > 0) {
                found.push(`scrolls sideways by ${over} px`);
            }
            problems.push(...found.map((what) => `${screen} at ${width} px: ${what}`));
        }
    }
    expect(problems).toEqual([]);
    expect(watch.faults()).toEqual([]);
});
