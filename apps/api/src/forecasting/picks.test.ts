import type { Forecaster } from '@seriema/ml/contract/forecaster'
import { ridge } from '@seriema/ml/models/ridge'
import { seasonalNaive } from '@seriema/ml/models/seasonal-naive'
import { expect, test, vi } from 'vitest'
import { createForecastEngine } from './engine.ts'
import { candidatesOf, createPicks } from './picks.ts'
import type { ForecastTask } from './task.ts'

/** A swing that no season and no straight line continues. */
const swing = (i: number) => Math.sin(i ** 1.5 / 50)
const count = 400
const task: ForecastTask = {
  seriesId: 1,
  window: { channels: [Float64Array.from({ length: count }, (_, i) => i + swing(i))], interval: 1_000 },
  step: { unit: 'millisecond', count: 1_000 },
  points: count,
  origin: 0,
  gaps: [null],
  declared: [{ minimum: null, maximum: null }],
  past: [],
  horizon: 8,
  levels: [0.8],
  wanted: null,
  quick: false,
}

/** Knows the swing: the last value is its place, nearly. */
const base = (known = swing): Forecaster => ({
  kind: 'base',
  longestHorizon: 96,
  pointsNeeded: () => 4,
  fit: async () => ({
    kind: 'base',
    lookback: 4,
    forecast: async (windows, horizon) =>
      windows.map(({ channels }) =>
        channels.map(values => {
          const last = Array.from({ length: count }, (_, i) => i).find(i => i + swing(i) === values.at(-1))!
          return Float64Array.from({ length: horizon }, (_, h) => last + 1 + h + known(last + 1 + h))
        }),
      ),
  }),
})

test('a pretrained network speaks where it beats the others on the series itself, and the table shows it', async () => {
  const made = await createForecastEngine({ pretrained: [base()] }).run(task)
  expect(made.kind).toBe('base')
  expect(made.reason).toMatch(/^the best in a backtest on this series, with 0 % of the error/)
  expect(made.candidates[0]).toEqual({ forecaster: 'base', error: 0, chosen: true, skipped: null })
  expect(made.candidates.map(({ forecaster }) => forecaster).sort()).toEqual([
    'base',
    'drift',
    'ets',
    'mstl',
    'ridge',
    'seasonal-naive',
  ])
})

test('and not where it does not', async () => {
  const made = await createForecastEngine({ pretrained: [base(i => -40 * swing(i))] }).run(task)
  expect(made.kind).not.toBe('base')
  expect(made.candidates.find(({ forecaster }) => forecaster === 'base')!.error).toBeGreaterThan(1)
})

test('what fails when it is to serve is replaced by the next of the table, which says so', async () => {
  const once = base()
  let fits = 0
  const fails: Forecaster = { ...once, fit: (...given) => (fits++ > 0 ? Promise.reject('gone') : once.fit(...given)) }
  const made = await createForecastEngine({ pretrained: [fails] }).run(task)
  expect(made.kind).not.toBe('base')
  expect(made.reason).toBe('base failed, which came out better')
  expect(made.candidates[0]).toMatchObject({ forecaster: 'base', chosen: false })
  expect(made.candidates.find(({ chosen }) => chosen)).toMatchObject({ forecaster: made.kind })
})

test('a table serves until the series has outgrown it, those who ask at once share it, another reach has its own', async () => {
  const fit = vi.spyOn(ridge, 'fit')
  const picks = createPicks([seasonalNaive, ridge])
  const [a, b] = await Promise.all([picks.get(task, 1), picks.get({ ...task, points: count + 39 }, 1)])
  expect(b).toBe(a)
  expect(fit).toHaveBeenCalledTimes(1)
  for (const other of [{ seriesId: 2 }, { horizon: 9 }, { points: count + 40 }])
    expect(await picks.get({ ...task, ...other }, 1)).not.toBe(a)
  expect(fit).toHaveBeenCalledTimes(4)
})

test('what was fitted for the backtest is given once, to whoever serves by it', async () => {
  const pick = await createPicks([ridge]).get(task, 1)
  expect(candidatesOf(pick, 'ridge')).toMatchObject([{ forecaster: 'ridge', chosen: true }])
  expect(pick.takeTrial()).toMatchObject({ from: 300 })
  expect(pick.takeTrial()).toBeNull()
})
