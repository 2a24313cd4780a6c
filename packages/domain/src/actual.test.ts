import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actualAt, leadErrors } from './actual.ts'
import { after, type Step } from './step.ts'

const hour = 3_600_000
const hourly: Step = { unit: 'millisecond', count: hour }

test('what came of a step is the point nearest to it, by half a step at most, whatever else is missing', () => {
  const times = Float64Array.of(10 * hour, 11 * hour, 12 * hour, 13 * hour)
  const points = {
    times: Float64Array.of(9 * hour, 10 * hour + 5, 11 * hour - 5, 11 * hour + 5, 12.4 * hour, 14 * hour),
    channels: [Float64Array.of(1, 2, 3, 4, Number.NaN, 6), Float64Array.of(1, 2, 3, Number.NaN, 5, 6)],
  }
  expect(actualAt(hourly, times, points)).toEqual([
    Float64Array.of(2, 4, Number.NaN, Number.NaN),
    Float64Array.of(2, 3, 5, Number.NaN),
  ])
})

test('steps of a calendar are met where its months are of different length', () => {
  const monthly: Step = { unit: 'month', count: 1, zone: 'UTC', day: 31 }
  const begin = Date.UTC(2026, 0, 31)
  const times = Float64Array.from([1, 2, 3], n => after(monthly, begin, n))
  const points = { times, channels: [Float64Array.of(28, 31, 30)] }
  expect(actualAt(monthly, times, points)).toEqual([Float64Array.of(28, 31, 30)])
})

const numbers = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const values = fc.array(fc.oneof(numbers, fc.constant(Number.NaN)), { maxLength: 8 })

test('errors by lead are the means over all pairs of that lead, and say over how many', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(values, values), { maxLength: 6 }), pairs => {
      const all = pairs.map(([mean, actual]) => ({ mean, actual: mean.map((_, i) => actual[i] ?? Number.NaN) }))
      const { counts, absolute, bias } = leadErrors(all)
      expect(counts).toHaveLength(Math.max(0, ...all.map(({ mean }) => mean.length)))
      counts.forEach((count, lead) => {
        const errors = all.flatMap(({ mean, actual }) => {
          const error = (actual[lead] ?? Number.NaN) - (mean[lead] ?? Number.NaN)
          return Number.isNaN(error) ? [] : [error]
        })
        expect(count).toBe(errors.length)
        const sum = (some: readonly number[]) => some.reduce((all, one) => all + one, 0)
        const mean = (some: readonly number[]) => (count === 0 ? Number.NaN : expect.closeTo(sum(some) / count, 5))
        expect(absolute[lead]).toEqual(mean(errors.map(Math.abs)))
        expect(bias[lead]).toEqual(mean(errors))
      })
    }),
  )
})
