// SPDX-License-Identifier: Apache-2.0
import { configDefaults, defineConfig } from "vitest/config";

// What needs the whole stack is run where there is one: tools/dev/servers/stack.sh with …
const onStack = process.env.ARUS_TEST_STACK !== undefined;
const stackSuites = "suites/stack-*.test.ts";

// Files by their paths, separated by commas: what ./dev test runs once more.
const only = process.env.ARUS_TEST_ONLY?.split(",");

// One file after the other: every file starts servers of its own, and two cores are what there is.
export default defineConfig({
  test: {
    globalSetup: ["support/run-folder.ts"],
    include: only ?? (onStack ? [stackSuites] : ["suites/**/*.test.ts"]),
    exclude: onStack ? configDefaults.exclude : [...configDefaults.exclude, stackSuites],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
