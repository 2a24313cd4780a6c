import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { driftHistory, driftStates, latestDrift } from '../store/drift.ts'
import { type NewForecast, saveForecasts } from '../store/forecast.ts'
import { requireSeries } from '../store/series.ts'
import { deploy } from './deploy.ts'
import { checkDrift } from './drift/check.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createSeries } from './series.ts'
import { registerVersion } from './versions-for-tests.ts'

const hour = 3_600_000
const day = 24 * hour
const begin = Date.UTC(2026, 0, 1)
let now = begin
let app: FlowApp
let close: () => Promise<void>

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => now }))
  vi.spyOn(app.live, 'pointsCame').mockImplementation(() => {})
})
afterAll(() => close())

const never = new AbortController().signal
/** About −1 to 1, another for each number. */
function noise(i: number): number {
  const mixed = Math.imul((i + 1) ^ ((i + 1) >>> 3), 2_654_435_761)
  return (Math.imul(mixed ^ (mixed >>> 15), 2_246_822_519) >>> 8) / 2 ** 23 - 1
}
const weekly = (i: number) => 50 + 10 * Math.sin((2 * Math.PI * i) / 24) + 5 * noise(i)

async function send(key: string, first: number, values: readonly number[], step = hour) {
  const times = values.map((_, i) => begin + (first + i) * step)
  now = Math.max(now, times.at(-1)!)
  const [outcome] = await app.ingest([{ key, raw: { times, values: [values] } }], { replace: false })
  expect(outcome!.fault).toBeNull()
}
const range = <T>(from: number, to: number, at: (i: number) => T): T[] =>
  Array.from({ length: to - from }, (_, i) => at(from + i))

async function driftOf(key: string) {
  const { id } = await requireSeries(app.db, key)
  now += hour
  await checkDrift(app, never)
  return (await latestDrift(app.db, [id])).get(id) ?? null
}

test('a built-in kind is held against the period before, which begins anew once another as long has passed', async () => {
  await createSeries(app, { key: 'built_in', interval: hour })
  const week = 7 * 24
  await send('built_in', 0, range(0, 4 * week, weekly))
  // Four weeks are no past and a present of a week: days are.
  expect(await driftOf('built_in')).toMatchObject({ window: day, channels: [{ channel: 0, drifted: false }] })
  await createSeries(app, { key: 'longer', interval: hour })
  await send('longer', 0, range(0, 6 * week, weekly))
  const still = await driftOf('longer')
  expect(still).toMatchObject({
    window: 7 * day,
    samples: week,
    seasonThen: 24,
    seasonChanged: false,
    intervalNow: hour,
    rateChanged: false,
    kind: 'auto',
    versionId: null,
    reference: { to: begin + (5 * week - 1) * hour + 1 },
    channels: [{ drifted: false, limit: expect.closeTo(0.15, 1) }],
  })
  await send(
    'longer',
    6 * week,
    range(6 * week, 7 * week, i => weekly(i) + 12),
  )
  const shifted = await driftOf('longer')
  expect(shifted!.reference).toEqual(still!.reference)
  expect(shifted!.channels[0]!.psi).toBeGreaterThan(1)
  expect(shifted!.channels[0]).toMatchObject({ channel: 0, drifted: true })
  const { id } = await requireSeries(app.db, 'longer')
  expect((await driftHistory(app.db, id, {})).map(({ channels }) => channels[0]!.drifted)).toEqual([false, true])
  await send(
    'longer',
    7 * week,
    range(7 * week, 12 * week, i => weekly(i) + 12),
  )
  const used = await driftOf('longer')
  expect(used!.reference!.from).toBeGreaterThan(shifted!.reference!.from)
  expect(used!.channels[0]!.drifted).toBe(false)
})

test('another season and another sampling rate are told, whatever the distribution says', async () => {
  await createSeries(app, { key: 'season', interval: hour })
  const cycle = (period: number) => (i: number) => 50 + 10 * Math.sin((2 * Math.PI * i) / period) + noise(i)
  await send('season', 0, range(0, 1_344, cycle(24)))
  await driftOf('season')
  await send('season', 1_344, range(0, 1_000, cycle(17)))
  expect(await driftOf('season')).toMatchObject({ seasonThen: 24, seasonNow: 17, seasonChanged: true })
  await createSeries(app, { key: 'rate', interval: hour })
  await send('rate', 0, range(0, 1_344, weekly))
  expect(await driftOf('rate')).toMatchObject({ rateChanged: false })
  await send('rate', 1_344 / 2, range(1_344 / 2, 1_344 / 2 + 200, weekly), 2 * hour)
  expect(await driftOf('rate')).toMatchObject({ intervalThen: hour, intervalNow: 2 * hour, rateChanged: true })
})

test('a version is held against the points that it learnt from, from the moment it speaks', async () => {
  await createSeries(app, { key: 'versioned', interval: hour })
  const week = 7 * 24
  await send('versioned', 0, [...range(0, 6 * week, weekly), ...range(6 * week, 9 * week, i => weekly(i) + 12)])
  expect((await driftOf('versioned'))!.versionId).toBeNull()
  const dataTo = begin + (6 * week - 1) * hour
  const file = { kind: 'ridge', artifact: Uint8Array.of(1), channels: 1, lookback: 24, horizon: 12, dataTo }
  const series = await requireSeries(app.db, 'versioned')
  const versionId = await registerVersion(app, { seriesId: series.id }, file)
  await deploy(app, { scope: { series: 'versioned' }, role: 'forecast', versionId })
  const made = (i: number): NewForecast => ({
    series,
    asked: null,
    made: {
      ...{ forecaster: 'ridge', versionId, fallback: null, forecasterReason: 'for a test', candidates: [] },
      ...{ origin: begin + i * hour, madeAt: now, interval: hour, season: 24, times: Float64Array.of(now, now + hour) },
      step: { unit: 'millisecond', count: hour },
      channels: [{ mean: Float64Array.of(weekly(i + 1), 0), intervals: [] }],
    },
  })
  await saveForecasts(app.db, range(0, 20, made))
  const found = await driftOf('versioned')
  expect(found).toMatchObject({ kind: 'ridge', versionId, reference: { to: dataTo + 1 } })
  expect(found!.channels[0]).toMatchObject({ drifted: true, prediction: null })
  const state = (await driftStates(app.db, [series.id])).get(series.id)!
  expect(state.predictions).toMatchObject({ since: begin, until: begin + 19 * hour, first: [] })
  expect(state.predictions!.open[0]!.reduce((sum, count) => sum + count, 0)).toBe(20)
})

test('one that cannot be looked at keeps nobody from the others, and is tried again later', async () => {
  const { id } = await requireSeries(app.db, 'rate')
  await app.db
    .sql`update drift set reference = '{"from": 0, "to": 1, "window": 3600000, "channels": 5}' where series_id = ${id}`
  const before = await latestDrift(app.db, [id])
  await createSeries(app, { key: 'beside', interval: hour })
  await send('beside', 0, range(0, 1_344, weekly))
  expect(await driftOf('beside')).not.toBeNull()
  expect((await latestDrift(app.db, [id])).get(id)!.at).toBe(before.get(id)!.at)
  const [row] = await app.db.sql<{ later: boolean }[]>`
    select next_at > ${new Date(now).toISOString()}::timestamptz as later from drift where series_id = ${id}`
  expect(row!.later).toBe(true)
})
