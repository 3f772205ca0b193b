// SPDX-License-Identifier: Apache-2.0
//
// One tab at a time, by the Web Locks standard. A lock goes with its tab: nothing has to be cleaned
// up.

/** The part of `navigator.locks` that is used. Absent without a secure context. */
export type LockManagerLike = {
    request: <Result>(
        name: string,
        options: {
            readonly steal?: boolean;
            readonly signal?: AbortSignal;
        },
        work: (lock: object | null) => Promise<Result>,
    ) => Promise<Result>;
};

/** How `exclusively` waits. */
export type ExclusiveOptions = {
    /**
     * After this long the lock is taken from its holder: a phone may have suspended that tab with
     * the lock in its hand. The work must bear that, as sending with an idempotency key does.
     */
    readonly stealAfterMs: number;
};

/**
 * Runs `work` while holding the lock. Without a lock manager it just runs: then only the caller's
 * own care keeps two tabs apart. Rejects with what `work` rejects with, or when the lock was stolen
 * from it.
 */
export async function exclusively<Result>(
    locks: LockManagerLike | null,
    name: string,
    options: ExclusiveOptions,
    work: () => Promise<Result>,
): Promise<Result> {
    if (locks === null) {
        return work();
    }
    const patience = new AbortController();
    const state = { started: false };
    const timer = setTimeout(() => patience.abort(), options.stealAfterMs);
    const run = () => {
        state.started = true;
        clearTimeout(timer);
        return work();
    };
    try {
        return await locks.request(name, { signal: patience.signal }, run);
    } catch (error) {
        if (state.started || !patience.signal.aborted) {
            throw error;
        }
        return await locks.request(name, { steal: true }, run);
    } finally {
        clearTimeout(timer);
    }
}

/** True for the error of a lock that was taken from its holder, or given up while waiting. */
export function isAbort(error: unknown): boolean {
    return error instanceof Error && error.name === "AbortError";
}
