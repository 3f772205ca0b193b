// SPDX-License-Identifier: Apache-2.0
// A real Chromium and the windows in it.
import { createHash, X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

const executablePath = [process.env.ARUS_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (path) => path !== undefined && path !== "" && existsSync(path),
);

/** Phone and desktop, as the product draws them. */
export const phone = { width: 360, height: 800 };
export const desktop = { width: 1280, height: 800 };

/**
 * Starts the browser that ARUS_CHROMIUM names, else the system's. Throws when there is none. `textPx` is the
 * size of text that the person has set in the browser, 16 by default. `host` is a name that leads to this machine:
 * unlike 127.0.0.1 a browser does not trust it over plain http.
 */
export async function openChromium(
    options: { readonly textPx?: number; readonly host?: string } = {},
): Promise<Browser> {
    if (executablePath === undefined) {
        throw new Error("there is no Chromium: install it, or name one in ARUS_CHROMIUM");
    }
    const { textPx, host } = options;
    return chromium.launch({
        executablePath,
        args: [
            ...(textPx === undefined ? [] : [`--blink-settings=defaultFontSize=${textPx}`]),
            ...(host === undefined ? [] : [`--host-resolver-rules=MAP ${host} 127.0.0.1`]),
            ...trustedCertificate(),
        ],
    });
}

/** The certificate in ARUS_TEST_CERTIFICATE is as good as one that an authority has signed; no other is. */
function trustedCertificate(): string[] {
    const file = process.env.ARUS_TEST_CERTIFICATE;
    if (file === undefined) {
        return [];
    }
    const key = new X509Certificate(readFileSync(file)).publicKey.export({ type: "spki", format: "der" });
    const hash = createHash("sha256").update(key).digest("base64");
    return [`--ignore-certificate-errors-spki-list=${hash}`];
}

export type DeviceOptions = {
    readonly size: { readonly width: number; readonly height: number };
    /** "block" where requests are to be routed: a worker would hide them. */
    readonly serviceWorkers?: "allow" | "block";
    readonly scheme?: "light" | "dark";
    readonly pixelRatio?: number;
};

/** A device of somebody in Jakarta: own cookies, own storage. Touch up to 500 px of width. */
export async function device(browser: Browser, options: DeviceOptions): Promise<BrowserContext> {
    const touch = options.size.width <= 500;
    return browser.newContext({
        viewport: { ...options.size },
        deviceScaleFactor: options.pixelRatio ?? 1,
        locale: "id-ID",
        timezoneId: "Asia/Jakarta",
        colorScheme: options.scheme ?? "light",
        hasTouch: touch,
        isMobile: touch,
        serviceWorkers: options.serviceWorkers ?? "allow",
    });
}

/** What went wrong in a page without anybody asking for it. */
export class Watch {
    readonly requests: URL[] = [];
    readonly #faults: string[] = [];
    readonly #origin: string;

    constructor(page: Page, origin: string) {
        this.#origin = new URL(origin).origin;
        page.on("pageerror", (error) => this.#faults.push(`page error: ${error.stack ?? error.message}`));
        page.on("console", (message) => {
            if (message.type() === "error") {
                this.#faults.push(`console: ${message.text()} (${message.location().url})`);
            }
        });
        page.on("request", (request) => this.#asked(request.url()));
        page.on("websocket", (socket) => this.#asked(socket.url().replace(/^ws/, "http")));
    }

    /** Everything that stands in no line of `expected`. */
    faults(...expected: readonly RegExp[]): string[] {
        return this.#faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)));
    }

    /** Paths below /api that were asked for so far. */
    get apiPaths(): string[] {
        return this.requests.map((url) => url.pathname).filter((path) => path.startsWith("/api/"));
    }

    #asked(address: string): void {
        const url = new URL(address);
        if (url.protocol === "data:" || url.protocol === "blob:") {
            return;
        }
        this.requests.push(url);
        if (url.origin !== this.#origin) {
            this.#faults.push(`asks another origin: ${address}`);
        }
    }
}

/** The browser notes a refused request as an error; this one is how a page learns to show the sign-in. */
export const firstMe = /status of 401 .*\/api\/v1\/me\)/;

/** What the browser notes while all servers are away and a proxy answers for them. */
export const serversGone = /status of 503 \(\)/;

/** What the browser notes of requests that a cut network swallowed. */
export const networkGone = /console: (Failed to load resource: net::|WebSocket connection to )/;
