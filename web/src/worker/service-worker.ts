// SPDX-License-Identifier: Apache-2.0
/*
 * The service worker: the shell of the client, offline.
 *
 *   navigation          -> the precached index.html (the client draws what it knows)
 *   built files, icons  -> precache, by hash
 *   /api, /docs, …      -> never touched: data is the business of the client's own store and outbox
 *
 * A new version waits until the page says `take-over`; it never replaces code under a running screen.
 */

import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope & {
    __WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

registerRoute(
    new NavigationRoute(createHandlerBoundToURL("/index.html"), {
        denylist: [/^\/api\//, /^\/docs(\/|$)/, /^\/(healthz|readyz|metrics)$/],
    }),
);

self.addEventListener("message", (event) => {
    const data: unknown = event.data;
    if (typeof data === "object" && data !== null && "type" in data && data.type === "take-over") {
        void self.skipWaiting();
    }
});

// The first worker of a device has nothing to replace: it takes the page at once.
self.addEventListener("activate", (event) => {
    event.waitUntil(self.clients.claim());
});
