// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vitest/config";

// One file after the other: every file starts servers of its own, and two cores are what there is.
export default defineConfig({
  test: {
    globalSetup: ["support/run-folder.ts"],
    include: ["suites/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
