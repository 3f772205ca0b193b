// SPDX-License-Identifier: Apache-2.0

import { ApiError } from "@/shared/api/api-error";
import { call, type ApiClient } from "@/shared/api/client";
import type { OutboxSender, SendResult } from "@/shared/sync/outbox-sender";
import { heardPerson, presentPerson } from "@/shared/ui/data/present-person";

/**
 * Sends only while the browser's session is that of `userId`: another tab may have signed somebody else in, and what
 * this person has entered must not be booked as theirs. What is not sent waits.
 */
export function sendAs(userId: string, api: ApiClient, send: OutboxSender): OutboxSender {
    return async (bookId, draft) => {
        const told = presentPerson();
        if (told !== null && told !== userId) {
            return { kind: "signed_out" };
        }
        if (told === null) {
            const doubt = await whyNot(userId, api);
            if (doubt !== null) {
                return doubt;
            }
        }
        return send(bookId, draft);
    };
}

/** Asks the server whose the session is: null where it is this person's. */
async function whyNot(userId: string, api: ApiClient): Promise<SendResult | null> {
    try {
        const { user } = await call(api.GET("/api/v1/me"));
        // Somebody may have signed in while the server answered.
        const since = presentPerson();
        heardPerson(user.id);
        const isTheirs = user.id === userId && (since === null || since === userId);
        return isTheirs ? null : { kind: "signed_out" };
    } catch (error) {
        return error instanceof ApiError && error.status === 401
            ? { kind: "signed_out" }
            : { kind: "retry", outcomeUnknown: false, retryAfterMs: null, problem: null };
    }
}
