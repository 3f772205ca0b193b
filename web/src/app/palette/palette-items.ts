// SPDX-License-Identifier: Apache-2.0
// What the palette finds among what is known already: screens, actions, accounts, contacts.

/** Something the palette can open. */
export type PaletteItem = {
    readonly id: string;
    readonly group: "screens" | "actions" | "accounts" | "contacts" | "transactions";
    readonly title: string;
    /** Quiet words after the title. */
    readonly note?: string;
    /** Further words it is found by. */
    readonly words?: string;
    readonly open: () => void;
};

/** Items whose words hold every word of `query`; those that begin with it come first, else their order. */
export function findItems(
    items: readonly PaletteItem[],
    query: string,
    most: number,
): readonly PaletteItem[] {
    const words = plain(query).split(/\s+/).filter(Boolean);
    const whole = words.join(" ");
    return items
        .map((item, index) => ({ item, index, text: plain(`${item.title} ${item.note ?? ""} ${item.words ?? ""}`) }))
        .filter(({ text }) => words.every((word) => text.includes(word)))
        .sort((a, b) => rank(a.text, whole) - rank(b.text, whole) || a.index - b.index)
        .slice(0, most)
        .map(({ item }) => item);
}

function rank(text: string, whole: string): number {
    return text.startsWith(whole) ? 0 : text.includes(` ${whole}`) ? 1 : 2;
}

/** Lower case without accents. */
function plain(text: string): string {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
