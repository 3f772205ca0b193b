// SPDX-License-Identifier: Apache-2.0
//
// Web Locks for tests: exclusive locks of several "tabs" in one process, with a queue, steal and
// signal.

import type { LockManagerLike } from "./exclusive";

type Waiting = { readonly tab: string; readonly grant: () => void };
type Held = { readonly tab: string; readonly lose: (error: Error) => void };

/** The browser that the tabs are in. */
export class FakeLocks {
    private readonly held = new Map<string, Held>();
    private readonly queues = new Map<string, Waiting[]>();

    /** The lock manager of one tab. */
    forTab(tab: string): LockManagerLike {
        return {
            request: (name, options, work) =>
                new Promise((resolve, reject) => {
                    const grant = (): void => {
                        const mine: Held = { tab, lose: reject };
                        this.held.set(name, mine);
                        work({ name })
                            .then(resolve, reject)
                            .finally(() => {
                                if (this.held.get(name) === mine) {
                                    this.release(name);
                                }
                            });
                    };
                    if (options.steal === true) {
                        this.held.get(name)?.lose(abortError());
                        grant();
                    } else if (this.held.has(name)) {
                        const waiting: Waiting = { tab, grant };
                        this.queues.set(name, [...(this.queues.get(name) ?? []), waiting]);
                        options.signal?.addEventListener("abort", () => {
                            this.unqueue((each) => each === waiting);
                            reject(abortError());
                        });
                    } else {
                        grant();
                    }
                }),
        };
    }

    holder(name: string): string | null {
        return this.held.get(name)?.tab ?? null;
    }

    /** The tab is closed or crashes: its locks are free, its waits are over, nothing is told. */
    kill(tab: string): void {
        this.unqueue((each) => each.tab === tab);
        for (const [name, held] of [...this.held]) {
            if (held.tab === tab) {
                this.release(name);
            }
        }
    }

    private release(name: string): void {
        this.held.delete(name);
        const [next, ...rest] = this.queues.get(name) ?? [];
        this.queues.set(name, rest);
        next?.grant();
    }

    private unqueue(matches: (waiting: Waiting) => boolean): void {
        for (const [name, queue] of this.queues) {
            this.queues.set(
                name,
                queue.filter((each) => !matches(each)),
            );
        }
    }
}

function abortError(): Error {
    const error = new Error("The request was aborted.");
    error.name = "AbortError";
    return error;
}
