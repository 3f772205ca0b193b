// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { withLook, type Look } from "./looks";

const minute = 60_000;

it("keeps looks that are apart and know something else", () => {
    let looks: readonly Look[] = [];
    looks = withLook(looks, { sequence: 5, atMs: 0 });
    expect(withLook(looks, { sequence: 9, atMs: 5 * minute })).toBe(looks);
    expect(withLook(looks, { sequence: 5, atMs: 99 * minute })).toBe(looks);
    looks = withLook(looks, { sequence: 9, atMs: 11 * minute });
    expect(looks.map((look) => look.sequence)).toEqual([9, 5]);
});

it("forgets the oldest", () => {
    let looks: readonly Look[] = [];
    for (let index = 0; index < 20; index++) {
        looks = withLook(looks, { sequence: index, atMs: index * 60 * minute });
    }
    expect(looks).toHaveLength(6);
    expect(looks[0]?.sequence).toBe(19);
});
