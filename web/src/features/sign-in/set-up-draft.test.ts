// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { outletDrafts, timeZones } from "./set-up-draft";

describe("outletDrafts", () => {
    it("makes short codes that the contract accepts and that are unique", () => {
        const drafts = outletDrafts(["Pusat", " Bandung Dago ", "", "Café Été", "pusat", "東京"]);
        expect(drafts).toEqual([
            { code: "PUSAT", name: "Pusat" },
            { code: "BANDUNGD", name: "Bandung Dago" },
            { code: "CAFEETE", name: "Café Été" },
            { code: "PUSAT-2", name: "pusat" },
            { code: "OUTLET", name: "東京" },
        ]);
        for (const draft of drafts) {
            expect(draft.code).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/);
        }
    });
});

describe("timeZones", () => {
    it("begins with Indonesia's own and names each zone once", () => {
        const zones = timeZones().map((zone) => zone.value);
        expect(zones.slice(0, 3)).toEqual(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]);
        expect(new Set(zones).size).toBe(zones.length);
    });
});
