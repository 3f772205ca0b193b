// SPDX-License-Identifier: Apache-2.0
// Check 10: the link is lost, by reset or in silence: the chip leaves "Langsung" within 20 s; five entries
// made meanwhile appear after the reconnect, none twice.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { desktop, networkGone, openChromium, serversGone } from "../support/chromium.ts";
import {
    amountOf,
    booked,
    live,
    open,
    postSale,
    signedIn,
    startAgain,
    startShop,
    summary,
    type OpenShop,
} from "../support/shop.ts";
import { digits, feed, figures, idsOf } from "../support/screens.ts";
import { Wire } from "../support/wire.ts";

const leavesWithinMs = 20_000;
const backWithinMs = 45_000;

let shop: OpenShop;
let browser: Browser;

beforeAll(async () => {
    browser = await openChromium();
});

beforeEach(async () => {
    await shop?.server.stop();
    shop = await startShop();
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

/** Waits until the chip says something else than live, and gives how long it took. */
async function leaves(page: Awaited<ReturnType<typeof open>>["page"], lostAt: number): Promise<number> {
    await page
        .locator('[data-connection]:not([data-connection="live"])')
        .first()
        .waitFor({ timeout: leavesWithinMs });
    const chip = page.locator("[data-connection]").first();
    expect(await chip.innerText()).not.toMatch(/^Langsung/);
    return Math.round(performance.now() - lostAt);
}

/** B shows every transaction of the books once, newest first, and the figures of REST. */
async function showsTheBooks(page: Awaited<ReturnType<typeof open>>["page"]): Promise<void> {
    const all = await booked(shop);
    await expect
        .poll(() => idsOf(feed(page)), { timeout: 5_000 })
        .toEqual(all.map((transaction) => transaction.id).reverse());
    const shown = await Promise.all(
        (await feed(page).all()).map((row) => digits(row.locator(":scope > span").last())),
    );
    expect(shown).toEqual(all.map(amountOf).reverse());
    const { figures: told } = await summary(shop);
    await expect
        .poll(() => figures(page), { timeout: 5_000 })
        .toEqual({
            income: told.income,
            expense: told.expense,
            cash: told.cash,
            count: String(told.count),
        });
}

test.each(["cut", "silence"] as const)("the network fails by %s and comes back", async (fault) => {
    const wire = await Wire.to(shop.server.url);
    try {
        const { page, watch } = await open(
            await signedIn(browser, shop, { size: desktop }, wire.url),
            wire.url,
            "/home",
        );
        await live(page);
        await postSale(shop, "15000");
        await feed(page).filter({ hasText: "15.000" }).waitFor();

        wire[fault]();
        const tookMs = await leaves(page, performance.now());
        expect(tookMs).toBeLessThan(leavesWithinMs);
        for (let at = 1; at <= 5; at += 1) {
            await postSale(shop, String(20_000 + at));
        }
        expect(await feed(page).count()).toBe(1);

        wire.mend();
        const mendedAt = performance.now();
        await live(page, backWithinMs);
        console.log(
            `${fault}: left live after ${tookMs} ms, live again after ` +
                `${Math.round(performance.now() - mendedAt)} ms`,
        );
        await showsTheBooks(page);
        expect(await booked(shop)).toHaveLength(6);
        expect(watch.faults(networkGone)).toEqual([]);
    } finally {
        await wire.close();
    }
});

test("the server is killed and started again", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/home",
    );
    await live(page);
    await postSale(shop, "15000");
    await feed(page).filter({ hasText: "15.000" }).waitFor();

    const killedAt = performance.now();
    await shop.server.kill();
    const tookMs = await leaves(page, killedAt);
    expect(tookMs).toBeLessThan(leavesWithinMs);

    shop = { ...shop, server: await startAgain(shop.server) };
    for (let at = 1; at <= 5; at += 1) {
        await postSale(shop, String(20_000 + at));
    }
    await live(page, backWithinMs);
    console.log(`killed: left live after ${tookMs} ms`);
    await showsTheBooks(page);
    expect(await booked(shop)).toHaveLength(6);
    expect(watch.faults(networkGone, serversGone)).toEqual([]);
});
