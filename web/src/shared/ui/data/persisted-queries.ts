// SPDX-License-Identifier: Apache-2.0
/*
 * The last answers of the server, kept on the device, so that a page opened offline shows what was known
 * and says from when.
 *
 *   start:   IndexedDB --all rows--> QueryClient (each with the time it was read)
 *   later:   a query whose meta says `persist` succeeds --after 500 ms--> IndexedDB
 *   sign out, another person: everything is deleted
 *
 * Only wire data is kept (JSON as it came). The store is a convenience: when IndexedDB is missing or full,
 * the client works without it and the reason is reported once, as an uncaught error would be.
 */

import type { QueryClient } from "@tanstack/react-query";

import { asked, IndexedRows } from "@/shared/sync/indexed-rows";

type Row = { hash: string; key: readonly unknown[]; data: unknown; readAtMs: number };

const writeDelayMs = 500;
const rowsMax = 200;
/** Raise when the shape of what is kept changes: older rows are dropped. */
const shape = 20;
const store = "rows";
const byTime = "readAtMs";

/** Reads and writes the kept answers. */
export type PersistedQueries = {
    /** Puts what is kept into the client. Resolves when done; never rejects. */
    restore: () => Promise<void>;
    /** Forgets everything kept and everything in the client. */
    clear: () => Promise<void>;
};

/** Watches `client` and keeps the answers of queries with `meta: { persist: true }`. */
export function keepQueries(client: QueryClient): PersistedQueries {
    const database = new IndexedRows({
        name: "arus-answers",
        version: shape,
        upgrade: (made) => {
            if (made.objectStoreNames.contains(store)) {
                made.deleteObjectStore(store);
            }
            made.createObjectStore(store, { keyPath: "hash" }).createIndex(byTime, byTime);
        },
    });

    const waiting = new Map<string, Row>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let reported = false;
    const report = (error: unknown) => {
        if (!reported) {
            reported = true;
            reportError(new Error("answers are not kept on this device", { cause: error }));
        }
    };

    const write = async () => {
        timer = undefined;
        const rows = [...waiting.values()];
        waiting.clear();
        try {
            await database.run(store, "readwrite", async (kept) => {
                await Promise.all(rows.map((row) => asked(kept.put(row))));
                const surplus = (await asked<number>(kept.count())) - rowsMax;
                if (surplus > 0) {
                    const oldest = await asked<IDBValidKey[]>(
                        kept.index(byTime).getAllKeys(null, surplus),
                    );
                    await Promise.all(oldest.map((key) => asked(kept.delete(key))));
                }
            });
        } catch (error) {
            report(error);
        }
    };

    client.getQueryCache().subscribe((event) => {
        const { query } = event;
        if (
            event.type !== "updated" ||
            event.action.type !== "success" ||
            query.meta?.["persist"] !== true ||
            query.state.data === undefined
        ) {
            return;
        }
        waiting.set(query.queryHash, {
            hash: query.queryHash,
            key: query.queryKey as readonly unknown[],
            data: firstPage(query.state.data),
            readAtMs: query.state.dataUpdatedAt,
        });
        timer ??= setTimeout(() => void write(), writeDelayMs);
    });

    return {
        async restore() {
            try {
                const rows = await database.run(store, "readonly", (kept) =>
                    asked<Row[]>(kept.getAll()),
                );
                for (const row of rows) {
                    client.setQueryData(row.key, row.data, { updatedAt: row.readAtMs });
                }
            } catch (error) {
                report(error);
            }
        },
        async clear() {
            clearTimeout(timer);
            timer = undefined;
            waiting.clear();
            client.clear();
            try {
                await database.run(store, "readwrite", (kept) => asked(kept.clear()));
            } catch (error) {
                report(error);
            }
        },
    };
}

/** Of a list that was scrolled far, the first page is what an offline start needs. */
function firstPage(data: unknown): unknown {
    if (typeof data !== "object" || data === null || !("pages" in data && "pageParams" in data)) {
        return data;
    }
    const { pages, pageParams } = data;
    return Array.isArray(pages) && Array.isArray(pageParams)
        ? { pages: pages.slice(0, 1), pageParams: pageParams.slice(0, 1) }
        : data;
}
