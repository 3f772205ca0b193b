// SPDX-License-Identifier: Apache-2.0
// Every path of the client. A screen is a chunk of its own; what is imported here in full is the frame.

import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";

import { readAuditSearch } from "@/features/audit/audit-search";
import { readEntrySearch } from "@/features/entry/entry-search";
import { readImportsSearch } from "@/features/imports/imports-search";
import { readReportsSearch } from "@/features/reports/reports-search";
import { readTransactionsSearch } from "@/features/transactions/transactions-search";

import { CrashScreen, MissingScreen } from "./crash-screen";
import { FirstScreen } from "./first-screen";
import { lazyScreen } from "./lazy-screen";
import { RootFrame } from "./root-frame";
import { SessionGate } from "./session-gate";

const root = createRootRoute({
    component: RootFrame,
    errorComponent: CrashScreen,
    notFoundComponent: MissingScreen,
});

const signIn = createRoute({
    getParentRoute: () => root,
    path: "/sign-in",
    validateSearch: (search: Record<string, unknown>): { next?: string } => {
        const next = search["next"];
        // Only paths of this client: never a way to another site.
        return typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {};
    },
    component: lazyScreen(
        () => import("@/features/sign-in/sign-in-screen"),
        "SignInScreen",
    ),
});

const signedIn = createRoute({
    getParentRoute: () => root,
    id: "signed-in",
    component: SessionGate,
});

const first = createRoute({
    getParentRoute: () => signedIn,
    path: "/",
    component: FirstScreen,
});

const home = createRoute({
    getParentRoute: () => signedIn,
    path: "/home",
    component: lazyScreen(() => import("@/features/home/home-screen"), "HomeScreen"),
});

const entry = createRoute({
    getParentRoute: () => signedIn,
    path: "/entry",
    validateSearch: readEntrySearch,
    component: lazyScreen(() => import("@/features/entry/entry-screen"), "EntryScreen"),
});

const transactions = createRoute({
    getParentRoute: () => signedIn,
    path: "/transactions",
    validateSearch: readTransactionsSearch,
    component: lazyScreen(
        () => import("@/features/transactions/transactions-screen"),
        "TransactionsScreen",
    ),
});

const transaction = createRoute({
    getParentRoute: () => transactions,
    path: "$id",
    component: lazyScreen(
        () => import("@/features/transactions/detail/detail-pane"),
        "DetailPane",
    ),
});

const outbox = createRoute({
    getParentRoute: () => signedIn,
    path: "/outbox",
    component: lazyScreen(() => import("@/features/outbox/outbox-screen"), "OutboxScreen"),
});

const reports = createRoute({
    getParentRoute: () => signedIn,
    path: "/reports",
    validateSearch: readReportsSearch,
    component: lazyScreen(() => import("@/features/reports/reports-screen"), "ReportsScreen"),
});

const more = createRoute({
    getParentRoute: () => signedIn,
    path: "/more",
    component: lazyScreen(() => import("@/features/more/more-screen"), "MoreScreen"),
});

const accounts = createRoute({
    getParentRoute: () => signedIn,
    path: "/accounts",
    component: lazyScreen(
        () => import("@/features/accounts/accounts-screen"),
        "AccountsScreen",
    ),
});

const outlets = createRoute({
    getParentRoute: () => signedIn,
    path: "/outlets",
    component: lazyScreen(
        () => import("@/features/outlets/outlets-screen"),
        "OutletsScreen",
    ),
});

const contacts = createRoute({
    getParentRoute: () => signedIn,
    path: "/contacts",
    validateSearch: (search: Record<string, unknown>): { q?: string } =>
        typeof search["q"] === "string" && search["q"] !== "" ? { q: search["q"] } : {},
    component: lazyScreen(
        () => import("@/features/contacts/contacts-screen"),
        "ContactsScreen",
    ),
});

const imports = createRoute({
    getParentRoute: () => signedIn,
    path: "/imports",
    validateSearch: readImportsSearch,
    component: lazyScreen(() => import("@/features/imports/imports-screen"), "ImportsScreen"),
});

const settings = createRoute({
    getParentRoute: () => signedIn,
    path: "/settings",
    component: lazyScreen(
        () => import("@/features/settings/settings-screen"),
        "SettingsScreen",
    ),
});

const notifications = createRoute({
    getParentRoute: () => signedIn,
    path: "/notifications",
    component: lazyScreen(
        () => import("@/features/notifications/notifications-screen"),
        "NotificationsScreen",
    ),
});

const members = createRoute({
    getParentRoute: () => signedIn,
    path: "/members",
    component: lazyScreen(() => import("@/features/members/members-screen"), "MembersScreen"),
});

const apiKeys = createRoute({
    getParentRoute: () => signedIn,
    path: "/api-keys",
    component: lazyScreen(
        () => import("@/features/api-keys/api-keys-screen"),
        "ApiKeysScreen",
    ),
});

const audit = createRoute({
    getParentRoute: () => signedIn,
    path: "/audit",
    validateSearch: readAuditSearch,
    component: lazyScreen(() => import("@/features/audit/audit-screen"), "AuditScreen"),
});

const join = createRoute({
    getParentRoute: () => root,
    path: "/join",
    component: lazyScreen(() => import("@/features/sign-in/join-screen"), "JoinScreen"),
});

const reset = createRoute({
    getParentRoute: () => root,
    path: "/reset",
    component: lazyScreen(() => import("@/features/sign-in/reset-screen"), "ResetScreen"),
});

/** The router of the page; made once by `start.tsx`. */
export const router = createRouter({
    routeTree: root.addChildren([
        signIn,
        join,
        reset,
        signedIn.addChildren([
            first,
            home,
            entry,
            transactions.addChildren([transaction]),
            outbox,
            reports,
            more,
            accounts,
            outlets,
            contacts,
            imports,
            notifications,
            members,
            apiKeys,
            audit,
            settings,
        ]),
    ]),
    defaultPreload: "intent",
    scrollRestoration: false,
    defaultErrorComponent: CrashScreen,
    defaultNotFoundComponent: MissingScreen,
});

declare module "@tanstack/react-router" {
    interface Register {
        router: typeof router;
    }
}
