import { expect, test } from 'vitest'
import { ensemble } from '../ensemble.ts'

const minute = 60_000

/** A uniform draw in [0, 1) by a generator that is the same everywhere. */
function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A value at a step of a series of some character, `draw` being noise; NaN where none came. */
type Character = (step: number, draw: () => number, before: number) => number

const between = (step: number, season: number) => Math.abs(((step % season) / season) * 2 - 1)

const characters: Readonly<Record<string, Character>> = {
  noise: (_, draw) => draw() + draw() + draw() + draw(),
  'season of a day': (step, draw) => 20 * between(step, 288) + draw(),
  'season with an edge, gaps and outliers': (step, draw) =>
    draw() < 0.05 ? Number.NaN : (step % 48 < 20 ? 5 : 0) + 0.1 * draw() + (draw() < 0.01 ? 30 : 0),
  walk: (_, draw, before) => before + draw() - 0.5,
  'flag at rest': (_, draw, before) => (draw() < 0.01 ? 1 - before : before),
  'whole numbers': (_, draw) => Math.floor(4 * draw() * draw()),
  'change of level': (step, draw) => draw() + (step > 5_000 ? 100 : 0),
  huge: (step, draw) => (draw() - 0.5) * (step % 1_000 === 999 ? 1e200 : 1e-3),
}

/** As scores were before anything was made faster: of seeds 1, 2 and 3. */
const fingerprints: Readonly<Record<string, readonly string[]>> = {
  noise: ['8b125898', '7e1fdda2', '5afbfe2a'],
  'season of a day': ['cc703fe7', '560a72d7', '713495a5'],
  'season with an edge, gaps and outliers': ['7161652e', 'b2f1e718', '42c7cb5c'],
  walk: ['c1666e1d', '9c5d4b8c', '3fa718b9'],
  'flag at rest': ['57081a90', '40bb4c37', 'daa2cffe'],
  'whole numbers': ['10949223', 'e6f1fbed', 'c4a2156a'],
  'change of level': ['d14c7d33', '16e7f12a', '18f51b58'],
  huge: ['2f758db8', '970373f1', 'a957bd2e'],
}

/** Of all bits of all scores and of what is told of those flagged (FNV-1a). */
function fingerprint(character: Character, seed: number): string {
  const draw = draws(seed)
  const [values, times] = [new Float64Array(10_000), new Float64Array(10_000)]
  let [before, at] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const value = character(i, draw, before)
    if (!Number.isNaN(value)) before = value
    values[i] = value
    // A silence now and then, and a long one in the middle.
    at += 5 * minute * (i === 6_000 ? 700 : draw() < 0.002 ? 3 : 1)
    times[i] = at
  }
  const state = ensemble.initial(ensemble.defaults)
  const { scores, flagged } = ensemble.scoreColumn(state, values, times)
  const told = flagged.flatMap(({ index, score, expected, lower, upper }) => [index, score, expected, lower, upper])
  const all = Float64Array.from([...scores, ...told], value => (Number.isNaN(value) ? Number.NaN : value))
  let hash = 0x811c9dc5
  for (const word of new Uint32Array(all.buffer)) hash = Math.imul(hash ^ word, 0x01000193) >>> 0
  return hash.toString(16)
}

test.each(Object.entries(characters))('scores of %s are bit for bit what they were', (name, character) => {
  expect([1, 2, 3].map(seed => fingerprint(character, seed))).toEqual(fingerprints[name])
})
