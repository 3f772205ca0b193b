// SPDX-License-Identifier: Apache-2.0
//
// The outbox's rows in IndexedDB. A row outlives reloads, crashes and updates of the client; a
// change of the shape needs a new version here, with its upgrade.

import { Dexie, type EntityTable } from "dexie";
import type { Transaction, TransactionDraft } from "../api/wire-types";

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

/** The rows of every user of this browser. */
export class OutboxStore {
    private readonly database: Dexie & { entries: EntityTable<OutboxRow, "position"> };

    constructor(name: string) {
        this.database = new Dexie(name) as typeof this.database;
        this.database.version(1).stores({ entries: "++position, &id, [userId+state]" });
    }

    /** Adds a row at the end; gives its position. */
    async add(row: Omit<OutboxRow, "position">): Promise<number> {
        return this.database.entries.add(row);
    }

    /** All rows of a user in the order of sending. */
    async rowsOf(userId: string): Promise<OutboxRow[]> {
        const rows = await this.database.entries
            .where("[userId+state]")
            .anyOf([
                [userId, "waiting"],
                [userId, "refused"],
                [userId, "sent"],
            ])
            .toArray();
        return rows.sort((a, b) => a.position - b.position);
    }

    /** The row that must be sent next, or null. */
    async nextWaiting(userId: string): Promise<OutboxRow | null> {
        const rows = await this.database.entries
            .where("[userId+state]")
            .equals([userId, "waiting"])
            .sortBy("position");
        return rows[0] ?? null;
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
        return this.database.transaction("rw", this.database.entries, async () => {
            const row = await this.database.entries.where("id").equals(id).first();
            if (row === undefined) {
                return null;
            }
            const wanted = change(row);
            if (wanted === "remove") {
                await this.database.entries.delete(row.position);
            } else if (wanted !== null) {
                await this.database.entries.put({ ...row, ...wanted });
            }
            return row;
        });
    }

    close(): void {
        this.database.close();
    }
}
