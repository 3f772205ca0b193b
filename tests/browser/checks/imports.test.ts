// SPDX-License-Identifier: Apache-2.0
// Check 15: a bank's file with ";", "1.234.567,00" and 31/12/2026 is previewed right; twice adds nothing; one bad row is
// named and the rest goes on; all of it can be undone. A cashier sees no other outlet, neither on screen nor in replies.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { password, type Schemas, type Transaction } from "../../service/support/api.ts";
import { member } from "../../service/support/people.ts";
import { desktop, device, openChromium, phone, Watch } from "../support/chromium.ts";
import { grouped, openScreen } from "../support/screens.ts";
import { amountOf, live, open, signedIn, signIn, startShop, type OpenShop } from "../support/shop.ts";

const bankFile = [
    "Tanggal;Keterangan;Jumlah;Referensi",
    "31/12/2026;Setoran QRIS;1.234.567,00;QR-1",
    "30/12/2026;Baris rusak;lima ribu;R-2",
    "29/12/2026;Biaya admin;-15.000,00;ADM-3",
    "",
].join("\r\n");

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

async function choose(page: Page, name: string, text: string | Buffer): Promise<void> {
    await page.locator("[data-file]").setInputFiles({
        name,
        mimeType: "text/csv",
        buffer: Buffer.from(text),
    });
    await page.locator('[data-job="done"], [data-job="failed"]').waitFor({ timeout: 30_000 });
}

const row = (page: Page, line: number) => page.locator(`[data-import-row="${line}"]`);
const ready = (page: Page) => page.locator('[data-ready="true"]');

test("a bank's file: preview, one bad row, booked once, undone", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/imports",
    );
    await live(page);
    await choose(page, "mutasi.csv", bankFile);

    // What was found out, and the parsed rows, before anything is booked.
    await page.getByText("Bentuk berkas").click();
    expect(await page.getByLabel("Pemisah kolom").inputValue()).toBe(";");
    expect(await page.getByLabel("Bentuk angka").inputValue()).toBe(",");
    expect(await page.getByLabel("Bentuk tanggal").inputValue()).toBe("dmy");
    expect(await row(page, 2).innerText()).toMatch(/31 Des 2026[^]*Setoran QRIS[^]*1\.234\.567/);
    expect(await row(page, 4).innerText()).toMatch(/29 Des 2026[^]*Biaya admin[^]*−15\.000/);
    expect(await ready(page).count()).toBe(0);
    expect(await booked()).toEqual([]);

    // A rule of one's own, and the two accounts.
    await page.getByLabel("Akun kas atau bank").selectOption("1101");
    await page.getByLabel("Akun lawan", { exact: true }).selectOption("4101");
    await row(page, 4).getByRole("button", { name: /Buat aturan/ }).click();
    await page.getByLabel("Bila keterangan berisi").fill("admin");
    const dialog = page.getByRole("dialog");
    const expense = await accountOf("expense");
    await dialog.getByLabel("Akun lawan").selectOption(expense.code);
    await dialog.getByRole("button", { name: "Simpan" }).click();
    await page.getByRole("button", { name: "Baca ulang" }).click();
    await ready(page).waitFor({ timeout: 30_000 });
    await page.getByText("2 transaksi siap dibukukan").waitFor();
    expect(await row(page, 4).innerText()).toContain(expense.code);

    // The bad one is named, with its line and why.
    await page.getByRole("button", { name: "Ditolak 1" }).click();
    await row(page, 3).getByText("Jumlahnya tidak terbaca.").waitFor();
    expect(await page.locator("[data-import-row]").count()).toBe(1);

    await page.getByRole("button", { name: "Bukukan 2 transaksi" }).click();
    await page.locator("[data-outcome]", { hasText: "2 transaksi dibukukan" }).waitFor({ timeout: 30_000 });
    expect((await booked()).map(amountOf).sort()).toEqual(["1234567", "15000"]);

    // A row leads to its transaction.
    await row(page, 2).getByRole("link", { name: "Lihat transaksi" }).click();
    await page.waitForURL(/\/transactions\//);
    await page.getByText("Setoran QRIS").first().waitFor();

    // The same file once more: read as before, and nothing is new.
    await openScreen(page, shop.server.url, "imports");
    await choose(page, "mutasi lagi.csv", bankFile);
    await page.getByText("Memakai cara membaca dari impor sebelumnya").waitFor();
    await page.getByText("Tidak ada yang baru untuk dibukukan").waitFor();
    expect(await row(page, 2).getAttribute("data-verdict")).toBe("duplicate");
    expect(await row(page, 4).getAttribute("data-verdict")).toBe("duplicate");
    expect(await page.getByRole("button", { name: /^Bukukan/ }).isDisabled()).toBe(true);
    expect(await booked()).toHaveLength(2);

    // All of it can be taken back.
    await openScreen(page, shop.server.url, "imports");
    await page.locator("[data-import]", { hasText: "mutasi.csv" }).click();
    await page.getByRole("button", { name: "Batalkan impor" }).click();
    await page.getByRole("button", { name: "Balik semuanya" }).click();
    await page.locator("[data-outcome]", { hasText: "2 transaksi dibalik" }).waitFor({ timeout: 30_000 });
    const all = await booked();
    expect(all).toHaveLength(4);
    expect(all.filter((item) => item.reverses_id !== null)).toHaveLength(2);
    const balances = await shop.api.expect(
        200,
        shop.api.get<Schemas["Balances"]>(shop.path("/balances")),
    );
    expect(balances.items.every((item) => item.balance === "0")).toBe(true);
    expect(watch.faults()).toEqual([]);
});

test("dates that can be read in two ways are asked for, never guessed", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: phone }),
        shop.server.url,
        "/imports",
    );
    await live(page);
    await choose(page, "dua arti.csv", "date,text,value\n01/02/2026,Kopi,25000\n03/04/2026,Teh,18000\n");
    const question = page.locator('[data-ambiguous="date_format"]');
    await question.waitFor();
    await page.getByLabel("Akun kas atau bank").selectOption("1101");
    await page.getByLabel("Akun lawan", { exact: true }).selectOption("4101");
    await page.getByRole("button", { name: "Baca ulang" }).tap();
    // Read again without an answer it asks again.
    await question.waitFor({ timeout: 30_000 });
    expect(await ready(page).count()).toBe(0);
    await question.getByRole("radio", { name: "2 Jan 2026" }).check();
    const again = page.getByRole("button", { name: "Baca ulang" });
    if ((await again.count()) > 0) {
        await again.tap();
    }
    await ready(page).waitFor({ timeout: 30_000 });
    expect(await row(page, 2).innerText()).toContain("2 Jan 2026");
    expect(await row(page, 3).innerText()).toContain("4 Mar 2026");
    expect(watch.faults()).toEqual([]);
});

test("an outlet that is taken away stays away, whatever an earlier file had", async () => {
    const place = await shop.api.expect(
        201,
        shop.api.post<Schemas["Outlet"]>(shop.path("/outlets"), { code: "BRAGA", name: "Braga" }),
    );
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/imports",
    );
    await live(page);
    const outlet = page.getByLabel("Outlet", { exact: true });
    const book = async (name: string, row: string, chosen: string) => {
        await choose(page, name, `Tgl;Uraian;Nilai\n${row}\n`);
        await page.getByLabel("Akun kas atau bank").selectOption("1101");
        await page.getByLabel("Akun lawan", { exact: true }).selectOption("4101");
        await outlet.selectOption(chosen);
        await page.getByRole("button", { name: "Baca ulang" }).click();
        await ready(page).waitFor({ timeout: 30_000 });
        expect(await outlet.inputValue()).toBe(chosen);
        await page.getByRole("button", { name: "Bukukan 1 transaksi" }).click();
        await page
            .locator("[data-outcome]", { hasText: "1 transaksi dibukukan" })
            .waitFor({ timeout: 30_000 });
        return (await booked()).at(-1)!;
    };
    expect((await book("satu.csv", "25/11/2026;Dari Braga;41.000,00", place.id)).outlet_id).toBe(place.id);
    await openScreen(page, shop.server.url, "imports");
    const later = await book("dua.csv", "26/11/2026;Dari mana saja;42.000,00", "");
    expect(amountOf(later)).toBe("42000");
    expect(later.outlet_id).toBeNull();
    expect(watch.faults()).toEqual([]);
});

test("a file that is none says so in plain words, and books nothing", async () => {
    const before = (await booked()).length;
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: phone }),
        shop.server.url,
        "/imports",
    );
    await live(page);
    await choose(page, "foto.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 0, 255, 254, 0, 1]));
    await page.getByText("Berkas ini tidak terbaca").waitFor();
    await page.getByRole("link", { name: "Pilih berkas lain" }).tap();
    await page.locator("[data-file]").setInputFiles({ name: "kosong.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
    await page.getByText("Berkas ini kosong.").waitFor();
    expect(await booked()).toHaveLength(before);
    expect(watch.faults()).toEqual([]);
});

test("a journal of hledger brings its accounts along", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/imports",
    );
    await live(page);
    const journal = "2026-03-01 * Sewa tempat\n    expenses:rent  IDR 2500000\n    assets:bank\n";
    await choose(page, "toko.journal", journal);
    await page.locator("[data-new-accounts]").waitFor();
    await page.getByRole("button", { name: "Bukukan 1 transaksi" }).click();
    await page.locator("[data-outcome]", { hasText: "1 transaksi dibukukan" }).waitFor({ timeout: 30_000 });
    expect((await booked()).map(amountOf)).toContain("2500000");
    expect(watch.faults()).toEqual([]);
});

test("a long file keeps few rows in the page", async () => {
    const { page, watch } = await open(
        await signedIn(browser, shop, { size: desktop }),
        shop.server.url,
        "/imports",
    );
    await live(page);
    const lines = Array.from({ length: 3_000 }, (_, at) => `31/12/2026;Baris ${at};${grouped((at + 1) * 1_000)},00`);
    await choose(page, "panjang.csv", ["Tanggal;Keterangan;Jumlah", ...lines, ""].join("\n"));
    await row(page, 2).waitFor();
    expect(await page.locator("[data-import-row]").count()).toBeLessThanOrEqual(80);
    await expect
        .poll(
            async () => {
                await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
                return row(page, 3_001).count();
            },
            { timeout: 30_000 },
        )
        .toBe(1);
    expect(await row(page, 3_001).innerText()).toContain("3.000.000");
    expect(await page.locator("[data-import-row]").count()).toBeLessThanOrEqual(80);
    expect(watch.faults()).toEqual([]);
});

test("a cashier imports for an own outlet and meets no other, on screen or in replies", async () => {
    const outlet = (code: string, name: string) =>
        shop.api.expect(201, shop.api.post<Schemas["Outlet"]>(shop.path("/outlets"), { code, name }));
    const own = await outlet("DAGO", "Dago");
    const foreign = await outlet("RAHASIA", "Gudang Tersembunyi");
    const cashier = await member(shop, "cashier", [own.id]);
    const context = await device(browser, { size: phone, serviceWorkers: "block" });
    await signIn(context, shop.server.url, { email: cashier.email, password });
    const page = await context.newPage();
    const watch = new Watch(page, shop.server.url);
    const told: Promise<string>[] = [];
    page.on("response", (reply) => {
        if (new URL(reply.url()).pathname.startsWith("/api/")) {
            told.push(reply.text().catch(() => ""));
        }
    });
    page.on("websocket", (socket) =>
        socket.on("framereceived", ({ payload }) => told.push(Promise.resolve(String(payload)))),
    );
    await page.goto(`${shop.server.url}/imports`);
    await live(page);
    const file = "Tanggal;Keterangan;Jumlah;Outlet\n31/12/2026;Punya sendiri;50.000,00;DAGO\n31/12/2026;Punya lain;60.000,00;RAHASIA\n";
    await choose(page, "kasir.csv", file);
    await page.getByLabel("Akun kas atau bank").selectOption("1101");
    await page.getByLabel("Akun lawan", { exact: true }).selectOption("4101");
    expect(await page.getByLabel("Outlet", { exact: true }).locator("option").allTextContents()).toEqual(["Dago"]);
    await page.getByRole("button", { name: "Baca ulang" }).tap();
    await ready(page).waitFor({ timeout: 30_000 });
    expect(await row(page, 3).getAttribute("data-verdict")).toBe("refused");
    await page.getByRole("button", { name: "Bukukan 1 transaksi" }).tap();
    await page.locator("[data-outcome]", { hasText: "1 transaksi dibukukan" }).waitFor({ timeout: 30_000 });
    const latest = (await booked()).at(-1)!;
    expect(latest.outlet_id).toBe(own.id);
    expect(amountOf(latest)).toBe("50000");

    await page.goto(`${shop.server.url}/transactions`);
    await live(page);
    const all = (await Promise.all(told)).join("\n");
    expect(all).toContain("Dago");
    expect(all).not.toContain(foreign.id);
    expect(all).not.toContain("Gudang Tersembunyi");
    expect(await page.locator("body").innerText()).not.toContain("Gudang Tersembunyi");
    expect(watch.faults()).toEqual([]);
});

/** Everything in the books, of whatever day, in the order of commit. */
async function booked(): Promise<Transaction[]> {
    const { items } = await shop.api.expect(
        200,
        shop.api.get<Schemas["TransactionList"]>(
            shop.path("/transactions?order=sequence&limit=500&from=2000-01-01"),
        ),
    );
    return items.reverse();
}

/** An account of the chart of this type that entries can use. */
async function accountOf(type: Schemas["AccountType"]): Promise<Schemas["Account"]> {
    const { items } = await shop.api.expect(
        200,
        shop.api.get<{ items: Schemas["Account"][] }>(shop.path("/accounts?limit=500")),
    );
    return items.find((account) => account.type === type && account.subtype === "operating")!;
}
