// SPDX-License-Identifier: Apache-2.0
/*
 * Whose session the browser's cookie is. All tabs share the cookie and none can read it, so the tabs tell each other:
 *
 *   signed in              the person's id            their tabs go on, those of anybody else begin anew
 *   signing in, signed out nothing: nobody knows      whoever must know asks the server (GET /api/v1/me)
 *   the server answered    the id, where nothing is told; nothing, where something else is told
 */

const storageKey = "arus.person";

/** The id that was told last; null where nobody knows. */
export function presentPerson(): string | null {
    try {
        return localStorage.getItem(storageKey);
    } catch {
        // Storage may be forbidden: then the server is asked each time.
        return null;
    }
}

/** Tells every tab who has signed in; null: whoever has, it is not known now. Idempotent. */
export function tellPerson(userId: string | null): void {
    try {
        if (userId === null) {
            localStorage.removeItem(storageKey);
        } else {
            localStorage.setItem(storageKey, userId);
        }
    } catch {
        // As above.
    }
}

/** The server has just said whose the session is. Its answer may be late, so that it covers nothing else told. */
export function heardPerson(userId: string): void {
    const told = presentPerson();
    if (told !== userId) {
        tellPerson(told === null ? userId : null);
    }
}

/** Calls `listener` with what another tab tells, null included; returns the function that ends it. */
export function onPersonTold(listener: (userId: string | null) => void): () => void {
    const told = (event: StorageEvent) => {
        // Without a key everything was cleared.
        if (event.key === storageKey || event.key === null) {
            listener(event.key === null ? null : event.newValue);
        }
    };
    addEventListener("storage", told);
    return () => removeEventListener("storage", told);
}
