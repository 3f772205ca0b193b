// SPDX-License-Identifier: Apache-2.0
// What can be checked of accessibility by a machine.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Finding = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] };
type Axe = { run: (at: Document, options: unknown) => Promise<{ violations: Finding[] }> };

/** Every violation of WCAG 2.2 A and AA on the page as it stands, one line each. */
export async function violations(page: Page): Promise<string[]> {
    // By the debugger, not by a script element: the page's policy forbids scripts of others.
    if (!(await page.evaluate(() => "axe" in window))) {
        await page.evaluate(source);
    }
    return page.evaluate(async () => {
        const axe = (window as unknown as { axe: Axe }).axe;
        const { violations: found } = await axe.run(document, {
            runOnly: {
                type: "tag",
                values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
            },
            resultTypes: ["violations"],
        });
        return found.flatMap((finding) =>
            finding.nodes.map(
                (node) =>
                    `${finding.id}: ${node.target.join(" ")}: ${(node.failureSummary ?? "").split("\n")[1]?.trim() ?? finding.help}`,
            ),
        );
    });
}

/**
 * Each thing to press that is smaller than 44 by 44 px. A control counts with its label; a link within a sentence
 * is left out, as WCAG 2.5.8 does.
 */
export async function smallTargets(page: Page): Promise<string[]> {
    return page
        .locator("a[href], button, input, select, textarea, summary, [role=option]")
        .evaluateAll((elements) =>
            elements.flatMap((element) => {
                const own = element.getBoundingClientRect();
                const style = getComputedStyle(element);
                if (own.width === 0 || own.height === 0 || style.visibility === "hidden") {
                    return [];
                }
                const dialog = document.querySelector("dialog[open]");
                if (dialog !== null && !dialog.contains(element)) {
                    return [];
                }
                if (element.matches("a") && element.closest("p") !== null) {
                    return [];
                }
                // Only there for who comes by keyboard.
                if (own.bottom < 0) {
                    return [];
                }
                const label = element.closest("label")?.getBoundingClientRect() ?? own;
                const width = Math.max(own.width, label.width);
                const height = Math.max(own.height, label.height);
                return width < 43.5 || height < 43.5
                    ? [
                          `${element.tagName.toLowerCase()} "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}" ${Math.round(width)} × ${Math.round(height)}`,
                      ]
                    : [];
            }),
        );
}

/** Each drawing of figures without a table of the same numbers beside it or under it. */
export async function chartsWithoutTable(page: Page): Promise<string[]> {
    return page.locator("figure").evaluateAll((figures) =>
        figures.flatMap((figure) => {
            const drawn = figure.getAttribute("data-drawn");
            const tables = [...(drawn === null ? figure : document).querySelectorAll("table")];
            const name = figure.closest("section")?.querySelector("h2")?.textContent ?? "?";
            if (tables.length === 0) {
                return [`${name}: no table`];
            }
            const told = new Set(
                tables.flatMap((table) =>
                    [...table.querySelectorAll("data")].map((item) => item.value),
                ),
            );
            const values = drawn === null ? [] : (JSON.parse(drawn) as string[]);
            return values
                .filter((value) => value !== "0" && !told.has(value))
                .map((value) => `${name}: ${value} is drawn and stands in no table`);
        }),
    );
}
