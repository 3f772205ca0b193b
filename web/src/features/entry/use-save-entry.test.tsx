// SPDX-License-Identifier: Apache-2.0
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { amountMinor } from "@/shared/money/money";
import {
    ServicesContext,
    SessionContext,
    type Services,
    type Session,
} from "@/shared/ui/data/services";
import type { Toast } from "@/shared/ui/toast";

import type { EntryDraft } from "./entry-form";
import { useSaveEntry } from "./use-save-entry";
import "./texts";

const shown: Toast[] = [];
vi.mock("@/shared/ui/toast", () => ({ showToast: (toast: Toast) => shown.push(toast) }));

const outbox = { enqueue: () => Promise.resolve({ id: "new" }), entries: () => [] };
const services = { api: {}, outbox, live: {} } as unknown as Services;
const session = {
    book: { id: "book" },
    unit: { currency: "IDR", exponent: 0 },
} as unknown as Session;
const draft: EntryDraft = {
    kind: "sale",
    date: "2026-11-22",
    amount: "15000",
    account_code: "1101",
    counter_code: "4101",
};

let root: Root;
let save: ReturnType<typeof useSaveEntry>;

function Probe() {
    save = useSaveEntry();
    return null;
}

beforeEach(async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    shown.length = 0;
    root = createRoot(document.createElement("div"));
    await act(() => {
        root.render(
            <SessionContext value={session}>
                <ServicesContext value={services}>
                    <Probe />
                </ServicesContext>
            </SessionContext>,
        );
        return Promise.resolve();
    });
});

afterEach(async () => {
    await act(() => {
        root.unmount();
        return Promise.resolve();
    });
});

const saved = (more: Partial<EntryDraft>) =>
    save({
        kind: "sale",
        total: amountMinor(15_000n),
        draft: { ...draft, ...more } as EntryDraft,
        outboxId: null,
    });

it("offers to undo a new entry", async () => {
    expect(await saved({})).toBe(true);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.action).toBeDefined();
});

it("does not offer to undo a correction: the old entry would stay reversed", async () => {
    expect(await saved({ replaces_id: "old" })).toBe(true);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.action).toBeUndefined();
});
