// SPDX-License-Identifier: Apache-2.0
// Check 4: rupiah as people type and paste it; a figure of twelve digits shows whole at 320 px; a split with
// dots works on a phone.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, openChromium, phone } from "../support/chromium.ts";
import { clipped, sideways } from "../support/layout.ts";
import { digits, entry, feed, figure, figures } from "../support/screens.ts";
import {
    amountOf,
    booked,
    live,
    open,
    signedIn,
    startShop,
    type OpenShop,
} from "../support/shop.ts";

const written = [
    ["Rp 1.250.000", "1250000"],
    ["1.250.000,00", "1250000"],
    ["1,250,000", "1250000"],
    ["1.250", "1250"],
] as const;

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

/** Puts each text into the amount with `put`, saves, and gives what the server booked, in order. */
async function saveAll(page: Page, put: (text: string) => Promise<void>): Promise<string[]> {
    const before = (await booked(shop)).length;
    await entry(page).amount.waitFor();
    for (const [text] of written) {
        await entry(page).amount.focus();
        await put(text);
        await page.keyboard.press("Control+Enter");
        await expect.poll(() => entry(page).amount.inputValue()).toBe("");
    }
    await expect
        .poll(async () => (await booked(shop)).length, { timeout: 5_000 })
        .toBe(before + written.length);
    return (await booked(shop)).slice(before).map(amountOf);
}

test.each([
    ["desktop", desktop],
    ["phone", phone],
])("amounts typed as people write them are read right on a %s", async (_, size) => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size }),
        shop.server.url,
        "/entry",
    );
    const read = await saveAll(page, (text) => page.keyboard.type(text));
    expect(read).toEqual(written.map(([, amount]) => amount));
    expect(watch.faults()).toEqual([]);
});

test("amounts pasted as people write them are read right", async () => {
    const context = await signedIn(browser, shop, { size: desktop });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: shop.server.url });
    const { page, watch } = await open(context, shop.server.url, "/entry");
    const read = await saveAll(page, async (text) => {
        await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
        await page.keyboard.press("Control+v");
    });
    expect(read).toEqual(written.map(([, amount]) => amount));
    expect(watch.faults()).toEqual([]);
});

test("999.999.999.999 saves and shows whole at 320 px", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: { width: 320, height: 640 } }),
        shop.server.url,
        "/home",
    );
    await live(page);
    const before = await booked(shop);
    await page.getByRole("link", { name: "Catat", exact: true }).tap();
    await entry(page).amount.waitFor();
    await page.keyboard.type("999999999999");
    expect(await entry(page).amount.inputValue()).toBe("999.999.999.999");
    expect(await clipped(page, "input")).toEqual([]);
    await entry(page).save.tap();

    const row = feed(page).filter({ hasText: "999.999.999.999" });
    await row.waitFor();
    const sum = [...before.map(amountOf), "999999999999"].reduce((a, b) => a + BigInt(b), 0n);
    await expect.poll(() => digits(figure(page, "income")), { timeout: 5_000 }).toBe(sum.toString());
    expect((await figures(page)).cash).toBe(sum.toString());
    expect(await clipped(page, "[data-figure] > p, [data-feed] [data-transaction] > span:last-child")).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect((await booked(shop)).map(amountOf)).toContain("999999999999");
    expect(watch.faults()).toEqual([]);
});

test("a split with dots works on a phone", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: phone }),
        shop.server.url,
        "/entry",
    );
    const before = (await booked(shop)).length;
    await entry(page).amount.waitFor();
    await page.getByRole("button", { name: "Rinci", exact: true }).tap();
    await page.getByRole("button", { name: "Bagi ke beberapa kategori" }).tap();
    const categories = page.getByLabel(/^Bagian [12]$/);
    const codes = await categories.nth(1).locator("option").evaluateAll((options) =>
        options.map((option) => (option as HTMLOptionElement).value),
    );
    expect(codes.length).toBeGreaterThan(1);
    await categories.nth(0).selectOption(codes[0]!);
    await categories.nth(1).selectOption(codes[1]!);
    await page.getByLabel("Jumlah bagian 1").tap();
    await page.keyboard.type("1.250.000");
    await page.getByLabel("Jumlah bagian 2").tap();
    await page.keyboard.type("75.500");
    await page.getByText("1.325.500").waitFor();
    await entry(page).save.tap();
    await expect
        .poll(async () => (await booked(shop)).length, { timeout: 5_000 })
        .toBe(before + 1);
    const made = (await booked(shop)).at(-1)!;
    const credits = made.postings.filter((posting) => posting.direction === "credit");
    expect(credits.map(({ account_code, amount }) => [account_code, amount])).toEqual([
        [codes[0], "1250000"],
        [codes[1], "75500"],
    ]);
    expect(amountOf(made)).toBe("1325500");
    expect(watch.faults()).toEqual([]);
});
