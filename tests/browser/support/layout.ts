// SPDX-License-Identifier: Apache-2.0
// Whether what is drawn can be read whole.
import type { Page } from "playwright-core";

/** How far the page can be moved sideways, in pixels. */
export async function sideways(page: Page): Promise<number> {
    return page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
}

/**
 * Each amount among the elements of the selector that is wider than its place, leaves the window, or is cut
 * off. An amount has digits and no words; what only screen readers are given is not drawn and not looked at.
 */
export async function clipped(page: Page, selector: string): Promise<string[]> {
    return page.locator(selector).evaluateAll((elements) =>
        elements.flatMap((element) => {
            const box = element.getBoundingClientRect();
            const said = element instanceof HTMLInputElement ? element.value : element.textContent;
            const drawn = box.width > 0 && box.height > 0 && element.closest(".visually-hidden") === null;
            if (!drawn || !/[0-9]/.test(said) || /[A-Za-z]{3}/.test(said)) {
                return [];
            }
            const range = document.createRange();
            range.selectNodeContents(element);
            const isField = element instanceof HTMLInputElement;
            const text = isField ? box : range.getBoundingClientRect();
            const problems: string[] = [];
            if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
                problems.push("wider than its box");
            }
            // A table may be moved sideways in a box of its own (WCAG 2.2, 1.4.10: two dimensions).
            const table = element.closest("table")?.parentElement ?? null;
            if (table !== null && getComputedStyle(table).overflowX === "auto") {
                return problems.map((problem) => `${said}: ${problem}`);
            }
            for (let at = element.parentElement; at !== null; at = at.parentElement) {
                const outer = at.getBoundingClientRect();
                const cut = text.left < outer.left - 0.5 || text.right > outer.right + 0.5;
                if (getComputedStyle(at).overflowX !== "visible" && cut) {
                    problems.push(`cut by .${at.className}`);
                }
            }
            if (text.left < -0.5 || text.right > document.documentElement.clientWidth + 0.5) {
                problems.push("leaves the window");
            }
            return problems.map((problem) => `${said}: ${problem}`);
        }),
    );
}
