// SPDX-License-Identifier: Apache-2.0
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setLanguage } from "../i18n/i18n";
import { amountMinor } from "./money";
import { Money, type MoneyProps } from "./money-view";

const rupiah = { currency: "IDR", exponent: 0 };
let root: Root;
let host: HTMLElement;

function draw(props: Omit<MoneyProps, "unit">): HTMLDataElement {
    act(() => root.render(<Money unit={rupiah} {...props} />));
    const drawn = host.querySelector("data");
    if (drawn === null) {
        throw new Error("nothing was drawn");
    }
    return drawn;
}
const text = (element: Element) => element.textContent.replaceAll("\u00a0", "_");

beforeEach(() => {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    setLanguage("id");
    host = document.createElement("div");
    document.body.append(host);
    root = createRoot(host);
});

afterEach(() => {
    act(() => root.unmount());
    host.remove();
});

describe("<Money>", () => {
    it("writes the wire's text or minor units, and keeps the exact value for machines", () => {
        expect(text(draw({ amount: "1250000" }))).toBe("Rp_1.250.000");
        const drawn = draw({ amount: amountMinor(-1250000n) });
        expect(text(drawn)).toBe("−Rp_1.250.000");
        expect(drawn.getAttribute("value")).toBe("-1250000");
    });

    it("says the whole figure where it writes a short one", () => {
        const drawn = draw({ amount: "1250000", compact: true });
        expect(text(drawn)).toBe("Rp_1,25_jt");
        expect(drawn.getAttribute("aria-label")?.replaceAll("\u00a0", "_")).toBe("Rp_1.250.000");
        expect(draw({ amount: "999", compact: true }).hasAttribute("aria-label")).toBe(false);
    });

    it("follows the language at once", () => {
        const drawn = draw({ amount: "1250000" });
        act(() => setLanguage("en"));
        expect(text(drawn)).toBe("Rp_1,250,000");
    });

    it("signs changes and leaves the currency out where asked", () => {
        expect(text(draw({ amount: "1500", signed: true, bare: true }))).toBe("+1.500");
    });
});
