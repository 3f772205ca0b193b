// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { changeOfCount, changeShare, shareOf } from "./change";

const rupiah = { currency: "IDR", exponent: 0 };

describe("changes", () => {
    it("are shares of what was before, and nothing where there was nothing", () => {
        expect(changeShare("110", "100", rupiah)).toBe(0.1);
        expect(changeShare("50", "100", rupiah)).toBe(-0.5);
        expect(changeShare("50", "0", rupiah)).toBeNull();
        expect(changeShare("50", "-10", rupiah)).toBeNull();
        expect(changeOfCount(3, 2)).toBe(0.5);
        expect(changeOfCount(3, 0)).toBeNull();
    });

    it("hold for amounts that no JavaScript number can", () => {
        expect(shareOf(9_007_199_254_740_993n * 5n, 9_007_199_254_740_993n * 10n)).toBe(0.5);
    });
});
