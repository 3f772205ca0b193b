// SPDX-License-Identifier: Apache-2.0

/** What the trail can be narrowed to, by the first part of an action's name. */
export const auditTopics = [
    "book",
    "member",
    "invitation",
    "api_key",
    "account",
    "outlet",
    "contact",
    "export",
    "import",
    "job",
    "notification_rule",
] as const;

/** The filters as they stand in the address. */
export type AuditSearch = { what?: string; from?: string; to?: string; who?: string };

/** Keeps what is known of the address's parameters and drops the rest. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
    const { what, from, to, who } = search;
    return {
        ...(typeof what === "string" && /^[a-z_.]{1,60}$/.test(what) ? { what } : {}),
        ...(isDay(from) ? { from } : {}),
        ...(isDay(to) ? { to } : {}),
        ...(typeof who === "string" ? { who } : {}),
    };
}

function isDay(value: unknown): value is string {
    return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}
