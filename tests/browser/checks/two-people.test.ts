// SPDX-License-Identifier: Apache-2.0
// One browser, two people: what the first has entered is never booked as the second's. Another window follows a sign-in
// by itself, and what waits is sent when its own person is back.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { password, type Schemas } from "../../service/support/api.ts";
import { member } from "../../service/support/people.ts";
import { desktop, networkGone, openChromium, Watch } from "../support/chromium.ts";
import { entry } from "../support/screens.ts";
import { amountOf, booked, live, open, signedIn, startShop, type OpenShop } from "../support/shop.ts";

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

async function signInAs(page: Page, email: string): Promise<void> {
    await page.goto(`${shop.server.url}/sign-in`);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Kata sandi").fill(password);
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
}

async function record(page: Page, amount: string): Promise<void> {
    await page.keyboard.press("n");
    await entry(page).amount.waitFor();
    await page.keyboard.type(amount);
    await page.keyboard.press("Enter");
}

test("what one person left waiting is not sent under another's session", async () => {
    const owner = await shop.api.expect(200, shop.api.get<Schemas["Me"]>("/api/v1/me"));
    const outlets = await shop.api.expect(
        200,
        shop.api.get<Schemas["OutletList"]>(shop.path("/outlets")),
    );
    const cashier = await member(shop, "cashier", [outlets.items[0]!.id]);

    const context = await signedIn(browser, shop, { size: desktop, serviceWorkers: "block" });
    const { page: one, watch } = await open(context, shop.server.url, "/home");
    await live(one);
    let cut = true;
    let tries = 0;
    await one.route("**/api/v1/books/*/transactions", (route) => {
        if (route.request().method() === "POST" && cut) {
            tries += 1;
            return route.abort("connectionreset");
        }
        return route.continue();
    });
    await record(one, "81000");
    await one.waitForURL("**/home");
    await expect.poll(() => tries, { timeout: 15_000 }).toBeGreaterThan(0);

    // Somebody else signs in in another window; the first one begins anew as theirs.
    const two = await context.newPage();
    const secondWatch = new Watch(two, shop.server.url);
    await signInAs(two, cashier.email);
    await two.waitForURL("**/entry");
    await one.waitForURL("**/entry");
    cut = false;
    await one.bringToFront();
    await entry(one).amount.waitFor();
    await one.getByLabel("Jumlah", { exact: true }).fill("82000");
    await one.keyboard.press("Enter");
    await expect.poll(async () => (await booked(shop)).length, { timeout: 15_000 }).toBe(1);

    // The owner is back, and so is what they had entered.
    await signInAs(two, shop.email);
    await two.waitForURL("**/home");
    await one.waitForURL("**/home");
    await expect.poll(async () => (await booked(shop)).length, { timeout: 45_000 }).toBe(2);
    expect((await booked(shop)).map((item) => [amountOf(item), item.created_by.id])).toEqual([
        ["82000", cashier.userId],
        ["81000", owner.user.id],
    ]);
    expect(watch.faults(networkGone, /service-?worker/i)).toEqual([]);
    expect(secondWatch.faults(networkGone, /service-?worker/i)).toEqual([]);
});
