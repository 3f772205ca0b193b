// SPDX-License-Identifier: Apache-2.0
// The screens that the rail and the palette lead to, and who sees them.

import type { Role } from "@/shared/api/wire-types";
import type { IconName } from "@/shared/ui/icon";

/** A screen by its path, its name in the texts of `app`, and its picture. */
export type Place = {
    readonly to:
        | "/home"
        | "/transactions"
        | "/reports"
        | "/notifications"
        | "/outbox"
        | "/accounts"
        | "/outlets"
        | "/contacts"
        | "/imports"
        | "/members"
        | "/api-keys"
        | "/audit"
        | "/settings";
    readonly text:
        | "home"
        | "transactions"
        | "reports"
        | "notifications"
        | "outbox"
        | "accounts"
        | "outlets"
        | "contacts"
        | "imports"
        | "members"
        | "apiKeys"
        | "audit"
        | "settings";
    readonly icon: IconName;
    /** Only for owners and admins. */
    readonly managers?: true;
    /** Only for who may record. */
    readonly writers?: true;
};

/** What is looked at every day. */
export const dailyPlaces: readonly Place[] = [
    { to: "/home", text: "home", icon: "home" },
    { to: "/transactions", text: "transactions", icon: "list" },
    { to: "/reports", text: "reports", icon: "chart" },
    { to: "/notifications", text: "notifications", icon: "bell" },
    { to: "/outbox", text: "outbox", icon: "queue" },
];

/** What the books are made of. */
export const recordPlaces: readonly Place[] = [
    { to: "/accounts", text: "accounts", icon: "ledger" },
    { to: "/outlets", text: "outlets", icon: "store" },
    { to: "/contacts", text: "contacts", icon: "person" },
    { to: "/imports", text: "imports", icon: "import", writers: true },
];

/** Who may do what, and how it is set up. */
export const managePlaces: readonly Place[] = [
    { to: "/members", text: "members", icon: "people", managers: true },
    { to: "/api-keys", text: "apiKeys", icon: "key", managers: true },
    { to: "/audit", text: "audit", icon: "shield", managers: true },
    { to: "/settings", text: "settings", icon: "gear" },
];

/** Whether the role sees the place. */
export function mayOpen(place: Place, role: Role): boolean {
    const manages = role === "owner" || role === "admin";
    return (place.managers !== true || manages) && (place.writers !== true || role !== "viewer");
}
