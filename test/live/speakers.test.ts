import { registerVersion, watcherFile } from '@seriema/api/flows/versions-for-tests'
import { requireSeries } from '@seriema/api/store/series'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { subscribe } from './subscriber.ts'

let here: TestApi
let there: TestApi
beforeAll(async () => {
  here = await startApi()
  there = await startApi({ databaseUrl: here.app.config.databaseUrl })
})
afterAll(async () => {
  await there.close()
  await here.close()
})

const speaker = 'speaker { kind title version { id name } }'
const deploy = `mutation ($input: DeployVersionInput!) { deployVersion(input: $input) {
  __typename ... on DeploymentPayload { change { slot to { kind title version { id name } } from { kind } reason } deployments { role slot share ${speaker} } }
  ... on Fault { code message } } }`
const changed = `subscription ($series: [String!], $role: Role, $after: Cursor) {
  deploymentChanged(series: $series, role: $role, after: $after) {
    cursor changes { at slot role reason automatic series { key } group { name } from { kind } to { kind version { name } } } } }`

interface Changed {
  readonly deploymentChanged: { readonly cursor: string; readonly changes: readonly Record<string, unknown>[] }
}

/** A version of a series as its owner names it. */
async function trained(key: string, mean: number, deviation: number): Promise<string> {
  const { id } = await requireSeries(here.app.db, key)
  const artifact = watcherFile(mean, deviation)
  const version = await registerVersion(here.app, { seriesId: id }, { kind: 'zscore', artifact, channels: 1 })
  return Buffer.from(`Version:${version}`).toString('base64url')
}

const start = Date.now() - 3_600_000
const batch = (from: number, values: readonly number[]) => ({
  times: values.map((_, i) => start + (from + i) * 1_000),
  values: [values],
})

async function told(subscriber: ReturnType<typeof subscribe<Changed>>): Promise<Changed['deploymentChanged']> {
  for (;;) {
    const { deploymentChanged } = (await subscriber.next())!.data!
    if (deploymentChanged.changes.length > 0) return deploymentChanged
  }
}

test('who speaks elsewhere is told live, to whoever comes back too, and speaks in every process', async () => {
  await ask(here, 'mutation { createSeries(input: { key: "valve" }) { __typename } }')
  const first = subscribe<Changed>(there.wsUrl, changed, { series: ['valve'], role: 'WATCH' })
  expect((await first.next())!.data!.deploymentChanged.changes).toEqual([])
  const version = await trained('valve', 50, 1)
  const scope = { series: 'valve' }
  const { json } = await ask(here, deploy, { input: { scope, role: 'WATCH', version, reason: 'first of its kind' } })
  const self = { kind: 'ZSCORE', title: 'Trained z-score', version: { id: version, name: 'v1' } }
  expect(json.data.deployVersion).toEqual({
    __typename: 'DeploymentPayload',
    change: { slot: 'ACTIVE', from: null, to: self, reason: 'first of its kind' },
    deployments: [{ role: 'WATCH', slot: 'ACTIVE', share: 1, speaker: self }],
  })
  const { changes, cursor } = await told(first)
  expect(changes).toMatchObject([
    { series: { key: 'valve' }, group: null, from: null, to: { version: { name: 'v1' } }, automatic: false },
  ])
  first.cut()

  // While nobody listens somebody else speaks, and then the first again.
  await ask(here, deploy, { input: { scope, role: 'WATCH', kind: 'ROBUST' } })
  await ask(here, deploy, { input: { scope, role: 'FORECAST', kind: 'RIDGE' } })
  const { json: back } = await ask(
    here,
    `mutation { rollback(input: { scope: { series: "valve" }, role: WATCH }) { ... on DeploymentPayload { change { to { version { name } } } } ... on Fault { code } } }`,
  )
  expect(back.data.rollback).toEqual({ change: { to: { version: { name: 'v1' } } } })
  const second = subscribe<Changed>(there.wsUrl, changed, { series: ['valve'], role: 'WATCH', after: cursor })
  const missed: Record<string, unknown>[] = []
  while (missed.length < 2) missed.push(...(await told(second)).changes)
  second.cut()
  expect(missed.map(({ to }) => to)).toMatchObject([{ kind: 'ROBUST', version: null }, { version: { name: 'v1' } }])

  const { json: asked } = await ask(
    there,
    `{ seriesByKey(key: "valve") { detector speaks(role: WATCH) { slot chosenFor ${speaker} shadow { kind } }
      deploymentHistory(role: WATCH, first: 2) { totalCount edges { node { reason to { kind } } } } } }`,
  )
  expect(asked.data.seriesByKey).toMatchObject({
    detector: 'ZSCORE',
    speaks: { slot: 'ACTIVE', chosenFor: 'SERIES', speaker: self, shadow: null },
    deploymentHistory: { totalCount: 3 },
  })
  await expect.poll(() => there.app.serving.versions.figures.loaded).toBeGreaterThan(0)
  const { json: stored } = await ask(
    there,
    `mutation ($s: [SeriesPointsInput!]!) { ingestPoints(input: { series: $s }) { ... on IngestPointsPayload { series { fallback ${speaker} anomalies { expected fallback ${speaker} } } } } }`,
    { s: [{ key: 'valve', ...batch(0, [50, 57]) }] },
  )
  expect(stored.data.ingestPoints.series).toEqual([
    { fallback: null, speaker: self, anomalies: [{ expected: 50, fallback: null, speaker: self }] },
  ])
})

test('a batch of many series is scored in columns, by an explicit version where one is named', async () => {
  await ask(
    here,
    'mutation { a: createSeries(input: { key: "a" }) { __typename } b: createSeries(input: { key: "b", detector: ZSCORE }) { __typename } }',
  )
  const version = await trained('a', 10, 2)
  const query = `query ($batches: [SeriesPointsInput!]!, $version: ID) { scorePoints(batches: $batches, version: $version) {
    ... on ScoredBatch { series { key } times fallback ${speaker} channels { channel { name } scores expected lower upper }
      anomalies { at score severity channel { name } } rejected warned warnings { index } }
    ... on Fault { code } } }`
  const far = Date.now() - 3 * 365 * 86_400_000
  const batches = [
    { key: 'a', times: [far, ...batch(0, [10, 18]).times], values: [[10, 10, 18]] },
    { key: 'nobody', ...batch(0, [1]) },
    { key: 'b', ...batch(0, [1, 2]) },
  ]
  const { json } = await ask(here, query, { batches, version })
  const [a, nobody] = json.data.scorePoints
  expect(a).toMatchObject({
    series: { key: 'a' },
    fallback: null,
    speaker: { kind: 'ZSCORE', version: { id: version } },
    channels: [
      { channel: { name: 'value' }, scores: [0, 0, 4], expected: [10, 10, 10], lower: [4, 4, 4], upper: [16, 16, 16] },
    ],
    anomalies: [{ score: 4, severity: 'MEDIUM' }],
    rejected: 0,
    warned: 1,
    warnings: [{ index: 0 }],
  })
  expect(a.times).toHaveLength(3)
  expect(nobody).toEqual({ code: 'SERIES_NOT_FOUND' })
  // Too young to be said anything of: each entry is null, and nothing is an anomaly.
  const { json: plain } = await ask(here, query, { batches: [batches[2]] })
  expect(plain.data.scorePoints).toMatchObject([
    { speaker: { kind: 'ZSCORE', version: null }, channels: [{ scores: [null, null] }], anomalies: [] },
  ])
})
