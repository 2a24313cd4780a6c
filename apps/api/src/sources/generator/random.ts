/**
 * MurmurHash3 (x86, 32 bits) of three words: a number out of a counter, so that the i-th draw needs none of those before
 * it. All arguments and the result are 32-bit integers.
 */
function murmur3(seed: number, a: number, b: number, c: number): number {
  return finish(absorb(absorb(absorb(seed, a), b), c) ^ 12) >>> 0
}

function absorb(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const h = hash ^ k
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

function finish(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** Uniform in (0, 1), never either end. `stream` tells apart what is drawn at one place `i` (a whole number, ≥ 0). */
export const uniform = (seed: number, stream: number, i: number): number =>
  (murmur3(seed, stream, i | 0, Math.floor(i / 2 ** 32)) + 0.5) / 2 ** 32

/** Standard normal, by Box and Muller from the streams `stream` and `stream + 1`. */
export const gaussian = (seed: number, stream: number, i: number): number =>
  Math.sqrt(-2 * Math.log(uniform(seed, stream, i))) * Math.cos(2 * Math.PI * uniform(seed, stream + 1, i))
