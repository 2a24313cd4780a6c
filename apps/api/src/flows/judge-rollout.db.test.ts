import { defaultRolloutLimits, type RolloutLimitsDraft } from '@seriema/domain/rollout'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listAudit } from '../store/audit.ts'
import { deploymentsOf, listChanges, type StoredDeployment } from '../store/deployment.ts'
import { createGroup } from '../store/group.ts'
import type { Series } from '../store/series.ts'
import { deploy } from './deploy.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { verdictOn } from './judge-rollout/decide.ts'
import { createSeries } from './series.ts'
import { registerVersion, watcherFile } from './versions-for-tests.ts'

const minute = 60_000
const begin = Date.UTC(2026, 0, 1)
let flows: Awaited<ReturnType<typeof startFlows>>
let other: Awaited<ReturnType<typeof startFlows>>
let app: FlowApp
const now = begin + 400 * 24 * 60 * minute

beforeAll(async () => {
  flows = await startFlows({ clock: () => now })
  app = flows.app
  other = await startFlows({ clock: () => now, databaseUrl: app.config.databaseUrl })
})
afterAll(async () => {
  await other.close()
  await flows.close()
})

/** About 20, never far from it. */
const noise = (i: number) => 20 + (((i * 7_919) % 101) - 50) / 100
const send = async (to: FlowApp, key: string, from: number, count: number) => {
  const places = Array.from({ length: count }, (_, i) => from + i)
  const raw = { times: places.map(i => begin + i * minute), values: [places.map(noise)] }
  const [outcome] = await to.ingest([{ key, raw }], { replace: false })
  expect(outcome!.fault).toBeNull()
  return outcome!
}

const quick: RolloutLimitsDraft = { hold: 0, fewestPoints: 200 }
const watcherOf = (series: Series, artifact = watcherFile(20, 1)) =>
  registerVersion(app, { seriesId: series.id }, { kind: 'zscore', artifact, channels: 1 })

const heldBy = async (series: Series) => (await deploymentsOf(app.db, 'seriesId', [series.id])).get(series.id) ?? []
const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 30_000, interval: 50 })

test('a shadow that says the same is promoted by itself, with the reason in the timeline; who sends waits for none of it', async () => {
  const series = await createSeries(app, { key: 'good' })
  await send(app, 'good', 0, 300)
  const versionId = await watcherOf(series)
  const scope = { series: 'good' }
  await deploy(app, { scope, role: 'watch', slot: 'shadow', versionId, limits: quick })
  for (let i = 300; i < 600; i += 30) expect(await send(app, 'good', i, 30)).toMatchObject({ detector: 'ensemble' })
  await eventually(async () => {
    expect(await heldBy(series)).toMatchObject([{ slot: 'active', speaker: { versionId } }])
  })
  const { edges } = await listChanges(app.db, { seriesId: series.id }, 'watch')
  expect(edges[0]!.node).toMatchObject({ slot: 'active', to: { versionId }, automatic: true })
  expect(edges[0]!.node.reason).toMatch(/within its limits over \d+ points/)
})

/** Points come until nobody is tried out any more; the last line of the timeline. */
async function untilOver(series: Series, slot: 'shadow' | 'canary', from: number) {
  let next = from
  await eventually(async () => {
    await send(app, series.key, next, 30)
    next += 30
    expect((await heldBy(series)).filter(one => one.slot === slot)).toEqual([])
  })
  const { edges } = await listChanges(app.db, { seriesId: series.id }, 'watch')
  return edges[0]!.node
}

const canary = { role: 'watch', slot: 'canary', limits: quick } as const

test('a canary that flags everything is rolled back with nobody watching', async () => {
  const series = await createSeries(app, { key: 'alarmist' })
  await send(app, 'alarmist', 0, 300)
  const versionId = await watcherOf(series, watcherFile(500, 0.1))
  await deploy(app, { ...canary, scope: { series: 'alarmist' }, versionId, share: 0.05 })
  const change = await untilOver(series, 'canary', 300)
  expect(change).toMatchObject({ from: { versionId }, to: null, automatic: true })
  expect(change.reason).toMatch(/^it flags \d+ of \d+ points that who is active does not/)
  const { edges } = await listAudit(app.db, { series: 'alarmist' }, {})
  expect(edges.map(({ node }) => node)).toMatchObject([
    {
      actor: { kind: 'system' },
      operation: 'rollback',
      message: change.reason,
      targets: [{ type: 'Series', series: 'alarmist', version: 'v1' }],
      changes: [{ field: 'watch canary', before: 'zscore v1', after: null }],
    },
  ])
  expect(app.serving.speakerOf(series, 'watch').versionId).toBeNull()
})

test('a canary that cannot answer is rolled back, and its series are watched all the while', async () => {
  const series = await createSeries(app, { key: 'broken' })
  await send(app, 'broken', 0, 300)
  const versionId = await watcherOf(series, Uint8Array.of(1, 2, 3))
  await deploy(app, { ...canary, scope: { series: 'broken' }, versionId, share: 1 })
  const during = await send(app, 'broken', 300, 30)
  expect(during.fallback).not.toBeNull()
  const change = await untilOver(series, 'canary', 330)
  expect(change).toMatchObject({ from: { versionId }, to: null, automatic: true })
  expect(change.reason).toMatch(/calls failed/)
})

test('a canary that is slow is rolled back', async () => {
  const series = await createSeries(app, { key: 'slow' })
  await send(app, 'slow', 0, 300)
  const versionId = await watcherOf(series)
  // More points than calls that are needed before their time counts.
  const limits = { ...quick, fewestPoints: 5_000, mostLatency: 0.001 }
  await deploy(app, { ...canary, limits, scope: { series: 'slow' }, versionId, share: 0.5 })
  const change = await untilOver(series, 'canary', 300)
  expect(change).toMatchObject({ from: { versionId }, to: null, automatic: true })
  expect(change.reason).toMatch(/^a call takes .* ms \(95th percentile\)/)
})

test('a canary whose flags people call false is to be rolled back', async () => {
  const series = await createSeries(app, { key: 'doubted' })
  await send(app, 'doubted', 0, 300)
  const versionId = await watcherOf(series)
  const limits = { ...quick, automatic: false }
  await deploy(app, { ...canary, limits, scope: { series: 'doubted' }, versionId, share: 1 })
  const [held] = await heldBy(series)
  const label = (at: number) => app.db
    .sql`insert into labels (series_id, channel, "from", "to", value, verdict, kind, version_id, found_at, made_at)
    values (${series.id}, 0, to_timestamp(${at}), to_timestamp(${at}), 20, 'false', 'zscore', ${versionId}, to_timestamp(${now / 1_000}), to_timestamp(${now / 1_000}))`
  for (let i = 0; i < 30; i++) await label(i)
  const verdict = await verdictOn(
    app.db,
    { ...held!, scope: { seriesId: series.id }, limits: { ...defaultRolloutLimits } } as StoredDeployment,
    null,
    now,
  )
  expect(verdict).toMatchObject({ action: 'roll-back', reason: expect.stringContaining('people call 30 of 30') })
})

test('a canary of a group is given share after share, keeps the series it has, and becomes active', async () => {
  const { id: groupId } = await createGroup(
    app.db,
    { name: 'line', description: null, conditions: [{ attribute: 'line', values: ['1'] }] },
    now,
  )
  const members: Series[] = []
  for (let i = 0; i < 12; i++) {
    const series = await createSeries(app, { key: `line_${i}`, attributes: [{ name: 'line', value: '1' }] })
    await send(app, series.key, 0, 300)
    members.push(series)
  }
  const versionId = await registerVersion(
    app,
    { groupId },
    { kind: 'zscore', artifact: watcherFile(20, 1), channels: 1 },
  )
  await deploy(app, { ...canary, scope: { group: 'line' }, versionId })
  const served = () =>
    members.filter(one => app.serving.speakerOf(one, 'watch').versionId === versionId).map(({ key }) => key)
  let before = served()
  let next = 300
  await eventually(async () => {
    for (const { key } of members) await send(app, key, next, 30)
    next += 30
    const now = served()
    expect(now).toEqual(expect.arrayContaining(before))
    before = now
    expect(now).toHaveLength(members.length)
    expect((await deploymentsOf(app.db, 'groupId', [groupId])).get(groupId)).toMatchObject([{ slot: 'active' }])
  })
  const { edges } = await listChanges(app.db, { groupId }, 'watch')
  const shares = edges.filter(({ node }) => node.slot === 'canary' && node.to !== null).map(({ node }) => node.share)
  expect(shares.toReversed()).toEqual([0.05, 0.25, 0.5])
})
