/** A source of numbers from 0 up to 1 that a seed determines, so that a run can be repeated. */
export type Random = () => number;

/** A counter that is mixed until its steps show no pattern (SplitMix, 32 bits). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** @throws {RangeError} for an empty list. */
export function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('there is nothing to pick from');
  return value;
}

/** Picks a row as often as its weight says. */
export function pickWeighted<T extends { readonly weight: number }>(random: Random, rows: readonly T[]): T {
  let left = random() * rows.reduce((total, { weight }) => total + weight, 0);
  for (const row of rows) {
    left -= row.weight;
    if (left < 0) return row;
  }
  return pick(random, rows);
}
