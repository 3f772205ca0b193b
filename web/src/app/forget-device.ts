// SPDX-License-Identifier: Apache-2.0
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

import { tellPerson } from "@/shared/ui/data/present-person";
import { usePersistedQueries } from "@/shared/ui/data/services";

import { closeServices } from "./services-for";

/**
 * Gives the function that ends a session on this device: tells the other tabs, closes the socket, forgets every kept answer
 * and goes to the sign-in. The outbox keeps what was not sent yet for the same person's return.
 */
export function useForgetDevice(): () => Promise<void> {
    const persisted = usePersistedQueries();
    const navigate = useNavigate();
    return useCallback(async () => {
        tellPerson(null);
        await navigate({ to: "/sign-in", replace: true });
        closeServices();
        await persisted.clear();
    }, [persisted, navigate]);
}
