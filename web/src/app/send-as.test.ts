// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it, vi } from "vitest";

import { createApiClient } from "@/shared/api/client";
import type { SendResult } from "@/shared/sync/outbox-sender";
import { presentPerson, tellPerson } from "@/shared/ui/data/present-person";

import { sendAs } from "./send-as";

const draft = { kind: "sale", amount: "15000", date: "2026-11-22" } as const;
const accepted = { kind: "accepted" } as SendResult;
const send = vi.fn(() => Promise.resolve(accepted));
const me = vi.fn<() => Promise<Response>>();
const api = createApiClient({ baseUrl: "http://arus.example", fetch: me });

beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
        removeItem: (key: string) => kept.delete(key),
    });
    send.mockClear();
    me.mockReset();
});

const attempt = () => sendAs("ani", api, send)("book", draft);
const sessionOf = (id: string) => me.mockResolvedValueOnce(Response.json({ user: { id } }));

it("posts for the person who is signed in, without asking", async () => {
    tellPerson("ani");
    expect(await attempt()).toBe(accepted);
    expect(me).not.toHaveBeenCalled();
});

it("posts nothing once another tab has told of somebody else", async () => {
    tellPerson("budi");
    expect(await attempt()).toEqual({ kind: "signed_out" });
    expect(send).not.toHaveBeenCalled();
});

it("asks the server when nobody knows, and goes by its answer", async () => {
    sessionOf("budi");
    expect(await attempt()).toEqual({ kind: "signed_out" });
    expect(send).not.toHaveBeenCalled();
    tellPerson(null);
    sessionOf("ani");
    expect(await attempt()).toBe(accepted);
    expect(presentPerson()).toBe("ani");
    expect(await attempt()).toBe(accepted);
    expect(me).toHaveBeenCalledTimes(2);
});

it("posts nothing when somebody signed in while the server answered", async () => {
    me.mockImplementationOnce(() => {
        tellPerson("budi");
        return Promise.resolve(Response.json({ user: { id: "ani" } }));
    });
    expect(await attempt()).toMatchObject({ kind: "signed_out" });
    expect(send).not.toHaveBeenCalled();
});

it("keeps an entry as it was when the server cannot say", async () => {
    me.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    expect(await attempt()).toMatchObject({ kind: "retry", outcomeUnknown: false });
    me.mockResolvedValueOnce(new Response(null, { status: 401 }));
    expect(await attempt()).toEqual({ kind: "signed_out" });
    expect(send).not.toHaveBeenCalled();
});
