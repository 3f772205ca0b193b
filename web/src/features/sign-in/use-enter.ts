// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";

import type { Me } from "@/shared/api/wire-types";
import { tellPerson } from "@/shared/ui/data/present-person";
import { usePersistedQueries } from "@/shared/ui/data/services";

/** Goes on after a session was made; whatever another person left on this device is forgotten first. */
export function useEnter(): (userId: string) => Promise<void> {
    const client = useQueryClient();
    const persisted = usePersistedQueries();
    const navigate = useNavigate();
    const { next } = useSearch({ strict: false });
    return async (userId) => {
        tellPerson(userId);
        const before = client.getQueryData<Me>(["me"]);
        if (before !== undefined && before.user.id !== userId) {
            await persisted.clear();
        } else {
            client.removeQueries({ queryKey: ["me"] });
        }
        await navigate({ href: next ?? "/", replace: true });
    };
}
