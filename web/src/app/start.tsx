// SPDX-License-Identifier: Apache-2.0
import { onlineManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";

import { ApiError } from "@/shared/api/api-error";
import { createApiClient } from "@/shared/api/client";
import { deviceId } from "@/shared/api/ids";
import type { Me } from "@/shared/api/wire-types";
import { currentLanguage } from "@/shared/i18n/i18n";
import { startTheme } from "@/shared/theme/theme";
import { startInstall } from "@/shared/ui/data/install";
import { keepQueries } from "@/shared/ui/data/persisted-queries";
import { presentPerson } from "@/shared/ui/data/present-person";
import { ApiContext, PersistedQueriesContext } from "@/shared/ui/data/services";

import { router } from "./router";
import { closeServices } from "./services-for";
import { startServiceWorker } from "./start-service-worker";
import { watchPerson } from "./watch-person";

const retriesMax = 2;

/** Draws the client into `element`. Called once. */
export async function start(element: HTMLElement): Promise<void> {
    startTheme();
    startInstall();
    // Its own first guess is "online"; a page opened offline must not wait for retries to find out.
    onlineManager.setOnline(navigator.onLine);
    const client = new QueryClient({
        defaultOptions: {
            queries: {
                // A refusal stays a refusal; only what may pass is asked again.
                retry: (failures, error) =>
                    failures < retriesMax && !(error instanceof ApiError && error.status < 500),
                retryDelay: (attempt) => 500 * 2 ** attempt,
                gcTime: Infinity,
                refetchOnWindowFocus: false,
            },
        },
    });
    const persisted = keepQueries(client);
    const api = createApiClient({
        deviceId: deviceId(localStorage),
        language: currentLanguage,
        onUnauthenticated: (path) => {
            if (path !== "/api/v1/me") {
                void client.invalidateQueries({ queryKey: ["me"] });
            }
        },
    });
    watchPerson({
        client,
        beginAnew: async () => {
            await router.navigate({ to: "/sign-in", replace: true, ignoreBlocker: true });
            closeServices();
            await persisted.clear();
            await router.navigate({ to: "/", replace: true, ignoreBlocker: true });
        },
    });
    await persisted.restore();
    const told = presentPerson();
    const kept = client.getQueryData<Me>(["me"]);
    if (told !== null && kept !== undefined && kept.user.id !== told) {
        // What is kept is of somebody who has left this browser since.
        await persisted.clear();
    }
    createRoot(element).render(
        <ApiContext value={api}>
            <PersistedQueriesContext value={persisted}>
                <QueryClientProvider client={client}>
                    <RouterProvider router={router} />
                </QueryClientProvider>
            </PersistedQueriesContext>
        </ApiContext>,
    );
    startServiceWorker();
}
