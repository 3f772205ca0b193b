// SPDX-License-Identifier: Apache-2.0
// First use: the honest banner over plain http, a sample book to try things out in, how to put Arus on the device.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Api, type Schemas } from "../../service/support/api.ts";
import type { Server } from "../../service/support/server.ts";
import { desktop, device, firstMe, openChromium, phone, Watch } from "../support/chromium.ts";
import { feed, openScreen, rows } from "../support/screens.ts";
import { live, signIn, startServer } from "../support/shop.ts";

const person = { email: "sari@contoh.example", password: "kopi-senja-2026" };
/** A name of this machine that no browser trusts over plain http, as a shop's server has one. */
const lanName = "kasir.arus.test";

let server: Server;
let browser: Browser;

beforeAll(async () => {
    server = await startServer();
    browser = await openChromium({ host: lanName });
});

afterAll(async () => {
    await browser?.close();
    await server?.stop();
});

test("the set-up makes the opening cash and, if wanted, a sample book apart from the real one", async () => {
    const context = await device(browser, { size: phone });
    const page = await context.newPage();
    const watch = new Watch(page, server.url);
    await page.goto(server.url);
    await page.getByLabel("Nama Anda").fill("Sari");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Kata sandi").fill(person.password);
    await page.getByRole("button", { name: "Lanjut" }).tap();
    await page.getByLabel("Nama usaha").fill("Kopi Senja");
    await page.getByRole("button", { name: "Lanjut" }).tap();
    await page.getByLabel("Nama outlet 1").fill("Dago");
    await page.getByLabel("Kas saat ini (boleh kosong)").fill("750000");
    await page.getByLabel(/Buat juga pembukuan contoh/).check();
    await page.getByRole("button", { name: "Mulai memakai Arus" }).tap();
    await live(page);

    // The real book holds the opening cash and nothing else.
    await openScreen(page, server.url, "transactions");
    await rows(page).first().waitFor();
    expect(await rows(page).count()).toBe(1);
    expect(await rows(page).first().innerText()).toMatch(/Saldo awal kas[^]*750\.000/);

    const stranger = new Api(server.url);
    const session = await stranger.expect(
        200,
        stranger.post<Schemas["Session"]>("/api/v1/auth/login", person),
    );
    const api = stranger.as(session.access_token);
    const { books } = await api.expect(200, api.get<Schemas["Me"]>("/api/v1/me"));
    expect(books.map((book) => book.name).sort()).toEqual(["Contoh: Kopi Senja", "Kopi Senja"]);

    // The sample is chosen in the settings and is full of entries.
    const sample = books.find((book) => book.name.startsWith("Contoh"))!;
    await openScreen(page, server.url, "settings");
    await page.getByLabel("Pembukuan yang dibuka").selectOption(sample.id);
    await live(page);
    await openScreen(page, server.url, "home");
    await feed(page).nth(5).waitFor();
    const balanced = await api.expect(
        200,
        api.get<Schemas["TrialBalance"]>(`/api/v1/books/${sample.id}/reports/trial-balance`),
    );
    expect(balanced.rows.length).toBeGreaterThan(3);
    expect(watch.faults(firstMe)).toEqual([]);
    await context.close();
});

test("plain http from another machine is said, with what it costs, until it is understood", async () => {
    const url = server.url.replace("127.0.0.1", lanName);
    const context = await device(browser, { size: phone });
    await signIn(context, server.url, person);
    const [cookie] = await context.cookies(server.url);
    await context.addCookies([{ ...cookie!, domain: lanName }]);
    const page = await context.newPage();
    const watch = new Watch(page, url);
    await page.goto(`${url}/home`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    const banner = page.locator("[data-plain-http]");
    await banner.getByText("Alamat ini tidak dienkripsi (http).").waitFor();
    const words = await banner.innerText();
    expect(words).toContain("kata sandi");
    expect(words).toContain("https");
    await live(page);
    // It is told in the language on screen and takes no more than it needs.
    expect((await banner.boundingBox())!.width).toBeLessThanOrEqual(phone.width);
    await banner.getByRole("button", { name: "Mengerti" }).tap();
    await banner.waitFor({ state: "detached" });
    await page.reload();
    await live(page);
    expect(await banner.count()).toBe(0);
    // The browser notes itself that this address is not to be trusted.
    expect(watch.faults(/Cross-Origin-Opener-Policy header has been ignored/)).toEqual([]);
    await context.close();

    // On the server's own machine there is nothing to say.
    const own = await device(browser, { size: desktop });
    const near = await own.newPage();
    await near.goto(`${server.url}/sign-in`);
    await near.getByLabel("Email").waitFor();
    expect(await near.locator("[data-plain-http]").count()).toBe(0);
    await own.close();
});

test("the settings say how to put Arus on the device, each device in its way", async () => {
    const context = await device(browser, { size: desktop });
    await signIn(context, server.url, person);
    const page = await context.newPage();
    await openScreen(page, server.url, "settings");
    await page.getByText("Lewat menu peramban, di alamat https").waitFor();
    // Chromium's offer, as it comes where a page may be installed.
    await page.evaluate(() => {
        const offer = new Event("beforeinstallprompt", { cancelable: true });
        Object.assign(offer, {
            prompt: () => {
                document.documentElement.dataset["asked"] = "yes";
                return Promise.resolve();
            },
        });
        dispatchEvent(offer);
    });
    await page.getByRole("button", { name: "Pasang" }).click();
    expect(await page.evaluate(() => document.documentElement.dataset["asked"])).toBe("yes");
    await page.getByText("Lewat menu peramban, di alamat https").waitFor();
    await context.close();

    const pocket = await browser.newContext({
        viewport: phone,
        userAgent:
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        hasTouch: true,
        isMobile: true,
        locale: "id-ID",
    });
    await signIn(pocket, server.url, person);
    const phonePage = await pocket.newPage();
    await openScreen(phonePage, server.url, "settings");
    await phonePage.getByText("Ketuk Bagikan di Safari, lalu Tambah ke Layar Utama").waitFor();
    await pocket.close();
});
