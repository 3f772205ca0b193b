// SPDX-License-Identifier: Apache-2.0
// What `./dev docker` runs in a browser against the compose stack. Not a part of `npm test`.
import { defineConfig } from "vitest/config";

import { shared } from "./vitest.shared.ts";

export default defineConfig({
    ...shared,
    test: {
        include: ["docker/**/*.test.ts"],
        fileParallelism: false,
        testTimeout: 240_000,
        hookTimeout: 120_000,
    },
});
