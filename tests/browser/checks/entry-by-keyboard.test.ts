// SPDX-License-Identifier: Apache-2.0
// Check 3: on a desktop, keyboard only: N, 125000, Enter; Ctrl+Enter leaves an empty form focused on the
// amount; Esc with changes asks.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { desktop, openChromium } from "../support/chromium.ts";
import {
    amountOf,
    booked,
    live,
    open,
    signedIn,
    startShop,
    type OpenShop,
    type Window,
} from "../support/shop.ts";
import { entry } from "../support/screens.ts";

let shop: OpenShop;
let browser: Browser;
let window: Window;
let page: Page;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

beforeEach(async () => {
    await window?.context.close();
    window = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/home",
    );
    page = window.page;
    await live(page);
});

const amounts = async (): Promise<string[]> => (await booked(shop)).map(amountOf);
const focused = (): Promise<boolean> =>
    entry(page).amount.evaluate((field) => field === document.activeElement);

test("N, 125000, Enter records a sale and closes the form", async () => {
    await page.keyboard.press("n");
    await entry(page).amount.waitFor();
    await page.keyboard.type("125000");
    expect(await entry(page).amount.inputValue()).toBe("125.000");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/home");
    await expect.poll(amounts, { timeout: 5_000 }).toEqual(["125000"]);
    expect(window.watch.faults()).toEqual([]);
});

test("Ctrl+Enter records and leaves an empty form focused on the amount", async () => {
    const before = await amounts();
    await page.keyboard.press("n");
    await entry(page).amount.waitFor();
    await page.keyboard.type("40000");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => entry(page).amount.inputValue()).toBe("");
    expect(await focused()).toBe(true);
    expect(new URL(page.url()).pathname).toBe("/entry");
    // The next one needs nothing but its digits.
    await page.keyboard.type("41000");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => entry(page).amount.inputValue()).toBe("");
    expect(await focused()).toBe(true);
    await expect.poll(amounts, { timeout: 5_000 }).toEqual([...before, "40000", "41000"]);
    // Nothing is in the form now: Esc just closes it.
    await page.keyboard.press("Escape");
    await page.waitForURL("**/home");
    expect(window.watch.faults()).toEqual([]);
});

test("Esc with changes asks; staying keeps them, leaving drops them", async () => {
    const before = await amounts();
    const { amount, question } = entry(page);
    await page.keyboard.press("n");
    await amount.waitFor();
    await page.keyboard.type("77000");
    await page.keyboard.press("Escape");
    await question.waitFor();
    // The safe answer has the focus.
    await page.keyboard.press("Enter");
    await question.waitFor({ state: "detached" });
    expect(await amount.inputValue()).toBe("77.000");
    expect(await focused()).toBe(true);

    await page.keyboard.press("Escape");
    await question.waitFor();
    // Esc answers like the safe one.
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "detached" });
    expect(await amount.inputValue()).toBe("77.000");

    await page.keyboard.press("Escape");
    await question.waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/home");
    expect(await amounts()).toEqual(before);
    expect(window.watch.faults()).toEqual([]);
});
