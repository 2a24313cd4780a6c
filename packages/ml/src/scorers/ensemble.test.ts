import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distance, noMemory, remember } from '../statistics/memory.ts'
import { lead, noSeasonMemory, seasonStep } from './ensemble/season-memory.ts'
import { ensemble } from './ensemble.ts'

/** Seeded draws, roughly normal. */
function noise(seed = 1): () => number {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return () => uniform() + uniform() + uniform() + uniform() - 2
}
const scoresOf = (values: Float64Array) => ensemble.scoreColumn(ensemble.initial(ensemble.defaults), values).scores
const highest = (scores: Float64Array, from: number, to: number) => Math.max(...scores.subarray(from, to))
/** 3,000 points made by `at`; what happens at 2,400 stands out from what was before. */
const expectFound = (at: (i: number, draw: number) => number) => {
  const draw = noise()
  const scores = scoresOf(Float64Array.from({ length: 3_000 }, (_, i) => at(i, draw())))
  expect(highest(scores, 2_400, 2_500)).toBeGreaterThan(1.3 * highest(scores, 1_000, 2_400))
}

describe('ensemble finds', () => {
  test('a spike', () => expectFound((i, draw) => draw + (i === 2_400 ? 8 : 0)))
  test('a value in a gap between two usual ones', () =>
    expectFound((i, draw) => 0.1 * draw + (i % 50 < 25 ? 0 : 10) + (i >= 2_400 && i < 2_405 ? 5 : 0)))
  test('a change of level', () => expectFound((i, draw) => draw + (i >= 2_400 ? 3 : 0)))
  test('unrest at the same level', () => expectFound((i, draw) => draw * (i >= 2_400 ? 4 : 1)))
  test('a missing peak of the day, which no window without the season could tell from a night', () => {
    const draw = noise()
    const scores = scoresOf(
      Float64Array.from(
        { length: 3_200 },
        (_, i) => 0.1 * draw() + (i % 288 >= 144 && (i < 2_592 || i >= 2_880) ? 10 : 0),
      ),
    )
    expect(highest(scores, 2_736, 2_880)).toBeGreaterThan(1.3 * highest(scores, 1_500, 2_592))
  })
})

test('ensemble raises next to no alarm on noise, walks and seasons', () => {
  const draw = noise(9)
  let level = 0
  for (const at of [
    () => draw(),
    (i: number) => 10 * Math.sin((2 * Math.PI * i) / 96) + draw(),
    () => (level += draw()),
  ]) {
    const scores = scoresOf(Float64Array.from({ length: 6_000 }, (_, i) => at(i)))
    expect(scores.filter(score => score > ensemble.defaults.threshold).length / 6_000).toBeLessThan(0.02)
  }
})

describe('memory', () => {
  test('stays sorted and bounded, and holds the last values while there is room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 90 }),
        fc.integer({ min: 1, max: 60 }),
        (drawn, capacity) => {
          const memory = noMemory(capacity)
          // To it both zeros are the same.
          const values = drawn.map(value => value + 0)
          for (const value of values) remember(memory, value)
          const held = memory.sorted.subarray(0, memory.count)
          expect(held).toEqual(held.slice().sort())
          expect(memory.count).toBe(Math.min(capacity, values.length))
          if (values.length <= capacity) expect(held).toEqual(Float64Array.from(values).sort())
          else expect(held).toContain(values.at(-1))
        },
      ),
    )
  })

  test('measures to the fourth nearest, by the middle range of what it holds', () => {
    const memory = noMemory(100)
    for (let i = 0; i <= 10; i++) remember(memory, i)
    expect(distance(memory, 5)).toBeCloseTo(2 / 8, 2)
    expect(distance(memory, 20)).toBeCloseTo(13 / 8, 2)
    expect(distance(noMemory(9), 1)).toBeNaN()
  })
})

test('a season leads to the mean of the same phase of earlier ones, once there are three', () => {
  const memory = noSeasonMemory()
  const at = (i: number) => Math.sin((2 * Math.PI * i) / 40)
  for (let i = 0; i < 600; i++) seasonStep(memory, at(i))
  expect(memory.season).toBe(40)
  expect(lead(memory).mean).toBeCloseTo(at(600), 1)
  expect(lead(noSeasonMemory()).mean).toBeNaN()
})

test('a season is found a little at a time: no step does more than one piece of the search', () => {
  const memory = noSeasonMemory()
  const draw = noise()
  const judged = () => memory.search?.shares.filter(share => !Number.isNaN(share)).length ?? 0
  let pieces = 0
  for (let i = 0, before = 0; i < 600; i++) {
    seasonStep(memory, 5 * Math.sin((2 * Math.PI * i) / 40) + draw())
    if (memory.search === null) before = 0
    else {
      expect(judged() - before).toBeLessThanOrEqual(4)
      before = judged()
      pieces++
    }
  }
  expect(pieces).toBeGreaterThan(10)
  expect(memory.season).toBe(40)
})

describe('outliers that keep coming', () => {
  const spiky = (count: number, size: (i: number, u: number) => number) => {
    const draw = noise(3)
    const pick = noise(11)
    return Float64Array.from({ length: count }, (_, i) => draw() / 0.58 + size(i, pick()))
  }
  test('are found for ever where they stand clear of normal noise, one in twenty', () => {
    const values = spiky(4_000, (_, u) => (u > 0.93 ? 9 : 0))
    const scores = scoresOf(values)
    const late = Array.from(values.keys()).slice(3_000)
    const [outliers, rest] = [late.filter(i => values[i]! > 5), late.filter(i => values[i]! <= 5)]
    expect(outliers.length).toBeGreaterThan(40)
    expect(outliers.filter(i => scores[i]! > 5).length / outliers.length).toBeGreaterThan(0.9)
    expect(rest.filter(i => scores[i]! > 3).length / rest.length).toBeLessThan(0.005)
  })

  test('are usual where they shade off into the noise', () => {
    const tail = noise(5)
    const values = Float64Array.from({ length: 4_000 }, () => Math.exp(1.5 * tail()))
    expect(
      scoresOf(values)
        .slice(2_000)
        .filter(score => score > 3).length / 2_000,
    ).toBeLessThan(0.02)
  })
})
