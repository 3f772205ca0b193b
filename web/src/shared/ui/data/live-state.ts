// SPDX-License-Identifier: Apache-2.0
// The live link and the outbox as React sees them.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";

import type { LiveEvent, LiveSnapshot } from "@/shared/sync/live-ledger";
import type { OutboxEntry } from "@/shared/sync/outbox";

import { useServices, useSession } from "./services";

/** State of the live link, offset and time last heard; drawn again on change. */
export function useLiveSnapshot(): LiveSnapshot {
    const { live } = useServices();
    return useSyncExternalStore(live.subscribe, live.snapshot);
}

/** Calls `listener` with each event of the ledger, once and in order, while mounted. */
export function useLiveEvents(listener: (event: LiveEvent) => void): void {
    const { live } = useServices();
    const latest = useRef(listener);
    useEffect(() => {
        latest.current = listener;
    });
    useEffect(() => live.onEvent((event) => latest.current(event)), [live]);
}

/** All entries of the outbox, in order. */
export function useOutboxEntries(): readonly OutboxEntry[] {
    const { outbox } = useServices();
    return useSyncExternalStore(outbox.subscribe, outbox.entries);
}

/** When the server last answered anything about this book, milliseconds since 1970; null before. */
export function useLastAnswerMs(): number | null {
    const client = useQueryClient();
    const { book } = useSession();
    const { lastHeardAtMs } = useLiveSnapshot();
    const answeredMs = useSyncExternalStore(
        (listener) => client.getQueryCache().subscribe(listener),
        () =>
            client
                .getQueryCache()
                .findAll({ queryKey: [book.id] })
                .reduce((latest, query) => Math.max(latest, query.state.dataUpdatedAt), 0),
    );
    const latest = Math.max(answeredMs, lastHeardAtMs ?? 0);
    return latest === 0 ? null : latest;
}

/** The device's own opinion of the network; true is no promise, false is certain. */
export function useOnline(): boolean {
    return useSyncExternalStore(subscribeOnline, () => navigator.onLine);
}

function subscribeOnline(listener: () => void): () => void {
    addEventListener("online", listener);
    addEventListener("offline", listener);
    return () => {
        removeEventListener("online", listener);
        removeEventListener("offline", listener);
    };
}

/**
 * `value`, but changing at most once in `intervalMs`; the first change shows at once, the last one of a
 * burst at the end of the interval. While `paused` it stands still.
 */
export function useCalm<Value>(value: Value, intervalMs: number, paused = false): Value {
    const [shown, setShown] = useState(value);
    const lastChangeMs = useRef(0);
    useEffect(() => {
        if (paused || Object.is(shown, value)) {
            return undefined;
        }
        const waitMs = Math.max(0, lastChangeMs.current + intervalMs - performance.now());
        const timer = setTimeout(() => {
            lastChangeMs.current = performance.now();
            setShown(value);
        }, waitMs);
        return () => clearTimeout(timer);
    }, [value, shown, intervalMs, paused]);
    return shown;
}
