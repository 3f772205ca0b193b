// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";

/** What both configurations say. */
export const shared = {
    root: fileURLToPath(new URL(".", import.meta.url)),
    // The server and the REST client of tests/service are used from here; what they import is
    // found in this folder, so that this suite needs no installation but its own.
    resolve: { dedupe: ["ajv", "ajv-formats", "yaml"] },
};
