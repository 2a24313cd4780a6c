import { until } from '@seriema/api/store/embedded/wait'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, startDatabase, type TestApi, type TestDatabase } from '../harness.ts'
import { ask } from './ask.ts'

const channels = 64
const rows = 100_000
const start = Date.UTC(2026, 0, 1)

let database: TestDatabase
let api: TestApi
let sql: postgres.Sql
beforeAll(async () => {
  database = await startDatabase()
  api = await startApi({ databaseUrl: database.url, clock: () => start + rows * 1_000 })
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  const wide = Array.from({ length: channels }, (_, i) => ({ name: `c${i}` }))
  const create = 'mutation($input: CreateSeriesInput!) { createSeries(input: $input) { __typename } }'
  await ask(api, create, { input: { key: 'wide', channels: wide } })
  await ask(api, create, { input: { key: 'narrow' } })
  const [series] = await sql`select id from series where key = 'wide'`
  // Straight into the table: too many to send.
  await sql`insert into points (series_id, at, seq, values)
    select ${series!.id}, to_timestamp(${start / 1_000}::float8 + i), i + 1, array_fill(i::float8, array[${channels}::int])
    from generate_series(0, ${rows - 1}::int) i`
  await sql`update series set point_count = ${rows}, last_seq = ${rows}, first_at = to_timestamp(${start / 1_000}::float8),
    last_at = to_timestamp(${start / 1_000}::float8 + ${rows - 1}) where id = ${series!.id}`
}, 120_000)
afterAll(async () => {
  await sql.end()
  await api.close()
  await database.drop()
})

const wide = (count: number) => {
  const aliases = Array.from({ length: count }, (_, i) => `a${i}: points(last: ${rows}) { total }`)
  return `{ seriesByKey(key: "wide") { ${aliases.join(' ')} } }`
}

const ingestion = `mutation($t: Instants!, $v: [Values!]!) {
  ingestPoints(input: { series: [{ key: "narrow", times: $t, values: $v }] }) { ... on IngestPointsPayload { stored } } }`

const working = async (): Promise<number> => {
  const [row] = await sql`select count(*)::int as count from pg_stat_activity
    where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`
  return row!.count
}

test('while a dozen queries read wide ranges, points are stored and narrow ranges read before any of them is answered; the statements of clients that went are cancelled', async () => {
  const going = new AbortController()
  let answered = 0
  const asked = Array.from({ length: 12 }, async () => {
    const body = JSON.stringify({ query: wide(3) })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body, signal: going.signal })
    answered++
    return answer.text()
  })
  expect(await until(async () => (await working()) > 0, 20_000)).toBe(true)
  for (let i = 0; i < 5; i++) {
    const { json } = await ask(api, ingestion, { t: [start + i * 1_000], v: [[i]] })
    expect(json.data.ingestPoints.stored).toBe(1)
  }
  const narrow = await ask(api, '{ seriesByKey(key: "narrow") { points(last: 300) { times } latest { at } } }')
  expect(narrow.json.data.seriesByKey.points.times).toHaveLength(5)
  expect(answered).toBe(0)
  going.abort()
  await Promise.allSettled(asked)
  expect(await until(async () => (await working()) === 0, 10_000)).toBe(true)
  // Whoever comes next is served.
  expect((await ask(api, '{ seriesByKey(key: "wide") { points(last: 100) { total } } }')).json.errors).toBeUndefined()
}, 60_000)

test('an operation reads so many values and no more, whatever rows they come in', async () => {
  const { json } = await ask(api, wide(10))
  expect(json.errors.length).toBeGreaterThan(0)
  for (const { extensions, message } of json.errors)
    expect([extensions.code, message]).toEqual(['TOO_LARGE', expect.stringMatching(/at most 20000 thousand .* fewer/)])
}, 120_000)

test('a window of many channels is no longer than one of few: it says that it leaves some out', async () => {
  const { json } = await ask(api, `{ seriesByKey(key: "wide") { points(last: ${rows}) { times total downsampled } } }`)
  const { times, total, downsampled } = json.data.seriesByKey.points
  expect([total, downsampled]).toEqual([rows, true])
  expect(times.length * channels).toBeLessThanOrEqual(500_000)
}, 60_000)

test('a statement that reads for too long ends with TIMED_OUT and a way out, and costs nobody else', async () => {
  const hasty = await startApi({ databaseUrl: database.url, readBudget: 100 })
  try {
    const { json } = await ask(hasty, wide(1))
    expect(json.errors[0]).toMatchObject({
      message: expect.stringContaining('ask for less'),
      extensions: { code: 'TIMED_OUT' },
    })
    const narrow = await ask(hasty, '{ seriesByKey(key: "narrow") { latest { at } } }')
    expect(narrow.json.errors).toBeUndefined()
  } finally {
    await hasty.close()
  }
})
