import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createSpend } from '@seriema/domain/range'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAnomalies } from '../store/anomaly.ts'
import { requireSeries } from '../store/series.ts'
import { compareVersions } from './compare.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { labelAnomaly, labelSpan } from './label.ts'
import { createSeries } from './series.ts'
import { forecasterFile, registerVersion, watcherFile } from './versions-for-tests.ts'

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
let app: FlowApp
let close: () => Promise<void>
const spend = createSpend(10_000)

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => begin + 2_000 * hour }))
})
afterAll(() => close())

const wave = (i: number) => 20 + 5 * Math.sin((i * Math.PI) / 12)
const points = (count: number, of = wave) => ({
  times: Float64Array.from({ length: count }, (_, i) => begin + i * hour),
  values: Float64Array.from({ length: count }, (_, i) => of(i)),
})
async function filled(key: string, of = wave) {
  await createSeries(app, { key, detector: 'zscore', alarmRules: { rest: 0 } })
  const { times, values } = points(1_000, of)
  await app.ingest([{ key, raw: { times: [...times], values: [[...values]] } }], { replace: false })
  return requireSeries(app.db, key)
}
const forecaster = async (seriesId: number, of: (i: number) => number, horizon = 12) =>
  registerVersion(
    app,
    { seriesId },
    { kind: 'ridge', artifact: await forecasterFile(points(600, of), { horizon }), channels: 1, lookback: 48, horizon },
  )
const watcher = (seriesId: number, mean: number, deviation: number) =>
  registerVersion(app, { seriesId }, { kind: 'zscore', artifact: watcherFile(mean, deviation), channels: 1 })

test('two that forecast are asked from the same origins, none of which sees what came after, and judged by the same', async () => {
  const series = await filled('waves')
  const good = await forecaster(series.id, wave)
  const poor = await forecaster(series.id, i => (Math.imul(i + 1, 2_654_435_761) >>> 8) % 40, 6)
  const window = { from: begin + 800 * hour, to: begin + 900 * hour }
  const { a, b, ...both } = await compareVersions(app, series, { a: good, b: poor, ...window }, spend)
  expect(both).toMatchObject({ role: 'forecast', horizon: 6, origins: 16, agreement: null })
  expect(Array.from(both.times)).toEqual(Array.from({ length: 100 }, (_, i) => begin + (800 + i) * hour))
  expect(Array.from(both.actual[0]!)).toEqual(Array.from({ length: 100 }, (_, i) => wave(800 + i)))
  expect(a.version.id).toBe(good)
  expect(a.values[0]!.filter(Number.isFinite)).toHaveLength(96)
  expect(a.metrics!.mae).toBeLessThan(0.5)
  expect(b.metrics!.mae).toBeGreaterThan(2 * a.metrics!.mae!)
  expect(a.metrics!.coverage).toBeGreaterThan(0.5)
  // The last origin: nothing that was forecast has seen its value.
  const raw = { times: [begin + 894 * hour], values: [[500]] }
  await app.ingest([{ key: 'waves', raw }], { replace: true })
  const again = await compareVersions(app, series, { a: good, b: poor, ...window }, spend)
  expect(again.a.values).toEqual(a.values)
  expect(again.actual[0]![94]).toBe(500)
  const first = await compareVersions(app, series, { a: good, b: good, ...window, horizon: 12 }, spend)
  expect(first.a.values).toEqual(first.b.values)
  expect(first.a.metrics).toEqual(first.b.metrics)
})

test('two that watch are compared by what they would raise, and by what people say of it, whoever spoke then', async () => {
  const series = await filled('watched', i => (i === 700 ? 90 : wave(i)))
  const wild = await watcher(series.id, 20, 1)
  const calm = await watcher(series.id, 20, 1_000)
  const { edges } = await listAnomalies(app.db, { seriesIds: [series.id], from: begin + 700 * hour }, {})
  const spike = edges.find(({ node }) => node.value === 90)!.node
  await labelAnomaly(app, { anomalyId: spike.id, verdict: 'true' })
  await labelSpan(app, { series: 'watched', from: begin + 710 * hour, to: begin + 712 * hour, verdict: 'unsure' })
  const window = { from: begin + 690 * hour, to: begin + 790 * hour }
  const { a, b, agreement, times } = await compareVersions(app, series, { a: wild, b: calm, ...window }, spend)
  expect(times).toHaveLength(100)
  expect(a.values[0]![10]).toBeCloseTo(70, 6)
  expect(a.labels).toEqual({ confirmed: 1, refuted: 0, missed: 0, unsure: 1, values: 100 })
  expect(b.labels).toEqual({ confirmed: 0, refuted: 0, missed: 1, unsure: 1, values: 100 })
  expect(a.raised).toBeGreaterThan(10)
  expect(b.raised).toBe(0)
  expect(agreement).toBeCloseTo(1 - a.raised! / 100, 12)
  expect(
    (await listAnomalies(app.db, { seriesIds: [series.id] }, {})).edges.map(({ node }) => node.versionId),
  ).not.toContain(wild)
})

test('what cannot be compared is said why', async () => {
  const series = await filled('lone')
  const other = await filled('elsewhere')
  const [forecasts, watches] = [await forecaster(series.id, wave), await watcher(series.id, 20, 1)]
  const foreign = await watcher(other.id, 20, 1)
  const ask = (a: number, b: number, rest = {}) => compareVersions(app, series, { a, b, ...rest }, spend)
  await expect(ask(forecasts, watches)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('same role'),
  })
  await expect(ask(watches, foreign)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('another series'),
  })
  await expect(ask(watches, 2 ** 30)).rejects.toMatchObject({ code: 'INVALID_VERSION' })
  await expect(ask(forecasts, forecasts, { horizon: 13 })).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
  await expect(ask(forecasts, forecasts, { horizon: 0 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(ask(forecasts, forecasts, { last: 5, horizon: 12 })).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  await expect(ask(watches, watches, { from: begin + 5_000 * hour })).rejects.toMatchObject({
    code: 'INSUFFICIENT_DATA',
  })
  await expect(compareVersions(app, series, { a: watches, b: watches }, createSpend(1))).rejects.toMatchObject({
    code: 'TOO_LARGE',
  })
})

test('the most that can be compared does not hold up what else the process does', async () => {
  await createSeries(app, { key: 'long' })
  const { times, values } = points(10_000)
  await app.ingest([{ key: 'long', raw: { times: [...times], values: [[...values]] } }], { replace: false })
  const series = await requireSeries(app.db, 'long')
  const pairs = [
    [await watcher(series.id, 20, 1), await watcher(series.id, 20, 2)],
    [await forecaster(series.id, wave), await forecaster(series.id, wave, 6)],
  ] as const
  for (const [a, b] of pairs) {
    let least = Number.POSITIVE_INFINITY
    // On a busy machine anything may take long once.
    for (let i = 0; i < 3; i++) {
      const delay = monitorEventLoopDelay({ resolution: 1 })
      delay.enable()
      await compareVersions(app, series, { a, b, last: 10_000 }, createSpend(10_000))
      delay.disable()
      least = Math.min(least, delay.max / 1e6)
    }
    expect(least).toBeLessThan(100)
  }
})

test('of a channel that counts versions are asked about its rate, and shown it', async () => {
  const channels = [{ name: 'energy', kind: 'counter' as const }]
  await createSeries(app, { key: 'meter', interval: hour, channels })
  const { times, values } = points(1_000)
  let sum = 0
  const readings = Array.from(values, value => (sum += value))
  await app.ingest([{ key: 'meter', raw: { times: [...times], values: [readings] } }], { replace: false })
  const series = await requireSeries(app.db, 'meter')
  const [one, other] = [await forecaster(series.id, wave), await forecaster(series.id, wave)]
  const window = { from: begin + 800 * hour, to: begin + 900 * hour }
  const { a, actual } = await compareVersions(app, series, { a: one, b: other, ...window }, spend)
  for (const [i, rate] of actual[0]!.entries()) expect(rate).toBeCloseTo(wave(800 + i), 6)
  expect(a.metrics!.mae).toBeLessThan(0.5)
  const [wild, calm] = [await watcher(series.id, 20, 1), await watcher(series.id, 20, 1_000)]
  const watched = await compareVersions(app, series, { a: wild, b: calm, ...window }, spend)
  expect(watched.actual).toEqual(actual)
})
