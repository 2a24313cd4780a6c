import { plainRecipe, type Recipe, recipeFills, recipeScales, resampleUnits } from '@seriema/domain/recipe'
import { instantOf, timeZone } from '@seriema/domain/time-zone'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Member } from '../contract/trainable.ts'
import { type Learnt, learnRecipe, prepare } from './recipe.ts'

const hour = 3_600_000
const day = 24 * hour
const local = (zone: string, ...date: Parameters<typeof Date.UTC>) => instantOf(timeZone(zone), Date.UTC(...date))

const member = (times: Iterable<number>, values: Iterable<number>, more: Partial<Member> = {}): Member => ({
  key: 'demo',
  times: Float64Array.from(times),
  channels: [Float64Array.from(values)],
  attributes: [],
  step: { unit: 'millisecond', count: hour },
  timeZone: 'UTC',
  ...more,
})
const nothing: Learnt = { vocabularies: [], members: new Map() }
const weeks: Recipe['resample'] = { unit: 'week', count: 1, by: 'sum', weekStart: 1, timeZone: null }
const resampled = (resample: Partial<NonNullable<Recipe['resample']>>): Recipe => ({
  ...plainRecipe,
  resample: { ...weeks, ...resample },
  scale: 'none',
})

/** As it is after having lain in a file. */
const reread = ({ vocabularies, members }: Learnt): Learnt => {
  const kept = JSON.parse(JSON.stringify({ vocabularies, members: [...members] }))
  return { vocabularies: kept.vocabularies, members: new Map(kept.members) }
}

/** Periods of a day or so at least. */
const multiple = { minute: 1_000, hour: 12, day: 1, week: 1, month: 1 }
const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  resample: fc.option(
    fc
      .record({
        unit: fc.constantFrom(...resampleUnits),
        count: fc.integer({ min: 1, max: 3 }),
        by: fc.constantFrom('last', 'sum', 'mean'),
        weekStart: fc.integer({ min: 1, max: 7 }),
        timeZone: fc.constantFrom(null, 'America/Sao_Paulo', 'Europe/Berlin'),
      })
      .map(made => ({ ...made, count: made.count * multiple[made.unit] })),
  ),
  fill: fc.constantFrom(...recipeFills),
  cut: fc.option(fc.double({ min: 1, max: 10, noNaN: true })),
  scale: fc.constantFrom(...recipeScales),
  categories: fc.constantFrom([], ['region'], ['region', 'product']),
})
const anyValue = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
  fc.constant(Number.NaN),
)
const anyMember = (key: string): fc.Arbitrary<Member> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.integer({ min: 30, max: 60 }), anyValue, anyValue), { minLength: 150, maxLength: 250 }),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata'),
      fc.constantFrom('SP', 'RJ'),
    )
    .map(([points, zone, region]) => {
      let at = Date.UTC(2026, 2, 1)
      const times = points.map(([gap]) => {
        at += gap * hour
        return at
      })
      return {
        key,
        times: Float64Array.from(times),
        channels: [Float64Array.from(points, one => one[1]), Float64Array.from(points, one => one[2])],
        attributes: [{ name: 'region', value: region }],
        step: { unit: 'millisecond', count: 40 * hour },
        timeZone: zone,
      }
    })

test('serving on the training data sees exactly what training saw, bit by bit', () => {
  fc.assert(
    fc.property(anyRecipe, anyMember('a'), anyMember('b'), (recipe, a, b) => {
      const learnt = learnRecipe(recipe, [a, b], cells => Math.floor(cells * 0.7))
      const kept = reread(learnt)
      for (const one of [a, b]) {
        const [seen, served] = [prepare(recipe, learnt, one, 8), prepare(recipe, kept, one, 8)]
        expect(served.channels).toEqual(seen.channels)
        expect(served.gaps).toEqual(seen.gaps)
        expect(served.scales).toEqual(seen.scales)
        expect(served.tokens).toEqual(seen.tokens)
        expect(served.instantOf(served.cells)).toBe(seen.instantOf(seen.cells))
        if (recipe.fill !== 'none')
          expect(served.channels.flatMap(values => [...values]).every(Number.isFinite)).toBe(true)
        for (const { factor } of served.scales) expect(factor).toBeGreaterThan(0)
      }
    }),
    { numRuns: 60 },
  )
})

test('what comes after the training part changes nothing of what was learnt', () => {
  fc.assert(
    fc.property(anyRecipe, anyMember('a'), (recipe, before) => {
      const trainable = (cells: number) => Math.floor(cells * 0.5)
      const after = { ...before, channels: before.channels.map(values => values.slice()) }
      for (const values of after.channels) values.fill(7, values.length - 5)
      // A line into the gap at the end of the training part leans on what comes after it.
      const kept = { ...recipe, fill: recipe.fill === 'linear' ? 'forward' : recipe.fill } as const
      expect(learnRecipe(kept, [after], trainable)).toEqual(learnRecipe(kept, [before], trainable))
    }),
    { numRuns: 40 },
  )
})

describe('periods', () => {
  const monday = Date.UTC(2026, 0, 5)
  const daily = (from: number, days: number) =>
    member(
      Array.from({ length: days }, (_, i) => from + i * day),
      Array.from({ length: days }, (_, i) => i + 1),
      { step: { unit: 'day', count: 1, zone: 'UTC' } },
    )

  test('are complete: a first or last one that points are missing of is left out until they have come', () => {
    const sums = (one: Member) => [...prepare(resampled({}), nothing, one, 1).channels[0]!]
    expect(sums(daily(monday, 14))).toEqual([28, 77])
    expect(sums(daily(monday, 20))).toEqual([28, 77])
    expect(sums(daily(monday, 21))).toEqual([28, 77, 126])
    expect(sums(daily(monday + day, 20))).toEqual([70, 119])
    expect(() => sums(daily(monday + day, 6))).toThrow(expect.objectContaining({ code: 'INSUFFICIENT_DATA' }))
  })

  test('that are cut off at the beginning are the same from there on', () => {
    const whole = daily(monday, 100)
    const late = {
      ...whole,
      times: whole.times.subarray(40),
      channels: whole.channels.map(values => values.subarray(40)),
    }
    const [all, newest] = [whole, late].map(one => prepare(resampled({}), nothing, one, 1))
    expect([...newest!.channels[0]!]).toEqual([...all!.channels[0]!.subarray(-newest!.cells)])
    expect(newest!.instantOf(newest!.cells)).toBe(all!.instantOf(all!.cells))
  })

  test('begin with the week’s first day in the zone, and go on by the calendar', () => {
    const zone = 'America/Sao_Paulo'
    const from = local(zone, 2026, 0, 4)
    const hours = member(
      Array.from({ length: 24 * 15 }, (_, i) => from + i * hour),
      new Float64Array(24 * 15).fill(1),
      { timeZone: zone },
    )
    const made = prepare(resampled({ weekStart: 7 }), nothing, hours, 1)
    expect([...made.channels[0]!]).toEqual([168, 168])
    expect(made.instantOf(2)).toBe(local(zone, 2026, 0, 18))
  })

  test('of a day that clocks are changed on have 23 and 25 hours', () => {
    const zone = 'Europe/Berlin'
    for (const [month, date, expected] of [
      [2, 29, 23],
      [9, 25, 25],
    ] as const) {
      const from = local(zone, 2026, month, date)
      const hours = member(
        Array.from({ length: expected }, (_, i) => from + i * hour),
        new Float64Array(expected).fill(1),
        { timeZone: zone },
      )
      const made = prepare(resampled({ unit: 'day' }), nothing, hours, 1)
      expect([...made.channels[0]!]).toEqual([expected])
      expect(made.instantOf(1)).toBe(local(zone, 2026, month, date + 1))
    }
  })

  test('of months are as long as they are', () => {
    const days = daily(Date.UTC(2026, 0, 1), 90)
    const ones = { ...days, channels: [new Float64Array(90).fill(1)] }
    const made = prepare(resampled({ unit: 'month' }), nothing, ones, 1)
    expect([...made.channels[0]!]).toEqual([31, 28, 31])
    expect(made.instantOf(3)).toBe(Date.UTC(2026, 3, 1))
  })

  test('are the last, the sum or the mean of what is there', () => {
    const two = member(
      [0, 1, 2, 3].map(i => day + i * hour),
      [1, Number.NaN, 5, 9],
    )
    const made = (by: 'last' | 'sum' | 'mean') => [
      ...prepare(resampled({ unit: 'hour', count: 2, by }), nothing, two, 1).channels[0]!,
    ]
    expect([made('last'), made('sum'), made('mean')]).toEqual([
      [1, 9],
      [1, 14],
      [1, 7],
    ])
  })
})

test('gaps are filled as the recipe says, and told', () => {
  const one = member(
    [1, 2, 4, 5].map(i => i * hour),
    [Number.NaN, 2, 8, Number.NaN],
  )
  const made = (fill: Recipe['fill']) => prepare({ ...plainRecipe, fill }, nothing, one, 1)
  expect([...made('linear').channels[0]!]).toEqual([2, 2, 5, 8, 8])
  expect([...made('forward').channels[0]!]).toEqual([2, 2, 2, 8, 8])
  expect([...made('zero').channels[0]!]).toEqual([0, 2, 0, 8, 0])
  expect([...made('none').channels[0]!]).toEqual([Number.NaN, 2, Number.NaN, 8, Number.NaN])
  expect([...made('zero').gaps[0]!]).toEqual([1, 0, 1, 0, 1])
})

test('what is far from the median of the training part is cut away', () => {
  const values = [1, 2, 3, 2, 1, 900, 2, 3, 900, 1]
  const one = member(
    values.map((_, i) => day + i * hour),
    values,
  )
  const recipe: Recipe = { ...plainRecipe, cut: 10 }
  const learnt = learnRecipe(recipe, [one], () => 6)
  expect(Math.max(...prepare(recipe, learnt, one, 4).channels[0]!)).toBe(3)
})

test('a series nothing was learnt of is scaled by its own window, and its categories are unknown', () => {
  const known = {
    ...member(
      [1, 2, 3, 4].map(i => i * hour),
      [1, 2, 3, 4],
    ),
    attributes: [{ name: 'region', value: 'SP' }],
  }
  const recipe: Recipe = { ...plainRecipe, categories: ['region'] }
  const learnt = learnRecipe(recipe, [known], () => 2)
  expect(prepare(recipe, learnt, known, 2)).toMatchObject({ tokens: [1], scales: [{ location: 1.5, factor: 0.5 }] })
  const stranger = { ...known, key: 'stranger', attributes: [{ name: 'region', value: 'RJ' }] }
  expect(prepare(recipe, learnt, stranger, 2)).toMatchObject({ tokens: [0], scales: [{ location: 3.5, factor: 0.5 }] })
  expect(prepare(recipe, learnt, { ...stranger, attributes: [] }, 2).tokens).toEqual([0])
})
