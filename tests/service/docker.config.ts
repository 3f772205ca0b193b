// SPDX-License-Identifier: Apache-2.0
// What `./dev docker` runs against the compose stack. Not a part of `npm test`: it needs the stack.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["support/run-folder.ts"],
    include: ["docker/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 120_000,
  },
});
