// SPDX-License-Identifier: Apache-2.0
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { createApiClient } from "@/shared/api/client";
import { setLanguage } from "@/shared/i18n/i18n";
import {
    ApiContext,
    ServicesContext,
    SessionContext,
    type Services,
    type Session,
} from "@/shared/ui/data/services";

import { OpenImport } from "./open-import";
import "./texts";

vi.mock("@tanstack/react-router", () => ({
    Link: ({ children }: { children: unknown }) => children,
    useNavigate: () => () => Promise.resolve(),
}));

const session = {
    book: { id: "book" },
    unit: { currency: "IDR", exponent: 0 },
    timeZone: "Asia/Jakarta",
} as unknown as Session;
const live = { watch: () => () => undefined, subscribe: () => () => undefined };

let root: Root;
let host: HTMLElement;
let posted: string[];

/** Opens the job as the server has it: its rows are asked for, its reversal is answered with a new job. */
async function open(job: Record<string, unknown>): Promise<void> {
    const fetch = (request: Request) => {
        const { pathname } = new URL(request.url);
        if (request.method === "POST") {
            posted.push(pathname);
            return Promise.resolve(Response.json({ ...job, id: "undo", status: "queued" }));
        }
        return Promise.resolve(
            Response.json(pathname.endsWith("/jobs/one") ? job : { items: [], next_cursor: null }),
        );
    };
    const api = createApiClient({
        baseUrl: "http://arus.example",
        fetch: fetch as typeof globalThis.fetch,
    });
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    client.setQueryData(["book", "job", "one"], job);
    await act(async () => {
        root.render(
            <QueryClientProvider client={client}>
                <ApiContext value={api}>
                    <SessionContext value={session}>
                        <ServicesContext value={{ api, live } as unknown as Services}>
                            <OpenImport jobId="one" verdict={undefined} />
                        </ServicesContext>
                    </SessionContext>
                </ApiContext>
            </QueryClientProvider>,
        );
        await Promise.resolve();
    });
}

const failed = (parameters: object, code: string) => ({
    id: "one",
    kind: "import",
    status: "failed",
    progress: 0.4,
    cancelling: false,
    stage: null,
    parameters,
    result: null,
    error: { code, detail: "It ended." },
});

beforeEach(() => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    setLanguage("id");
    posted = [];
    host = document.body.appendChild(document.createElement("div"));
    root = createRoot(host);
});

afterEach(async () => {
    await act(() => {
        root.unmount();
        return Promise.resolve();
    });
    host.remove();
});

const button = (name: string) =>
    [...host.querySelectorAll("button")].find((item) => item.textContent === name);

it.each([
    ["stopped", "cancelled"],
    ["given up", "gave_up"],
])("a posting that was %s shows its rows and can be undone", async (_, code) => {
    await open(failed({ kind: "csv", dry_run: false }, code));
    expect(host.querySelector(`[data-job="failed"][data-code="${code}"]`)).not.toBeNull();
    expect(host.textContent).toContain("Isi berkas");
    await act(() => Promise.resolve(button("Batalkan impor")?.click()));
    await act(async () => {
        button("Balik semuanya")?.click();
        await vi.waitFor(() => expect(posted).toEqual(["/api/v1/books/book/imports/one/undo"]));
    });
});

it("a look that failed has nothing to undo", async () => {
    await open(failed({ kind: "csv", dry_run: true }, "file_unreadable"));
    expect(host.querySelector('[data-code="file_unreadable"]')).not.toBeNull();
    expect(button("Batalkan impor")).toBeUndefined();
});
