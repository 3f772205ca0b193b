// SPDX-License-Identifier: Apache-2.0
//
// Compares the key sets of two languages; used by the test that keeps them equal.

import type { Texts } from "./i18n";

/** Every key of a tree with its text, as "a.b.c"; plural forms count as one key ("item_#"). */
export function flattenTexts(texts: Texts, prefix = ""): Map<string, string[]> {
    const flat = new Map<string, string[]>();
    for (const [key, value] of Object.entries(texts)) {
        if (typeof value === "string") {
            const name = prefix + key.replace(/_(zero|one|two|few|many|other)$/, "_#");
            flat.set(name, [...(flat.get(name) ?? []), value]);
        } else {
            for (const [name, found] of flattenTexts(value, `${prefix}${key}.`)) {
                flat.set(name, [...(flat.get(name) ?? []), ...found]);
            }
        }
    }
    return flat;
}

/** The placeholders of a text, sorted: "{{count}} dari {{total}}" → ["count", "total"]. */
export function placeholdersOf(text: string): string[] {
    const found = [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1] ?? "");
    return [...new Set(found)].sort();
}

/**
 * What differs between two languages of a namespace, one sentence each; empty when they are
 * equal.
 */
export function differencesOfTexts(id: Texts, en: Texts): string[] {
    const first = flattenTexts(id);
    const second = flattenTexts(en);
    const findings: string[] = [];
    for (const [key, texts] of first) {
        const other = second.get(key);
        if (other === undefined) {
            findings.push(`"${key}" is missing in en`);
            continue;
        }
        for (const text of [...texts, ...other]) {
            if (text.trim() === "") {
                findings.push(`"${key}" has an empty text`);
            }
        }
        // A singular may leave its count out ("one entry"); everything else must be told in both.
        const needed = (each: readonly string[]) =>
            each.flatMap(placeholdersOf).filter((name) => name !== "count");
        const idNames = [...new Set(needed(texts))].sort().join();
        const enNames = [...new Set(needed(other))].sort().join();
        if (idNames !== enNames) {
            findings.push(`"${key}" has placeholders ${idNames} in id, ${enNames} in en`);
        }
    }
    for (const key of second.keys()) {
        if (!first.has(key)) {
            findings.push(`"${key}" is missing in id`);
        }
    }
    return findings;
}
