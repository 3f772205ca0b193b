// SPDX-License-Identifier: Apache-2.0

import type { MoneyUnit } from "@/shared/money/money";

/** What the set-up flow has been told so far. */
export type SetUpDraft = {
    name: string;
    email: string;
    password: string;
    setupCode: string;
    businessName: string;
    timeZone: string;
    currency: string;
    template: "umkm" | "minimal" | "none";
    /** Names; empty ones are left out. */
    outlets: readonly string[];
    /** Cash in the drawer as typed; empty for none. */
    openingCash: string;
    /** Make a sample book beside the real one. */
    sample: boolean;
};

/** A draft with what can be known beforehand: the device's time zone, rupiah, one outlet. */
export function emptySetUp(outletName: string): SetUpDraft {
    return {
        name: "",
        email: "",
        password: "",
        setupCode: "",
        businessName: "",
        timeZone: deviceTimeZone(),
        currency: "IDR",
        template: "umkm",
        outlets: [outletName],
        openingCash: "",
        sample: false,
    };
}

/** Currency and exponent of the amounts typed here: as the server will choose for the currency. */
export function setUpUnit(draft: SetUpDraft): MoneyUnit {
    return { currency: draft.currency, exponent: draft.currency === "IDR" ? 0 : 2 };
}

/** The outlets to create: a code that is short, readable and unique, from each name. */
export function outletDrafts(names: readonly string[]): { code: string; name: string }[] {
    const taken = new Set<string>();
    const drafts: { code: string; name: string }[] = [];
    for (const name of names.map((item) => item.trim()).filter((item) => item !== "")) {
        const stem =
            name
                .normalize("NFKD")
                .replace(/[^A-Za-z0-9]+/g, "")
                .toUpperCase()
                .slice(0, 8) || "OUTLET";
        let code = stem;
        for (let number = 2; taken.has(code); number++) {
            code = `${stem}-${String(number)}`;
        }
        taken.add(code);
        drafts.push({ code, name });
    }
    return drafts;
}

/** Zones to choose from: Indonesia's three first, then the device's own and the rest of the world. */
export function timeZones(): { value: string; label: string }[] {
    const first = [
        { value: "Asia/Jakarta", label: "WIB (Jakarta)" },
        { value: "Asia/Makassar", label: "WITA (Makassar)" },
        { value: "Asia/Jayapura", label: "WIT (Jayapura)" },
    ];
    const known = new Set(first.map((zone) => zone.value));
    const rest = new Set([deviceTimeZone(), ...Intl.supportedValuesOf("timeZone")]);
    return [
        ...first,
        ...[...rest]
            .filter((zone) => !known.has(zone))
            .map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
    ];
}

function deviceTimeZone(): string {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // A machine without a zone of its own says UTC; here that is most likely not where the shop stands.
    return zone === "UTC" || zone === "" ? "Asia/Jakarta" : zone;
}
