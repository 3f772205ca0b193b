// SPDX-License-Identifier: Apache-2.0
//
// How a call can fail, as the screens see it:
//
//   ApiError         the server answered with a refusal (4xx) or a failure (5xx); `code` says which
//   ConnectionError  no answer: offline, timeout, cut connection. It may have acted.

import * as v from "valibot";

/** One finding of `validation_failed`: where (JSON pointer into the body), what, in words. */
export type ApiFieldError = {
    readonly pointer: string;
    readonly code: string;
    readonly detail: string;
};

/** What an ApiError is made of. */
export type ApiErrorFields = {
    readonly status: number;
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    readonly requestId: string | null;
    readonly errors: readonly ApiFieldError[];
    readonly retryAfterMs: number | null;
    /** True when a commit was in flight: the entry may be booked; ask again with the same key. */
    readonly outcomeUnknown: boolean;
};

/** The server's answer was not success. */
export class ApiError extends Error implements ApiErrorFields {
    override readonly name = "ApiError";
    readonly status: number;
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    readonly requestId: string | null;
    readonly errors: readonly ApiFieldError[];
    readonly retryAfterMs: number | null;
    readonly outcomeUnknown: boolean;

    constructor(fields: ApiErrorFields) {
        super(`${String(fields.status)} ${fields.code}: ${fields.detail}`);
        this.status = fields.status;
        this.code = fields.code;
        this.title = fields.title;
        this.detail = fields.detail;
        this.requestId = fields.requestId;
        this.errors = fields.errors;
        this.retryAfterMs = fields.retryAfterMs;
        this.outcomeUnknown = fields.outcomeUnknown;
    }
}

/** No answer came. The request may or may not have been carried out. */
export class ConnectionError extends Error {
    override readonly name = "ConnectionError";
}

const problemSchema = v.object({
    code: v.string(),
    title: v.optional(v.string(), ""),
    detail: v.optional(v.nullable(v.string())),
    request_id: v.optional(v.nullable(v.string())),
    outcome: v.optional(v.string()),
    errors: v.optional(
        v.array(
            v.object({
                pointer: v.optional(v.string(), ""),
                code: v.string(),
                detail: v.optional(v.string(), ""),
            }),
        ),
        [],
    ),
});

/**
 * Makes the ApiError of a response that is not success.
 * A body that is no problem document (a proxy's page) gives code "unexpected_reply".
 */
export function apiErrorFromReply(
    status: number,
    headers: Pick<Headers, "get">,
    body: unknown,
    nowMs: number = Date.now(),
): ApiError {
    const retryAfterMs = readRetryAfter(headers.get("Retry-After"), nowMs);
    const parsed = v.safeParse(problemSchema, body);
    if (!parsed.success) {
        return new ApiError({
            status,
            code: "unexpected_reply",
            title: "",
            detail: "",
            requestId: null,
            errors: [],
            retryAfterMs,
            outcomeUnknown: status >= 500,
        });
    }
    const problem = parsed.output;
    return new ApiError({
        status,
        code: problem.code,
        title: problem.title,
        detail: problem.detail ?? problem.title,
        requestId: problem.request_id ?? null,
        errors: problem.errors,
        retryAfterMs,
        outcomeUnknown: problem.outcome === "unknown",
    });
}

/**
 * Milliseconds of a Retry-After header: seconds or an HTTP date (RFC 9110, 10.2.3); null without
 * one.
 */
export function readRetryAfter(value: string | null, nowMs: number): number | null {
    if (value === null) {
        return null;
    }
    if (/^[0-9]{1,9}$/.test(value.trim())) {
        return Number(value) * 1000;
    }
    const at = Date.parse(value);
    return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
