// SPDX-License-Identifier: Apache-2.0
//
// The outbox's rows in IndexedDB. A row outlives reloads, crashes and updates of the client; a
// change of the shape needs a new version here, with its upgrade.

import type { Transaction, TransactionDraft } from "../api/wire-types";
import { asked, IndexedRows } from "./indexed-rows";

/** A draft as it waits: it carries its id, and the business day on which it was entered. */
export type OutboxDraft = TransactionDraft & { readonly date: string };

/** Why the server refused an entry. */
export type OutboxProblem = {
    readonly status: number;
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    readonly requestId: string | null;
    readonly errors: ReadonlyArray<{
        readonly pointer: string;
        readonly code: string;
        readonly detail: string;
    }>;
};

/** One row. `position` is the order of sending. */
export type OutboxRow = {
    position: number;
    id: string;
    userId: string;
    bookId: string;
    draft: OutboxDraft;
    state: "waiting" | "refused" | "sent";
    attempts: number;
    /** True once an attempt may have been carried out without our knowing. */
    outcomeUnknown: boolean;
    createdAtMs: number;
    settledAtMs: number | null;
    problem: OutboxProblem | null;
    transaction: Transaction | null;
};

const entries = "entries";
const byId = "id";
const byState = "[userId+state]";
/** 1 to 19 were other makings of the same shape. */
const shape = 20;

/** The rows of every user of this browser. */
export class OutboxStore {
    private readonly database: IndexedRows;

    constructor(name: string) {
        this.database = new IndexedRows({
            name,
            version: shape,
            upgrade: (made) => {
                if (!made.objectStoreNames.contains(entries)) {
                    const rows = made.createObjectStore(entries, {
                        keyPath: "position",
                        autoIncrement: true,
                    });
                    rows.createIndex(byId, "id", { unique: true });
                    rows.createIndex(byState, ["userId", "state"]);
                }
            },
        });
    }

    /** Adds a row at the end; gives its position. Resolves when it is on disk. */
    async add(row: Omit<OutboxRow, "position">): Promise<number> {
        return this.database.run(entries, "readwrite", async (rows) =>
            Number(await asked(rows.add(row))),
        );
    }

    /** All rows of a user in the order of sending. */
    async rowsOf(userId: string): Promise<OutboxRow[]> {
        const found = await this.database.run(entries, "readonly", async (rows) => {
            const index = rows.index(byState);
            const states = ["waiting", "refused", "sent"].map((state) =>
                asked<OutboxRow[]>(index.getAll([userId, state])),
            );
            return (await Promise.all(states)).flat();
        });
        return found.sort((a, b) => a.position - b.position);
    }

    /** The row that must be sent next, or null. */
    async nextWaiting(userId: string): Promise<OutboxRow | null> {
        return this.database.run(entries, "readonly", async (rows) => {
            // Of equal keys an index gives the one with the lowest position.
            const row = await asked<OutboxRow | undefined>(
                rows.index(byState).get([userId, "waiting"]),
            );
            return row ?? null;
        });
    }

    /**
     * Changes one row in one database transaction: `change` sees it as it is now and gives what is
     * to be different, "remove", or null for nothing. Gives the row as `change` saw it, null when
     * there is none.
     */
    async change(
        id: string,
        change: (row: OutboxRow) => Partial<OutboxRow> | "remove" | null,
    ): Promise<OutboxRow | null> {
        return this.database.run(entries, "readwrite", async (rows) => {
            const row = await asked<OutboxRow | undefined>(rows.index(byId).get(id));
            if (row === undefined) {
                return null;
            }
            const wanted = change(row);
            if (wanted === "remove") {
                await asked(rows.delete(row.position));
            } else if (wanted !== null) {
                await asked(rows.put({ ...row, ...wanted }));
            }
            return row;
        });
    }

    close(): void {
        this.database.close();
    }
}
