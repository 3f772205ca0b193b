// SPDX-License-Identifier: Apache-2.0
import i18next from "i18next";
import { describe, expect, it } from "vitest";
import {
    asLanguage,
    currentLanguage,
    definedNamespaces,
    defineTexts,
    initialLanguage,
    setLanguage,
} from "./i18n";
import { differencesOfTexts } from "./text-keys";

// Every texts.ts of the client registers its namespace when it is loaded.
const modules = import.meta.glob<unknown>("/src/**/texts.ts", { eager: true });

describe("texts", () => {
    it("exist, each file in a namespace of its own", () => {
        expect(Object.keys(modules).length).toBeGreaterThan(0);
        expect(definedNamespaces().length).toBe(Object.keys(modules).length);
    });

    it("have the same keys and placeholders in both languages", () => {
        const findings = definedNamespaces().flatMap((namespace) =>
            differencesOfTexts(namespace.id, namespace.en).map(
                (finding) => `${namespace.name}: ${finding}`,
            ),
        );
        expect(findings).toEqual([]);
    });

    it("are compared with care", () => {
        expect(
            differencesOfTexts(
                { same: "a {{x}}", item_other: "{{count}} entri", gone: "b", sub: { empty: " " } },
                {
                    same: "a {{y}}",
                    item_one: "one entry",
                    item_other: "{{count}} entries",
                    sub: { empty: "c" },
                    extra: "d",
                },
            ),
        ).toEqual([
            `"same" has placeholders x in id, y in en`,
            `"gone" is missing in en`,
            `"sub.empty" has an empty text`,
            `"extra" is missing in id`,
        ]);
    });
});

describe("language", () => {
    it("starts in the chosen one, else the device's first that is spoken, else id", () => {
        expect(initialLanguage("en", ["id-ID"])).toBe("en");
        expect(initialLanguage(null, ["fr-FR", "en-US", "id"])).toBe("en");
        expect(initialLanguage("xx", ["in-ID"])).toBe("id");
        expect(initialLanguage(null, ["fr"])).toBe("id");
        expect(asLanguage("EN-gb")).toBe("en");
        expect(asLanguage(undefined)).toBeNull();
    });

    it("switches without reload, html lang follows, and the choice is remembered", () => {
        defineTexts("i18n-test", {
            id: { hello: "Halo", item_other: "{{count}} entri" },
            en: { hello: "Hello", item_one: "{{count}} entry", item_other: "{{count}} entries" },
        });
        setLanguage("id");
        expect(i18next.t("hello", { ns: "i18n-test" })).toBe("Halo");
        expect(i18next.t("item", { ns: "i18n-test", count: 1 })).toBe("1 entri");
        expect(document.documentElement.lang).toBe("id");
        setLanguage("en");
        expect(currentLanguage()).toBe("en");
        expect(i18next.t("hello", { ns: "i18n-test" })).toBe("Hello");
        expect(i18next.t("item", { ns: "i18n-test", count: 1 })).toBe("1 entry");
        expect(i18next.t("item", { ns: "i18n-test", count: 2 })).toBe("2 entries");
        expect(document.documentElement.lang).toBe("en");
        expect(localStorage.getItem("arus.language")).toBe("en");
    });
});
