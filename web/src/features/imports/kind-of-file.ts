// SPDX-License-Identifier: Apache-2.0
import type { ImportKind } from "@/shared/api/wire-types";

/** What a file most likely is, by the end of its name; can be changed once it was looked at. */
export function kindOfFile(name: string): ImportKind {
    return /\.(journal|hledger|ledger|j)$/i.test(name) ? "hledger" : "csv";
}
