import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listAnomalies, type StoredAnomaly } from '../store/anomaly.ts'
import { countsOfSeries, countsOfVersions, labelledFlags } from '../store/label/figures.ts'
import { labelsOfAnomalies, listLabels } from '../store/label.ts'
import { hideSeries, unhideSeries } from '../store/series/deleted.ts'
import { requireSeries } from '../store/series.ts'
import { suppressionsOf } from '../store/suppression.ts'
import { deploy } from './deploy.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { labelAnomaly, labelSpan, removeLabel } from './label.ts'
import { createRescores, type Rescores } from './rescore.ts'
import { createSeries, updateSeries } from './series.ts'
import { removeSuppression, suppressLikeThis } from './suppress.ts'
import { registerVersion, watcherFile } from './versions-for-tests.ts'

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const now = begin + 2_000 * hour
let app: FlowApp
let rescores: Rescores
let close: () => Promise<void>
let made = 0

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => now }))
  rescores = await createRescores(app)
})
afterAll(async () => {
  await rescores.close()
  await close()
})

const steady = (i: number) => 20 + (Math.imul(i + 1, 2_654_435_761) >>> 24) / 256
const send = async (key: string, from: number, values: readonly number[]) => {
  const raw = { times: values.map((_, i) => begin + (from + i) * hour), values: [values] }
  const [outcome] = await app.ingest([{ key, raw }], { replace: false })
  expect(outcome!.fault).toBeNull()
  return outcome!.anomalies
}
/** 300 steady values of a series in which every anomaly begins an event; what follows goes on from there. */
async function newSeries(): Promise<string> {
  const key = `labelled${++made}`
  await createSeries(app, { key, detector: 'zscore', alarmRules: { rest: 0 } })
  await send(
    key,
    0,
    Array.from({ length: 300 }, (_, i) => steady(i)),
  )
  return key
}
/** A value far off at a place, behind steady ones from `from` on. */
async function spike(key: string, from: number, place: number, value: number): Promise<readonly StoredAnomaly[]> {
  const values = Array.from({ length: place - from + 1 }, (_, i) => steady(from + i))
  values[values.length - 1] = value
  return (await send(key, from, values)).filter(({ at }) => at === begin + place * hour)
}
const idOf = async (key: string) => (await requireSeries(app.db, key)).id
const anomaliesOf = async (key: string) =>
  (await listAnomalies(app.db, { seriesIds: [await idOf(key)] }, { first: 500 })).edges.map(({ node }) => node)
const rescore = async (key: string) => {
  await rescores.start(key)
  await rescores.settled(await idOf(key))
}

test('what is said of an anomaly takes the place of what was said before, and is of the value: it outlives judging anew', async () => {
  const key = await newSeries()
  const [found] = await spike(key, 300, 300, 60)
  await labelAnomaly(app, { anomalyId: found!.id, verdict: 'unsure', note: ' a drill? ' })
  const label = await labelAnomaly(app, { anomalyId: found!.id, verdict: 'true' })
  expect((await labelsOfAnomalies(app.db, [found!.id])).get(found!.id)).toEqual(label)
  expect(label).toMatchObject({ verdict: 'true', note: null, value: 60, speaker: { kind: 'zscore', versionId: null } })
  expect((await listLabels(app.db, label.seriesId)).totalCount).toBe(1)
  await updateSeries(app, key, { detector: 'robust' })
  await rescore(key)
  const again = (await anomaliesOf(key)).find(({ at }) => at === found!.at)!
  expect(again.detector).toBe('robust')
  expect((await labelsOfAnomalies(app.db, [again.id])).get(again.id)).toEqual(label)
  await removeLabel(app, label.id)
  expect((await labelsOfAnomalies(app.db, [again.id])).size).toBe(0)
  await expect(removeLabel(app, label.id)).rejects.toMatchObject({ code: 'LABEL_NOT_FOUND' })
  await expect(labelAnomaly(app, { anomalyId: 2 ** 40, verdict: 'true' })).rejects.toMatchObject({
    code: 'ANOMALY_NOT_FOUND',
  })
})

test('a label of a value that was replaced is not one of the value in its place', async () => {
  const key = await newSeries()
  const [found] = await spike(key, 300, 300, 60)
  await labelAnomaly(app, { anomalyId: found!.id, verdict: 'false' })
  const raw = { times: [found!.at], values: [[90]] }
  const [outcome] = await app.ingest([{ key, raw }], { replace: true })
  const [instead] = outcome!.anomalies
  expect(instead).toMatchObject({ at: found!.at, value: 90 })
  expect((await labelsOfAnomalies(app.db, [instead!.id])).size).toBe(0)
})

test('a span is missed only where nothing was raised, in one channel or in all', async () => {
  const key = await newSeries()
  const [found] = await spike(key, 300, 300, 60)
  const span = { series: key, from: begin + 290 * hour, to: found!.at }
  const label = await labelSpan(app, { ...span, channel: 'value', note: 'the pump stood still' })
  expect(label).toMatchObject({ channel: 0, value: null, verdict: 'true', speaker: { kind: 'zscore' } })
  expect(await labelSpan(app, { ...span, verdict: 'unsure' })).toMatchObject({ channel: null, verdict: 'unsure' })
  await expect(labelSpan(app, { ...span, to: found!.at + 1 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('one was raised'),
  })
  await expect(labelSpan(app, { ...span, channel: 'other' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(labelSpan(app, { ...span, series: 'nowhere' })).rejects.toMatchObject({ code: 'SERIES_NOT_FOUND' })
})

test('figures are of whoever raised or missed it, and of those that the past was judged by since', async () => {
  const key = await newSeries()
  const first = await spike(key, 300, 310, 60)
  const second = await spike(key, 311, 320, 60)
  await labelAnomaly(app, { anomalyId: first[0]!.id, verdict: 'true' })
  await labelAnomaly(app, { anomalyId: second[0]!.id, verdict: 'false' })
  await labelSpan(app, { series: key, from: begin + 305 * hour, to: begin + 308 * hour })
  const id = await idOf(key)
  const zscore = { speaker: { kind: 'zscore', versionId: null }, confirmed: 1, refuted: 1, missed: 1, unsure: 0 }
  // From the beginning of the span to the second of the two.
  expect(await countsOfSeries(app.db, id)).toEqual([{ ...zscore, values: 16 }])

  const version = await registerVersion(
    app,
    { seriesId: id },
    { kind: 'zscore', artifact: watcherFile(20.5, 0.01), channels: 1 },
  )
  await deploy(app, { scope: { series: key }, role: 'watch', versionId: version })
  await vi.waitFor(() => expect(app.serving.versions.held(version)).not.toBeNull(), { timeout: 10_000 })
  expect(await countsOfVersions(app.db, [version])).toEqual(new Map())
  await rescore(key)
  // It raises everything, what the other one missed too.
  const judged = { confirmed: 2, refuted: 1, missed: 0, unsure: 0 }
  expect((await countsOfVersions(app.db, [version])).get(version)).toMatchObject(judged)
  expect(await countsOfSeries(app.db, id)).toMatchObject([zscore, { speaker: { versionId: version }, ...judged }])

  const [flag] = await send(key, 321, [23])
  expect(flag).toMatchObject({ versionId: version })
  await labelAnomaly(app, { anomalyId: flag!.id, verdict: 'false' })
  expect(await labelledFlags(app.db, [version], now)).toEqual(new Map([[version, { labelled: 1, labelledFalse: 1 }]]))
  expect(await labelledFlags(app.db, [version], now + 1)).toEqual(new Map())

  await hideSeries(app.db, key, now, now + hour)
  expect(await countsOfVersions(app.db, [version])).toEqual(new Map())
  expect(await labelledFlags(app.db, [version], now)).toEqual(new Map())
  await unhideSeries(app.db, key)
  expect((await countsOfVersions(app.db, [version])).get(version)).toMatchObject({ ...judged, refuted: 2 })
})

test('nothing like a false alarm is raised from then on, what is much worse is, and undone all is again', async () => {
  const key = await newSeries()
  const [found] = await spike(key, 300, 300, 40)
  const ask = { anomalyId: found!.id }
  await expect(suppressLikeThis(app, ask)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('label this anomaly false first'),
  })
  await labelAnomaly(app, { ...ask, verdict: 'false' })
  const suppression = await suppressLikeThis(app, ask)
  expect(await suppressLikeThis(app, ask)).toEqual(suppression)
  expect(await spike(key, 301, 400, 41)).toEqual([])
  expect(await spike(key, 401, 500, 1)).toHaveLength(1)
  expect(await spike(key, 501, 700, 200)).toHaveLength(1)
  await removeSuppression(app, suppression.id)
  expect(await spike(key, 701, 900, 41)).toHaveLength(1)
  await expect(removeSuppression(app, suppression.id)).rejects.toMatchObject({ code: 'SUPPRESSION_NOT_FOUND' })
})

test('judging the past anew honours what is suppressed, and brings back what no longer is', async () => {
  const key = await newSeries()
  const [found] = await spike(key, 300, 300, 40)
  await spike(key, 301, 400, 41)
  const standing = async () => (await anomaliesOf(key)).filter(({ value }) => value > 39).map(({ value }) => value)
  expect(await standing()).toEqual([41, 40])
  await labelAnomaly(app, { anomalyId: found!.id, verdict: 'false' })
  const suppression = await suppressLikeThis(app, { anomalyId: found!.id })
  expect(await standing()).toEqual([41, 40])
  await rescore(key)
  expect(await standing()).toEqual([])
  await removeSuppression(app, suppression.id)
  await rescore(key)
  expect(await standing()).toEqual([41, 40])
})

test('a channel that becomes of another kind has neither labels nor suppressions: they were of other values', async () => {
  const key = await newSeries()
  const [found] = await spike(key, 300, 300, 40)
  await labelAnomaly(app, { anomalyId: found!.id, verdict: 'false' })
  await suppressLikeThis(app, { anomalyId: found!.id })
  const id = await idOf(key)
  await updateSeries(app, key, { channels: [{ name: 'value', kind: 'counter' }] })
  expect((await listLabels(app.db, id)).totalCount).toBe(0)
  expect((await suppressionsOf(app.db, [id])).size).toBe(0)
})
