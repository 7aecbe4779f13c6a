/** Seeds run from 0 to this. */
export const largestSeed = 2 ** 32 - 1;

/**
 * Numbers from 0 up to 1, the same ones for a seed each time: a counter whose steps are mixed until
 * neighbours have nothing in common (a 32-bit Weyl sequence and an avalanche).
 */
export function seededRandom(seed: number): () => number {
  let counter = seed >>> 0;
  return () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let mixed = counter;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
