// SPDX-License-Identifier: Apache-2.0

/** CSS pixels of a millimetre. */
const pixelsPerMm = 96 / 25.4;
/** White at the foot, so that the cutter leaves the last line whole. */
const footMm = 8;

/**
 * Prints one element alone, on a page as wide as the roll and as long as the element. The rest of the page
 * is hidden by `data-printing` on the root until the printing has ended.
 */
export function printPaper(selector: string, widthMm: number): void {
    const paper = document.querySelector<HTMLElement>(selector);
    if (paper === null) {
        throw new Error(`nothing to print at ${selector}`);
    }
    const root = document.documentElement;
    root.dataset["printing"] = "paper";
    const lengthMm = Math.ceil(paper.scrollHeight / pixelsPerMm) + footMm;
    // A sheet made by script: the content security policy forbids styles in the page's text.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
        `@page { size: ${String(widthMm)}mm ${String(lengthMm)}mm; margin: 0; }`,
    );
    document.adoptedStyleSheets.push(sheet);
    addEventListener(
        "afterprint",
        () => {
            document.adoptedStyleSheets = document.adoptedStyleSheets.filter(
                (item) => item !== sheet,
            );
            delete root.dataset["printing"];
        },
        { once: true },
    );
    print();
}
