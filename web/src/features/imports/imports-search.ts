// SPDX-License-Identifier: Apache-2.0
// Which import is open and which of its rows, as it stands in the address.

import type { ImportVerdict } from "@/shared/api/wire-types";

/** The verdicts in the order of the filters. */
export const verdicts: readonly ImportVerdict[] = [
    "new",
    "posted",
    "refused",
    "duplicate",
    "skipped",
];

/** The address's parameters: a job of kind import, and rows of one verdict only. */
export type ImportsSearch = { job?: string; verdict?: ImportVerdict };

/** Keeps what is known of the address's parameters and drops the rest. */
export function readImportsSearch(search: Record<string, unknown>): ImportsSearch {
    const { job } = search;
    const verdict = verdicts.find((item) => item === search["verdict"]);
    return {
        ...(typeof job === "string" && /^[0-9a-f-]{36}$/.test(job) ? { job } : {}),
        ...(verdict === undefined ? {} : { verdict }),
    };
}
