// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { call } from "@/shared/api/client";
import { formatDate } from "@/shared/i18n/dates";
import { formatAmount } from "@/shared/money/format-amount";
import { accountsQuery, contactsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";
import { showOverlay } from "@/shared/ui/overlay";
import { sizeOf } from "@/shared/ui/transactions/transaction-facts";

import { dailyPlaces, managePlaces, mayOpen, recordPlaces } from "../places";
import { findItems, type PaletteItem } from "./palette-items";

const perGroup = 6;
const typingMs = 250;
const reports = [
    "income-statement",
    "balance-sheet",
    "cash-flow",
    "trial-balance",
    "general-ledger",
    "aging",
] as const;

/** What to list for the words typed so far, in the order of the groups. */
export function usePaletteItems(typed: string): readonly PaletteItem[] {
    const { t } = useTranslation("palette");
    const { t: app } = useTranslation("app");
    const { t: ui } = useTranslation("ui");
    const navigate = useNavigate();
    const api = useApi();
    const { language } = useLanguage();
    const { book, role, unit } = useSession();
    const accounts = useQuery(accountsQuery(api, book.id)).data;
    const contacts = useQuery(contactsQuery(api, book.id)).data;
    const query = useSettled(typed.trim());
    const found = useQuery({
        queryKey: [book.id, "palette", query],
        queryFn: ({ signal }) =>
            call(
                api.GET("/api/v1/books/{book}/transactions", {
                    params: { path: { book: book.id }, query: { q: query, limit: perGroup } },
                    signal,
                }),
            ),
        enabled: query.length >= 2,
    }).data;

    return useMemo(() => {
        const screens = [...dailyPlaces, ...recordPlaces, ...managePlaces]
            .filter((place) => mayOpen(place, role))
            .map(
                (place): PaletteItem => ({
                    id: place.to,
                    group: "screens",
                    title: app(place.text),
                    open: () => void navigate({ to: place.to }),
                }),
            );
        const statements =
            role === "cashier"
                ? []
                : reports.map(
                      (name): PaletteItem => ({
                          id: name,
                          group: "screens",
                          title: t(`report.${name}`),
                          note: app("reports"),
                          open: () => void navigate({ to: "/reports", search: { report: name } }),
                      }),
                  );
        const kinds = ["sale", "expense", "transfer"] as const;
        const actions: PaletteItem[] =
            role === "viewer"
                ? []
                : kinds.map((kind) => ({
                      id: kind,
                      group: "actions",
                      title: t("record", { kind: ui(`kind.${kind}`) }),
                      open: () => void navigate({ to: "/entry", search: { kind } }),
                  }));
        actions.push({
            id: "keys",
            group: "actions",
            title: t("keys"),
            open: () => showOverlay("keys"),
        });
        const known: PaletteItem[] = (accounts ?? []).map((account) => ({
            id: account.id,
            group: "accounts",
            title: account.name,
            note: account.code,
            open: () => void navigate({ to: "/transactions", search: { account: account.id } }),
        }));
        const people: PaletteItem[] = (contacts ?? []).map((contact) => ({
            id: contact.id,
            group: "contacts",
            title: contact.name,
            note: contact.code,
            open: () => void navigate({ to: "/contacts", search: { q: contact.name } }),
        }));
        const transactions: PaletteItem[] = (found?.items ?? []).map((item) => ({
            id: item.id,
            group: "transactions",
            title: item.description === "" ? ui(`kind.${item.kind}`) : item.description,
            note: `${formatDate(item.date, language)} · ${formatAmount(sizeOf(item, unit), unit, language)}`,
            open: () => void navigate({ to: "/transactions/$id", params: { id: item.id } }),
        }));
        const nothing = typed.trim() === "";
        const matching = [
            ...findItems(actions, typed, perGroup),
            ...findItems([...screens, ...statements], typed, nothing ? 20 : perGroup),
            ...(nothing ? [] : findItems(known, typed, perGroup)),
            ...(nothing ? [] : findItems(people, typed, perGroup)),
        ];
        // Whatever begins with the words stands before what only holds them, of whichever group it is.
        return nothing
            ? matching
            : [...findItems(matching, typed, matching.length), ...transactions];
    }, [typed, role, accounts, contacts, found, language, unit, navigate, t, app, ui]);
}

/** The text, once it has not changed for a moment. */
function useSettled(text: string): string {
    const [settled, setSettled] = useState(text);
    useEffect(() => {
        const timer = setTimeout(() => setSettled(text), typingMs);
        return () => clearTimeout(timer);
    }, [text]);
    return settled;
}
