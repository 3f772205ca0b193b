// SPDX-License-Identifier: Apache-2.0
// Check 7: A posts; B's figures and feed show it within a second (median of twenty) and equal REST.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, openChromium, phone } from "../support/chromium.ts";
import {
    calmMs,
    digits,
    entry,
    feed,
    figure,
    figures,
    grouped,
    median,
    pause,
} from "../support/screens.ts";
import {
    amountOf,
    booked,
    live,
    open,
    signedIn,
    startShop,
    summary,
    type OpenShop,
} from "../support/shop.ts";

const times = 20;

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

test("what A records stands in B's figures and feed within a second, and equals REST", async () => {
    const a = await open(
        await signedIn(browser, shop, { size: phone }),
        shop.server.url,
        "/entry",
    );
    const b = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/home",
    );
    await live(b.page);
    await entry(a.page).amount.waitFor();

    const inFeed: number[] = [];
    const inFigures: number[] = [];
    let income = 0n;
    for (let at = 1; at <= times; at += 1) {
        // A region of B's screen changes once a second: two entries within it are shown together.
        await pause(calmMs);
        const amount = 10_000 + at * 137;
        income += BigInt(amount);
        await a.page.keyboard.type(String(amount));
        const sentAt = performance.now();
        await a.page.keyboard.press("Control+Enter");
        const took = () => performance.now() - sentAt;
        await Promise.all([
            feed(b.page)
                .filter({ hasText: grouped(amount) })
                .waitFor()
                .then(() => inFeed.push(took())),
            figure(b.page, "income")
                .filter({ hasText: grouped(income) })
                .waitFor()
                .then(() => inFigures.push(took())),
        ]);
    }
    const text = (values: number[]) => values.map(Math.round).join(" ");
    console.log(`feed, ms: ${text(inFeed)}\nfigures, ms: ${text(inFigures)}`);
    expect(median(inFeed)).toBeLessThan(1_000);
    expect(median(inFigures)).toBeLessThan(1_000);

    const { figures: told } = await summary(shop);
    expect(told.income).toBe(income.toString());
    expect(told.count).toBe(times);
    await expect
        .poll(() => figures(b.page), { timeout: 3_000 })
        .toEqual({
            income: told.income,
            expense: told.expense,
            cash: told.cash,
            count: String(told.count),
        });
    const rows = await feed(b.page).all();
    const shown = await Promise.all(rows.map((row) => digits(row.locator(":scope > span").last())));
    expect(shown).toEqual((await booked(shop)).map(amountOf).reverse());
    expect(a.watch.faults()).toEqual([]);
    expect(b.watch.faults()).toEqual([]);
});
