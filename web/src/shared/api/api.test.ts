// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from "vitest";
import { ApiError, apiErrorFromReply, ConnectionError, readRetryAfter } from "./api-error";
import { call, createApiClient } from "./client";
import { createIdGenerator, deviceId, newId } from "./ids";
import { createOutboxSender, resultOfError } from "../sync/outbox-sender";

type FetchCall = { request: Request; signal: AbortSignal | null | undefined };

function fakeFetch(answer: (request: Request) => Response | Promise<Response>) {
    const calls: FetchCall[] = [];
    const fetch = (async (input: Request, init?: RequestInit) => {
        calls.push({ request: input, signal: init?.signal });
        return answer(input);
    }) as typeof globalThis.fetch;
    return { fetch, calls };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(body), {
        status,
        headers: {
            "Content-Type": status < 400 ? "application/json" : "application/problem+json",
            ...headers,
        },
    });

const problem = (status: number, code: string, more: object = {}) => ({
    type: `/errors/${code}`,
    code,
    title: "Title",
    status,
    detail: "Detail",
    request_id: "req-1",
    errors: [],
    ...more,
});

const baseUrl = "http://127.0.0.1:1";

describe("client", () => {
    it("gives the data of a success, with device, language and token on the request", async () => {
        const { fetch, calls } = fakeFetch(() => json(200, { registration: "open" }));
        const api = createApiClient({
            baseUrl,
            fetch,
            deviceId: "0192aaaa-0000-7000-8000-000000000000",
            language: () => "id",
            token: () => "token-1",
        });
        expect(await call(api.GET("/api/v1/setup"))).toEqual({ registration: "open" });
        const headers = calls[0]?.request.headers;
        expect(calls[0]?.request.url).toBe(`${baseUrl}/api/v1/setup`);
        expect(headers?.get("Arus-Device")).toBe("0192aaaa-0000-7000-8000-000000000000");
        expect(headers?.get("Accept-Language")).toBe("id");
        expect(headers?.get("Authorization")).toBe("Bearer token-1");
        expect(calls[0]?.request.credentials).toBe("same-origin");
    });

    it("throws the refusal with everything a screen needs", async () => {
        const body = problem(422, "validation_failed", {
            errors: [{ pointer: "/postings/1/amount", code: "range", detail: "too large" }],
        });
        const { fetch } = fakeFetch(() => json(422, body, { "Retry-After": "3" }));
        const api = createApiClient({ baseUrl, fetch });
        const error = await call(api.GET("/api/v1/me")).catch((each: unknown) => each);
        expect(error).toBeInstanceOf(ApiError);
        expect(error).toMatchObject({
            status: 422,
            code: "validation_failed",
            title: "Title",
            detail: "Detail",
            requestId: "req-1",
            retryAfterMs: 3000,
            outcomeUnknown: false,
            errors: [{ pointer: "/postings/1/amount", code: "range", detail: "too large" }],
        });
    });

    it("gives code unexpected_reply for a page that is no problem document", async () => {
        const { fetch } = fakeFetch(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
        const error = await call(createApiClient({ baseUrl, fetch }).GET("/api/v1/me")).catch(
            (each: unknown) => each,
        );
        expect(error).toMatchObject({
            status: 502,
            code: "unexpected_reply",
            outcomeUnknown: true,
        });
    });

    it("throws ConnectionError when the network fails or a success cannot be read", async () => {
        const down = fakeFetch(() => Promise.reject(new TypeError("Failed to fetch")));
        const portal = fakeFetch(() => new Response("<html>", { status: 200 }));
        for (const { fetch } of [down, portal]) {
            const api = createApiClient({ baseUrl, fetch });
            await expect(call(api.GET("/api/v1/me"))).rejects.toBeInstanceOf(ConnectionError);
        }
    });

    it("gives up after the time limit, but passes a caller's abort on as it is", async () => {
        const hang = (input: Request, init?: RequestInit) =>
            new Promise<Response>((_, reject) => {
                const signal = init?.signal ?? input.signal;
                const give = () => reject(signal.reason as Error);
                if (signal.aborted) {
                    give();
                }
                signal.addEventListener("abort", give);
            });
        const fetch = hang as typeof globalThis.fetch;
        const slow = createApiClient({ baseUrl, fetch, timeoutMs: 20 });
        await expect(call(slow.GET("/api/v1/me"))).rejects.toMatchObject({
            name: "ConnectionError",
            message: "no answer in time",
        });
        const abort = new AbortController();
        const patient = createApiClient({ baseUrl, fetch });
        const aborted = call(patient.GET("/api/v1/me", { signal: abort.signal }));
        abort.abort();
        await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
    });

    it("gives up on a body that does not come", async () => {
        const stuck = (_: Request, init?: RequestInit) => {
            const body = new ReadableStream({
                start: (controller) => {
                    controller.enqueue(new TextEncoder().encode(`{"a":`));
                    const fail = () => controller.error(init?.signal?.reason);
                    init?.signal?.addEventListener("abort", fail);
                },
            });
            return Promise.resolve(new Response(body));
        };
        const fetch = stuck as typeof globalThis.fetch;
        const api = createApiClient({ baseUrl, fetch, timeoutMs: 20 });
        await expect(call(api.GET("/api/v1/me"))).rejects.toBeInstanceOf(ConnectionError);
    });

    it("reports an ended session, but not a wrong password", async () => {
        const { fetch } = fakeFetch(() => json(401, problem(401, "unauthenticated")));
        const onUnauthenticated = vi.fn();
        const api = createApiClient({ baseUrl, fetch, onUnauthenticated });
        await call(api.GET("/api/v1/me")).catch(() => undefined);
        expect(onUnauthenticated).toHaveBeenCalledTimes(1);
        const body = { email: "a@b.id", password: "secret-secret" };
        await call(api.POST("/api/v1/auth/login", { body })).catch(() => undefined);
        expect(onUnauthenticated).toHaveBeenCalledTimes(1);
    });

    it("gives undefined for an empty success", async () => {
        const { fetch } = fakeFetch(() => new Response(null, { status: 204 }));
        const api = createApiClient({ baseUrl, fetch });
        expect(await call(api.POST("/api/v1/auth/logout"))).toBeUndefined();
    });

    it("reads Retry-After in seconds and as a date", () => {
        const now = Date.parse("2026-11-22T07:00:00Z");
        expect(readRetryAfter("120", now)).toBe(120_000);
        expect(readRetryAfter("Sun, 22 Nov 2026 07:00:30 GMT", now)).toBe(30_000);
        expect(readRetryAfter("Sun, 22 Nov 2026 06:00:00 GMT", now)).toBe(0);
        expect(readRetryAfter("soon", now)).toBeNull();
        expect(readRetryAfter(null, now)).toBeNull();
    });
});

describe("what an answer means for the outbox", () => {
    const of = (status: number, code: string, more: object = {}) =>
        resultOfError(apiErrorFromReply(status, new Headers(), problem(status, code, more)));

    it.each<[number, string, string, boolean | undefined]>([
        [400, "malformed_json", "refused", undefined],
        [403, "forbidden", "refused", undefined],
        [404, "not_found", "refused", undefined],
        [409, "period_locked", "refused", undefined],
        [413, "body_too_large", "refused", undefined],
        [422, "idempotency_key_reused", "refused", undefined],
        [401, "unauthenticated", "signed_out", undefined],
        [408, "request_timeout", "retry", false],
        [429, "rate_limited", "retry", false],
        [503, "unavailable", "retry", false],
        [500, "internal", "retry", true],
        [502, "whatever", "retry", true],
    ])("%i %s: %s", (status, code, kind, outcomeUnknown) => {
        const result = of(status, code);
        expect(result.kind).toBe(kind);
        expect(result.kind === "retry" ? result.outcomeUnknown : undefined).toBe(outcomeUnknown);
    });

    it("503 with outcome unknown may have happened; a proxy's 403 says nothing at all", () => {
        expect(of(503, "unavailable", { outcome: "unknown" })).toMatchObject({
            kind: "retry",
            outcomeUnknown: true,
        });
        expect(
            resultOfError(apiErrorFromReply(403, new Headers(), "<html>Forbidden</html>")),
        ).toMatchObject({ kind: "retry", outcomeUnknown: true });
    });

    it("sends the draft as it is and takes only its own transaction for a yes", async () => {
        const bodies: unknown[] = [];
        let id = "id-1";
        const { fetch, calls } = fakeFetch(async (request) => {
            bodies.push(await request.json());
            return json(201, { id });
        });
        const send = createOutboxSender(createApiClient({ baseUrl, fetch }));
        const draft = {
            id: "id-1",
            kind: "sale",
            amount: "1",
            account_code: "1101",
            counter_code: "4101",
            date: "2026-11-22",
            if_locked: "next_open_day",
        } as const;
        expect(await send("book-1", draft)).toMatchObject({ kind: "accepted" });
        expect(bodies).toEqual([draft]);
        expect(calls[0]?.request.url).toBe(`${baseUrl}/api/v1/books/book-1/transactions`);
        id = "id-2";
        expect(await send("book-1", draft)).toMatchObject({ kind: "retry", outcomeUnknown: true });
    });

    it("a dead network is retry with unknown outcome", async () => {
        const { fetch } = fakeFetch(() => Promise.reject(new TypeError("Failed to fetch")));
        const send = createOutboxSender(createApiClient({ baseUrl, fetch }));
        expect(await send("book-1", { id: "x", postings: [], date: "2026-11-22" })).toMatchObject({
            kind: "retry",
            outcomeUnknown: true,
        });
    });
});

describe("ids", () => {
    it("are UUIDs of version 7 that carry the time and grow, also within a millisecond", () => {
        const make = createIdGenerator({
            nowMs: () => Date.parse("2026-11-22T07:02:11.120Z"),
            fillRandom: (bytes) => bytes.fill(0xff),
        });
        const ids = Array.from({ length: 5000 }, make);
        expect(ids[0]).toMatch(/^01a2020f-[0-9a-f]{4}-7[0-9a-f]{3}-bfff-ffffffffffff$/);
        expect(Number(`0x${String(ids[0]).replace(/-/g, "").slice(0, 12)}`)).toBe(
            Date.parse("2026-11-22T07:02:11.120Z"),
        );
        expect(new Set(ids).size).toBe(ids.length);
        expect([...ids].sort()).toEqual(ids);
    });

    it("keep growing when the clock steps back", () => {
        let now = 1_000_000;
        const make = createIdGenerator({
            nowMs: () => now,
            fillRandom: (bytes) => bytes.fill(0),
        });
        const first = make();
        now -= 5_000;
        expect(make() > first).toBe(true);
    });

    it("differ between generators", () => {
        expect(newId()).not.toBe(createIdGenerator()());
    });

    it("of the device are kept, and replaced when they are no ids", () => {
        const stored = new Map<string, string>();
        const storage = {
            getItem: (key: string) => stored.get(key) ?? null,
            setItem: (key: string, value: string) => void stored.set(key, value),
        };
        const first = deviceId(storage);
        expect(deviceId(storage)).toBe(first);
        stored.set("arus.device", "nonsense");
        expect(deviceId(storage)).toMatch(/^[0-9a-f-]{36}$/);
        const forbidden = () => {
            throw new Error("denied");
        };
        expect(deviceId({ getItem: forbidden, setItem: forbidden })).toMatch(/^[0-9a-f-]{36}$/);
    });
});
