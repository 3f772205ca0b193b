// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vitest/config";

import { shared } from "./vitest.shared.ts";

// Files by their paths, separated by commas: what ./dev test runs once more.
const only = process.env.ARUS_TEST_ONLY?.split(",");

// One file after the other: every file has a server and a browser of its own, and several measure.
export default defineConfig({
    ...shared,
    test: {
        include: only ?? ["checks/**/*.test.ts"],
        fileParallelism: false,
        isolate: false, // the browser's driver is slow to load; nothing in it is changed by a check
        // A check that walks every screen takes a minute where four others want the machine; what hangs is ended by
        // the deadline of each step.
        testTimeout: 300_000,
        hookTimeout: 120_000,
    },
});
