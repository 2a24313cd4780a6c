import { failingIn, type QualityLimits, type QualityRule, usualQualityLimits } from '@seriema/domain/quality'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { driftStates } from '../store/drift.ts'
import { rankQuality } from '../store/quality/rank.ts'
import { latestQuality, qualityHistory, tallyQuality } from '../store/quality.ts'
import { hideSeries, there } from '../store/series/deleted.ts'
import { requireSeries } from '../store/series.ts'
import { checkDrift } from './drift/check.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { checkQuality } from './quality/check.ts'
import { qualityNow, setQualityLimits } from './quality.ts'
import { createSeries } from './series.ts'

const minute = 60_000
const begin = Date.UTC(2026, 0, 1)
let now = begin
let app: FlowApp
let close: () => Promise<void>

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => now }))
  vi.spyOn(app.live, 'pointsCame').mockImplementation(() => {})
})
afterAll(() => close())

const spend = () => {}
const never = new AbortController().signal

async function send(key: string, times: readonly number[], ...values: readonly (readonly (number | null)[])[]) {
  now = Math.max(now, times.at(-1)!)
  const [outcome] = await app.ingest([{ key, raw: { times, values } }], { replace: false })
  expect(outcome!.fault).toBeNull()
}
const from = (start: number, count: number, step = 10 * minute) =>
  Array.from({ length: count }, (_, i) => start + i * step)
const steady = (times: readonly number[]) => times.map((_, i) => 20 + (Math.imul(i + 1, 2_654_435_761) >>> 24) / 256)

async function judged(key: string, window?: number) {
  const found = await qualityNow(app, await requireSeries(app.db, key), window, spend)
  return Object.fromEntries(found!.results.map(result => [result.rule, result])) as Record<
    QualityRule,
    (typeof found & {})['results'][number]
  >
}

test('every rule says its figure of what is stored: missing instants and values, what cannot be true, what stands out', async () => {
  now = begin
  const channels = [
    { name: 'level', minimum: 0 },
    { name: 'meter', kind: 'counter' as const },
  ]
  await createSeries(app, { key: 'judged', channels, interval: 10 * minute, detector: 'zscore' })
  const times = from(begin, 144)
  const meter = times.map((_, i) => (i === 100 ? 5 : i > 100 ? 5 + 10 * (i - 100) : i === 50 ? 480 : 10 * i))
  const level = steady(times).map((value, i) => (i === 20 || i === 21 ? null : value))
  const kept = times.flatMap((_, i) => (i >= 60 && i < 66 ? [] : [i]))
  await send(
    'judged',
    kept.map(i => times[i]!),
    kept.map(i => level[i]!),
    kept.map(i => meter[i]!),
  )
  const day = await judged('judged')
  // Of 144 instants six did not come, and of two others one of two values.
  expect(day.completeness.figure).toBeCloseTo((6 * 2 + 2) / (144 * 2), 10)
  expect(day.completeness.passed).toBe(true)
  // The meter went back once (490 to 480); that it began again at 5 is what meters do.
  expect(day.consistency.figure).toBeCloseTo(1 / (138 * 2 - 2), 10)
  expect(day.consistency.passed).toBe(false)
  expect(day.timeliness).toEqual({ rule: 'timeliness', figure: 0, limit: 7 * 86_400_000, passed: true })
  expect(day.outliers.passed).toBe(true)
  now += 8 * 86_400_000
  const later = await judged('judged')
  expect(later.timeliness.passed).toBe(false)
  expect(later.completeness).toMatchObject({ figure: 1, passed: false })
  await app.db.sql`update series set channels = jsonb_set(channels, '{0,minimum}', '21') where key = 'judged'`
  expect((await judged('judged', 30 * 86_400_000)).consistency.figure).toBeGreaterThan(0.3)
})

test('figures are kept as time goes on, with limits of the series’ own, and told by the group', async () => {
  now = begin + 30 * 86_400_000
  await createSeries(app, { key: 'watched', interval: 10 * minute })
  const times = from(now, 144).filter((_, i) => i % 12 !== 5)
  await send('watched', times, steady(times))
  await checkQuality(app, never)
  const { id } = await requireSeries(app.db, 'watched')
  const first = (await latestQuality(app.db, [id])).get(id)!
  expect(first.results[0]).toMatchObject({ rule: 'completeness', limit: 0.05, passed: false })
  // Nothing is due until an hour later, and then only where something came.
  await checkQuality(app, never)
  expect(await qualityHistory(app.db, id, {})).toHaveLength(1)
  await setQualityLimits(app, 'watched', { completeness: 0.2, drift: 0.3 })
  expect(await requireSeries(app.db, 'watched')).toMatchObject({
    driftLimit: 0.3,
    qualityLimits: { completeness: 0.2, consistency: null, timeliness: null, outliers: null } satisfies QualityLimits,
  })
  now += 1
  await checkQuality(app, never)
  const second = (await latestQuality(app.db, [id])).get(id)!
  expect(second.results[0]).toMatchObject({ limit: 0.2, passed: true })
  now += 3_600_000
  await checkQuality(app, never)
  expect(await qualityHistory(app.db, id, {})).toEqual([first, second])
  await send('watched', [now], [20])
  await checkQuality(app, never)
  expect(await qualityHistory(app.db, id, { from: second.at + 1 })).toHaveLength(1)
  const [completeness] = await tallyQuality(app.db, there)
  expect(completeness).toEqual({ rule: 'completeness', passed: 1, failed: 1, unknown: 0 })
  await setQualityLimits(app, 'watched', { completeness: null })
  expect((await judged('watched')).completeness.limit).toBe(usualQualityLimits.completeness)
})

test('by steps of the calendar no weekend is missing, and of an archive nobody waits for the next point', async () => {
  const days = from(Date.UTC(2024, 0, 1), 364, 86_400_000).filter(at => ![0, 6].includes(new Date(at).getUTCDay()))
  now = begin + 60 * 86_400_000
  await createSeries(app, { key: 'archive', step: { unit: 'businessDay', count: 1 } })
  await send('archive', days, steady(days))
  const year = await judged('archive')
  expect(year.completeness).toMatchObject({ figure: 0, passed: true })
  expect(year.timeliness.passed).toBeNull()
  await checkQuality(app, never)
  const { id } = await requireSeries(app.db, 'archive')
  expect((await latestQuality(app.db, [id])).get(id)!.results[2]).toEqual(year.timeliness)
  const gone = days.filter((_, i) => i % 10 !== 3)
  await createSeries(app, { key: 'gaps', step: { unit: 'businessDay', count: 1 } })
  await send('gaps', gone, steady(gone))
  expect((await judged('gaps')).completeness.figure).toBeCloseTo(0.1, 2)
  await checkQuality(app, never)
})

test('values at the edge of what numbers hold keep nobody from being looked at', async () => {
  now += 1
  const channels = [
    { name: 'meter', kind: 'counter' as const },
    { name: 'gauge', minimum: -1e308, maximum: 1e308 },
  ]
  await createSeries(app, { key: 'edges', channels, interval: 1 })
  const times = from(now, 100, 1)
  const tiny = times.map((_, i) => (i % 3 === 2 ? 0 : (3 - (i % 3)) * 5e-324))
  await send(
    'edges',
    times,
    tiny,
    times.map((_, i) => (i % 2 === 0 ? 1e308 : -1e308)),
  )
  await checkQuality(app, never)
  const { id } = await requireSeries(app.db, 'edges')
  expect((await latestQuality(app.db, [id])).get(id)!.results[1]).toMatchObject({ figure: 0, passed: true })
})

test('ranked and filtered; whoever reaches some series is shown nothing of the others, nor what is deleted', async () => {
  const all = await rankQuality(app.db, {}, { first: 10 })
  const failed = all.edges.map(({ node }) => failingIn(node.results))
  expect(failed).toEqual(failed.toSorted((a, b) => b - a))
  const failing = await rankQuality(app.db, { failing: 'completeness' })
  expect(failing.totalCount).toBeLessThan(all.totalCount)
  for (const { node } of failing.edges) expect(node.results[0]!.passed).toBe(false)
  const conditions = [{ attribute: 'nobody', values: [] }]
  expect(await rankQuality(app.db, { conditions })).toMatchObject({ totalCount: 0, edges: [] })

  const [watched, gaps] = [await requireSeries(app.db, 'watched'), await requireSeries(app.db, 'gaps')]
  await checkDrift(app, never)
  const reads = app.readsWithin([{ key: 'watched', attributes: [] }])
  expect((await rankQuality(reads, {})).edges.map(({ node }) => node.seriesId)).toEqual([watched.id])
  expect([...(await latestQuality(reads, [watched.id, gaps.id])).keys()]).toEqual([watched.id])
  expect(await qualityHistory(app.db, gaps.id, {})).toHaveLength(1)
  expect(await qualityHistory(reads, gaps.id, {})).toEqual([])
  expect([...(await driftStates(app.db, [watched.id, gaps.id])).keys()]).toHaveLength(2)
  expect([...(await driftStates(reads, [watched.id, gaps.id])).keys()]).toEqual([watched.id])
  await hideSeries(app.db, 'watched', now, now + 1)
  expect((await rankQuality(app.db, {})).totalCount).toBe(all.totalCount - 1)
  expect(await latestQuality(app.db, [watched.id])).toEqual(new Map())
})
