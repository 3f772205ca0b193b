// SPDX-License-Identifier: Apache-2.0
// Check 2: on a phone an entry takes three taps at most besides digits, its toast is inside the viewport,
// and quick entry opened cold asks for no dashboard or list data.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openChromium, phone } from "../support/chromium.ts";
import { amountOf, booked, live, open, signedIn, startShop, type OpenShop } from "../support/shop.ts";
import { entry } from "../support/screens.ts";

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

test("an entry takes three taps at most and says so inside the viewport", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: phone }),
        shop.server.url,
        "/home",
    );
    await live(page);
    let taps = 0;
    const tap = async (name: string, role: "link" | "button") => {
        await page.getByRole(role, { name, exact: true }).tap();
        taps += 1;
    };

    await tap("Catat", "link");
    const { amount } = entry(page);
    await amount.waitFor();
    expect(await amount.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await amount.getAttribute("inputmode")).toBe("numeric");
    await page.keyboard.type("25000");
    await tap("Simpan", "button");

    const toast = page.locator("[data-toast]");
    await toast.waitFor();
    expect(taps).toBeLessThanOrEqual(3);
    expect(await toast.innerText()).toMatch(/Rp\s25\.000 dicatat/);
    const box = await toast.boundingBox();
    expect(box).not.toBeNull();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(phone.width);
    expect(box!.y + box!.height).toBeLessThanOrEqual(phone.height);
    // Nothing lies over its words or its button.
    const covered = await toast.evaluate((element) =>
        [element, ...element.querySelectorAll("button")].map((part) => {
            const { x, y, width, height } = part.getBoundingClientRect();
            const top = document.elementFromPoint(x + width / 2, y + height / 2);
            return top !== null && element.contains(top);
        }),
    );
    expect(covered).toEqual([true, true]);

    await expect.poll(async () => (await booked(shop)).map(amountOf), { timeout: 5_000 }).toEqual(["25000"]);
    expect(watch.faults()).toEqual([]);
});

test("undo in the toast posts a reversal", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: phone }),
        shop.server.url,
        "/home",
    );
    const before = (await booked(shop)).length;
    await page.getByRole("link", { name: "Catat", exact: true }).tap();
    await entry(page).amount.waitFor();
    await page.keyboard.type("31000");
    await entry(page).save.tap();
    await page.getByRole("button", { name: "Urungkan" }).tap();
    await page.locator("[data-toast]", { hasText: "Entri diurungkan" }).waitFor();
    const [made, undone] = (await booked(shop)).slice(before);
    expect(amountOf(made!)).toBe("31000");
    expect(undone).toMatchObject({ kind: "reversal", reverses_id: made!.id });
    expect(watch.faults()).toEqual([]);
});

test("quick entry opened cold asks for no dashboard or list data", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: phone }),
        shop.server.url,
        "/entry",
    );
    await entry(page).amount.waitFor();
    await page.getByRole("button", { name: "Kas", exact: false }).first().waitFor();
    await page.waitForLoadState("networkidle");
    const own = watch.apiPaths.map((path) => path.replace(shop.path(""), "…"));
    const needed = ["/api/v1/me", "…/accounts", "…/outlets", "/api/v1/realtime"];
    expect(own.filter((path) => !needed.includes(path))).toEqual([]);
    expect(own).toContain("…/accounts");
    expect(watch.faults()).toEqual([]);
});
