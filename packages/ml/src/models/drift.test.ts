import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drift, driftsSteadily } from './drift.ts'

const ahead = async (values: Float64Array, season: number, horizon: number) => {
  const window = { channels: [values], interval: 1_000 }
  const [forecast] = await (await drift.fit(window, { horizon, season })).forecast([window], horizon)
  return forecast![0]!
}

test('a straight line goes on, with a season on it or without', async () => {
  const number = fc.integer({ min: -1_000, max: 1_000 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(number, { minLength: 1, maxLength: 12 }),
      number,
      fc.nat(40),
      async (shape, slope, more) => {
        const season = shape.length
        const at = (i: number) => shape[i % season]! + slope * i
        const length = Math.max(3, 2 * season) + more
        const forecast = await ahead(
          Float64Array.from({ length }, (_, i) => at(i)),
          season,
          30,
        )
        forecast.forEach((value, h) => {
          expect(value).toBeCloseTo(at(length + h), 6)
        })
      },
    ),
  )
})

test('1, 2, 3, 4, 5 goes on with 6, 7, 8', async () => {
  expect(Array.from(await ahead(Float64Array.of(1, 2, 3, 4, 5), 1, 3))).toEqual([6, 7, 8])
})

test('a line is told from noise, a walk and a constant', () => {
  let state = 3
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  expect(driftsSteadily(Float64Array.of(1, 2, 3, 4, 5))).toBe(true)
  expect(driftsSteadily(Float64Array.from({ length: 60 }, (_, i) => 2 * i + draw()))).toBe(true)
  expect(driftsSteadily(Float64Array.from({ length: 60 }, draw))).toBe(false)
  expect(driftsSteadily(new Float64Array(60).fill(7))).toBe(false)
  let level = 0
  expect(driftsSteadily(Float64Array.from({ length: 200 }, () => (level += draw())))).toBe(false)
  expect(driftsSteadily(Float64Array.of(1, 2))).toBe(false)
})
