import { expect, test } from 'vitest'
import type { FittedForecaster, Window } from '../contract/forecaster.ts'
import { seasonalNaive } from '../models/seasonal-naive.ts'
import { judgeHeldOut } from './held-out.ts'

const season = 6
/** A wave that rises by one each season. */
const values = Float64Array.from(
  { length: 120 },
  (_, t) => 5 * Math.sin((2 * Math.PI * t) / season) + Math.floor(t / season),
)
const history: Window = { channels: [values, values.map(value => 3 * value)], interval: 60_000 }
const options = { from: 60, horizon: 6, season, origins: 10 }

test('seasonal naive is as good as seasonal naive: off by what a season changes', async () => {
  const { accuracy, naive, origins } = await judgeHeldOut(await seasonalNaive.fit(history, options), history, options)
  expect(accuracy).toEqual(naive)
  expect(origins).toBe(10)
  expect(accuracy.map(({ mae }) => Math.round(1e6 * mae) / 1e6)).toEqual([1, 3])
  for (const { mase, count } of accuracy) {
    expect(mase).toBeCloseTo(1, 9)
    expect(count).toBe(60)
  }
})

test('both are judged from the same origins, though one looks farther back', async () => {
  const seen: number[] = []
  const lagging: FittedForecaster = {
    kind: 'ridge',
    lookback: 90,
    forecast: async (windows, horizon) =>
      windows.map(({ channels }) => {
        seen.push(channels[0]!.length)
        return channels.map(past => Float64Array.from({ length: horizon }, (_, h) => past.at(h - season)!))
      }),
  }
  const { accuracy, naive, origins } = await judgeHeldOut(lagging, history, options)
  expect(seen).toEqual(new Array(origins).fill(90))
  expect(accuracy).toEqual(naive)
})

test('MASE looks at nothing after the part that was learnt from', async () => {
  const changed = values.map((value, t) => (t < 60 ? value : value + 1e3 * (t % 2)))
  const fitted = await seasonalNaive.fit(history, options)
  const [plain] = (await judgeHeldOut(fitted, history, options)).accuracy
  const [wild] = (await judgeHeldOut(fitted, { ...history, channels: [changed] }, options)).accuracy
  expect(wild!.mase / plain!.mase).toBeCloseTo(wild!.mae / plain!.mae, 9)
})
