// SPDX-License-Identifier: Apache-2.0
// Check 14: on a phone with a quarter of this processor and slow 4G the first content is there within 3 s, on the
// next visit within 1 s; the quick entry asks for at most 210 KB; a book of 100,000 entries keeps at most 80 rows
// in the page; every request goes to the server itself, under a policy without inline script or eval.
//
// Where the processor is taken by others, the throttle is loosened by as much: it stands for a phone, not for the
// neighbours of this test.
import { gzipSync } from "node:zlib";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, openChromium, phone } from "../support/chromium.ts";
import { rows } from "../support/screens.ts";
import { controlled, live, open, postSale, signedIn, startShop, type OpenShop } from "../support/shop.ts";
import { phoneSlowness, slowness } from "../support/slowness.ts";

/** Slow 4G as the browser's own tools have it: bytes a second and milliseconds. */
const slow4g = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };
const entriesMany = 100_000;
const batchSize = 1_000;

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

async function throttled(page: Page): Promise<{ devtools: CDPSession; allowance: number; slow: number }> {
    const slow = await slowness(page);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", slow4g);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: Math.max(1, phoneSlowness / slow) });
    return { devtools, allowance: Math.max(1, slow / phoneSlowness), slow };
}

test("first content within 3 s on a slow phone, within 1 s on the next visit", async () => {
    const context = await signedIn(browser, shop, { size: phone });
    const page = await context.newPage();
    await page.goto("about:blank");
    // The heading of the screen counts, not the mark that stands there until the client has begun.
    await page.addInitScript(() => {
        const look = () => {
            if (document.querySelector("h1") === null) {
                requestAnimationFrame(look);
            } else {
                Object.assign(window, { contentAtMs: performance.now() });
            }
        };
        requestAnimationFrame(look);
    });
    const contentMs = async () => {
        await page.getByRole("heading", { level: 1 }).waitFor({ timeout: 45_000 });
        await page.waitForFunction(() => "contentAtMs" in window);
        return page.evaluate(() => (window as unknown as { contentAtMs: number }).contentAtMs);
    };
    const { allowance } = await throttled(page);
    await page.goto(`${shop.server.url}/home`, { waitUntil: "commit" });
    const first = await contentMs();
    await live(page, 60_000);
    await controlled(page);
    await page.waitForLoadState("networkidle");
    await page.reload({ waitUntil: "commit" });
    const again = await contentMs();
    await page.locator("[data-figure]").first().waitFor();
    console.log(
        `first content, ms: ${Math.round(first)}; again: ${Math.round(again)}; allowance × ${allowance.toFixed(2)}`,
    );
    expect(first).toBeLessThanOrEqual(3_000 * allowance);
    expect(again).toBeLessThanOrEqual(1_000 * allowance);
});

test("the quick entry opened cold asks for at most 210 KB of script and style", async () => {
    const context = await signedIn(browser, shop, { size: phone, serviceWorkers: "block" });
    const { page, watch } = await open(context, shop.server.url, "/entry");
    await page.getByLabel("Jumlah", { exact: true }).waitFor();
    await page.waitForLoadState("networkidle");
    const paths = [...new Set(watch.requests.map((url) => url.pathname))].filter((path) => /\.(js|css)$/.test(path));
    let total = 0;
    for (const path of paths) {
        const reply = await context.request.get(shop.server.url + path, {
            headers: { "accept-encoding": "gzip" },
        });
        const body = await reply.body();
        // A folder named by WEB_DIR is served as it lies there; the client inside the binary is compressed, but for
        // what would not become smaller.
        if (process.env.WEB_DIR === undefined && body.length > 2_000) {
            expect(reply.headers()["content-encoding"], path).toBe("gzip");
        }
        total += gzipSync(body, { level: 9 }).length;
    }
    console.log(`quick entry, bytes of script and style: ${total}`);
    expect(paths.length).toBeGreaterThan(3);
    expect(total).toBeLessThanOrEqual(210_000);
    expect(watch.faults()).toEqual([]);
});

test("the policy allows no inline script and no eval, and no other origin", async () => {
    const context = await signedIn(browser, shop, { size: desktop });
    const { page, watch } = await open(context, shop.server.url, "/home");
    await live(page);
    const reply = await context.request.get(`${shop.server.url}/home`, { headers: { accept: "text/html" } });
    const policy = reply.headers()["content-security-policy"] ?? "";
    const scripts = /(?:^|;)\s*script-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1];
    expect(scripts?.split(/\s+/).filter(Boolean)).toEqual(["'self'"]);
    expect(policy).not.toMatch(/unsafe-eval|https?:\/\/(?!127\.0\.0\.1)|\*/);
    // The browser holds to it: what is written into the page is not run.
    const ran = await page.evaluate(async () => {
        const script = document.createElement("script");
        script.textContent = "window.ranInline = true";
        document.head.append(script);
        await new Promise((done) => setTimeout(done, 50));
        return "ranInline" in window;
    });
    expect(ran).toBe(false);
    expect(watch.faults(/Content Security Policy/)).toEqual([]);
});

test("a book of 100,000 entries keeps at most 80 rows in the page", { timeout: 400_000 }, async () => {
    const days = Array.from({ length: 60 }, (_, back) =>
        new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10),
    );
    for (let at = 0; at < entriesMany; at += batchSize) {
        const transactions = Array.from({ length: batchSize }, (_, index) => ({
            id: uuid7(at + index),
            kind: "sale",
            date: days[Math.floor(((at + index) / entriesMany) * days.length)],
            amount: String(1_000 + ((at + index) % 997)),
            account_code: "1101",
            counter_code: "4101",
        }));
        const reply = await shop.api.call<{ results: { status: number }[] }>(
            "POST",
            shop.path("/transactions/batch"),
            { body: { atomic: true, transactions } },
        );
        expect(reply.status).toBe(200);
        expect(reply.body.results.every((result) => result.status === 201)).toBe(true);
    }
    const context = await signedIn(browser, shop, { size: desktop });
    const { page, watch } = await open(context, shop.server.url, "/transactions");
    await live(page);
    await rows(page).first().waitFor();
    const scroller = page.locator('[data-scroller="transactions"]');
    let most = 0;
    let height = 0;
    for (let step = 0; step < 40; step++) {
        const seen = await scroller.evaluate((element) => {
            element.scrollTop = element.scrollHeight;
            return {
                rows: element.querySelectorAll("[data-transaction], h2").length,
                height: element.scrollHeight,
            };
        });
        most = Math.max(most, seen.rows);
        height = Math.max(height, seen.height);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30))));
    }
    await expect.poll(() => rows(page).count()).toBeGreaterThan(5);
    most = Math.max(most, await rows(page).count());
    console.log(`rows in the page at most ${most}, list ${height} px high`);
    expect(height).toBeGreaterThan(30_000);
    expect(most).toBeLessThanOrEqual(80);
    expect(watch.faults()).toEqual([]);
});

/** An id of the form that devices make, in the order of `number`. */
function uuid7(number: number): string {
    const time = (Date.now() - 3_600_000 + Math.floor(number / 1_000)).toString(16).padStart(12, "0");
    const tail = number.toString(16).padStart(12, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
}
