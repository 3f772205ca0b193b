// SPDX-License-Identifier: Apache-2.0
// A processor four times slower stands for a phone, not for the neighbours of a test: where others take a part of it,
// the throttle is loosened by as much.
import type { Page } from "playwright-core";

export const phoneSlowness = 4;
/** What the sum below takes on the machine the budgets were set on when nobody else uses it, in milliseconds. */
const idleWorkMs = 55;

/** How many times slower the page computes now than on this machine alone, over a second or more. */
export async function slowness(page: Page): Promise<number> {
    const times = await page.evaluate(async () => {
        const found: number[] = [];
        for (let round = 0; round < 10; round++) {
            const from = performance.now();
            let sum = 0;
            for (let index = 0; index < 2e7; index++) {
                sum = (sum * 31 + index) | 0;
            }
            found.push(performance.now() - from + (sum === 0 ? 1e-9 : 0));
            await new Promise((done) => setTimeout(done, 50));
        }
        return found;
    });
    return Math.max(1, times.reduce((sum, time) => sum + time, 0) / times.length / idleWorkMs);
}
