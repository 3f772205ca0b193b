// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { isInShell, listenToShell } from "@/shared/shell";
import type { OutboxEntry } from "@/shared/sync/outbox";
import { useLiveEvents } from "@/shared/ui/data/live-state";
import { notificationsKey } from "@/shared/ui/data/notifications";
import { useApi, useServices, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";

const figuresEveryMs = 2_000;
/** How often everything on screen is read again while the socket is away but the network is not. */
const withoutSocketMs = 15_000;
/** Several notifications at once are handed to the desktop shell together. */
const tellDesktopAfterMs = 300;

/**
 * Turns events of the ledger into fresh queries: lists at once, figures at most every two seconds. Without
 * the socket (a proxy that blocks it, a server that drains) what is on screen is read again by the clock and
 * after each entry that was sent. Totals always come from the server. Draws nothing.
 */
export function LiveUpdates() {
    const client = useQueryClient();
    const { live, outbox } = useServices();
    const { book } = useSession();
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

    useLiveEvents((event) => {
        const [subject] = event.type.split(".");
        const invalidate = (name: string) =>
            void client.invalidateQueries({ queryKey: [book.id, name] });
        if (subject === "account") {
            invalidate("accounts");
        } else if (subject === "outlet") {
            invalidate("outlets");
        } else if (subject === "contact") {
            invalidate("contacts");
        } else if (subject === "book") {
            void client.invalidateQueries({ queryKey: ["me"] });
        } else if (subject === "transaction") {
            timer.current ??= setTimeout(() => {
                timer.current = undefined;
                invalidate("figures");
            }, figuresEveryMs);
        }
    });

    useEffect(() => () => clearTimeout(timer.current), []);
    useEffect(
        () => live.onRewound(() => void client.invalidateQueries({ queryKey: [book.id] })),
        [live, client, book.id],
    );
    useEffect(
        () =>
            live.watch({ channel: "notify" }, () => {
                void client.invalidateQueries({ queryKey: [notificationsKey] });
            }),
        [live, client],
    );
    useDesktopShell();
    useEffect(() => {
        const readAgain = () => {
            if (live.state !== "live" && navigator.onLine && !document.hidden) {
                void client.invalidateQueries({ queryKey: [book.id] });
            }
        };
        let sent = countSent(outbox.entries());
        const stop = outbox.subscribe(() => {
            const now = countSent(outbox.entries());
            if (now > sent) {
                readAgain();
            }
            sent = now;
        });
        const clock = setInterval(readAgain, withoutSocketMs);
        return () => {
            stop();
            clearInterval(clock);
        };
    }, [live, outbox, client, book.id]);
    return null;
}

/** Inside the desktop shell: it opens screens here, and what comes is told on the desktop. */
function useDesktopShell() {
    const api = useApi();
    const session = useSession();
    const router = useRouter();
    const { live } = useServices();
    const { language } = useLanguage();
    useEffect(
        () => listenToShell(language, (path) => router.history.push(path)),
        [language, router],
    );
    useEffect(() => {
        if (!isInShell()) {
            return undefined;
        }
        let timer: ReturnType<typeof setTimeout> | undefined;
        const tell = async () => {
            timer = undefined;
            const { tellNewNotifications } = await import("./shell-notices");
            await tellNewNotifications(api, session, language);
        };
        const stop = live.watch({ channel: "notify" }, () => {
            timer ??= setTimeout(() => {
                tell().catch(reportError);
            }, tellDesktopAfterMs);
        });
        return () => {
            clearTimeout(timer);
            stop();
        };
    }, [api, session, live, language]);
}

function countSent(entries: readonly OutboxEntry[]): number {
    return entries.filter((entry) => entry.state === "sent").length;
}
