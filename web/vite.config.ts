// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

/** Where `npm run dev` finds the server; the built client is served by the server itself. */
const devServer = process.env["ARUS_DEV_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
    resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
    plugins: [
        react(),
        VitePWA({
            strategies: "injectManifest",
            srcDir: "src/worker",
            filename: "service-worker.ts",
            injectRegister: false,
            // The manifest is public/manifest.webmanifest, linked from index.html.
            manifest: false,
            injectManifest: {
                globPatterns: ["**/*.{html,js,css,woff2,svg,png,webmanifest}"],
                // Only what Latin script needs; the other subsets are fetched when a name needs
                // them.
                globIgnores: ["**/*-{cyrillic,cyrillic-ext,greek,vietnamese}-*", "screenshots/**"],
            },
        }),
    ],
    build: {
        outDir: "dist",
        emptyOutDir: true,
        target: "es2022",
        // Read by scripts/budget.js, which knows from it what each route loads.
        manifest: "bundle.json",
        sourcemap: false,
        // Inlined assets would need `data:` in more of the content security policy than images.
        assetsInlineLimit: 0,
    },
    server: {
        host: "127.0.0.1",
        proxy: { "/api": { target: devServer, ws: true, changeOrigin: false } },
    },
});
