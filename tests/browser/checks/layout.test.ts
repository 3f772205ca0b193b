// SPDX-License-Identifier: Apache-2.0
// Check 12: 320 to 1920 px, and text at 200 %: no sideways scroll, no clipped amount; and every
// action of a desktop can be reached on a phone.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { desktop, openChromium, phone } from "../support/chromium.ts";
import { clipped, sideways } from "../support/layout.ts";
import { openScreen, screenPaths } from "../support/screens.ts";
import { open, postSale, signedIn, startShop, type OpenShop } from "../support/shop.ts";

/** Amounts, wherever they stand. */
const amounts = "[data-figure] > p, [data-transaction] > span:last-child, td, dd, input";

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
    [200, [360, 768, 1280]],
] as const)("text at %i %%: nothing scrolls sideways and no amount is clipped", async (percent, widths) => {
    const textPx = (16 * percent) / 100;
    browser = await openChromium({ textPx });
    const context = await signedIn(browser, shop, { size: desktop });
    const { page, watch } = await open(context, shop.server.url, "/home");
    const html = page.locator("html");
    expect(await html.evaluate((root) => getComputedStyle(root).fontSize)).toBe(`${textPx}px`);
    const problems: string[] = [];
    for (const screen of [...screenPaths, `transactions/${latest}`]) {
        await openScreen(page, shop.server.url, screen);
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

test("every place and action of a desktop is reachable on a phone", async () => {
    browser = await openChromium();
    const wide = await open(await signedIn(browser, shop, { size: desktop }), shop.server.url, "/home");
    await wide.page.getByRole("navigation").first().waitFor();
    const paths = (at: typeof wide.page, selector: string) =>
        at.locator(selector).evaluateAll((links) =>
            links
                .filter((link) => link.getBoundingClientRect().width > 0)
                .map((link) => new URL((link as HTMLAnchorElement).href).pathname),
        );
    const rail = await paths(wide.page, "nav a[href]");
    expect(rail.length).toBeGreaterThan(10);
    const narrow = await open(await signedIn(browser, shop, { size: phone }), shop.server.url, "/home");
    await narrow.page.getByRole("navigation").first().waitFor();
    const bar = await paths(narrow.page, "nav a[href]");
    await openScreen(narrow.page, shop.server.url, "more");
    const more = await paths(narrow.page, "main a[href]");
    expect(rail.filter((path) => ![...bar, ...more].includes(path))).toEqual([]);
    await narrow.page.getByRole("button", { name: /Cari/ }).tap();
    await narrow.page.getByRole("dialog").getByRole("combobox").waitFor();

    // Whatever a screen's bar and head offer on a desktop is offered on a phone too.
    const actions = (at: typeof wide.page) =>
        at.locator("main button, main select").evaluateAll((elements) =>
            elements
                .filter((element) => element.closest("[data-transaction], [data-feed]") === null)
                .map((element) => element.getAttribute("aria-label") ?? (element.textContent ?? "").trim())
                .filter((name) => name !== ""),
        );
    for (const screen of screenPaths) {
        await openScreen(wide.page, shop.server.url, screen);
        await openScreen(narrow.page, shop.server.url, screen);
        const missing = async () => {
            const here = await actions(narrow.page);
            return (await actions(wide.page)).filter((name) => !here.includes(name));
        };
        await expect.poll(missing, { message: screen, timeout: 10_000 }).toEqual([]);
    }
});
