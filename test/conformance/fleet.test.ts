import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, startDatabase, type TestApi, type TestDatabase } from '../harness.ts'
import { ask } from './ask.ts'

const count = 200

let database: TestDatabase
let api: TestApi
let sql: postgres.Sql

beforeAll(async () => {
  database = await startDatabase()
  api = await startApi({ databaseUrl: database.url })
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  const keys = Array.from({ length: count }, (_, i) => `s${String(i).padStart(3, '0')}`)
  for (const key of keys)
    await ask(api, 'mutation($key: String!) { createSeries(input: { key: $key }) { __typename } }', { key })
  const times = Array.from({ length: 80 }, (_, i) => 1_760_000_000_000 + i * 1_000)
  const series = keys.map((key, s) => ({
    key,
    times,
    values: [times.map((_, i) => (i === 79 && s % 2 === 0 ? 1e6 : s + (i % 3)))],
  }))
  const ingest =
    'mutation($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) { ... on IngestPointsPayload { stored } } }'
  expect((await ask(api, ingest, { series })).json.data.ingestPoints.stored).toBe(80 * count)
  // A new process holds nothing in memory yet, and makes no forecasts of points it did not see come.
  await api.close()
  api = await startApi({ databaseUrl: database.url })
})
afterAll(async () => {
  await sql.end()
  await api.close()
  await database.drop()
})

/** What the fleet page asks for. */
const fleet = `query {
  series(first: ${count}) {
    totalCount
    edges { node {
      id key title channels { name unit } freshness { state expectedBy } latest { at values }
      points(last: 60) { times values } anomalySummary { medium high critical latest { at severity reason } }
      generator { running }
    } }
  }
}`

describe('a page of 200 series', () => {
  test('is read in a handful of statements, whatever is asked of each', async () => {
    await ask(api, fleet)
    const statements = await counted(() => ask(api, fleet))
    expect(statements).toBeGreaterThan(0)
    expect(statements).toBeLessThanOrEqual(7)
  })

  test('is what each series says alone', async () => {
    const { json } = await ask(api, fleet)
    expect(json.errors).toBeUndefined()
    const { node } = json.data.series.edges[42]
    expect(node).toMatchObject({ key: 's042', anomalySummary: { critical: 1, latest: { severity: 'CRITICAL' } } })
    expect(node.points.times).toHaveLength(60)
    const alone = await ask(
      api,
      `{ seriesByKey(key: "s042") { latest { at values } points(last: 60, rollingMean: 1) { times values } anomalySummary { critical } } }`,
    )
    expect(alone.json.data.seriesByKey.points).toEqual({ times: node.points.times, values: node.points.values })
    expect(alone.json.data.seriesByKey.latest).toEqual(node.latest)
  })
})

/** Statements the API's connections ran while `work` did, as PostgreSQL counts them. */
async function counted(work: () => Promise<unknown>): Promise<number> {
  const client = (api.app.sharedReads as typeof api.app.db).sql
  let statements = 0
  const before = client.options.debug
  client.options.debug = () => {
    statements++
  }
  try {
    await work()
  } finally {
    client.options.debug = before
  }
  return statements
}
