import { outgrown } from '@seriema/domain/retraining'
import { seasonalNaive } from '@seriema/ml/models/seasonal-naive'
import { expect, test, vi } from 'vitest'
import { createFittedModels } from './fitted-models.ts'

const window = { channels: [Float64Array.from({ length: 100 }, (_, i) => i)], interval: 1_000 }
const purpose = { seriesId: 1, horizon: 3, season: 1, points: 1_000 }

test('a fit serves until the series has grown by a tenth, 16 to 512 points, or was begun anew', () => {
  expect([outgrown(100, 115), outgrown(100, 116)]).toEqual([false, true])
  expect([outgrown(1_000, 1_099), outgrown(1_000, 1_100)]).toEqual([false, true])
  expect([outgrown(1e6, 1e6 + 511), outgrown(1e6, 1e6 + 512)]).toEqual([false, true])
  expect(outgrown(1_000, 999)).toBe(true)
})

test('those who ask at once share one fit; another series, reach or season has its own', async () => {
  const fit = vi.spyOn(seasonalNaive, 'fit')
  const models = createFittedModels()
  const [a, b] = await Promise.all([
    models.get(seasonalNaive, window, purpose),
    models.get(seasonalNaive, window, purpose),
  ])
  expect(a).toBe(b)
  const once = fit.mock.calls.length
  for (const other of [{ seriesId: 2 }, { horizon: 4 }, { season: 2 }, { points: 1_200 }])
    expect(await models.get(seasonalNaive, window, { ...purpose, ...other })).not.toBe(a)
  expect(fit.mock.calls.length).toBe(5 * once)
})

test('with a trial of the same history one fit is enough, and the errors are those of the trial', async () => {
  const trial = { fitted: await seasonalNaive.fit(window, purpose), from: 60 }
  const fit = vi.spyOn(seasonalNaive, 'fit').mockClear()
  const { backtest } = await createFittedModels().get(seasonalNaive, window, purpose, { trial })
  expect(fit).toHaveBeenCalledTimes(1)
  expect(backtest.origins[0]).toBe(60)
})

test('a fit that failed is tried again', async () => {
  const models = createFittedModels()
  const empty = { channels: [new Float64Array(0)], interval: 1_000 }
  await expect(models.get(seasonalNaive, empty, purpose)).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  await expect(models.get(seasonalNaive, window, purpose)).resolves.toBeDefined()
})
