// SPDX-License-Identifier: Apache-2.0
/**
 * The seed of a suite that makes its cases by chance, printed so that a failure can be repeated. `usual` unless ARUS_SEED
 * says otherwise: a number, or `random` for one never tried before. An unchanged tree is tested alike on every run.
 */
export function testSeed(usual: number): number {
  const wanted = process.env.ARUS_SEED;
  const seed = wanted === "random" ? Math.floor(Math.random() * 2 ** 31) : Number(wanted ?? usual);
  console.log(`seed ${seed} (ARUS_SEED=${seed} repeats it)`);
  return seed;
}
