// SPDX-License-Identifier: Apache-2.0

import { setOfflineReady } from "@/shared/ui/data/offline-ready";

import { offerUpdate, partMissing, updateTookOver } from "./update-store";

/** How often a page that stays open asks for a new version. */
const askEveryMs = 60 * 60_000;

/**
 * Registers the service worker, where there is one (TLS or localhost, and a built client). A new version
 * is offered, never forced: see update-store.ts.
 */
export function startServiceWorker(): void {
    addEventListener("vite:preloadError", () => void partMissing());
    if (!("serviceWorker" in navigator) || !import.meta.env.PROD) {
        setOfflineReady("no");
        return;
    }
    const container = navigator.serviceWorker;
    let controlled = container.controller !== null;
    container.addEventListener("controllerchange", () => {
        if (controlled) {
            updateTookOver();
        }
        controlled = true;
    });
    container
        .register("/service-worker.js")
        .then((registration) => {
            void container.ready.then(() => setOfflineReady("yes"));
            if (registration.waiting !== null && controlled) {
                offerUpdate(registration.waiting);
            }
            registration.addEventListener("updatefound", () => {
                const worker = registration.installing;
                worker?.addEventListener("statechange", () => {
                    if (worker.state === "installed" && container.controller !== null) {
                        offerUpdate(worker);
                    }
                });
            });
            setInterval(() => {
                // Offline, the next hour asks again.
                registration.update().catch(() => undefined);
            }, askEveryMs);
        })
        .catch(() => {
            // Forbidden by the browser or its settings: the client works, and the settings screen says
            // that it cannot be opened offline here.
            setOfflineReady("no");
        });
}
