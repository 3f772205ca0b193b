// SPDX-License-Identifier: Apache-2.0
//
// Sends a form with a file and tells how far it is. `fetch` cannot say that of what it sends, so
// this is the one call that goes by XMLHttpRequest. There is no limit on the time as a whole (a
// phone may need minutes for 64 MiB); only silence ends it.

import { ApiError, apiErrorFromReply, ConnectionError } from "./api-error";

/** What is sent, and who wants to know. */
export type Upload = {
    readonly path: string;
    readonly form: FormData;
    /** Sent as Arus-Device and Accept-Language, as the REST client does. */
    readonly deviceId: string;
    readonly language: string;
    /** Called with the share sent so far, from 0 to 1. */
    readonly onProgress: (share: number) => void;
    /** Ends it; the promise then rejects with the signal's reason. */
    readonly signal: AbortSignal;
    /** Makes the request; tests hand in their own. */
    readonly makeRequest?: () => XMLHttpRequest;
};

/** Longest time in which nothing is sent and nothing comes. */
export const silenceMaxMs = 60_000;

/**
 * Resolves to the JSON of a success. Rejects with ApiError when the server refused and with
 * ConnectionError when no answer came or it was no JSON; the server may then have taken the file
 * all the same.
 */
export function upload(what: Upload): Promise<unknown> {
    const { signal } = what;
    return new Promise((resolve, reject) => {
        if (signal.aborted) {
            reject(asError(signal.reason));
            return;
        }
        const request = what.makeRequest?.() ?? new XMLHttpRequest();
        let timer: ReturnType<typeof setTimeout> | undefined;
        const heard = () => {
            clearTimeout(timer);
            timer = setTimeout(() => {
                fail(new ConnectionError("no answer in time"));
                request.abort();
            }, silenceMaxMs);
        };
        const give = () => {
            fail(asError(signal.reason));
            request.abort();
        };
        const settle = () => {
            clearTimeout(timer);
            signal.removeEventListener("abort", give);
        };
        const fail = (error: Error) => {
            settle();
            reject(error);
        };
        request.open("POST", what.path);
        request.setRequestHeader("Accept", "application/json, application/problem+json");
        request.setRequestHeader("Arus-Device", what.deviceId);
        request.setRequestHeader("Accept-Language", what.language);
        request.upload.onprogress = (event) => {
            heard();
            if (event.lengthComputable && event.total > 0) {
                what.onProgress(event.loaded / event.total);
            }
        };
        request.onerror = () => fail(new ConnectionError("no connection"));
        request.onload = () => {
            settle();
            const { status } = request;
            const body = parsed(request.responseText);
            if (status < 200 || status > 299) {
                const headers = { get: (name: string) => request.getResponseHeader(name) };
                reject(apiErrorFromReply(status, headers, body));
            } else if (body === undefined) {
                reject(new ConnectionError("the answer could not be read"));
            } else {
                resolve(body);
            }
        };
        signal.addEventListener("abort", give);
        heard();
        request.send(what.form);
    });
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

function asError(reason: unknown): Error {
    return reason instanceof Error ? reason : new Error("given up");
}

/** Whether the server said that what was sent is larger than it takes. */
export function isTooLarge(error: unknown): boolean {
    return error instanceof ApiError && error.status === 413;
}
