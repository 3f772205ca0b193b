// SPDX-License-Identifier: Apache-2.0
import { lazyRouteComponent } from "@tanstack/react-router";

/** A screen's file did not come: no network, or it is gone from the server (see update-store.ts). */
export class MissingPart extends Error {
    override readonly name = "MissingPart";
}

/**
 * A screen as a chunk of its own. A chunk that does not come fails as `MissingPart`: the router would reload the page
 * for the browser's own error, and over plain http without network nothing would come back.
 */
export function lazyScreen<Module extends Record<string, unknown>, Name extends keyof Module>(
    load: () => Promise<Module>,
    name: Name,
) {
    return lazyRouteComponent(
        () =>
            load().catch((error: unknown) => {
                throw new MissingPart("a screen did not come", { cause: error });
            }),
        name,
    );
}
