// SPDX-License-Identifier: Apache-2.0
// Check 11: no WCAG 2.2 A or AA violation on any screen, in either theme, language and size; every chart has a
// table with the same numbers; on phones everything to press is at least 44 px. Pairwise: four devices show each
// pair of choices once. ARUS_AXE=all walks all eight.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { chartsWithoutTable, smallTargets, violations } from "../support/axe.ts";
import { desktop, device, openChromium, phone } from "../support/chromium.ts";
import { openScreen, screenPaths } from "../support/screens.ts";
import { live, open, postSale, signedIn, startShop, type OpenShop } from "../support/shop.ts";

type Choice = { theme: "light" | "dark"; language: "id" | "en"; size: "phone" | "desktop" };

const pairs: readonly Choice[] = [
    { theme: "light", language: "id", size: "phone" },
    { theme: "light", language: "en", size: "desktop" },
    { theme: "dark", language: "id", size: "desktop" },
    { theme: "dark", language: "en", size: "phone" },
];
const rest: readonly Choice[] = pairs.map((choice) => ({
    ...choice,
    size: choice.size === "phone" ? "desktop" : "phone",
}));
const choices = process.env.ARUS_AXE === "all" ? [...pairs, ...rest] : pairs;

const bankFile =
    "Tanggal;Keterangan;Jumlah\r\n" +
    "31/12/2026;Setoran QRIS;1.234.567,00\r\n" +
    "30/12/2026;Baris rusak;lima ribu\r\n";

let shop: OpenShop;
let browser: Browser;
let latest: string;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
    await shop.api.expect(
        201,
        shop.api.post(shop.path("/outlets"), { code: "DAGO", name: "Dago" }),
    );
    await shop.api.expect(
        201,
        shop.api.post(shop.path("/contacts"), { code: "C-1", name: "Toko Sumber Rejeki" }),
    );
    await postSale(shop, "45000", { tags: ["qris"] });
    await postSale(shop, "33000", { status: "pending" });
    latest = (
        await postSale(shop, "125000", {
            description: "Kopi susu",
            lines: [{ name: "Kopi susu", quantity: "5", amount: "125000" }],
        })
    ).id;
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

/** What is wrong with the page as it stands. */
async function problems(page: Page, choice: Choice): Promise<string[]> {
    return [
        ...(await violations(page)),
        ...(await chartsWithoutTable(page)),
        ...(choice.size === "phone" ? (await smallTargets(page)).map((each) => `small: ${each}`) : []),
    ];
}

async function prepared(choice: Choice): Promise<Page> {
    const size = choice.size === "phone" ? phone : desktop;
    const context = await signedIn(browser, shop, { size, scheme: choice.theme });
    await context.addInitScript((language) => {
        localStorage.setItem("arus.language", language);
    }, choice.language);
    const { page } = await open(context, shop.server.url, "/home");
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme: choice.theme });
    await live(page);
    expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe(choice.theme);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(choice.language);
    return page;
}

describe.each(choices)("$theme, $language, on a $size", (choice) => {
    let page: Page;

    beforeAll(async () => {
        page = await prepared(choice);
    });

    afterAll(async () => {
        await page?.context().close();
    });

    test.each(screenPaths)("%s", async (screen) => {
        await openScreen(page, shop.server.url, screen);
        expect(await problems(page, choice)).toEqual([]);
    });

    test("a transaction, its receipt, the palette and the shortcuts", async () => {
        await openScreen(page, shop.server.url, `transactions/${latest}`);
        expect(await problems(page, choice)).toEqual([]);
        await page.getByRole("button", { name: /^(Struk|Receipt)$/ }).click();
        await page.getByRole("dialog").waitFor();
        expect(await problems(page, choice)).toEqual([]);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+k");
        await page.getByRole("dialog").getByRole("combobox").fill("kas");
        await page.locator("[role=option]").first().waitFor();
        expect(await problems(page, choice)).toEqual([]);
        await page.keyboard.press("Escape");
        await page.keyboard.press("?");
        await page.getByRole("dialog").waitFor();
        expect(await problems(page, choice)).toEqual([]);
    });

    test("the preview of a file, with a row that cannot be read and how it was read", async () => {
        await openScreen(page, shop.server.url, "imports");
        await page.locator("[data-file]").setInputFiles({
            name: "mutasi.csv",
            mimeType: "text/csv",
            buffer: Buffer.from(bankFile),
        });
        await page.locator('[data-job="done"]').waitFor({ timeout: 30_000 });
        await page.locator('[data-import-row="3"][data-verdict="refused"]').waitFor();
        expect(await problems(page, choice)).toEqual([]);
        const opened = await page.locator("main details").evaluateAll((all) => {
            for (const each of all) {
                (each as HTMLDetailsElement).open = true;
            }
            return all.length;
        });
        expect(opened).toBeGreaterThanOrEqual(2);
        expect(await problems(page, choice)).toEqual([]);
    });

    test("the way in", async () => {
        const context = await device(browser, {
            size: choice.size === "phone" ? phone : desktop,
            scheme: choice.theme,
        });
        const stranger = await context.newPage();
        for (const path of ["sign-in", "join#0123456789abcdef0123", "reset#0123456789abcdef0123"]) {
            await openScreen(stranger, shop.server.url, path);
            expect(await problems(stranger, choice), path).toEqual([]);
        }
        await context.close();
    });
});
