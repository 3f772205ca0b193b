// SPDX-License-Identifier: Apache-2.0
import i18next from "i18next";

import { setOfflineReady } from "@/shared/ui/data/offline-ready";
import { showToast } from "@/shared/ui/toast";

import "./texts";

const offerForMs = 60_000;

/**
 * Registers the service worker, where there is one (TLS or localhost, and a built client). A new version
 * is offered, never forced: a page is reloaded only when the person says so.
 */
export function startServiceWorker(): void {
    if (!("serviceWorker" in navigator) || !import.meta.env.PROD) {
        setOfflineReady("no");
        return;
    }
    const container = navigator.serviceWorker;
    const hadController = container.controller !== null;
    let reloading = false;
    container.addEventListener("controllerchange", () => {
        if (hadController && !reloading) {
            reloading = true;
            location.reload();
        }
    });
    container
        .register("/service-worker.js")
        .then((registration) => {
            void container.ready.then(() => setOfflineReady("yes"));
            if (registration.waiting !== null && hadController) {
                offer(registration.waiting);
            }
            registration.addEventListener("updatefound", () => {
                const worker = registration.installing;
                worker?.addEventListener("statechange", () => {
                    if (worker.state === "installed" && container.controller !== null) {
                        offer(worker);
                    }
                });
            });
        })
        .catch(() => {
            // Forbidden by the browser or its settings: the client works, and the settings screen says
            // that it cannot be opened offline here.
            setOfflineReady("no");
        });
}

function offer(worker: ServiceWorker): void {
    showToast({
        message: i18next.t("update", { ns: "app" }),
        action: {
            label: i18next.t("updateNow", { ns: "app" }),
            onPress: () => worker.postMessage({ type: "take-over" }),
        },
        durationMs: offerForMs,
    });
}
