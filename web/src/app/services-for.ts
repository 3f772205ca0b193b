// SPDX-License-Identifier: Apache-2.0
/*
 * The long-lived parts of the signed-in client: one outbox per person, one live ledger per book, one link
 * (socket) per browser. They outlive every screen and every drawing of React, so they are kept here and
 * not in components; whoever is no longer needed is closed before the next one is made.
 */

import type { ApiClient } from "@/shared/api/client";
import { createBrowserLink, type BrowserLink } from "@/shared/sync/browser-link";
import { createLiveLedger, type LiveLedger } from "@/shared/sync/live-ledger";
import { createOutbox, type Outbox } from "@/shared/sync/outbox";
import { createOutboxSender } from "@/shared/sync/outbox-sender";
import type { Services } from "@/shared/ui/data/services";

import { sendAs } from "./send-as";

const flushEveryMs = 30_000;

let link: BrowserLink | null = null;
let outbox: { userId: string; value: Outbox; stop: () => void } | null = null;
let live: { bookId: string; value: LiveLedger; stop: () => void } | null = null;

/** The parts for this person and book; the same objects for the same pair. */
export function servicesFor(api: ApiClient, userId: string, bookId: string): Services {
    if (outbox === null || outbox.userId !== userId) {
        closeServices();
        outbox = startOutbox(api, userId);
    }
    link ??= createBrowserLink({ url: realtimeUrl(), userId });
    if (live === null || live.bookId !== bookId) {
        live?.stop();
        live = startLive(link, bookId, outbox.value);
    }
    return { api, outbox: outbox.value, live: live.value };
}

/** Closes everything: after sign-out, before another person. What waits in the outbox stays stored. */
export function closeServices(): void {
    live?.stop();
    live = null;
    outbox?.stop();
    outbox = null;
    link?.close();
    link = null;
}

function startOutbox(api: ApiClient, userId: string) {
    const value = createOutbox({ userId, send: sendAs(userId, api, createOutboxSender(api)) });
    const online = () => void value.flush("online");
    const wake = () => {
        if (document.visibilityState === "visible") {
            void value.flush("wake");
        }
    };
    addEventListener("online", online);
    document.addEventListener("visibilitychange", wake);
    const timer = setInterval(() => void value.flush("timer"), flushEveryMs);
    void value.flush("start");
    return {
        userId,
        value,
        stop: () => {
            clearInterval(timer);
            removeEventListener("online", online);
            document.removeEventListener("visibilitychange", wake);
            value.close();
        },
    };
}

function startLive(through: BrowserLink, bookId: string, waiting: Outbox) {
    const value = createLiveLedger({ link: through, bookId });
    const wake = () => {
        if (document.visibilityState === "visible") {
            value.wake();
        }
    };
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    let wasLive = false;
    const unsubscribe = value.subscribe(() => {
        const isLive = value.state === "live";
        if (isLive && !wasLive) {
            void waiting.flush("socket");
        }
        wasLive = isLive;
    });
    return {
        bookId,
        value,
        stop: () => {
            removeEventListener("online", wake);
            document.removeEventListener("visibilitychange", wake);
            unsubscribe();
            value.close();
        },
    };
}

function realtimeUrl(): string {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    return `${scheme}://${location.host}/api/v1/realtime`;
}
