// SPDX-License-Identifier: Apache-2.0

/** The first truthy value `look` gives; throws when there is none within `withinMs`. For what nobody announces. */
export async function until<T>(what: string, withinMs: number, look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resume) => setTimeout(resume, 10));
  }
}
