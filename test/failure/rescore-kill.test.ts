import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { type SpawnedApi, spawnApi } from '../spawn.ts'

const start = Date.UTC(2026, 0, 1)
const count = 60_000
const value = (i: number) =>
  50 + 10 * Math.sin(i / 8) + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 300 + (i % 997 === 400 ? 60 : 0)
const rows = Array.from({ length: count }, (_, i) => `${start + i * 60_000},${value(i)}`)
const file = `time,value\n${rows.join('\n')}`

interface Anomaly {
  readonly id: string
  readonly at: string
  readonly detector: string
  readonly score: number
  readonly alarm: boolean
}

interface AnomalyPage {
  readonly edges: readonly { readonly node: Anomaly }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

async function ask<T>({ url }: SpawnedApi, query: string): Promise<T> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = (await answer.json()) as { data: T; errors?: unknown }
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

async function bringIn(api: SpawnedApi, key: string, detector: string): Promise<void> {
  await ask(api, `mutation { createSeries(input: { key: "${key}", detector: ${detector} }) { __typename } }`)
  const { startImport } = await ask<{ startImport: { uploadPath: string } }>(
    api,
    `mutation { startImport(input: { fileName: "file.csv", key: "${key}" }) { ... on StartImportPayload { uploadPath } } }`,
  )
  const stored = await fetch(`${api.url}${startImport.uploadPath}`, { method: 'PUT', body: file })
  expect(await stored.json()).toMatchObject({ state: 'completed', stored: count })
}

async function anomaliesOf(api: SpawnedApi, key: string): Promise<Anomaly[]> {
  const found: Anomaly[] = []
  for (let after: string | null = null; ; ) {
    const page: string = after === null ? '' : `, after: "${after}"`
    const { seriesByKey }: { seriesByKey: { anomalies: AnomalyPage } } = await ask(
      api,
      `{ seriesByKey(key: "${key}") { anomalies(first: 500${page}) {
        edges { node { id at detector score alarm } } pageInfo { hasNextPage endCursor } } } }`,
    )
    const { anomalies } = seriesByKey
    found.push(...anomalies.edges.map(({ node }) => node))
    if (!anomalies.pageInfo.hasNextPage) return found.reverse()
    after = anomalies.pageInfo.endCursor
  }
}

const progress = async (api: SpawnedApi) =>
  (
    await ask<{ seriesByKey: { rescore: { state: string; judged: number } } }>(
      api,
      '{ seriesByKey(key: "killed") { rescore { state judged } } }',
    )
  ).seriesByKey.rescore
const begin = (api: SpawnedApi) => ask(api, 'mutation { rescoreSeries(input: { key: "killed" }) { __typename } }')
const plain = (anomalies: readonly Anomaly[]) => anomalies.map(({ id: _id, ...said }) => said)

test('a server killed while it judges the past anew leaves each stretch as it was or as it is to be, and ends the same when asked again', async () => {
  const database = await startDatabase()
  onTestFinished(() => database.drop())
  const settings = { DATABASE_URL: database.url }
  let api = await spawnApi(settings)
  onTestFinished(() => api.end('SIGTERM').then(() => {}))
  await bringIn(api, 'killed', 'ZSCORE')
  await bringIn(api, 'straight', 'ENSEMBLE')
  const [old, wanted] = [plain(await anomaliesOf(api, 'killed')), plain(await anomaliesOf(api, 'straight'))]
  await ask(api, 'mutation { updateSeries(input: { key: "killed", detector: ENSEMBLE }) { __typename } }')
  await begin(api)
  await expect.poll(async () => (await progress(api)).judged, { interval: 5, timeout: 30_000 }).toBeGreaterThan(0)
  await api.end('SIGKILL')

  api = await spawnApi(settings)
  const { state, judged } = await progress(api)
  expect(state).toBe('FAILED')
  expect(judged).toBeLessThan(count)
  const border = new Date(start + judged * 60_000).toISOString()
  const isJudged = ({ at }: { at: string }) => at < border
  const left = plain(await anomaliesOf(api, 'killed'))
  expect(left.filter(isJudged)).toEqual(wanted.filter(isJudged))
  expect(left.filter(one => !isJudged(one))).toEqual(old.filter(one => !isJudged(one)))

  await begin(api)
  await expect.poll(async () => (await progress(api)).state, { interval: 50, timeout: 60_000 }).toBe('COMPLETED')
  expect(plain(await anomaliesOf(api, 'killed'))).toEqual(wanted)
}, 120_000)
