// SPDX-License-Identifier: Apache-2.0
import { expect, test } from "vitest";

import { bothWays } from "./ambiguous-date";

test.each([
    ["01/02/2026", { dmy: "2026-02-01", mdy: "2026-01-02" }],
    [" 3-4-2026 14:02", { dmy: "2026-04-03", mdy: "2026-03-04" }],
    ["31/12/2026", null],
    ["2026-01-02", null],
    ["00/01/2026", null],
    ["", null],
])("%j both ways is %j", (sample, dates) => {
    expect(bothWays(sample)).toEqual(dates);
});
