// SPDX-License-Identifier: Apache-2.0
// Check 8: B has scrolled and put the focus on a row; ten entries arrive: the scroll changes by one pixel at
// most, the focus stays, the pill says 10.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, openChromium, phone } from "../support/chromium.ts";
import { live, open, postSale, signedIn, startShop, type OpenShop } from "../support/shop.ts";
import { feed, idsOf, rows } from "../support/screens.ts";

let shop: OpenShop;
let browser: Browser;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
    for (let at = 0; at < 60; at += 1) {
        await postSale(shop, String(10_000 + at));
    }
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

/** Where the focused row stands on screen, and which one it is. */
const focusedRow = (page: Page) =>
    page.evaluate(() => ({
        id: document.activeElement?.getAttribute("data-transaction") ?? null,
        top: document.activeElement?.getBoundingClientRect().top ?? Number.NaN,
    }));

async function tenMore(first: number): Promise<string[]> {
    const ids: string[] = [];
    for (let at = 0; at < 10; at += 1) {
        ids.push((await postSale(shop, String(first + at))).id);
    }
    return ids;
}

test.each([
    ["desktop", desktop, 90_000],
    ["phone", phone, 80_000],
] as const)("the list of transactions stands still on a %s", async (_, size, first) => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size }),
        shop.server.url,
        "/transactions",
    );
    await live(page);
    await rows(page).first().waitFor();
    const scroller = page.locator('[data-scroller="transactions"]');
    const scrollTop = () => scroller.evaluate((element) => element.scrollTop);
    await scroller.evaluate((element) => element.scrollTo(0, 700));
    await expect.poll(scrollTop).toBe(700);
    // A row in the middle of what is seen gets the focus, as the Tab key would give it.
    const target = await rows(page).evaluateAll((elements) => {
        const inside = elements.find((element) => element.getBoundingClientRect().top > 300);
        (inside as HTMLElement | undefined)?.focus({ preventScroll: true });
        return inside?.getAttribute("data-transaction") ?? null;
    });
    expect(target).not.toBeNull();
    const before = { scroll: await scrollTop(), ...(await focusedRow(page)) };
    expect(before.id).toBe(target);

    const arrived = await tenMore(first);
    const pill = page.getByRole("button", { name: "10 transaksi baru" });
    await pill.waitFor({ timeout: 10_000 });
    const after = { scroll: await scrollTop(), ...(await focusedRow(page)) };
    expect(Math.abs(after.scroll - before.scroll)).toBeLessThanOrEqual(1);
    expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(1);
    expect(after.id).toBe(target);

    // They come when they are asked for.
    await pill.click();
    await expect.poll(async () => (await idsOf(rows(page))).slice(0, 10)).toEqual(arrived.reverse());
    expect(await scrollTop()).toBe(0);
    await pill.waitFor({ state: "detached" });
    expect(watch.faults()).toEqual([]);
});

test("the feed on Beranda stands still under the focus and its pill says 10", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/home",
    );
    await live(page);
    await feed(page).nth(5).focus();
    const before = { ids: await idsOf(feed(page)), ...(await focusedRow(page)) };
    const scrolled = await page.evaluate(() => document.scrollingElement?.scrollTop ?? 0);

    const arrived = await tenMore(70_000);
    const pill = page.getByRole("button", { name: "+10 transaksi" });
    await pill.waitFor({ timeout: 10_000 });
    expect(await idsOf(feed(page))).toEqual(before.ids);
    const after = await focusedRow(page);
    expect(after.id).toBe(before.id);
    expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(1);
    expect(await page.evaluate(() => document.scrollingElement?.scrollTop ?? 0)).toBe(scrolled);

    await pill.click();
    await expect.poll(async () => (await idsOf(feed(page))).slice(0, 10)).toEqual(arrived.reverse());
    expect(watch.faults()).toEqual([]);
});
