// SPDX-License-Identifier: Apache-2.0
// Check 9: 200 events in five seconds: the text of a figure changes six times at most, no task takes over 200 ms
// on a processor four times slower, and Jeda freezes the screen.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, openChromium } from "../support/chromium.ts";
import { digits, feed, figure, figures, idsOf, pause } from "../support/screens.ts";
import {
    live,
    open,
    postSale,
    signedIn,
    startShop,
    summary,
    type OpenShop,
} from "../support/shop.ts";
import { phoneSlowness, slowness } from "../support/slowness.ts";

const events = 200;
const withinMs = 5_000;

let shop: OpenShop;
let browser: Browser;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
    await postSale(shop, "1000");
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

type Seen = { changes: Record<string, string[]>; longTasks: number[] };

/** From now on the page counts what its figures say and how long its tasks take. */
async function count(page: Page): Promise<void> {
    await page.evaluate(() => {
        const seen: Seen = { changes: {}, longTasks: [] };
        (window as unknown as { seen: Seen }).seen = seen;
        for (const element of document.querySelectorAll("[data-figure]")) {
            const name = element.getAttribute("data-figure") ?? "";
            const value = element.querySelector("p");
            const texts: string[] = (seen.changes[name] = []);
            let before = value?.textContent;
            new MutationObserver(() => {
                const text = element.querySelector("p")?.textContent ?? "";
                if (text !== before) {
                    before = text;
                    texts.push(text);
                }
            }).observe(element, { subtree: true, childList: true, characterData: true });
        }
        new PerformanceObserver((list) => {
            seen.longTasks.push(...list.getEntries().map((entry) => entry.duration));
        }).observe({ entryTypes: ["longtask"] });
    });
}

const seenBy = (page: Page): Promise<Seen> =>
    page.evaluate(() => (window as unknown as { seen: Seen }).seen);

/** Posts evenly over the time, whatever each one takes. */
async function burst(): Promise<number> {
    const began = performance.now();
    const under: Promise<unknown>[] = [];
    for (let at = 0; at < events; at += 1) {
        await pause(Math.max(0, began + (at * withinMs) / events - performance.now()));
        under.push(postSale(shop, String(1_000 + at)));
    }
    await Promise.all(under);
    return performance.now() - began;
}

/** The page says what REST says. */
async function agrees(page: Page): Promise<void> {
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

test("a burst changes figures six times at most and makes no long task", async () => {
    const { page, watch, context } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/home",
    );
    await live(page);
    await agrees(page);
    const session = await context.newCDPSession(page);
    const slow = await slowness(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: Math.max(1, phoneSlowness / slow) });
    await count(page);

    const tookMs = await burst();
    await page.waitForTimeout(Math.max(0, withinMs - tookMs));
    const { changes, longTasks } = await seenBy(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    console.log(
        `burst of ${events} in ${Math.round(tookMs)} ms; changes: ${Object.entries(changes)
            .map(([name, texts]) => `${name} ${texts.length}`)
            .join(", ")}; long tasks, ms: ${longTasks.map(Math.round).join(" ") || "none"}`,
    );
    expect(changes.income!.length).toBeGreaterThan(0);
    for (const texts of Object.values(changes)) {
        expect(texts.length).toBeLessThanOrEqual(6);
    }
    // One may be a pause of the machine; a page that blocks does so whenever its figures change.
    const allowedMs = 200 * Math.max(1, slow / phoneSlowness);
    expect(longTasks.filter((ms) => ms > allowedMs).length).toBeLessThanOrEqual(1);
    await agrees(page);
    expect(watch.faults()).toEqual([]);
});

test("Jeda freezes figures and feed; going on shows the present", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/home",
    );
    await live(page);
    await agrees(page);
    await page.getByRole("button", { name: "Jeda" }).click();
    await page.getByText("Angka tidak bergerak sampai dilanjutkan").waitFor();
    const before = { figures: await figures(page), feed: await idsOf(feed(page)) };
    for (let at = 0; at < 10; at += 1) {
        await postSale(shop, String(5_000 + at));
    }
    // The page has heard of all ten, and shows none.
    await page.getByRole("button", { name: "+10 transaksi" }).waitFor();
    expect({ figures: await figures(page), feed: await idsOf(feed(page)) }).toEqual(before);
    await page.getByRole("button", { name: "Lanjutkan" }).click();
    await agrees(page);
    expect(await digits(figure(page, "income"))).not.toBe(before.figures.income);
    expect(watch.faults()).toEqual([]);
});
