// SPDX-License-Identifier: Apache-2.0

import type { QueryClient } from "@tanstack/react-query";

import type { Me } from "@/shared/api/wire-types";
import { onPersonTold } from "@/shared/ui/data/present-person";

type Watched = {
    client: QueryClient;
    /** Leaves every screen and whatever is typed there, forgets the person here, and begins anew. */
    beginAnew: () => Promise<void>;
};

/** Follows what other tabs tell about who is signed in; see present-person.ts. Called once. */
export function watchPerson({ client, beginAnew }: Watched): () => void {
    return onPersonTold((userId) => {
        const known = client.getQueryData<Me>(["me"])?.user.id;
        if (userId !== null && known !== undefined && known !== userId) {
            void beginAnew();
        } else {
            void client.invalidateQueries({ queryKey: ["me"] });
        }
    });
}
