// SPDX-License-Identifier: Apache-2.0
/*
 * The little that is needed of IndexedDB: one database, opened at its first use, one transaction
 * per call.
 *
 *   closed --first call--> opening --> open --versionchange, cleared by the browser--> closed
 *                             |
 *                             +--> failed: this call rejects, the next one opens again
 *
 * A call resolves when its transaction is complete, not when its requests are: what it wrote is on
 * disk (durability "strict") and survives the device's loss of power.
 */

/** How a database is opened. */
export type IndexedRowsOptions = {
    readonly name: string;
    readonly version: number;
    /** Makes what is missing; `made` has the stores of any earlier version. */
    readonly upgrade: (made: IDBDatabase) => void;
};

/** A database of the browser; owned by the store built on it. */
export class IndexedRows {
    private opening: Promise<IDBDatabase> | null = null;

    constructor(private readonly options: IndexedRowsOptions) {}

    /**
     * Runs `work` in one transaction over the store. Inside, wait for nothing but `asked` requests:
     * the browser ends a transaction that is idle. Rejects, and nothing is kept, when `work` or the
     * disk fails.
     */
    async run<Result>(
        store: string,
        mode: "readonly" | "readwrite",
        work: (rows: IDBObjectStore) => Promise<Result>,
    ): Promise<Result> {
        const database = await this.open();
        const transaction = database.transaction(store, mode, { durability: "strict" });
        const done = new Promise<void>((resolve, reject) => {
            const fail = () =>
                reject(transaction.error ?? new DOMException("aborted", "AbortError"));
            transaction.oncomplete = () => resolve();
            transaction.onabort = fail;
            transaction.onerror = fail;
        });
        try {
            const result = await work(transaction.objectStore(store));
            await done;
            return result;
        } catch (error) {
            // Of two failures the first one says more.
            done.catch(() => undefined);
            abort(transaction);
            throw error;
        }
    }

    close(): void {
        this.opening?.then(
            (database) => database.close(),
            () => undefined,
        );
        this.opening = null;
    }

    private open(): Promise<IDBDatabase> {
        this.opening ??= new Promise<IDBDatabase>((resolve, reject) => {
            const request = indexedDB.open(this.options.name, this.options.version);
            request.onupgradeneeded = () => this.options.upgrade(request.result);
            request.onerror = () => {
                this.opening = null;
                reject(request.error ?? new DOMException("not opened", "UnknownError"));
            };
            request.onsuccess = () => {
                const database = request.result;
                const forget = () => {
                    this.opening = null;
                };
                // Another tab brings a newer shape: it must not wait for this one.
                database.onversionchange = () => {
                    database.close();
                    forget();
                };
                database.onclose = forget;
                resolve(database);
            };
        });
        return this.opening;
    }
}

/** What is needed of an IDBRequest, whatever its result. */
type Request = {
    readonly result: unknown;
    readonly error: DOMException | null;
    addEventListener: (type: "success" | "error", listener: () => void) => void;
};

/** The result of a request; of which type it is, the caller knows. */
export function asked<Result = unknown>(request: Request): Promise<Result> {
    return new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result as Result));
        request.addEventListener("error", () =>
            reject(request.error ?? new DOMException("failed", "UnknownError")),
        );
    });
}

function abort(transaction: IDBTransaction): void {
    try {
        transaction.abort();
    } catch {
        // It has ended by itself already.
    }
}
