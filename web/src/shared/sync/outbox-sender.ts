// SPDX-License-Identifier: Apache-2.0
//
// Sends one entry of the outbox over REST and says what its answer means.
//
//   answer                                            means
//   201 with the entry's id                           accepted
//   401                                               signed_out: nothing happened
//   408, 425, 429, 503 without "outcome": "unknown"   retry; nothing happened
//   any other 5xx, no answer, an unreadable answer    retry; it may have happened
//   any other 4xx with a problem document             refused, for ever unless edited
//   any other 4xx without one (a proxy's page)        retry; the server has not spoken

import { ApiError, ConnectionError } from "../api/api-error";
import { callWithResponse, type ApiClient } from "../api/client";
import type { Transaction } from "../api/wire-types";
import type { OutboxDraft, OutboxProblem } from "./outbox-store";

/** What became of one attempt. */
export type SendResult =
    | { readonly kind: "accepted"; readonly transaction: Transaction }
    | { readonly kind: "refused"; readonly problem: OutboxProblem }
    | {
          readonly kind: "retry";
          /** Whether the server may have carried it out. */
          readonly outcomeUnknown: boolean;
          readonly retryAfterMs: number | null;
          readonly problem: OutboxProblem | null;
      }
    | { readonly kind: "signed_out" };

/** Sends one entry; never rejects for anything that the network or the server does. */
export type OutboxSender = (bookId: string, draft: OutboxDraft) => Promise<SendResult>;

const nothingHappened = new Set([408, 425, 429]);

/** Makes the sender. The draft's id is the idempotency key: no header is needed. */
export function createOutboxSender(api: ApiClient): OutboxSender {
    return async (bookId, draft) => {
        try {
            const { data } = await callWithResponse(
                api.POST("/api/v1/books/{book}/transactions", {
                    params: { path: { book: bookId } },
                    body: draft,
                }),
            );
            // A captive portal's 200 is no transaction of ours.
            return data.id === draft.id
                ? { kind: "accepted", transaction: data }
                : { kind: "retry", outcomeUnknown: true, retryAfterMs: null, problem: null };
        } catch (error) {
            if (error instanceof ApiError) {
                return resultOfError(error);
            }
            if (error instanceof ConnectionError) {
                return { kind: "retry", outcomeUnknown: true, retryAfterMs: null, problem: null };
            }
            throw error;
        }
    };
}

/** What an answer that is not success means; see the table above. */
export function resultOfError(error: ApiError): SendResult {
    const problem = problemOf(error);
    const { status, retryAfterMs } = error;
    if (status === 401) {
        return { kind: "signed_out" };
    }
    const unchanged = nothingHappened.has(status) || (status === 503 && !error.outcomeUnknown);
    if (unchanged || status >= 500 || error.code === "unexpected_reply") {
        return { kind: "retry", outcomeUnknown: !unchanged, retryAfterMs, problem };
    }
    return { kind: "refused", problem };
}

function problemOf(error: ApiError): OutboxProblem {
    const { status, code, title, detail, requestId, errors } = error;
    return { status, code, title, detail, requestId, errors: [...errors] };
}
