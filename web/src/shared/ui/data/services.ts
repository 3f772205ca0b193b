// SPDX-License-Identifier: Apache-2.0
// What the signed-in part of the client stands on, handed down by `app/`: screens take it from here and
// never make a client, a socket or an outbox of their own.

import { createContext, useContext } from "react";

import type { ApiClient } from "@/shared/api/client";
import type { Me, MyBook, Role } from "@/shared/api/wire-types";
import type { MoneyUnit } from "@/shared/money/money";
import type { LiveLedger } from "@/shared/sync/live-ledger";
import type { Outbox } from "@/shared/sync/outbox";

import type { PersistedQueries } from "./persisted-queries";

/** The signed-in person and the book at hand. */
export type Session = {
    me: Me;
    /** As `/me` lists it: enough for every screen's frame. */
    book: MyBook;
    role: Role;
    /** Currency and exponent of the book's amounts. */
    unit: MoneyUnit;
    /** IANA name of the book's time zone. */
    timeZone: string;
    chooseBook: (bookId: string) => void;
    /** Ends the session on the server and forgets this device's copies. */
    signOut: () => Promise<void>;
};

/** The long-lived parts behind the screens of one book. */
export type Services = {
    api: ApiClient;
    outbox: Outbox;
    live: LiveLedger;
};

/** The REST client alone: also there before anybody signed in. */
export const ApiContext = createContext<ApiClient | null>(null);

/** See `usePersistedQueries`. */
export const PersistedQueriesContext = createContext<PersistedQueries | null>(null);

/** See `useSession`. */
export const SessionContext = createContext<Session | null>(null);

/** See `useServices`. */
export const ServicesContext = createContext<Services | null>(null);

/** The REST client. */
export function useApi(): ApiClient {
    return present(useContext(ApiContext), "ApiContext");
}

/** The answers kept on this device. */
export function usePersistedQueries(): PersistedQueries {
    return present(useContext(PersistedQueriesContext), "PersistedQueriesContext");
}

/** The person and the book; only inside the signed-in part. */
export function useSession(): Session {
    return present(useContext(SessionContext), "SessionContext");
}

/** REST client, outbox and live ledger; only inside the signed-in part. */
export function useServices(): Services {
    return present(useContext(ServicesContext), "ServicesContext");
}

function present<Value>(value: Value | null, name: string): Value {
    if (value === null) {
        throw new Error(`${name} is used outside its provider`);
    }
    return value;
}
