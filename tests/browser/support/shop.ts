// SPDX-License-Identifier: Apache-2.0
// A private server with a shop, and windows of people who are signed in. With ARUS_TEST_STACK (tools/dev/servers/stack.sh)
// the shop is a new one on the whole stack, by way of nginx.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";

import {
    freshKey,
    openShop,
    password as ownerPassword,
    sale,
    type Schemas,
    type Shop,
    type Transaction,
} from "../../service/support/api.ts";
import { Server, type ServerOptions } from "../../service/support/server.ts";
import { device, Watch, type DeviceOptions } from "./chromium.ts";

// Each private folder is removed by a listener of its own at the end of the process.
process.setMaxListeners(100);

export const ownerEmail = "pemilik@contoh.example";

/** What checks do with a server. That of the stack is all its servers together. */
export type ShopServer = Pick<Server, "url" | "address" | "dataDir" | "stop" | "kill">;

/** The server; WEB_DIR names a built client to serve instead of the one inside the binary. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
    const settings: Record<string, string> = { ...options.settings };
    const folder = process.env.WEB_DIR;
    if (folder !== undefined) {
        if (!existsSync(resolve(folder, "index.html"))) {
            throw new Error(`WEB_DIR: there is no client in ${folder}`);
        }
        settings["web-dir"] = resolve(folder);
    }
    return Server.start({ ...options, settings });
}

/** A server that was killed, again, with its former address and books. */
export async function startAgain(killed: ShopServer): Promise<ShopServer> {
    if (process.env.ARUS_TEST_STACK !== undefined) {
        return (await import("./stack.ts")).startStackServers();
    }
    return startServer({ listen: killed.address, dataDir: killed.dataDir });
}

export type OpenShop = Shop & { readonly server: ShopServer; readonly email: string };

async function startEmptyShop(): Promise<OpenShop> {
    if (process.env.ARUS_TEST_STACK !== undefined) {
        return (await import("./stack.ts")).startStackShop();
    }
    // Open, as on the stack, so that more people can be made without their screens.
    const server = await startServer({ settings: { registration: "open" } });
    return { ...(await openShop(server.url)), server, email: ownerEmail };
}

/** A server with an owner, a book in rupiah and one outlet. */
export async function startShop(): Promise<OpenShop> {
    const shop = await startEmptyShop();
    await shop.api.expect(
        201,
        shop.api.post(shop.path("/outlets"), { code: "PUSAT", name: "Pusat" }),
    );
    return shop;
}

export type Window = {
    readonly page: Page;
    readonly context: BrowserContext;
    readonly watch: Watch;
};

/** A device that is signed in; nothing is loaded yet. `url` where it is not the server's own. */
export async function signedIn(
    browser: Browser,
    shop: OpenShop,
    options: DeviceOptions,
    url: string = shop.server.url,
): Promise<BrowserContext> {
    const context = await device(browser, options);
    await signIn(context, url, { email: shop.email, password: ownerPassword });
    return context;
}

/** Gives the device the cookie of a person, as the sign-in screen does. */
export async function signIn(
    context: BrowserContext,
    url: string,
    person: { readonly email: string; readonly password: string },
): Promise<void> {
    const { email, password } = person;
    const data = { email, password };
    const reply = await context.request.post(`${url}/api/v1/auth/login`, { data });
    if (reply.status() !== 200) {
        throw new Error(`sign-in: ${reply.status()} ${await reply.text()}`);
    }
}

/** A page of the device, watched from its first request on. */
export async function open(context: BrowserContext, url: string, path: string): Promise<Window> {
    const page = await context.newPage();
    const watch = new Watch(page, url);
    await page.goto(url + path);
    return { page, context, watch };
}

/** Waits for the chip to say that the page is live. */
export async function live(page: Page, withinMs = 45_000): Promise<void> {
    await page.locator('[data-connection="live"]').first().waitFor({ timeout: withinMs });
}

/** Waits until the worker has the page in its hands, so that it can be loaded without network. */
export async function controlled(page: Page): Promise<void> {
    await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        if (navigator.serviceWorker.controller === null) {
            await new Promise((done) =>
                navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }),
            );
        }
    });
}

/** Posts a sale in cash by REST, as another device would. */
export async function postSale(
    shop: OpenShop,
    amount: string,
    more: Readonly<Record<string, unknown>> = {},
): Promise<Transaction> {
    return shop.api.expect(
        201,
        shop.api.post<Transaction>(shop.path("/transactions"), sale(amount, more), {
            key: freshKey(),
        }),
    );
}

/** Every transaction of the book in the order of commit. */
export async function booked(shop: OpenShop): Promise<Transaction[]> {
    const all: Transaction[] = [];
    let cursor: string | null = null;
    do {
        const more: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page: Schemas["TransactionList"] = await shop.api.expect(
            200,
            shop.api.get<Schemas["TransactionList"]>(
                shop.path(`/transactions?order=sequence&limit=500${more}`),
            ),
        );
        all.push(...page.items);
        cursor = page.next_cursor;
    } while (cursor !== null);
    return all.reverse();
}

/** What a transaction moved: the sum of its debits, as the digits on the wire. */
export function amountOf(transaction: Transaction): string {
    const debits = transaction.postings.filter((posting) => posting.direction === "debit");
    return debits.reduce((sum, posting) => sum + BigInt(posting.amount), 0n).toString();
}

/** Today's figures as REST has them. */
export async function summary(shop: OpenShop): Promise<Schemas["Summary"]> {
    return shop.api.expect(
        200,
        shop.api.get<Schemas["Summary"]>(shop.path("/reports/summary?from=today&to=today")),
    );
}
