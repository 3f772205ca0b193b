// SPDX-License-Identifier: Apache-2.0
// `npm run pictures`: docs/images, made from a private demo server. Not a check.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Api, type Schemas } from "../service/support/api.ts";
import { binary, temporaryFolder } from "../service/support/server.ts";
import { desktop, device, openChromium, phone, Watch } from "./support/chromium.ts";
import { entry, feed, rows } from "./support/screens.ts";
import { live, signIn } from "./support/shop.ts";

const images = resolve(import.meta.dirname, "../../docs/images");
const demoStartsWithinMs = 120_000;

type Demo = {
    readonly url: string;
    readonly email: string;
    readonly password: string;
    readonly stop: () => Promise<void>;
};

let demo: Demo;
let browser: Browser;

/** The binary with the demo's books; it prints its address and the sign-in. */
async function startDemo(): Promise<Demo> {
    const folder = process.env.WEB_DIR;
    // As a process that dies with this one, where the system knows how.
    const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));
    const tied = setpriv === undefined ? [] : ["--pdeathsig", "KILL", "--", binary];
    const child = spawn(
        setpriv ?? binary,
        [
            ...tied,
            "serve",
            "--demo",
            ...["--listen", "127.0.0.1:0"],
            ...["--admin-listen", "127.0.0.1:0"],
            ...["--data-dir", temporaryFolder()],
            ...(folder === undefined ? [] : ["--web-dir", resolve(folder)]),
        ],
        { stdio: ["ignore", "pipe", "ignore"] },
    );
    process.on("exit", () => child.kill("SIGKILL"));
    const told = new Map<string, string>();
    const patience = setTimeout(() => child.kill("SIGKILL"), demoStartsWithinMs);
    for await (const line of createInterface({ input: child.stdout })) {
        const [word = "", value = ""] = line.trim().split(/\s+/);
        told.set(word, told.get(word) ?? value);
        if (told.has("password")) {
            break;
        }
    }
    clearTimeout(patience);
    const [url, email, password] = ["listening", "owner", "password"].map((name) => told.get(name));
    if (url === undefined || email === undefined || password === undefined) {
        throw new Error(`the demo did not start; it said ${JSON.stringify([...told])}`);
    }
    return {
        url,
        email,
        password,
        stop: async () => {
            child.kill("SIGTERM");
            if (child.exitCode === null) {
                await once(child, "exit");
            }
        },
    };
}

beforeAll(async () => {
    mkdirSync(images, { recursive: true });
    demo = await startDemo();
    browser = await openChromium();
    await makeRules();
}, demoStartsWithinMs + 30_000);

afterAll(async () => {
    await browser?.close();
    await demo?.stop();
});

/** What a bank hands out, with one line that it got wrong. */
const bankFile = [
    "Tanggal;Keterangan;Jumlah;Referensi",
    "20/11/2026;SETORAN QRIS DAGO;1.234.567,00;QR-2011",
    "20/11/2026;GOJEK INDONESIA SETTLEMENT;876.500,00;GJ-8812",
    "19/11/2026;BIAYA ADMINISTRASI;-15.000,00;ADM-11",
    "19/11/2026;TARIKAN TUNAI;-2.000.000,00;ATM-0192",
    "18/11/2026;SUSU SEGAR LEMBANG;lima ratus;TRF-71",
    "18/11/2026;SETORAN QRIS KEMANG;1.082.250,00;QR-1811",
    "17/11/2026;LISTRIK PLN;-1.240.000,00;PLN-4410",
    "",
].join("\r\n");

/** What each picture shows, drawn to its end. */
const scenes: Readonly<Record<string, (page: Page) => Promise<void>>> = {
    beranda: async (page) => {
        await page.goto(`${demo.url}/home`);
        await feed(page).first().waitFor();
        await page.locator("[data-figure]").first().waitFor();
    },
    catat: async (page) => {
        await page.goto(`${demo.url}/entry`);
        await entry(page).amount.waitFor();
        await page.keyboard.type("125000");
    },
    transaksi: async (page) => {
        await page.goto(`${demo.url}/transactions`);
        await rows(page).nth(5).waitFor();
    },
    rincian: async (page) => {
        await page.goto(`${demo.url}/transactions/${await aSale()}`);
        await page.getByText("Pembukuan").first().waitFor();
        if ((page.viewportSize()?.width ?? 0) >= desktop.width) {
            await rows(page).nth(5).waitFor();
        }
    },
    struk: async (page) => {
        await page.goto(`${demo.url}/transactions/${await aSale()}`);
        await page.getByRole("button", { name: "Struk" }).click();
        await page.locator("dialog [data-receipt]").waitFor();
    },
    laporan: async (page) => {
        await page.goto(`${demo.url}/reports?split=outlet`);
        await page.locator("tr[data-row]").nth(5).waitFor();
    },
    neraca: async (page) => {
        await page.goto(`${demo.url}/reports?report=balance-sheet&compare=previous_period`);
        await page.locator("tr[data-row]").nth(5).waitFor();
    },
    asal: async (page) => {
        await page.goto(`${demo.url}/reports`);
        await page.locator('tr[data-row="net_income"] button').first().click();
        await page.locator("[data-entry]").nth(3).waitFor();
    },
    notifikasi: async (page) => {
        await page.goto(`${demo.url}/notifications`);
        await page.locator("[data-rule]").nth(2).waitFor();
        await page.locator("[data-notification]").first().waitFor();
    },
    antrean: async (page) => {
        await page.goto(`${demo.url}/outbox`);
        await page.getByRole("heading", { name: "Antrean kirim" }).first().waitFor();
    },
    outlet: async (page) => {
        await page.goto(`${demo.url}/outlets`);
        await page.getByText("Malioboro").first().waitFor();
    },
    kontak: async (page) => {
        await page.goto(`${demo.url}/contacts`);
        await page.getByRole("heading", { name: "Kontak" }).first().waitFor();
    },
    "kunci-api": async (page) => {
        await page.goto(`${demo.url}/api-keys`);
        await page.getByRole("heading", { name: "Kunci API" }).first().waitFor();
    },
    akun: async (page) => {
        await page.goto(`${demo.url}/accounts`);
        await page.getByText("1101").first().waitFor();
    },
    anggota: async (page) => {
        await page.goto(`${demo.url}/members`);
        await page.locator("[data-member]").nth(2).waitFor();
    },
    audit: async (page) => {
        await page.goto(`${demo.url}/audit?what=outlet`);
        await page.locator("[data-audit] summary").first().click();
    },
    pengaturan: async (page) => {
        await page.goto(`${demo.url}/settings`);
        await page.locator("[data-session]").first().waitFor();
    },
    impor: async (page) => {
        await page.goto(`${demo.url}/imports`);
        await page.locator("[data-file]").setInputFiles({
            name: "mutasi-bank.csv",
            mimeType: "text/csv",
            buffer: Buffer.from(bankFile),
        });
        await page.locator("[data-import-row]").nth(5).waitFor();
    },
    "dua-langkah": async (page) => {
        await page.goto(`${demo.url}/settings`);
        await page.getByRole("button", { name: "Aktifkan" }).click();
        await page.getByLabel("Kata sandi sekarang").fill(demo.password);
        await page.getByRole("button", { name: "Lanjut" }).click();
        await page.locator("[data-qr]").waitFor();
    },
    cari: async (page) => {
        await page.goto(`${demo.url}/home`);
        await page.locator("[data-figure]").first().waitFor();
        await page.keyboard.press("Control+k");
        await page.getByRole("dialog").getByRole("combobox").fill("kas");
        await page.locator("[role=option]").nth(2).waitFor();
    },
};

/** Someone who is signed in by REST, and the demo's book. */
async function owner(): Promise<{ api: Api; book: string }> {
    const stranger = new Api(demo.url);
    const { email, password } = demo;
    const session = await stranger.expect(
        200,
        stranger.post<Schemas["Session"]>("/api/v1/auth/login", { email, password }),
    );
    const api = stranger.as(session.access_token);
    const me = await api.expect(200, api.get<Schemas["Me"]>("/api/v1/me"));
    return { api, book: `/api/v1/books/${me.books[0]!.id}` };
}

/** Rules as a shop would make them, and a sale that one of them tells of. */
async function makeRules(): Promise<void> {
    const { api, book } = await owner();
    const accounts = await api.expect(
        200,
        api.get<{ items: Schemas["Account"][] }>(`${book}/accounts?limit=500`),
    );
    const cash = accounts.items.find((account) => account.code === "1101")!;
    for (const rule of [
        { kind: "balance_below", account_id: cash.id, amount: "2000000" },
        { kind: "outlet_silent", minutes: 60, from_hour: 8, to_hour: 21 },
        { kind: "transaction_above", amount: "1000000" },
    ]) {
        await api.expect(201, api.post(`${book}/notification-rules`, rule));
    }
    // Of yesterday: today's hours stay as they are on a usual day.
    const yesterday = new Date(Date.now() + (7 - 24) * 3_600_000).toISOString().slice(0, 10);
    const sale = {
        kind: "sale",
        date: yesterday,
        amount: "2450000",
        account_code: "1103",
        counter_code: "4101",
        description: "Katering rapat, Bu Ratna",
    };
    await api.expect(201, api.post(`${book}/transactions`, sale, { key: "pictures-catering" }));
}

/** A sale with something to look at: the latest one with a description. */
async function aSale(): Promise<string> {
    const { api, book } = await owner();
    const list = await api.expect(
        200,
        api.get<Schemas["TransactionList"]>(
            `${book}/transactions?kind=sale&limit=50`,
        ),
    );
    const shown = list.items.find((item) => item.lines.length > 1 && item.reversed_by_id === null);
    return (shown ?? list.items[0]!).id;
}

async function take(page: Page, name: string, size: string, scheme: string): Promise<void> {
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({
        path: resolve(images, `${name}-${size}-${scheme}.png`),
        caret: "hide",
        animations: "disabled",
    });
}

test.each(
    (["light", "dark"] as const).flatMap((scheme) =>
        (["desktop", "phone"] as const).map((size) => [size, scheme] as const),
    ),
)("pictures of the %s, %s", async (size, scheme) => {
    const context = await device(browser, {
        size: size === "phone" ? phone : desktop,
        pixelRatio: size === "phone" ? 2 : 1,
        scheme,
    });
    const stranger = await context.newPage();
    await stranger.goto(demo.url);
    await stranger.getByLabel("Kata sandi").first().waitFor();
    await take(stranger, "masuk", size, scheme);
    await stranger.close();
    await signIn(context, demo.url, demo);
    const page = await context.newPage();
    const watch = new Watch(page, demo.url);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${demo.url}/home`);
    await live(page);
    for (const [name, show] of Object.entries(scenes)) {
        await show(page);
        await page.waitForLoadState("networkidle");
        const chip = page.locator("[data-connection]");
        if ((await chip.count()) > 0) {
            await live(page);
        }
        await take(page, name, size, scheme);
    }
    expect(watch.faults()).toEqual([]);
    await context.close();
});
