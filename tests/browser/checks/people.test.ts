// SPDX-License-Identifier: Apache-2.0
// Anggota & peran, keys, audit trail, devices, second factor, lock date: through the screens, with what REST says.
import { createHmac } from "node:crypto";
import type { Browser, Locator, Page } from "playwright-core";
import decodeQR from "qr/decode.js";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { Api } from "../../service/support/api.ts";
import { desktop, device, firstMe, openChromium, phone, Watch } from "../support/chromium.ts";
import { openScreen } from "../support/screens.ts";
import { live, open, ownerEmail, signedIn, startShop, type OpenShop, type Window } from "../support/shop.ts";
import { password } from "../../service/support/api.ts";

let shop: OpenShop;
let browser: Browser;
let window: Window;
let page: Page;

beforeAll(async () => {
    shop = await startShop();
    browser = await openChromium();
});

beforeEach(async () => {
    window = await open(await signedIn(browser, shop, { size: desktop }), shop.server.url, "/members");
    page = window.page;
    await live(page);
});

afterEach(async () => {
    expect(window.watch.faults()).toEqual([]);
    await window.context.close();
});

afterAll(async () => {
    await browser?.close();
    await shop?.server.stop();
});

test("an invitation by link makes a cashier, whose role can be changed and taken away", async () => {
    await page.getByRole("button", { name: "Undang anggota" }).click();
    await page.getByLabel("Untuk siapa (boleh kosong)").fill("Budi");
    await page.getByRole("dialog").getByRole("button", { name: "Buat tautan" }).click();
    const link = await page.locator("[data-secret]").innerText();
    expect(link).toMatch(new RegExp(`^${shop.server.url}/join#[\\w-]{16,}$`));
    await page.keyboard.press("Escape");
    await page.locator('[data-invitation="open"]', { hasText: "Budi" }).waitFor();

    const theirs = await device(browser, { size: phone });
    const budi = await theirs.newPage();
    const watch = new Watch(budi, shop.server.url);
    await budi.goto(link);
    await budi.getByRole("heading", { name: "Bergabung dengan Kopi Senja" }).waitFor();
    await budi.getByText("Pemilik mengundang Anda sebagai Kasir.").waitFor();
    await budi.getByLabel("Nama Anda").fill("Budi Santoso");
    await budi.getByLabel("Email").fill("budi@contoh.example");
    await budi.getByLabel("Kata sandi").fill("sandi-budi-2026");
    await budi.getByRole("button", { name: "Buat akun dan bergabung" }).tap();
    // A cashier begins with the entry.
    await budi.waitForURL(/\/entry/);
    await budi.goto(`${shop.server.url}/members`);
    await budi.getByText("Anggota hanya terbuka untuk pemilik dan admin.").waitFor();
    expect(watch.faults(firstMe)).toEqual([]);

    await page.reload();
    await page.locator('[data-invitation="accepted"]', { hasText: "Budi Santoso" }).waitFor();
    await page.getByRole("button", { name: "Ubah Budi Santoso" }).click();
    await page.getByLabel("Peran").selectOption("viewer");
    await page.getByRole("button", { name: "Simpan" }).click();
    await page.locator("[data-member]", { hasText: "Budi Santoso" }).getByText("Pemantau").waitFor();
    await page.getByRole("button", { name: "Ubah Budi Santoso" }).click();
    await page.getByRole("button", { name: "Keluarkan" }).click();
    await page.getByRole("dialog", { name: "Keluarkan Budi Santoso?" }).getByRole("button", { name: "Keluarkan" }).click();
    await page.locator("[data-member]", { hasText: "Budi Santoso" }).waitFor({ state: "detached" });

    // The link is used up.
    const late = await (await device(browser, { size: phone })).newPage();
    await late.goto(link);
    await late.getByText("Tautan ini tidak berlaku").waitFor();

    await openScreen(page, shop.server.url, "audit?what=member");
    await page.locator('[data-audit="member.removed"]').first().waitFor();
    await page.locator("[data-audit] summary").first().click();
    await page.getByText("Rantai").first().waitFor();
});

test("a key is shown once, works, and is refused once it is revoked", async () => {
    await openScreen(page, shop.server.url, "api-keys");
    await page.getByRole("button", { name: "Buat kunci API" }).click();
    await page.getByLabel("Nama").fill("Mesin kasir");
    await page.getByRole("button", { name: "Buat kunci", exact: true }).click();
    const token = await page.locator("[data-secret]").innerText();
    expect(token).toMatch(/^arus_k_/);
    await page.keyboard.press("Escape");
    const program = new Api(shop.server.url, token);
    expect((await program.get(shop.path("/accounts"))).status).toBe(200);
    const item = page.locator('[data-api-key="active"]', { hasText: "Mesin kasir" });
    await item.waitFor();
    expect(await page.locator("body").innerText()).not.toContain(token);
    await item.getByRole("button", { name: "Cabut Mesin kasir" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cabut", exact: true }).click();
    await page.locator('[data-api-key="revoked"]', { hasText: "Mesin kasir" }).waitFor();
    expect((await program.get(shop.path("/accounts"))).status).toBe(401);
});

test("another device is signed out from the settings", async () => {
    const other = await open(await signedIn(browser, shop, { size: phone }), shop.server.url, "/home");
    await live(other.page);
    await openScreen(page, shop.server.url, "settings");
    await page.getByRole("button", { name: "Keluarkan yang lain" }).click();
    await expect.poll(() => page.locator('[data-session="other"]').count()).toBe(0);
    await other.page.waitForURL(/\/sign-in/, { timeout: 15_000 });
    await other.context.close();
});

test("a second factor is turned on, asked for at the sign-in, and turned off", async () => {
    await openScreen(page, shop.server.url, "settings");
    await page.getByRole("button", { name: "Aktifkan" }).click();
    await page.getByLabel("Kata sandi sekarang").fill(password);
    await page.getByRole("button", { name: "Lanjut" }).click();
    const secret = (await page.getByLabel("Kunci autentikator").innerText()).replace(/\s/g, "");
    // The picture says the same as the text.
    const told = new URL(await readQr(page.locator("[data-qr]")));
    expect(told.protocol).toBe("otpauth:");
    expect(told.searchParams.get("secret")).toBe(secret);
    await page.getByLabel("Kode", { exact: true }).fill(codeOf(secret));
    await page.getByRole("dialog").getByRole("button", { name: "Aktifkan" }).click();
    const codes = (await page.locator("[data-secret]").innerText()).split("\n");
    expect(codes).toHaveLength(10);
    await page.getByRole("button", { name: "Selesai" }).click();

    const theirs = await device(browser, { size: phone });
    const second = await theirs.newPage();
    await second.goto(`${shop.server.url}/sign-in`);
    await second.getByLabel("Email").fill(ownerEmail);
    await second.getByLabel("Kata sandi").fill(password);
    await second.getByRole("button", { name: "Masuk", exact: true }).tap();
    await second.getByLabel("Kode autentikator").fill(codes[0]!);
    await second.getByRole("button", { name: "Masuk", exact: true }).tap();
    await second.waitForURL(/\/home/);
    await theirs.close();

    await page.reload();
    await page.getByText(/9 kode pemulihan tersisa/).waitFor();
    await page.getByRole("button", { name: "Matikan" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Kata sandi sekarang").fill(password);
    await dialog.getByLabel("Kode", { exact: true }).fill(codes[1]!);
    await dialog.getByRole("button", { name: "Matikan" }).click();
    await page.getByRole("button", { name: "Aktifkan" }).waitFor();
});

test("a period is locked with a reason, which the audit trail keeps", async () => {
    await openScreen(page, shop.server.url, "settings");
    await page.getByText("Semua tanggal terbuka").waitFor();
    await page.getByRole("heading", { name: "Kunci periode" }).locator("xpath=../..").getByRole("button", { name: "Ubah" }).click();
    const dialog = page.getByRole("dialog", { name: "Kunci periode" });
    await dialog.getByLabel("Kunci sampai tanggal").fill("2026-01-31");
    await dialog.getByLabel("Alasan, untuk jejak audit").fill("Tutup buku Januari");
    await dialog.getByRole("button", { name: "Kunci", exact: true }).click();
    await page.getByText(/Terkunci sampai .*31 Januari 2026/).waitFor();
    const book = await window.context.request.get(shop.server.url + shop.path(""));
    expect(await book.json()).toMatchObject({ lock_date: "2026-01-31" });
    await openScreen(page, shop.server.url, "audit?what=book");
    await page.getByText("“Tutup buku Januari”").waitFor();
});

/** What a QR code says, read off its drawing as a camera would: squares of four by four points on white. */
async function readQr(picture: Locator): Promise<string> {
    const drawing = (await picture.locator("path").getAttribute("d")) ?? "";
    const side = Number((await picture.getAttribute("viewBox"))!.split(" ")[2]) * 4;
    const data = new Uint8Array(side * side * 4).fill(255);
    for (const [, x = "", y = "", width = ""] of drawing.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
        for (let row = Number(y) * 4; row < Number(y) * 4 + 4; row += 1) {
            const from = row * side + Number(x) * 4;
            for (let at = from; at < from + Number(width) * 4; at += 1) {
                data.fill(0, at * 4, at * 4 + 3);
            }
        }
    }
    return decodeQR({ width: side, height: side, data });
}

/** The six digits of now (RFC 6238: SHA-1, 30 s). */
function codeOf(secret: string): string {
    const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
    const hash = createHmac("sha1", key).update(counter).digest();
    const at = hash[hash.length - 1]! & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
