// SPDX-License-Identifier: Apache-2.0
// Check 6: an answer lost after the server had the entry, a double click, two tabs that send at once: one row
// each.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, networkGone, openChromium } from "../support/chromium.ts";
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
import { entry, feed } from "../support/screens.ts";

const posts = "**/api/v1/books/*/transactions";
// Where requests are routed, a service worker would hide them.
const routed = { size: desktop, serviceWorkers: "block" } as const;
const noWorker = /service-?worker/i;

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

const timesBooked = async (amount: string): Promise<number> =>
    (await booked(shop)).filter((transaction) => amountOf(transaction) === amount).length;

async function type(page: Page, amount: string): Promise<void> {
    await page.keyboard.press("n");
    await entry(page).amount.waitFor();
    await page.keyboard.type(amount);
}

/** Every entry of this device was answered, and none is left. */
async function allSent(page: Page, count: number, withinMs = 15_000): Promise<void> {
    await page.getByRole("link", { name: "Antrean kirim" }).first().click();
    await expect
        .poll(() => page.locator('[data-outbox="sent"]').count(), { timeout: withinMs })
        .toBe(count);
    expect(await page.locator("[data-outbox]").count()).toBe(count);
}

test("an answer that is lost after the server had the entry makes no second row", async () => {
    const context = await signedIn(browser, shop, routed);
    const { page, watch } = await open(context, shop.server.url, "/home");
    await live(page);
    const answers: { status: number; replayed: string | undefined; id: string }[] = [];
    let lost = 0;
    await page.route(posts, async (route) => {
        if (route.request().method() !== "POST") {
            return route.continue();
        }
        const reply = await route.fetch();
        const { id } = (await reply.json()) as { id: string };
        answers.push({
            status: reply.status(),
            replayed: reply.headers()["idempotency-replayed"],
            id,
        });
        if (lost < 2) {
            lost += 1;
            return route.abort("connectionreset");
        }
        return route.fulfill({ response: reply });
    });
    await type(page, "51000");
    await page.keyboard.press("Enter");
    await allSent(page, 1);

    // Three tries under one id; the server booked the first and said so to the others.
    expect(answers).toHaveLength(3);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(answers.map((answer) => answer.replayed)).toEqual([undefined, "true", "true"]);
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect(await timesBooked("51000")).toBe(1);
    await page.getByRole("link", { name: "Beranda" }).first().click();
    await expect.poll(() => feed(page).filter({ hasText: "51.000" }).count()).toBe(1);
    expect(watch.faults(networkGone, noWorker)).toEqual([]);
});

test("a double click on either button makes one row", async () => {
    const context = await signedIn(browser, shop, routed);
    const { page, watch } = await open(context, shop.server.url, "/home");
    await live(page);
    await type(page, "52000");
    await entry(page).save.dblclick();
    await page.waitForURL((url) => url.pathname !== "/entry");
    await type(page, "53000");
    await entry(page).saveNext.dblclick();
    await expect.poll(() => entry(page).amount.inputValue()).toBe("");
    // Two presses of Enter in one task of the page, too: no time for anything to be drawn in between.
    await page.keyboard.type("54000");
    await page.evaluate(() => {
        const form = document.querySelector("form");
        form?.requestSubmit();
        form?.requestSubmit();
    });
    await page.waitForURL((url) => url.pathname !== "/entry");
    await allSent(page, 3);
    expect(await timesBooked("52000")).toBe(1);
    expect(await timesBooked("53000")).toBe(1);
    expect(await timesBooked("54000")).toBe(1);
    expect(watch.faults(noWorker)).toEqual([]);
});

const ways = [
    ["with the browser's locks", true, ["61000", "62000", "63000"]],
    ["without the browser's locks", false, ["71000", "72000", "73000"]],
] as const;

// Locks are missing over plain http alone; the stack is reached over TLS.
test.each(process.env.ARUS_TEST_STACK === undefined ? ways : [ways[0]])("two tabs that send at once make one row each, %s", async (_, locks, amounts) => {
    const context = await signedIn(browser, shop, { size: desktop });
    if (!locks) {
        await context.addInitScript(() =>
            Object.defineProperty(navigator, "locks", { get: () => undefined }),
        );
    }
    const tabs = [await open(context, shop.server.url, "/home")];
    await controlled(tabs[0]!.page);
    tabs.push(await open(context, shop.server.url, "/home"));
    const sentIds: string[] = [];
    context.on("request", (request) => {
        if (request.method() === "POST" && request.url().endsWith("/transactions")) {
            sentIds.push((request.postDataJSON() as { id: string }).id);
        }
    });
    const [one, other] = [tabs[0]!.page, tabs[1]!.page];
    await live(one);
    await live(other);
    await context.setOffline(true);
    for (const amount of amounts) {
        await one.bringToFront();
        await type(one, amount);
        await one.keyboard.press("Enter");
        await one.waitForURL("**/home");
    }
    if (locks) {
        // The other tab hears of all three; without locks it reads them when it sends.
        await other
            .locator('[data-connection="offline"]', { hasText: "Luring, 3 menunggu" })
            .waitFor();
    }
    // Offline every try failed before it reached the server.
    for (const amount of amounts) {
        expect(await timesBooked(amount)).toBe(0);
    }
    sentIds.length = 0;

    // Both hear that they are online.
    await context.setOffline(false);
    await allSent(one, 3);
    await other.bringToFront();
    await allSent(other, 3);
    for (const amount of amounts) {
        expect(await timesBooked(amount)).toBe(1);
    }
    expect(new Set(sentIds).size).toBe(3);
    console.log(`two tabs, ${locks ? "locks" : "no locks"}: ${sentIds.length} requests for 3 entries`);
    for (const { watch } of tabs) {
        expect(watch.faults(networkGone, noWorker)).toEqual([]);
    }
});
