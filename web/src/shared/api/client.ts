// SPDX-License-Identifier: Apache-2.0
//
// The REST client: openapi-fetch over the generated paths. Paths, parameters, bodies and replies
// are checked against contracts/openapi.yaml by the compiler.
//
//   const api = createApiClient();
//   const me = await call(api.GET("/api/v1/me"));   // Me, or throws ApiError | ConnectionError

import createClient, { type Client, type Middleware } from "openapi-fetch";
import { apiErrorFromReply, ConnectionError, type ApiError } from "./api-error";
import type { paths } from "./generated/schema";

/**
 * The typed client: `api.GET("/api/v1/books/{book}", { params: … })`; hand its promise to
 * `call`.
 */
export type ApiClient = Client<paths>;

/** How a client is made. */
export type ApiClientOptions = {
    /** The server's origin ("http://127.0.0.1:8080"); in the browser the page's own, by default. */
    readonly baseUrl?: string;
    readonly fetch?: typeof globalThis.fetch;
    /** Sent as Arus-Device; see `deviceId` in ids.ts. */
    readonly deviceId?: string;
    /** The user's language now, sent as Accept-Language. */
    readonly language?: () => string;
    /** A bearer token, for callers without the browser's cookie. */
    readonly token?: () => string | null;
    /** Called when a call that was not a sign-in was refused with 401: the session has ended. */
    readonly onUnauthenticated?: (path: string) => void;
    /** No answer within this time counts as no connection. */
    readonly timeoutMs?: number;
};

/** Longest wait for an answer unless told otherwise. */
export const defaultTimeoutMs = 20_000;

/** Makes the client. The session cookie goes along by itself; no token is kept. */
export function createApiClient(options: ApiClientOptions = {}): ApiClient {
    const client = createClient<paths>({
        baseUrl: (options.baseUrl ?? "").replace(/\/+$/, ""),
        credentials: "same-origin",
        fetch: fetchWithTimeout(options),
        headers: { Accept: "application/json, application/problem+json" },
    });
    client.use(headersOf(options));
    return client;
}

/** What openapi-fetch resolves to. */
type FetchReply = { data?: unknown; error?: unknown; response: Response };

/**
 * Waits for a call and gives its data. Throws ApiError for every status that is not success and
 * ConnectionError when no answer came. An aborted call rejects with the abort's reason.
 */
export async function call<Reply extends FetchReply>(
    reply: Promise<Reply>,
): Promise<Exclude<Reply["data"], undefined>> {
    const { data } = await callWithResponse(reply);
    return data;
}

/** The same, with the response for its status and headers (ETag, Idempotency-Replayed). */
export async function callWithResponse<Reply extends FetchReply>(
    reply: Promise<Reply>,
): Promise<{ data: Exclude<Reply["data"], undefined>; response: Response }> {
    const { data, error, response } = await unparsable(reply);
    if (!response.ok) {
        throw refusalOf(response, error);
    }
    return { data: data as Exclude<Reply["data"], undefined>, response };
}

function refusalOf(response: Response, body: unknown): ApiError {
    let value = body;
    if (typeof body === "string") {
        try {
            value = JSON.parse(body) as unknown;
        } catch {
            value = undefined;
        }
    }
    return apiErrorFromReply(response.status, response.headers, value);
}

/**
 * A success whose body is cut off or is no JSON rejects with SyntaxError: that is no answer
 * either.
 */
async function unparsable<Reply>(reply: Promise<Reply>): Promise<Reply> {
    try {
        return await reply;
    } catch (error) {
        if (error instanceof SyntaxError) {
            throw new ConnectionError("the answer could not be read", { cause: error });
        }
        throw error;
    }
}

/**
 * Fetches within the time limit, the body included: a link that dies between head and body must not
 * hold its caller for ever. Replies of the API are small; files are not fetched through this
 * client.
 */
function fetchWithTimeout(options: ApiClientOptions): (request: Request) => Promise<Response> {
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    return async (request) => {
        // Looked up at each call: tests and the service worker's may replace it later.
        const send = options.fetch ?? globalThis.fetch;
        const limit = new AbortController();
        const give = () => limit.abort(request.signal.reason);
        const timer = setTimeout(() => limit.abort(new Error("no answer in time")), timeoutMs);
        if (request.signal.aborted) {
            give();
        }
        request.signal.addEventListener("abort", give);
        try {
            const response = await send(request, { signal: limit.signal });
            const body = await response.arrayBuffer();
            return new Response(body.byteLength === 0 ? null : body, {
                status: response.status,
                statusText: response.statusText,
                headers: response.headers,
            });
        } catch (error) {
            if (request.signal.aborted) {
                throw error;
            }
            const what = limit.signal.aborted ? "no answer in time" : "no connection";
            throw new ConnectionError(what, { cause: error });
        } finally {
            clearTimeout(timer);
            request.signal.removeEventListener("abort", give);
        }
    };
}

function headersOf(options: ApiClientOptions): Middleware {
    return {
        onRequest({ request }) {
            if (options.deviceId !== undefined) {
                request.headers.set("Arus-Device", options.deviceId);
            }
            const language = options.language?.();
            if (language !== undefined) {
                request.headers.set("Accept-Language", language);
            }
            const token = options.token?.() ?? null;
            if (token !== null) {
                request.headers.set("Authorization", `Bearer ${token}`);
            }
            return request;
        },
        onResponse({ response, schemaPath }) {
            if (response.status === 401 && !schemaPath.startsWith("/api/v1/auth/")) {
                options.onUnauthenticated?.(schemaPath);
            }
            return undefined;
        },
    };
}
