import { requestForecast } from '@seriema/domain/forecast'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listChanges } from '../store/deployment.ts'
import { createGroup } from '../store/group.ts'
import { requireSeries } from '../store/series.ts'
import { requireVersion } from '../store/version.ts'
import { deploy, endDeployment, promote, rollBack } from './deploy.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { forecast, forecastMany } from './forecast.ts'
import { scoreBatch } from './score.ts'
import { createSeries } from './series.ts'
import { changeVersion } from './version.ts'
import { forecasterFile, registerVersion, trainedFile, watcherFile } from './versions-for-tests.ts'

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const now = begin + 700 * hour
let flows: Awaited<ReturnType<typeof startFlows>>
let other: Awaited<ReturnType<typeof startFlows>>
let app: FlowApp

beforeAll(async () => {
  flows = await startFlows({ clock: () => now })
  app = flows.app
  other = await startFlows({ clock: () => now, databaseUrl: app.config.databaseUrl })
})
afterAll(async () => {
  await other.close()
  await flows.close()
})

const wave = (i: number) => 20 + 5 * Math.sin((i * Math.PI) / 12)
const points = (from: number, count: number) => ({
  times: Float64Array.from({ length: count }, (_, i) => begin + (from + i) * hour),
  values: Float64Array.from({ length: count }, (_, i) => wave(from + i)),
})
const send = async (to: FlowApp, key: string, from: number, values: readonly number[]) => {
  const raw = { times: values.map((_, i) => begin + (from + i) * hour), values: [values] }
  const [outcome] = await to.ingest([{ key, raw }], { replace: false })
  expect(outcome!.fault).toBeNull()
  return outcome!
}
const history = (count: number) => Array.from(points(0, count).values)

const loaded = (where: FlowApp, id: number) =>
  vi.waitFor(() => expect(where.serving.versions.held(id)).not.toBeNull(), { timeout: 10_000 })

test('a trained detector speaks in ingestion once it is deployed, in every process, and what it finds names it', async () => {
  const series = await createSeries(app, { key: 'watched' })
  await send(app, 'watched', 0, history(50))
  const id = await registerVersion(
    app,
    { seriesId: series.id },
    { kind: 'zscore', artifact: watcherFile(20, 0.5), channels: 1 },
  )
  await deploy(app, { scope: { series: 'watched' }, role: 'watch', versionId: id })
  await Promise.all([loaded(app, id), loaded(other.app, id)])
  // Five deviations of what it was trained on; the series itself swings as far each day.
  const outcome = await send(app, 'watched', 50, [22.6])
  expect(outcome).toMatchObject({ detector: 'zscore', versionId: id, fallback: null })
  expect(outcome.anomalies).toMatchObject([{ detector: 'zscore', versionId: id, fallback: null, expected: 20 }])
  const elsewhere = await send(other.app, 'watched', 51, [17])
  expect(elsewhere.anomalies).toMatchObject([{ versionId: id }])
})

test('a trained detector that looks at windows scores alike in every process and after a restart, and takes over where another left off', async () => {
  const noisy = (i: number) => wave(i) + 0.1 * ((i * 7) % 5)
  const past = Array.from({ length: 400 }, (_, i) => noisy(i))
  const series = await createSeries(app, { key: 'shapes', alarmRules: { rest: 0 } })
  await send(app, 'shapes', 0, past)
  const artifact = await trainedFile('pca', { times: points(0, 400).times, values: Float64Array.from(past) })
  const id = await registerVersion(app, { seriesId: series.id }, { kind: 'pca', artifact, channels: 1, lookback: 16 })
  await deploy(app, { scope: { series: 'shapes' }, role: 'watch', versionId: id })
  const again = await startFlows({ clock: () => now, databaseUrl: app.config.databaseUrl })
  const scoredBy = async (where: FlowApp, at: number, value: number) => {
    const raw = { times: [begin + at * hour], values: [[value]] }
    const { channels, ...said } = await scoreBatch(where, await requireSeries(where.db, 'shapes'), raw)
    return { ...said, score: channels[0]!.scores[0]! }
  }
  await Promise.all([app, other.app, again.app].map(where => loaded(where, id)))
  for (let at = 400; at < 430; at++) {
    const outcome = await send(at % 3 === 0 ? other.app : app, 'shapes', at, [noisy(at)])
    expect(outcome).toMatchObject({ detector: 'pca', versionId: id, fallback: null })
  }
  const everywhere = await Promise.all([app, other.app, again.app].map(where => scoredBy(where, 430, 12)))
  expect(everywhere[0]).toMatchObject({ detector: 'pca', versionId: id, fallback: null })
  expect(everywhere[0]!.score).toBeGreaterThan(3)
  for (const { score } of everywhere) expect(score).toBe(everywhere[0]!.score)
  await again.close()
  // It looks at the values before one: of one among others it has nothing to say, and the baseline speaks.
  const hole = await send(app, 'shapes', 432, [noisy(432)])
  expect(hole).toMatchObject({ versionId: id })
  const late = await send(app, 'shapes', 431, [noisy(431)])
  expect(late).toMatchObject({ versionId: null, fallback: expect.any(String) })
})

test('until a version is loaded the baseline speaks and says so; nobody waits', async () => {
  const series = await createSeries(app, { key: 'fresh' })
  await send(app, 'fresh', 0, history(50))
  const artifact = watcherFile(20, 0.5)
  const id = await registerVersion(app, { seriesId: series.id }, { kind: 'zscore', artifact, channels: 1 })
  const broken = await registerVersion(
    app,
    { seriesId: series.id },
    { kind: 'zscore', artifact: Uint8Array.of(1, 2), channels: 1 },
  )
  await deploy(app, { scope: { series: 'fresh' }, role: 'watch', versionId: broken })
  const outcome = await send(app, 'fresh', 50, [20])
  expect(outcome).toMatchObject({ detector: 'zscore', versionId: null })
  expect(outcome.fallback).not.toBeNull()
  await vi.waitFor(async () => {
    const next = app.serving.watcherOf(await requireSeries(app.db, 'fresh'))
    expect(next.missing).toMatch(/not|damaged|artifact|ONNX/)
  })
  await rollBack(app, { scope: { series: 'fresh' }, role: 'watch', versionId: id })
  await loaded(app, id)
  expect(await send(app, 'fresh', 51, [20])).toMatchObject({ versionId: id, fallback: null })
})

test('a version forecasts the series it is deployed for, and is stood in for where it cannot', async () => {
  const series = await createSeries(app, { key: 'ahead' })
  await send(app, 'ahead', 0, history(600))
  const artifact = await forecasterFile(points(0, 600), { key: 'ahead' })
  const id = await registerVersion(
    app,
    { seriesId: series.id },
    { kind: 'ridge', artifact, channels: 1, lookback: 48, horizon: 12 },
  )
  await deploy(app, { scope: { series: 'ahead' }, role: 'forecast', versionId: id })
  const now = () => requireSeries(app.db, 'ahead')
  const made = await forecast(app, await now(), requestForecast({}))
  expect(made).toMatchObject({ forecaster: 'ridge', versionId: id, fallback: null })
  expect(Array.from(made.times)).toEqual(Array.from({ length: 12 }, (_, h) => begin + (600 + h) * hour))
  for (const [h, value] of made.channels[0]!.mean.entries()) expect(Math.abs(value - wave(600 + h))).toBeLessThan(1)
  expect(made.channels[0]!.intervals.map(({ level }) => level)).toEqual([0.8, 0.95])
  // The same again is the stored one, as it was.
  const again = await forecast(app, await now(), requestForecast({}))
  expect(again).toEqual({ ...made, times: again.times, channels: again.channels })
  const far = await forecast(app, await now(), requestForecast({ horizon: 24 }))
  expect(far).toMatchObject({ versionId: null, fallback: expect.stringContaining('up to 12 steps') })
  expect(far.times).toHaveLength(24)
  await expect(forecast(app, await now(), requestForecast({ horizon: 24, versionId: id }))).rejects.toMatchObject({
    code: 'HORIZON_TOO_LONG',
  })
})

test('a version of a group forecasts its members in one call, and what fails for one costs no other', async () => {
  const { id: groupId } = await createGroup(
    app.db,
    { name: 'plants', description: null, conditions: [{ attribute: 'plant', values: [] }] },
    now,
  )
  const attributes = (value: string) => [{ name: 'plant', value }]
  for (const key of ['a', 'b', 'c']) {
    await createSeries(app, { key, attributes: attributes(key) })
    if (key !== 'c') await send(app, key, 0, history(400))
  }
  const artifact = await forecasterFile(points(0, 400), { key: 'a', attributes: attributes('a') })
  const id = await registerVersion(
    app,
    { groupId },
    { kind: 'ridge', artifact, channels: 1, lookback: 48, horizon: 12 },
  )
  await deploy(app, { scope: { group: 'plants' }, role: 'forecast', versionId: id })
  const members = await Promise.all(['a', 'b', 'c'].map(key => requireSeries(app.db, key)))
  const [a, b, c] = await forecastMany(app, members, requestForecast({}))
  expect([a, b]).toMatchObject([{ versionId: id }, { versionId: id }])
  expect(c).toMatchObject({ code: 'INSUFFICIENT_DATA' })
  // Its own choice comes before that of its group.
  await deploy(app, { scope: { series: 'b' }, role: 'forecast', kind: 'seasonal-naive' })
  const own = await forecast(app, await requireSeries(app.db, 'b'), requestForecast({ horizon: 3 }))
  expect(own).toMatchObject({ forecaster: 'seasonal-naive', versionId: null })
  // Another process knows of it within a second, without being told.
  const began = performance.now()
  await vi.waitFor(() => expect(other.app.serving.speakerOf(members[0]!, 'forecast').versionId).toBe(id))
  await endDeployment(app, { scope: { group: 'plants' }, role: 'forecast', slot: 'active' })
  await vi.waitFor(() => expect(other.app.serving.speakerOf(members[0]!, 'forecast').kind).toBe('auto'), {
    interval: 20,
  })
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('a canary of a group keeps the series it has as its share grows, and the narrowest group comes first', async () => {
  const condition = (attribute: string, value: string) => ({ attribute, values: [value] })
  const groups = [
    { name: 'north', description: null, conditions: [condition('region', 'north')] },
    { name: 'north_pumps', description: null, conditions: [condition('region', 'north'), condition('type', 'pump')] },
  ]
  for (const group of groups) await createGroup(app.db, group, now)
  const scope = { group: 'north' }
  const members = Array.from({ length: 200 }, (_, i) => ({
    key: `north_${i}`,
    attributes: [{ name: 'region', value: 'north' }],
    deployments: [],
  }))
  const canaries = () =>
    members.filter(one => app.serving.routing(one, 'watch').slot === 'canary').map(({ key }) => key)
  const canary = { scope, role: 'watch', slot: 'canary', kind: 'pca' } as const
  await deploy(app, { ...canary, share: 0.2 })
  const few = canaries()
  await deploy(app, { ...canary, share: 0.6 })
  const more = canaries()
  expect([few.length > 15 && few.length < 70, more.length > 90 && more.length < 150]).toEqual([true, true])
  expect(more).toEqual(expect.arrayContaining(few))
  // Limits alone are changed without a share, and take none of it.
  expect((await deploy(app, { ...canary, limits: { leastAgreement: 0.9 } })).change).toBeNull()
  expect(canaries()).toEqual(more)

  await deploy(app, { scope: { group: 'north_pumps' }, role: 'watch', kind: 'robust' })
  const pump = { ...members[0]!, attributes: [...members[0]!.attributes, { name: 'type', value: 'pump' }] }
  expect(app.serving.routing(pump, 'watch')).toMatchObject({ speaker: { kind: 'robust' }, chosenFor: 'group' })
  await deploy(app, { scope: { group: 'north_pumps' }, role: 'forecast', kind: 'ets' })
  expect(app.serving.routing(members[0]!, 'forecast')).toMatchObject({
    speaker: { kind: 'auto' },
    chosenFor: 'all',
    groupId: null,
  })
})

test('a canary of one series has its share of the points, and who is active speaks for the series as a whole', async () => {
  await createSeries(app, { key: 'split', detector: 'robust' })
  await deploy(app, { scope: { series: 'split' }, role: 'watch', slot: 'canary', kind: 'zscore', share: 0.25 })
  const series = await requireSeries(app.db, 'split')
  const spoke = Array.from({ length: 400 }, (_, i) => app.serving.speakerOf(series, 'watch', begin + i * 1_000).kind)
  const share = spoke.filter(kind => kind === 'zscore').length / spoke.length
  expect(share).toBeGreaterThan(0.15)
  expect(share).toBeLessThan(0.35)
  expect(app.serving.speakerOf(series, 'watch').kind).toBe('robust')
  // Both know what they must, whoever speaks for which point.
  const values = Array.from({ length: 120 }, (_, i) => wave(i) + ((i * 7_919) % 13) / 20)
  const detectors = new Set<string>()
  for (const [i, value] of values.entries()) {
    const outcome = await send(app, 'split', i, [value])
    if (i > 60) {
      expect(outcome.fallback).toBeNull()
      detectors.add(outcome.detector)
    }
  }
  expect([...detectors].sort()).toEqual(['robust', 'zscore'])
})

test('of a batch a canary of one series has its share of the points, and late ones go to whom their instant falls to', async () => {
  const series = await createSeries(app, { key: 'shared', detector: 'robust' })
  await send(app, 'shared', 0, history(100))
  // It finds every point unusual; whoever is active finds none.
  const artifact = watcherFile(-1_000, 0.1)
  const id = await registerVersion(app, { seriesId: series.id }, { kind: 'zscore', artifact, channels: 1 })
  const limits = { automatic: false, steps: [0.3] }
  await deploy(app, { scope: { series: 'shared' }, role: 'watch', slot: 'canary', versionId: id, limits })
  await loaded(app, id)
  const now = await requireSeries(app.db, 'shared')
  const speaks = (at: number) => app.serving.speakerOf(now, 'watch', at).versionId === id
  const flagged = ({ anomalies }: Awaited<ReturnType<typeof send>>) => {
    for (const one of anomalies) expect(one.versionId).toBe(id)
    return anomalies.map(({ at }) => at)
  }
  const places = Array.from({ length: 300 }, (_, i) => 100 + i)
  const sent = places.filter(i => i % 10 !== 0)
  const raw = (chosen: readonly number[]) => ({ times: chosen.map(i => begin + i * hour), values: [chosen.map(wave)] })
  const its = (chosen: readonly number[]) => chosen.map(i => begin + i * hour).filter(speaks)
  const [inOrder] = await app.ingest([{ key: 'shared', raw: raw(sent) }], { replace: false })
  expect(its(sent).length).toBeGreaterThan(40)
  expect(flagged(inOrder!)).toEqual(its(sent))
  const rest = places.filter(i => i % 10 === 0)
  const [late] = await app.ingest([{ key: 'shared', raw: raw(rest) }], { replace: false })
  expect(its(rest).length).toBeGreaterThan(2)
  expect(flagged(late!)).toEqual(its(rest))
})

test('any version comes back in one call, archived ones too; the timeline says who spoke when and why', async () => {
  const series = await createSeries(app, { key: 'back' })
  const scope = { series: 'back' }
  const version = (mean: number) =>
    registerVersion(app, { seriesId: series.id }, { kind: 'zscore', artifact: watcherFile(mean, 1), channels: 1 })
  const [first, second] = [await version(1), await version(2)]
  await deploy(app, { scope, role: 'watch', versionId: first })
  await expect(changeVersion(app, first, { archived: true })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await deploy(app, { scope, role: 'watch', versionId: second, reason: 'better on the backtest' })
  await changeVersion(app, first, { archived: true })
  await deploy(app, { scope, role: 'watch', slot: 'canary', versionId: second, share: 0.5 })
  await rollBack(app, { scope, role: 'watch', versionId: first, reason: 'too many false alarms' })
  expect(await requireVersion(app.db, first)).toMatchObject({ archivedAt: null, deployed: true })
  const back = await rollBack(app, { scope, role: 'watch' })
  expect(back.change).toMatchObject({ from: { versionId: first }, to: { versionId: second } })
  const { edges } = await listChanges(app.db, { seriesId: series.id }, 'watch')
  expect(edges.map(({ node: { slot, from, to, reason } }) => [slot, from?.versionId, to?.versionId, reason])).toEqual([
    ['active', first, second, 'by hand'],
    ['active', second, first, 'too many false alarms'],
    ['canary', second, undefined, 'too many false alarms'],
    ['canary', undefined, second, 'by hand'],
    ['active', first, second, 'better on the backtest'],
    ['active', undefined, first, 'by hand'],
  ])
})

test('who cannot speak is refused, and why is said', async () => {
  const series = await createSeries(app, { key: 'strict' })
  await createSeries(app, { key: 'stranger' })
  const id = await registerVersion(
    app,
    { seriesId: series.id },
    { kind: 'zscore', artifact: watcherFile(3, 1), channels: 1 },
  )
  const scope = { series: 'strict' }
  const refused = (draft: Omit<Parameters<typeof deploy>[1], 'scope'>, code: string, to = scope) =>
    expect(deploy(app, { scope: to, ...draft })).rejects.toMatchObject({ code })
  await refused({ role: 'forecast', versionId: id }, 'INVALID_INPUT')
  await refused({ role: 'watch', versionId: id }, 'INVALID_INPUT', { series: 'stranger' })
  await refused({ role: 'watch', versionId: id + 1_000 }, 'INVALID_VERSION')
  await refused({ role: 'watch', kind: 'crystal-ball' }, 'MODEL_NOT_FOUND')
  await refused({ role: 'watch', kind: 'zscore', versionId: id }, 'INVALID_INPUT')
  await refused({ role: 'watch', versionId: id, slot: 'canary', share: 0 }, 'INVALID_INPUT')
  await refused({ role: 'watch', versionId: id, slot: 'shadow', limits: { leastAgreement: 2 } }, 'INVALID_INPUT')
  await refused({ role: 'watch', versionId: id, limits: { automatic: false } }, 'INVALID_INPUT')
  await refused({ role: 'watch', versionId: id, share: 0.5 }, 'INVALID_INPUT')
  await refused({ role: 'watch', versionId: id }, 'SERIES_NOT_FOUND', { series: 'nobody' })
  await expect(promote(app, { scope, role: 'watch', slot: 'shadow' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(rollBack(app, { scope, role: 'watch' })).rejects.toMatchObject({ code: 'INVALID_VERSION' })
})
