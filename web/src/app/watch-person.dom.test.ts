// SPDX-License-Identifier: Apache-2.0
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { watchPerson } from "./watch-person";

const beginAnew = vi.fn(() => Promise.resolve());
let client: QueryClient;
let stop: () => void;

beforeEach(() => {
    beginAnew.mockClear();
    client = new QueryClient();
    client.setQueryData(["me"], { user: { id: "ani" } });
    stop = watchPerson({ client, beginAnew });
});

afterEach(() => stop());

/** As the browser says it to every tab but the one that wrote. */
const told = (newValue: string | null, key: string | null = "arus.person") =>
    dispatchEvent(new StorageEvent("storage", { key, newValue }));
const asksAgain = () => client.getQueryState(["me"])?.isInvalidated;

it("begins anew when somebody else has signed in in another tab", () => {
    told("budi");
    expect(beginAnew).toHaveBeenCalledOnce();
});

it.each([
    ["a sign-out", null],
    ["the same person's sign-in", "ani"],
])("asks again who is signed in after %s", (_, value) => {
    told(value);
    expect(beginAnew).not.toHaveBeenCalled();
    expect(asksAgain()).toBe(true);
});

it("hears nothing in what else tabs keep", () => {
    told("budi", "arus.book");
    expect(beginAnew).not.toHaveBeenCalled();
    expect(asksAgain()).toBe(false);
});
