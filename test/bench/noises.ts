interface Noise {
  readonly name: string
  readonly make: (seed: number, count: number) => Float64Array
}

/** Seeded uniform draws in (0, 1): mulberry32. */
function uniform(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
}

const normal = (draw: () => number) => () => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw())

/** Each point by its place and draws from a standard normal and a uniform distribution. */
const noise = (name: string, at: () => (i: number, normal: () => number, uniform: () => number) => number): Noise => ({
  name,
  make(seed, count) {
    const draw = uniform(seed)
    const value = at()
    return Float64Array.from({ length: count }, (_, i) => value(i, normal(draw), draw))
  },
})

/** Series in which nothing happens. */
export const noises: readonly Noise[] = [
  noise('normal', () => (_, draw) => draw()),
  noise('Student t, 3', () => (_, draw) => draw() / Math.sqrt((draw() ** 2 + draw() ** 2 + draw() ** 2) / 3)),
  noise('Laplace', () => (_, _draw, u) => {
    const x = u() - 0.5
    return -Math.sign(x) * Math.log(1 - 2 * Math.abs(x))
  }),
  noise('lognormal', () => (_, draw) => Math.exp(draw())),
  noise('AR(1), 0.9', () => {
    let level = 0
    return (_, draw) => {
      level = 0.9 * level + draw()
      return level
    }
  }),
  noise('season', () => (i, draw) => 10 * Math.sin((2 * Math.PI * i) / 96) + draw()),
  noise('walk', () => {
    let level = 0
    return (_, draw) => {
      level += draw()
      return level
    }
  }),
]
