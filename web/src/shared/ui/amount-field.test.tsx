// SPDX-License-Identifier: Apache-2.0
import { act, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";

import { setLanguage } from "@/shared/i18n/i18n";

import { AmountField } from "./amount-field";

const rupiah = { currency: "IDR", exponent: 0 };
let root: Root;
let host: HTMLElement;

function Probe() {
    const [text, setText] = useState("");
    return <AmountField label="Jumlah" unit={rupiah} value={text} onChange={setText} big />;
}

beforeEach(async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    setLanguage("id");
    host = document.body.appendChild(document.createElement("div"));
    root = createRoot(host);
    await act(() => {
        root.render(<Probe />);
        return Promise.resolve();
    });
});

afterEach(async () => {
    await act(() => {
        root.unmount();
        return Promise.resolve();
    });
    host.remove();
});

function field(): HTMLInputElement {
    const input = host.querySelector("input");
    if (input === null) {
        throw new Error("no input");
    }
    return input;
}

/** As a browser does it: the text is there first, then the event. */
async function write(text: string, caret = text.length): Promise<void> {
    const input = field();
    input.focus();
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    setter?.call(input, text);
    input.setSelectionRange(caret, caret);
    await act(() =>
        Promise.resolve(input.dispatchEvent(new Event("input", { bubbles: true }))),
    );
}

async function press(name: string): Promise<void> {
    const key = [...host.querySelectorAll("button")].find((item) => item.textContent === name);
    await act(() => Promise.resolve(key?.click()));
}

it("groups while typing and keeps the caret behind the same digit", async () => {
    await write("1250");
    expect(field().value).toBe("1.250");
    await write("91.250", 1);
    expect(field().value).toBe("91.250");
    expect(field().selectionStart).toBe(1);
});

it.each([
    ["Rp 1.250.000", "1.250.000"],
    ["1.250.000,00", "1.250.000,00"],
    ["1,250,000", "1.250.000"],
    ["1.250", "1.250"],
])("takes %s when it is pasted", async (pasted, shown) => {
    await write(pasted);
    expect(field().value).toBe(shown);
});

it("adds zeros and further amounts by its keys and says the sum", async () => {
    await write("25");
    await press("000");
    expect(field().value).toBe("25.000");
    await press("+");
    await write(`${field().value}7500`);
    expect(field().value).toBe("25.000+7.500");
    expect(host.querySelector("output")?.textContent).toContain("32.500");
});
