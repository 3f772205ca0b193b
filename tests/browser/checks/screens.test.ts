// SPDX-License-Identifier: Apache-2.0
// Every screen opens at both sizes without an error, without sideways scroll, in words and not in keys, and asks
// nobody but the server.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { desktop, openChromium, phone } from "../support/chromium.ts";
import { openScreen, screenPaths } from "../support/screens.ts";
import {
    live,
    open,
    postSale,
    signedIn,
    startShop,
    type OpenShop,
    type Window,
} from "../support/shop.ts";

let shop: OpenShop;
let browser: Browser;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
    await postSale(shop, "45000");
    await postSale(shop, "125000");
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

describe.each([
    ["phone", phone],
    ["desktop", desktop],
])("on a %s", (_, size) => {
    let window: Window;

    beforeAll(async () => {
        window = await open(await signedIn(browser, shop, { size }), shop.server.url, "/");
        await live(window.page);
    });

    test.each(screenPaths)("%s opens", async (screen) => {
        const { page, watch } = window;
        await openScreen(page, shop.server.url, screen);
        if (screen !== "entry") {
            await live(page);
        }
        const sideways = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(sideways).toBeLessThanOrEqual(0);
        const words = await page.locator("body").innerText();
        expect(words).not.toMatch(/undefined|\bNaN\b|\[object |\b[a-z-]+:[a-z]+(\.[a-zA-Z]+)+\b/);
        expect(words.length).toBeGreaterThan(40);
        expect(watch.faults()).toEqual([]);
    });
});

test("the description of the interface opens without an outside host", async () => {
    const context = await signedIn(browser, shop, { size: desktop });
    const { page, watch } = await open(context, shop.server.url, "/docs");
    await page
        .getByRole("heading", { name: /^POST\s*\/api\/v1\/books\/\{book\}\/transactions$/ })
        .waitFor();
    expect(watch.faults()).toEqual([]);
});
