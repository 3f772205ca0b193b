// SPDX-License-Identifier: Apache-2.0
// Check 1: installable and offline. The manifest is complete and what it names is there; the worker controls the
// page; a reload without network shows Beranda with the last data and says from when it is.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { desktop, networkGone, openChromium, phone } from "../support/chromium.ts";
import { feed, figures } from "../support/screens.ts";
import { controlled, live, open, postSale, signedIn, startShop, type OpenShop } from "../support/shop.ts";

let shop: OpenShop;
let browser: Browser;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
    await postSale(shop, "45000");
    await postSale(shop, "125000");
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

type Picture = { src: string; sizes: string; type: string; purpose?: string; form_factor?: string };
type Manifest = {
    name: string;
    short_name: string;
    start_url: string;
    display: string;
    id: string;
    icons: Picture[];
    screenshots: Picture[];
    shortcuts: { name: string; url: string }[];
};

test("the browser finds nothing in the way of installing", async () => {
    const context = await signedIn(browser, shop, { size: desktop });
    const { page, watch } = await open(context, shop.server.url, "/home");
    await live(page);
    await controlled(page);
    const devtools = await context.newCDPSession(page);
    const { errors } = await devtools.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    // A private window cannot install anything; that is all it says.
    expect(installabilityErrors.filter((item) => item.errorId !== "in-incognito")).toEqual([]);
    expect(watch.faults()).toEqual([]);
});

test("the manifest is complete and everything it names is there, in its size", async () => {
    const context = await signedIn(browser, shop, { size: desktop });
    const { page } = await open(context, shop.server.url, "/home");
    const manifest = await page.evaluate(async () => {
        const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
        return (await (await fetch(link!.href)).json()) as Manifest;
    });
    expect(manifest).toMatchObject({ name: "Arus", short_name: "Arus", display: "standalone", id: "/" });
    const sizes = manifest.icons.map((icon) => `${icon.sizes} ${icon.purpose ?? "any"}`);
    expect(sizes).toEqual(expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]));
    expect(new Set(manifest.screenshots.map((picture) => picture.form_factor))).toEqual(
        new Set(["narrow", "wide"]),
    );
    for (const picture of [...manifest.icons, ...manifest.screenshots]) {
        const real = await page.evaluate(async (source) => {
            const image = new Image();
            image.src = source;
            await image.decode();
            return `${image.naturalWidth}x${image.naturalHeight}`;
        }, picture.src);
        expect([real, "any"], picture.src).toContain(picture.sizes);
    }
    for (const shortcut of [...manifest.shortcuts, { url: manifest.start_url }]) {
        await page.goto(shop.server.url + shortcut.url);
        await page.getByRole("heading", { level: 1 }).waitFor();
        expect(await page.locator("body").innerText()).not.toContain("Halaman ini tidak ada");
    }
});

test("a reload without network shows Beranda with the last data and its time", async () => {
    const context = await signedIn(browser, shop, { size: phone });
    const { page, watch } = await open(context, shop.server.url, "/home");
    await live(page);
    await controlled(page);
    await expect.poll(() => feed(page).count()).toBe(2);
    const before = await figures(page);
    expect(before.income).toBe("170000");
    // What is kept is written half a second after it came.
    await expect
        .poll(() =>
            page.evaluate(
                () =>
                    new Promise<number>((done) => {
                        const opening = indexedDB.open("arus-answers");
                        opening.onsuccess = () => {
                            const database = opening.result;
                            const count = database.transaction("rows").objectStore("rows").getAllKeys();
                            count.onsuccess = () => {
                                database.close();
                                done(count.result.filter((key) => String(key).includes("summary")).length);
                            };
                        };
                    }),
            ),
        )
        .toBe(1);

    await context.setOffline(true);
    await page.reload();
    await page.locator('[data-connection="offline"]').waitFor();
    await expect.poll(() => feed(page).count()).toBe(2);
    expect(await figures(page)).toEqual(before);
    expect(await page.locator("[data-connection]").innerText()).toMatch(/Data per \d\d\.\d\d\sWIB/);
    // Another screen opens too: the whole client is on the device.
    await page.getByRole("link", { name: "Transaksi", exact: true }).tap();
    await page.getByRole("heading", { level: 1, name: "Transaksi" }).waitFor();
    expect(watch.faults(networkGone)).toEqual([]);
});
