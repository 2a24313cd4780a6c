/** Draws that are the same for the same seed: mulberry32. */
export interface Draw {
  /** In [0, 1). */
  real(): number
  /** 0 to `below` − 1. */
  whole(below: number): number
  one<T>(of: readonly T[]): T
  chance(probability: number): boolean
}

export function drawing(seed: number): Draw {
  let state = seed >>> 0
  const real = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number) => Math.floor(real() * below)
  return { real, whole, one: of => of[whole(of.length)]!, chance: probability => real() < probability }
}
