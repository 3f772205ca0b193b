// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vitest/config";

import { shared } from "./vitest.shared.ts";

// `npm run pictures`: not a check; it writes docs/images.
export default defineConfig({
    ...shared,
    test: { include: ["pictures.ts"], testTimeout: 300_000, hookTimeout: 60_000 },
});
