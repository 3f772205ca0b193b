// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError, ConnectionError } from "./api-error";
import { isTooLarge, silenceMaxMs, upload } from "./upload";

/** The little of an XMLHttpRequest that is used, driven by the test. */
class FakeRequest {
    readonly headers = new Map<string, string>();
    readonly upload: { onprogress?: (event: Partial<ProgressEvent>) => void } = {};
    onload?: () => void;
    onerror?: () => void;
    status = 0;
    responseText = "";
    aborted = false;
    sent: unknown = null;

    open(method: string, path: string): void {
        this.headers.set(":", `${method} ${path}`);
    }

    setRequestHeader(name: string, value: string): void {
        this.headers.set(name, value);
    }

    getResponseHeader(): string | null {
        return null;
    }

    send(form: unknown): void {
        this.sent = form;
    }

    abort(): void {
        this.aborted = true;
    }

    answer(status: number, text: string): void {
        this.status = status;
        this.responseText = text;
        this.onload?.();
    }
}

function begin() {
    const request = new FakeRequest();
    const end = new AbortController();
    const shares: number[] = [];
    const form = {} as FormData;
    const reply = upload({
        path: "/api/v1/books/b/imports",
        form,
        deviceId: "d",
        language: "id",
        onProgress: (share) => shares.push(share),
        signal: end.signal,
        makeRequest: () => request as unknown as XMLHttpRequest,
    });
    return { request, end, shares, reply, form };
}

describe("a file on its way", () => {
    beforeEach(() => {
        vi.useFakeTimers();
    });
    afterEach(() => {
        vi.useRealTimers();
    });

    test("says who sends it, how far it is, and gives the answer", async () => {
        const { request, shares, reply, form } = begin();
        expect(request.headers.get(":")).toBe("POST /api/v1/books/b/imports");
        expect(request.headers.get("Arus-Device")).toBe("d");
        expect(request.headers.get("Accept-Language")).toBe("id");
        expect(request.sent).toBe(form);
        request.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
        request.upload.onprogress?.({ lengthComputable: true, loaded: 4, total: 4 });
        request.answer(202, '{"id":"j"}');
        expect(await reply).toEqual({ id: "j" });
        expect(shares).toEqual([0.25, 1]);
    });

    test("is refused with the server's own code", async () => {
        const { request, reply } = begin();
        request.answer(413, '{"code":"body_too_large","title":"Too large"}');
        const error: unknown = await reply.catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(ApiError);
        expect(error).toMatchObject({ status: 413, code: "body_too_large" });
        expect(isTooLarge(error)).toBe(true);
        expect(isTooLarge(new ConnectionError("x"))).toBe(false);
    });

    test("has no answer where it is no JSON, or none came", async () => {
        const first = begin();
        first.request.answer(202, "<html>");
        await expect(first.reply).rejects.toBeInstanceOf(ConnectionError);
        const second = begin();
        second.request.onerror?.();
        await expect(second.reply).rejects.toBeInstanceOf(ConnectionError);
    });

    test("is given up after silence, not after a long time", async () => {
        const { request, reply } = begin();
        const outcome = reply.catch((reason: unknown) => reason);
        vi.advanceTimersByTime(silenceMaxMs - 1);
        request.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 2 });
        vi.advanceTimersByTime(silenceMaxMs - 1);
        expect(request.aborted).toBe(false);
        vi.advanceTimersByTime(1);
        expect(request.aborted).toBe(true);
        expect(await outcome).toBeInstanceOf(ConnectionError);
    });

    test("is ended by who sends it", async () => {
        const { request, end, reply } = begin();
        end.abort(new DOMException("given up", "AbortError"));
        await expect(reply).rejects.toMatchObject({ name: "AbortError" });
        expect(request.aborted).toBe(true);
    });
});
