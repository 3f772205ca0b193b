// SPDX-License-Identifier: Apache-2.0
//
// Weighs the built client (gzip) against its budgets and fails above any of them.
//
//   entry script   everything index.html loads before the first screen
//   entry CSS      the same, style sheets
//   quick entry    script and CSS loaded when the quick-entry route is opened cold
//   lazy chunk     the heaviest script that is loaded on demand
//   precache       every file the service worker stores at installation

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** Budgets in bytes after gzip; 1 KB = 1000 bytes. */
export const budgets = {
    entryScript: 250_000,
    entryCss: 40_000,
    quickEntry: 210_000,
    lazyChunk: 80_000,
    precache: 650_000,
};

/** Where the quick-entry screen is loaded from: the dynamic import of its route. */
export const quickEntrySource = "src/features/entry/entry-screen.tsx";

/**
 * @typedef {{ file: string, src?: string, isEntry?: boolean, isDynamicEntry?: boolean,
 *             imports?: string[], css?: string[] }} Chunk
 * @typedef {Record<string, Chunk>} Bundle
 */

/**
 * Script and CSS files that loading `keys` loads: the chunks and their static imports.
 * @param {Bundle} bundle
 * @param {string[]} keys
 */
export function closure(bundle, keys) {
    const seen = new Set();
    const scripts = new Set();
    const css = new Set();
    const open = [...keys];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
        const chunk = bundle[key];
        if (chunk === undefined) {
            throw new Error(`the bundle has no chunk "${key}"`);
        }
        if (seen.has(key)) {
            continue;
        }
        seen.add(key);
        if (chunk.file.endsWith(".css")) {
            css.add(chunk.file);
        } else {
            scripts.add(chunk.file);
        }
        for (const file of chunk.css ?? []) {
            css.add(file);
        }
        open.push(...(chunk.imports ?? []));
    }
    return { scripts, css };
}

/**
 * The files the built service worker precaches.
 * @param {string} worker its text
 */
export function precachedFiles(worker) {
    const files = [...worker.matchAll(/["']?url["']?:\s*["'`]([^"'`]+)["'`]/g)].map(
        (match) => match[1] ?? "",
    );
    return [...new Set(files)];
}

/**
 * Weighs a built client.
 * @param {Bundle} bundle
 * @param {string} worker text of the service worker
 * @param {(file: string) => number} weigh bytes after gzip of one file
 * @param {string} quickEntry source of the quick-entry route
 */
export function weighClient(bundle, worker, weigh, quickEntry = quickEntrySource) {
    /** @param {Iterable<string>} files */
    const total = (files) => [...files].reduce((sum, file) => sum + weigh(file), 0);
    const entries = Object.keys(bundle).filter((key) => bundle[key]?.isEntry === true);
    if (entries.length === 0) {
        throw new Error("the bundle has no entry");
    }
    const entry = closure(bundle, entries);
    const quick = closure(bundle, [...entries, quickEntry]);
    const lazy = Object.values(bundle)
        .filter((chunk) => chunk.file.endsWith(".js") && !entry.scripts.has(chunk.file))
        .map((chunk) => ({ file: chunk.file, bytes: weigh(chunk.file) }))
        .sort((a, b) => b.bytes - a.bytes);
    const precached = precachedFiles(worker);
    if (precached.length === 0) {
        throw new Error("the service worker precaches nothing");
    }
    return {
        entryScript: total(entry.scripts),
        entryCss: total(entry.css),
        quickEntry: total(quick.scripts) + total(quick.css),
        lazyChunk: lazy[0]?.bytes ?? 0,
        lazyChunkFile: lazy[0]?.file ?? "",
        precache: total(precached),
    };
}

function main() {
    const dist = fileURLToPath(new URL("../dist/", import.meta.url));
    const bundle = JSON.parse(readFileSync(path.join(dist, "bundle.json"), "utf8"));
    const worker = readFileSync(path.join(dist, "service-worker.js"), "utf8");
    const weights = weighClient(
        bundle,
        worker,
        (file) => gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length,
    );
    let over = 0;
    for (const [name, limit] of Object.entries(budgets)) {
        const bytes = weights[/** @type {keyof typeof budgets} */ (name)];
        const verdict = bytes <= limit ? "ok  " : "OVER";
        over += bytes <= limit ? 0 : 1;
        const kb = (bytes / 1000).toFixed(1).padStart(7);
        console.log(`${verdict} ${name.padEnd(12)} ${kb} KB of ${limit / 1000} KB`);
    }
    console.log(`     heaviest lazy chunk: ${weights.lazyChunkFile}`);
    process.exitCode = over === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    main();
}
