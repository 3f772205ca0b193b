// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { findItems, type PaletteItem } from "./palette-items";

const item = (title: string, note?: string): PaletteItem => ({
    id: title,
    group: "accounts",
    title,
    ...(note === undefined ? {} : { note }),
    open: () => undefined,
});
const items = [item("Kas kecil", "1102"), item("Bank", "1103"), item("Biaya Café", "6101"), item("Kas", "1101")];
const found = (query: string, most = 9) => findItems(items, query, most).map((each) => each.title);

it("finds by any word, by the code, and without accents or case", () => {
    expect(found("KAS")).toEqual(["Kas kecil", "Kas"]);
    expect(found("1103")).toEqual(["Bank"]);
    expect(found("cafe bia")).toEqual(["Biaya Café"]);
});

it("puts what begins with the words first", () => {
    expect(findItems([item("Tutup buku"), item("Buku besar")], "buku", 9)[0]?.title).toBe("Buku besar");
});

it("gives everything in order for nothing typed, and no more than asked", () => {
    expect(found("", 2)).toEqual(["Kas kecil", "Bank"]);
});
