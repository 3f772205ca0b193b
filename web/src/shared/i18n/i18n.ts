// SPDX-License-Identifier: Apache-2.0
//
// Languages of the client. Each feature defines its own texts, both languages side by side, in a
// file texts.ts; the namespace is the feature's name. Both languages travel together, so that
// switching needs neither a reload nor a network.

import i18next from "i18next";
import { initReactI18next } from "react-i18next";

/** The languages the client speaks. */
export type Language = "id" | "en";

/** All languages, the first one being the one to fall back on. */
export const languages: readonly Language[] = ["id", "en"];

/** A tree of texts. */
export type Texts = { readonly [key: string]: string | Texts };

/** English for Indonesian texts: every key, and the singular that Indonesian has no use for. */
export type EnglishOf<Indonesian> = {
    readonly [Key in keyof Indonesian]: Indonesian[Key] extends string
        ? string
        : EnglishOf<Indonesian[Key]>;
} & {
    readonly [Key in keyof Indonesian as Key extends `${infer Base}_other`
        ? `${Base}_one`
        : never]?: string;
};

/** A namespace in both languages. */
export type Namespace<Indonesian extends Texts = Texts> = {
    readonly name: string;
    readonly id: Indonesian;
    readonly en: EnglishOf<Indonesian>;
};

const namespaces = new Map<string, Namespace>();

/**
 * Registers the texts of a namespace in both languages; `useTranslation(name)` reads them.
 * Plurals: `item_other` in both, `item_one` in English too.
 */
export function defineTexts<const Indonesian extends Texts>(
    name: string,
    texts: { readonly id: Indonesian; readonly en: EnglishOf<Indonesian> },
): Namespace<Indonesian> {
    const namespace = { name, id: texts.id, en: texts.en };
    namespaces.set(name, namespace);
    i18next.addResourceBundle("id", name, texts.id, true, true);
    i18next.addResourceBundle("en", name, texts.en, true, true);
    return namespace;
}

/** Every namespace defined so far, for the test that compares key sets. */
export function definedNamespaces(): readonly Namespace[] {
    return [...namespaces.values()];
}

/** The language now. */
export function currentLanguage(): Language {
    return asLanguage(i18next.language) ?? "id";
}

/** Switches the language on screen at once, remembers it on this device, and sets `html lang`. */
export function setLanguage(language: Language): void {
    remember(language);
    // Nothing is loaded: both languages are here, so the change is done when this returns.
    void i18next.changeLanguage(language);
}

/** A language the client speaks out of a tag ("en-GB" → "en", old "in" → "id"), or null. */
export function asLanguage(tag: string | null | undefined): Language | null {
    const primary = tag?.toLowerCase().split("-")[0];
    if (primary === "in") {
        return "id";
    }
    return languages.find((language) => language === primary) ?? null;
}

/**
 * The language to start in: the one chosen on this device, else the first the device prefers, else
 * id.
 */
export function initialLanguage(
    remembered: string | null,
    preferred: readonly string[],
): Language {
    const chosen = asLanguage(remembered);
    if (chosen !== null) {
        return chosen;
    }
    for (const tag of preferred) {
        const language = asLanguage(tag);
        if (language !== null) {
            return language;
        }
    }
    return "id";
}

const storageKey = "arus.language";

function remember(language: Language): void {
    try {
        globalThis.localStorage.setItem(storageKey, language);
    } catch {
        // No storage here (a private window, a test): the choice lasts as long as the page.
    }
}

function remembered(): string | null {
    try {
        return globalThis.localStorage.getItem(storageKey);
    } catch {
        return null;
    }
}

function followInDocument(language: string): void {
    if (typeof document !== "undefined") {
        document.documentElement.lang = language;
    }
}

function preferredLanguages(): readonly string[] {
    return typeof navigator === "undefined" ? [] : navigator.languages;
}

// Synchronous: there is no backend to wait for, and texts may be defined right after this module.
void i18next.use(initReactI18next).init({
    lng: initialLanguage(remembered(), preferredLanguages()),
    supportedLngs: [...languages],
    fallbackLng: false,
    resources: {},
    initAsync: false,
    // React escapes what it draws.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
});
followInDocument(i18next.language);
i18next.on("languageChanged", followInDocument);
