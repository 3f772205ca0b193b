// SPDX-License-Identifier: Apache-2.0
// The client from the compose stack, over TLS, in a real browser: a phone records a sale, a second window shows it live, and
// the worker of the page holds it for a visit without network.
//
//   ARUS_TEST_ADDRESS   https://localhost:…      ARUS_TEST_CERTIFICATE   the file of its certificate
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Api, type Schemas } from "../../service/support/api.ts";
import { desktop, device, phone } from "../support/chromium.ts";
import { entry, feed, grouped } from "../support/screens.ts";
import { controlled, live, open } from "../support/shop.ts";

const address = process.env.ARUS_TEST_ADDRESS ?? "";
const person = { email: `peramban-${Date.now()}@contoh.example`, password: "kopi-senja-2026" };
let browser: Browser;

beforeAll(async () => {
    const certificate = new X509Certificate(readFileSync(process.env.ARUS_TEST_CERTIFICATE ?? ""));
    const key = certificate.publicKey.export({ type: "spki", format: "der" });
    browser = await chromium.launch({
        executablePath: process.env.ARUS_CHROMIUM ?? "/usr/bin/chromium",
        // This one certificate is as good as one that an authority has signed; no other is.
        args: [
            `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
        ],
    });
    const stranger = new Api(address);
    await stranger.expect(
        201,
        stranger.post<Schemas["Registration"]>("/api/v1/auth/register", {
            ...person,
            name: "Sari",
            book: {
                name: "Kopi Senja",
                currency: "IDR",
                time_zone: "Asia/Jakarta",
                template: "umkm",
            },
        }),
    );
});

afterAll(async () => {
    await browser?.close();
});

test("a sale on the phone stands in a second window, and the page opens without network", async () => {
    const windows = [];
    for (const [size, path] of [
        [phone, "/entry"],
        [desktop, "/home"],
    ] as const) {
        const context = await device(browser, { size });
        // The browser's own requests, whose certificate is judged as set above; those of the driver are not.
        const { page, watch } = await open(context, address, "/");
        await page.getByLabel("Email").fill(person.email);
        await page.getByLabel("Kata sandi").fill(person.password);
        await page.getByRole("button", { name: "Masuk", exact: true }).click();
        await live(page);
        await page.goto(address + path);
        windows.push({ page, watch, context });
    }
    const [first, second] = windows as [(typeof windows)[0], (typeof windows)[0]];
    await live(second.page);
    for (const amount of [18_500, 20_111, 31_415]) {
        await entry(first.page).amount.waitFor();
        await first.page.keyboard.type(String(amount));
        await first.page.keyboard.press("Control+Enter");
        await feed(second.page)
            .filter({ hasText: grouped(amount) })
            .waitFor();
    }
    await controlled(second.page);
    await second.context.setOffline(true);
    await second.page.reload();
    await second.page.locator("[data-connection]").first().waitFor();
});
