// SPDX-License-Identifier: Apache-2.0
import { Outlet } from "@tanstack/react-router";

import { ToastRegion } from "@/shared/ui/toast";

/** What stands around every screen, signed in or not. */
export function RootFrame() {
    return (
        <>
            <Outlet />
            <ToastRegion />
        </>
    );
}
