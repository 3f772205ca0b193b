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

/** Waits for what `look` sees; the first call of it is the moment from which the time counts. */
export type Watch = (look: () => boolean | Promise<boolean>) => Promise<void>;

/**
 * What `attempt` gives, once all that it watches for came within `promisedMs` of the first `watch`. A busy machine gets three tries, so
 * that one pause of it does not count; what is slow by nature is slow in each, and fails. No try may take five times as long.
 */
export async function promised<T>(what: string, promisedMs: number, attempt: (watch: Watch) => Promise<T>): Promise<T> {
  const took: number[] = [];
  for (;;) {
    let began: number | undefined;
    let ms = 0;
    const value = await attempt(async (look) => {
      began ??= performance.now();
      await until(what, 5 * promisedMs, look);
      ms = performance.now() - began;
    });
    if (began === undefined) throw new Error(`${what}: nothing was watched for`);
    took.push(Math.round(ms));
    if (ms <= promisedMs) {
      console.info(`${what}: ${took.join(", ")} ms`);
      return value;
    }
    if (took.length === 3) throw new Error(`${what}: ${took.join(", ")} ms, each longer than the ${promisedMs} that are promised`);
  }
}
