// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
    plugins: [react()],
    resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
    test: {
        // .test.tsx and .dom.test.ts have a DOM; the rest runs without one.
        projects: [
            {
                extends: true,
                test: {
                    name: "plain",
                    environment: "node",
                    include: ["src/**/*.test.ts", "eslint/**/*.test.js", "scripts/**/*.test.js"],
                    exclude: ["src/**/*.dom.test.ts"],
                },
            },
            {
                extends: true,
                test: {
                    name: "dom",
                    environment: "happy-dom",
                    include: ["src/**/*.test.tsx", "src/**/*.dom.test.ts"],
                },
            },
        ],
        testTimeout: 10_000,
    },
});
