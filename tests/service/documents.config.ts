// SPDX-License-Identifier: Apache-2.0
// What `./dev documents` runs. Not a part of `npm test`: it needs LibreOffice.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["support/run-folder.ts"],
    include: ["documents/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
