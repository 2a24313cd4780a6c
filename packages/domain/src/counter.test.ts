import fc from 'fast-check'
import { expect, test } from 'vitest'
import { falls, lastReadings, type Reading, rates, rateTerms, rateUnit, sameTerms, unlessFallen } from './counter.ts'
import { overlaid, pick, slice } from './settle.ts'
import { after, type Step } from './step.ts'

const counter = [{ kind: 'counter' }] as const
const hour: Step = { unit: 'millisecond', count: 3_600_000 }
const month: Step = { unit: 'month', count: 1, zone: 'Europe/Berlin', day: null }
const day: Step = { unit: 'day', count: 1, zone: 'America/New_York' }
const steps = fc.constantFrom(hour, month, day, { unit: 'millisecond', count: 7 } as Step)
const begin = Date.UTC(2024, 0, 1, 12)

const at = (step: Step, count: number) => Float64Array.from({ length: count }, (_, i) => after(step, begin, i))

/** Increments cumulated; a counter that is reset begins again at zero with the increment that follows. */
const counts = fc.array(fc.record({ by: fc.nat(1_000), reset: fc.boolean() }), { minLength: 2, maxLength: 120 })

function cumulated(all: readonly { readonly by: number; readonly reset: boolean }[]) {
  let reading = 0
  const readings: number[] = []
  for (const { by, reset } of all) {
    // One that comes out higher than before cannot be told from one that went on.
    reading = reset && by < reading ? by : reading + by
    readings.push(reading)
  }
  return Float64Array.from(readings)
}

test('the rate of a cumulated series, whatever its resets, is what it was cumulated from', () => {
  fc.assert(
    fc.property(steps, counts, (step, all) => {
      const values = cumulated(all)
      const made = rates({ times: at(step, values.length), channels: [values] }, counter, step, [
        { at: after(step, begin, -1), value: 0 },
      ])
      expect(Array.from(made.channels[0]!)).toEqual(all.map(({ by }) => by))
    }),
  )
})

test('in whatever batches readings come, missing ones among them, their rates are the same', () => {
  const cuts = fc.array(fc.nat(120), { maxLength: 6 })
  const missing = fc.array(fc.boolean(), { minLength: 120, maxLength: 120 })
  fc.assert(
    fc.property(steps, counts, cuts, missing, (step, all, where, absent) => {
      const values = cumulated(all).map((value, i) => (absent[i] ? Number.NaN : value))
      const points = { times: at(step, values.length), channels: [values] }
      const whole = rates(points, counter, step, [null]).channels[0]!
      let before: (Reading | null)[] = [null]
      const pieces: number[] = []
      const ends = [...where.filter(cut => cut < values.length), values.length].sort((a, b) => a - b)
      ends.forEach((end, i) => {
        const piece = slice(points, i === 0 ? 0 : ends[i - 1]!, end)
        pieces.push(...rates(piece, counter, step, before).channels[0]!)
        before = lastReadings(piece, before)
      })
      expect(pieces).toEqual(Array.from(whole))
    }),
  )
})

test('in whatever order readings come, those that lie among others give the rates they would have given in order', () => {
  fc.assert(
    fc.property(counts, fc.array(fc.boolean(), { minLength: 120, maxLength: 120 }), (all, late) => {
      const values = cumulated(all)
      const points = { times: at(hour, values.length), channels: [values] }
      const places = Array.from(values.keys())
      const early = pick(
        points,
        places.filter(i => !late[i]),
      )
      const then = pick(
        points,
        places.filter(i => late[i]),
      )
      expect(overlaid(early, then)).toEqual(points)
    }),
  )
})

test('an increase over a gap is spread over the steps that went by, those of the calendar where that counts', () => {
  const readings = [100, Number.NaN, Number.NaN, 130, 140]
  for (const step of [hour, month, day]) {
    const made = rates({ times: at(step, 5), channels: [Float64Array.from(readings)] }, counter, step, [null])
    expect(Array.from(made.channels[0]!)).toEqual([Number.NaN, Number.NaN, Number.NaN, 10, 10])
  }
})

test('a rate is never negative and always finite, and one reading right after another is no surge', () => {
  const times = Float64Array.of(0, 3_600_000, 3_600_001, 7_200_000)
  const of = (...values: number[]) =>
    Array.from(rates({ times, channels: [Float64Array.from(values)] }, counter, hour, [null]).channels[0]!).slice(1)
  expect(of(10, 20, 21, 30)).toEqual([10, 2, expect.closeTo(9, 5)])
  expect(of(10, -5, -7, -6).every(rate => rate >= 0)).toBe(true)
  expect(of(-Number.MAX_VALUE, Number.MAX_VALUE, 0, 0).every(Number.isFinite)).toBe(true)
})

test('channels that do not count are as they were, and nothing is done where none counts', () => {
  const points = { times: Float64Array.of(0, 1), channels: [Float64Array.of(1, 2), Float64Array.of(3, 9)] }
  expect(rates(points, [{ kind: 'gauge' }, { kind: 'gauge' }], hour, [])).toBe(points)
  expect(rates(points, [{ kind: 'gauge' }, { kind: 'counter' }], hour, []).channels[0]).toBe(points.channels[0])
})

test('terms are the same while an interval moves a little, and others with another step or other counters', () => {
  const of = (step: Step | null, channels: readonly { kind: 'gauge' | 'counter' }[] = counter) =>
    rateTerms(channels, step)
  expect(of(hour, [{ kind: 'gauge' }])).toBeNull()
  expect(sameTerms(of(hour), of({ unit: 'millisecond', count: 3_600_900 }))).toBe(true)
  for (const other of [
    of(null),
    of(month),
    of({ unit: 'millisecond', count: 1_800_000 }),
    of(hour, [{ kind: 'gauge' }]),
    of(hour, [{ kind: 'gauge' }, { kind: 'counter' }]),
  ])
    expect(sameTerms(of(hour), other)).toBe(false)
})

test('a rate has a unit that says by what it is counted', () => {
  expect([
    rateUnit('kWh', hour),
    rateUnit(null, { unit: 'millisecond', count: 900_000 }),
    rateUnit('€', month),
    rateUnit('m³', { unit: 'week', count: 2, zone: 'UTC' }),
    rateUnit('kWh', null),
  ]).toEqual(['kWh per hour', 'per 15 min', '€ per month', 'm³ per 2 weeks', 'kWh per step'])
})

test('where a counter falls, after missing readings and from batch to batch too, what is found too low there is no finding', () => {
  const points = { times: at(hour, 6), channels: [Float64Array.of(5, Number.NaN, 3, 4, 2, 2), new Float64Array(6)] }
  const channels = [{ kind: 'counter' }, { kind: 'gauge' }] as const
  const places = (last: number) => falls(points, channels, [{ at: begin - 1, value: last }, null]).map(one => one.at)
  const [first, third, fifth] = [0, 2, 4].map(i => points.times[i]!)
  expect(places(6)).toEqual([first, third, fifth])
  expect(places(5)).toEqual([third, fifth])
  const finding = (time: number, value: number, channel = 0) => ({ at: time, channel, value, expected: 1 })
  const found = [finding(third!, 0), finding(third!, 2), finding(third!, 0, 1), finding(points.times[3]!, 0)]
  expect(unlessFallen(found, falls(points, channels, [null, null]))).toEqual(found.slice(1))
})
