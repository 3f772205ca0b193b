// SPDX-License-Identifier: Apache-2.0
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { ToastRegion } from "@/shared/ui/toast";

import { useUpdate } from "./update-store";

const UpdateBar = lazy(async () => ({ default: (await import("./update-bar")).UpdateBar }));
const PlainHttpBar = lazy(async () => ({
    default: (await import("./plain-http-bar")).PlainHttpBar,
}));

/** What stands around every screen, signed in or not. */
export function RootFrame() {
    const update = useUpdate();
    return (
        <>
            {isSecureContext ? null : (
                <Suspense>
                    <PlainHttpBar />
                </Suspense>
            )}
            <Outlet />
            <ToastRegion />
            {update === "none" ? null : (
                <Suspense>
                    <UpdateBar />
                </Suspense>
            )}
        </>
    );
}
