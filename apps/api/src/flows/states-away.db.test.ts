import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDatabase } from '../../../../test/database.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import type { SeriesOutcome } from './ingest/outcome.ts'
import { createSeries } from './series.ts'

const start = Date.UTC(2026, 0, 1)
const clock = () => start + 100_000_000
const database = await startDatabase()
const options = { databaseUrl: database.url, clock }
let roomy: FlowApp
let narrow: FlowApp
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  const [one, other] = [await startFlows(options), await startFlows({ ...options, statesHeld: 600_000 })]
  closers.push(one.close, other.close)
  roomy = one.app
  narrow = other.app
})
afterAll(async () => {
  for (const close of closers) await close()
  await database.drop()
})

/** A season with noise and spikes, another for each series. */
const valuesOf = (series: number, first: number, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const place = first + i
    const noise = ((Math.imul(place + 1, 2_654_435_761) >>> 8) % 1_000) / 500
    return 50 + 10 * Math.sin((2 * Math.PI * (place + series)) / 48) + noise + ((place + series) % 211 === 0 ? 60 : 0)
  })
const batch = (key: string, series: number, first: number, count: number) => ({
  key,
  raw: {
    times: Array.from({ length: count }, (_, i) => start + (first + i) * 1_000),
    values: [valuesOf(series, first, count)],
  },
})
const said = (outcomes: readonly SeriesOutcome[]) =>
  outcomes.map(({ detector, fallback, anomalies }) => ({
    detector,
    fallback,
    found: anomalies.map(({ at, value, score, expected, alarm, reason }) => [
      at,
      value,
      score,
      expected,
      alarm,
      reason,
    ]),
  }))
const series = 12

async function keysOf(prefix: string): Promise<string[]> {
  const keys = Array.from({ length: series }, (_, i) => `${prefix}${i}`)
  for (const key of keys) await createSeries(roomy, { key, channels: [{ name: 'value' }] })
  return keys
}

const send = (app: FlowApp, keys: readonly string[], first: number, count: number) =>
  app.ingest(
    keys.map((key, i) => batch(key, i, first, count)),
    { replace: false },
  )

const putAway = async () =>
  roomy.db.sql<{ key: string; lastSeq: number }[]>`
    select key, d.last_seq as "lastSeq" from detector_states d join series on id = series_id order by id`

test('series whose states are put away are watched as if there were room for all of them', async () => {
  const [kept, moved] = [await keysOf('kept'), await keysOf('moved')]
  for (const [first, count] of [
    [0, 400],
    [400, 300],
    [700, 1],
    [701, 1],
    [702, 200],
  ] as const) {
    const expected = said(await send(roomy, kept, first, count))
    expect(said(await send(narrow, moved, first, count))).toEqual(expected)
    await narrow.watches.room()
  }
  expect(narrow.watches.figures.held).toBeLessThan(4)
  expect(narrow.watches.figures.madeAgain).toBe(0)
})

test('after a restart every series is watched at once by what its detector knew', async () => {
  const [kept, moved] = [await keysOf('on'), await keysOf('again')]
  await send(roomy, kept, 0, 900)
  const before = await startFlows(options)
  await send(before.app, moved, 0, 900)
  await before.close()
  const after = await startFlows(options)
  closers.push(after.close)
  expect(said(await send(after.app, moved, 900, 200))).toEqual(said(await send(roomy, kept, 900, 200)))
  expect(after.app.watches.figures.madeAgain).toBe(0)
})

test('what other code has learnt is not taken up, nor what was put away before a series lost points', async () => {
  const keys = await keysOf('other')
  const before = await startFlows(options)
  await send(before.app, keys, 0, 300)
  await before.close()
  await roomy.db
    .sql`update detector_states set made_by = 'other code' where series_id in (select id from series where key = 'other0')`
  await roomy.db.sql`update series set point_count = point_count - 1 where key = 'other1'`
  const after = await startFlows(options)
  closers.push(after.close)
  await send(after.app, keys.slice(0, 4), 300, 10)
  expect(after.app.watches.figures.madeAgain).toBe(2)
})

test('what is put away is no burden on the log of the database, and goes with its series', async () => {
  expect((await putAway()).length).toBeGreaterThan(series)
  const [table] = await roomy.db.sql<{ relpersistence: string }[]>`
    select relpersistence from pg_class where relname = 'detector_states'`
  expect(table!.relpersistence).toBe('u')
  await roomy.db.sql`delete from series`
  expect(await putAway()).toEqual([])
})
