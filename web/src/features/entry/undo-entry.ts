// SPDX-License-Identifier: Apache-2.0
/*
 * Undo of an entry just made. Where it stands decides what undo means:
 *
 *   waiting   never left the device: taken out of the outbox
 *   sending   wait for the verdict, at most ten seconds, then as below
 *   sent      the books have it: a reversal is posted
 *   refused   the server never took it: taken out of the outbox
 */

import { ConnectionError } from "@/shared/api/api-error";
import { call, type ApiClient } from "@/shared/api/client";
import { newId } from "@/shared/api/ids";
import type { Outbox } from "@/shared/sync/outbox";

const verdictWithinMs = 10_000;

type Undo = { api: ApiClient; outbox: Outbox; bookId: string; id: string };

/** Undoes the entry. `unsure`: whether the server has it is not known yet. Throws what the reversal throws. */
export async function undoEntry(undo: Undo): Promise<"undone" | "unsure"> {
    const { outbox, id } = undo;
    await settled(outbox, id);
    const entry = outbox.entries().find((item) => item.id === id);
    if (entry === undefined || entry.state === "sent") {
        await reverse(undo);
        return "undone";
    }
    const verdict = await outbox.discard(id);
    if (verdict.ok) {
        return "undone";
    }
    if (verdict.reason === "already_sent") {
        await reverse(undo);
        return "undone";
    }
    return "unsure";
}

async function reverse({ api, bookId, id }: Undo): Promise<void> {
    // One id for both tries: a reversal whose answer was lost is not made twice.
    const reversalId = newId();
    const post = () =>
        call(
            api.POST("/api/v1/books/{book}/transactions/{id}/reverse", {
                params: { path: { book: bookId, id } },
                body: { id: reversalId },
            }),
        );
    try {
        await post();
    } catch (error) {
        if (!(error instanceof ConnectionError)) {
            throw error;
        }
        await post();
    }
}

/** Resolves when the entry is not on its way any more, or the time is up. */
function settled(outbox: Outbox, id: string): Promise<void> {
    const isSending = () =>
        outbox.entries().some((item) => item.id === id && item.state === "sending");
    if (!isSending()) {
        return Promise.resolve();
    }
    return new Promise((resolve) => {
        const finish = () => {
            clearTimeout(timer);
            unsubscribe();
            resolve();
        };
        const timer = setTimeout(finish, verdictWithinMs);
        const unsubscribe = outbox.subscribe(() => {
            if (!isSending()) {
                finish();
            }
        });
    });
}
