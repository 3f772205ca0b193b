// SPDX-License-Identifier: Apache-2.0

/** Bounds of the wait between attempts. */
export type BackOffOptions = {
    /** Upper bound of the first wait. */
    readonly firstMs: number;
    /** Upper bound of every later one. */
    readonly maxMs: number;
    /** A number from 0 (inclusive) to 1 (exclusive). */
    readonly random?: () => number;
};

/**
 * The wait before attempt number `failures` + 1 with full jitter: anywhere from 0 to a bound that
 * doubles from `firstMs` to `maxMs`, so that clients that fell together do not come back together.
 * `atLeastMs` is what the server asked for; the jitter comes on top of it.
 */
export function backOffMs(failures: number, options: BackOffOptions, atLeastMs = 0): number {
    const random = options.random ?? Math.random;
    const exponent = Math.min(Math.max(0, failures - 1), 30);
    const bound = Math.min(options.maxMs, options.firstMs * 2 ** exponent);
    return Math.round(atLeastMs + random() * bound);
}
