import { freshness } from '@seriema/domain/cadence'
import { requestForecast } from '@seriema/domain/forecast'
import { after, mondayToFriday, type Step } from '@seriema/domain/step'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findForecasts } from '../store/forecast.ts'
import { requireSeries, samplingInterval, stepOf } from '../store/series.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { forecast } from './forecast.ts'
import { createSeries, updateSeries } from './series.ts'

const day = 86_400_000
let now = Date.UTC(2026, 0, 1)
let app: FlowApp
let close: () => Promise<void>

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => now }))
  // None made behind the test's back.
  vi.spyOn(app.live, 'pointsCame').mockImplementation(() => {})
})
afterAll(() => close())

const send = (key: string, times: readonly number[], values: readonly number[]) =>
  app.ingest([{ key, raw: { times, values: [values] } }], { replace: false })

async function filled(key: string, times: readonly number[], value: (i: number) => number, timeZone?: string) {
  await createSeries(app, { key, ...(timeZone !== undefined && { timeZone }) })
  await send(
    key,
    times,
    Array.from(times, (_, i) => value(i)),
  )
  return requireSeries(app.db, key)
}

const said = (times: Iterable<number>) => Array.from(times, at => new Date(at).toISOString().slice(0, 16))
const pattern = [100, 90, 120, 140, 160, 190, 230, 220, 170, 140, 110, 150]

describe('forecasts fall on the steps of the calendar', () => {
  const months = (first: (i: number) => number) => Array.from({ length: 120 }, (_, i) => first(i))

  test.each([
    ['begin', months(i => Date.UTC(2015, i, 1)), (n: number) => Date.UTC(2025, n - 1, 1), 1],
    ['end', months(i => Date.UTC(2015, i + 1, 0)), (n: number) => Date.UTC(2025, n, 0), 31],
  ] as const)('months by their %s: each once, with a season of twelve', async (name, times, expected, ofMonth) => {
    const series = await filled(`months_${name}`, times, i => pattern[i % 12]!)
    expect(stepOf(series)).toEqual({ unit: 'month', count: 1, zone: 'UTC', day: ofMonth })
    for (const forecaster of ['seasonal-naive', 'mstl', null]) {
      const made = await forecast(app, series, requestForecast({ horizon: 12, forecaster }))
      expect(said(made.times)).toEqual(said(Array.from({ length: 12 }, (_, i) => expected(i + 1))))
      expect(made.season).toBe(12)
      const off = Array.from(made.channels[0]!.mean, (mean, i) => Math.abs(mean / pattern[i]! - 1))
      expect(Math.max(...off)).toBeLessThan(forecaster === 'seasonal-naive' ? 1e-9 : 0.02)
      expect(await findForecasts(app.db, [made.id])).toEqual([made])
    }
  })

  test('quarters', async () => {
    const times = Array.from({ length: 32 }, (_, i) => Date.UTC(2008, 3 * i, 1))
    const series = await filled('quarters', times, i => [10, 20, 40, 15][i % 4]!)
    const made = await forecast(app, series, requestForecast({ horizon: 4 }))
    expect(said(made.times).map(time => time.slice(0, 10))).toEqual([
      '2016-01-01',
      '2016-04-01',
      '2016-07-01',
      '2016-10-01',
    ])
    expect(made.season).toBe(4)
  })

  test('ISO weeks', async () => {
    const times = Array.from({ length: 60 }, (_, i) => Date.UTC(2024, 0, 1) + 7 * i * day)
    const series = await filled('weeks', times, i => i % 3)
    const made = await forecast(app, series, requestForecast({ horizon: 2 }))
    expect(made.step).toEqual({ unit: 'week', count: 1, zone: 'UTC' })
    expect(Array.from(made.times)).toEqual([times.at(-1)! + 7 * day, times.at(-1)! + 14 * day])
  })

  test('business days: Monday after Friday, with a season of five and no made-up weekends', async () => {
    const step: Step = { unit: 'businessDay', count: 1, zone: 'UTC', weekdays: mondayToFriday }
    const times = Array.from({ length: 520 }, (_, i) => after(step, Date.UTC(2023, 0, 2), i))
    const series = await filled(
      'business',
      times,
      i => 100 + 3 * (i % 5) + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 5_000,
    )
    const made = await forecast(app, series, requestForecast({ horizon: 5 }))
    expect(said(made.times).map(time => time.slice(0, 10))).toEqual([
      '2024-12-30',
      '2024-12-31',
      '2025-01-01',
      '2025-01-02',
      '2025-01-03',
    ])
    expect(made.season).toBe(5)
    for (const [i, mean] of made.channels[0]!.mean.entries()) expect(Math.abs(mean - 100 - 3 * i)).toBeLessThan(1)
  })

  test('local days across the change of clocks, in the zone of the series or one that its points show', async () => {
    const step: Step = { unit: 'day', count: 1, zone: 'Europe/Berlin' }
    const times = Array.from({ length: 421 }, (_, i) => after(step, Date.UTC(2023, 7, 31, 22), i))
    for (const [key, zone] of [
      ['days_said', 'Europe/Berlin'],
      ['days_shown', undefined],
    ] as const) {
      const series = await filled(key, times, i => 20 + [0, 1, 2, 3, 2, 1, 0][i % 7]!, zone)
      const made = await forecast(app, series, requestForecast({ horizon: 7, forecaster: 'seasonal-naive' }))
      expect(said(made.times)).toEqual([
        '2024-10-25T22:00',
        '2024-10-26T22:00',
        ...[27, 28, 29, 30, 31].map(date => `2024-10-${date}T23:00`),
      ])
      expect(made.season).toBe(7)
      expect(Array.from(made.channels[0]!.mean)).toEqual(
        [1, 2, 3, 2, 1, 0, 0].map((_, i) => 20 + [0, 1, 2, 3, 2, 1, 0][(421 + i) % 7]!),
      )
    }
  })
})

test('points that come one at a time show the same step, and what came is held against what was forecast', async () => {
  await createSeries(app, { key: 'one_by_one' })
  for (let i = 0; i < 40; i++) {
    await send('one_by_one', [Date.UTC(2020, i, 1)], [pattern[i % 12]! + (i % 3)])
    const series = await requireSeries(app.db, 'one_by_one')
    if (i > 0) expect(stepOf(series)).toEqual({ unit: 'month', count: 1, zone: 'UTC', day: 1 })
    if (i > 3)
      expect(said((await forecast(app, series, requestForecast({ horizon: 1 }))).times)).toEqual(
        said([Date.UTC(2020, i + 1, 1)]),
      )
  }
})

describe('a step can be declared', () => {
  test('and takes the place of an interval, as an interval that of a step', async () => {
    await createSeries(app, { key: 'declared', interval: 5_000 })
    const monthly = await updateSeries(app, 'declared', { step: { unit: 'month' } })
    expect(monthly).toMatchObject({ interval: null, step: { unit: 'month', count: 1 } })
    await send('declared', [Date.UTC(2020, 0, 31), Date.UTC(2020, 1, 29), Date.UTC(2020, 2, 31)], [1, 2, 3])
    const series = await requireSeries(app.db, 'declared')
    expect(said((await forecast(app, series, requestForecast({ horizon: 2 }))).times)).toEqual([
      '2020-04-30T00:00',
      '2020-05-31T00:00',
    ])
    expect(await updateSeries(app, 'declared', { interval: 7_000 })).toMatchObject({ interval: 7_000, step: null })
    await expect(updateSeries(app, 'declared', { interval: 1, step: { unit: 'day' } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    await expect(updateSeries(app, 'declared', { timeZone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })

  test('a zone that is given later has the points looked at again, and a forecast made again', async () => {
    const times = Array.from({ length: 40 }, (_, i) => Date.UTC(2024, 10, 1, 8) + i * day)
    const series = await filled('zoned', times, i => i % 7)
    expect(stepOf(series)).toEqual({ unit: 'day', count: 1, zone: 'UTC' })
    const first = await forecast(app, series, requestForecast({ horizon: 150 }))
    const zoned = await updateSeries(app, 'zoned', { timeZone: 'Europe/Berlin' })
    expect(stepOf(zoned)).toEqual({ unit: 'day', count: 1, zone: 'Europe/Berlin' })
    expect(samplingInterval(zoned)).toBe(day)
    const second = await forecast(app, zoned, requestForecast({ horizon: 150 }))
    expect(second.id).not.toBe(first.id)
    expect([first, second].map(({ times }) => new Date(times.at(-1)!).getUTCHours())).toEqual([8, 7])
  })
})

test('what came as history is an archive; what was followed as it happened is stale when it ends', async () => {
  const state = async (key: string, at: number) => {
    const series = await requireSeries(app.db, key)
    return freshness({ ...series, step: stepOf(series) }, at).state
  }
  const hour = 3_600_000
  const past = Array.from({ length: 30 }, (_, i) => now - 400 * day + i * hour)
  await filled('history', past, i => i)
  expect(await state('history', now)).toBe('ARCHIVE')
  await send('history', [now - hour], [1])
  expect(await state('history', now)).toBe('LIVE')
  expect(await state('history', now + 10 * hour)).toBe('STALE')
  await send('history', [now - 2 * hour], [1])
  expect(await state('history', now + 10 * hour)).toBe('STALE')
  now += 10 * hour
  await filled(
    'backfilled',
    Array.from({ length: 30 }, (_, i) => now - (60 - i) * hour),
    i => i,
  )
  expect(await state('backfilled', now)).toBe('ARCHIVE')
})
