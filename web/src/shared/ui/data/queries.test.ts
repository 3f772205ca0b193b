// SPDX-License-Identifier: Apache-2.0
import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";

import { createApiClient } from "@/shared/api/client";

import { accountsQuery, contactsQuery, outletsQuery } from "./queries";

/** A server with 1,201 rows of whatever is asked, in pages of at most 500, the last name first. */
function serverOf(rows: number) {
    const asked: string[] = [];
    const fetch = (request: Request) => {
        const { pathname, searchParams } = new URL(request.url);
        asked.push(`${pathname.split("/").at(-1) ?? ""} ${searchParams.get("cursor") ?? ""}`.trim());
        const from = Number(searchParams.get("cursor") ?? 0);
        const to = Math.min(rows, from + Math.min(500, Number(searchParams.get("limit"))));
        const items = Array.from({ length: to - from }, (_, at) => {
            const code = String(rows - from - at).padStart(5, "0");
            return { code, name: code };
        });
        return Promise.resolve(
            Response.json({ items, next_cursor: to < rows ? String(to) : null }),
        );
    };
    const api = createApiClient({
        baseUrl: "http://arus.example",
        fetch: fetch as typeof globalThis.fetch,
    });
    return { api, asked };
}

it.each([
    ["accounts", accountsQuery],
    ["outlets", outletsQuery],
    ["contacts", contactsQuery],
] as const)("reads the %s to the last page, and orders them as one list", async (name, query) => {
    const { api, asked } = serverOf(1_201);
    const items: readonly { code: string }[] = await new QueryClient().query(
        query(api, "book") as ReturnType<typeof contactsQuery>,
    );
    expect(asked).toEqual([name, `${name} 500`, `${name} 1000`]);
    expect(items).toHaveLength(1_201);
    expect(items[0]?.code).toBe("00001");
    expect(items.at(-1)?.code).toBe("01201");
});
