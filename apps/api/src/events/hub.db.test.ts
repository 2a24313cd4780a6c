import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startDatabase, type TestDatabase } from '../../../../test/database.ts'
import { connect, type Database, migrate, transaction } from '../store/database.ts'
import { hideSeries } from '../store/series/deleted.ts'
import { createSeries, lockSeries, type Series } from '../store/series.ts'
import type { Batch } from './batch.ts'
import type { NewEvent } from './event.ts'
import { type Hub, openHub } from './hub.ts'
import { pointsStored } from './kinds/points.ts'
import { seriesStatus } from './kinds/status.ts'
import { announce, encodeCursor } from './log.ts'

let target: TestDatabase
let database: Database
let clock = Date.UTC(2026, 0, 1)
const hubs: Hub[] = []

beforeAll(async () => {
  target = await startDatabase()
  database = connect(target.url)
  await migrate(database)
})
afterEach(async () => {
  await Promise.all(hubs.splice(0).map(hub => hub.close()))
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

async function hub(pace = 1): Promise<Hub> {
  const opened = await openHub({
    db: database,
    reads: database,
    databaseUrl: target.url,
    log: pino({ level: 'silent' }),
    clock: () => clock,
    pace,
  })
  hubs.push(opened)
  return opened
}

let made = 0
const series = (): Promise<Series> =>
  createSeries(
    database,
    {
      key: `s${made++}`,
      title: null,
      description: null,
      channels: [{ name: 'value', kind: 'gauge', unit: null, minimum: null, maximum: null }],
      attributes: [],
      interval: null,
      step: null,
      timeZone: 'UTC',
    },
    clock,
  )

/** Stores points as an ingest does; each value is its arrival number. */
const store = (of: Series, count: number, more: readonly NewEvent[] = []): Promise<void> =>
  transaction(database, async tx => {
    const { sql } = tx
    const [{ lastSeq }] = (await lockSeries(tx, [of.key])) as [Series]
    await sql`insert into points (series_id, at, seq, values)
      select ${of.id}, to_timestamp(n), n, array[n::float8]
      from generate_series(${lastSeq + 1}::int8, ${lastSeq + count}::int8) n`
    await sql`update series set last_seq = ${lastSeq + count}, point_count = ${lastSeq + count} where id = ${of.id}`
    const news = pointsStored(of.id, lastSeq + 1, count, { late: false, replaced: false })
    await announce(tx, [...news, ...more], clock)
  })

const pointsOf = ({ items }: Batch): number[] =>
  items.flatMap(item => (item.kind === 'points' ? Array.from(item.points.channels[0]!) : []))
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)
const onlyPoints = { kinds: ['points'] as const, seriesIds: null }

/** Reads on until so many points have come. */
async function read(stream: AsyncGenerator<Batch, void, void>, count: number): Promise<number[]> {
  const points: number[] = []
  while (points.length < count) {
    const { value } = await stream.next()
    points.push(...pointsOf(value as Batch))
  }
  return points
}

test('the first batch comes at once, with a cursor and without events', async () => {
  const of = await series()
  await store(of, 3)
  const stream = await (await hub()).stream({ kinds: ['points'], seriesIds: [of.id] }, null)
  const { value } = await stream.next()
  expect(value).toMatchObject({ items: [] })
  await store(of, 2)
  expect(await read(stream, 2)).toEqual([4, 5])
  const resumed = await hubs[0]!.stream({ kinds: ['points'], seriesIds: [of.id] }, (value as Batch).cursor)
  expect(pointsOf((await resumed.next()).value as Batch)).toEqual([4, 5])
})

test('writers at once and readers that stay or come and go: each point once, in the order it was stored', async () => {
  const [steady, ...others] = await Promise.all(Array.from({ length: 4 }, series))
  const opened = await Promise.all([hub(), hub()])
  const [batches, size] = [60, 50]
  const write = async (of: Series) => {
    for (let i = 0; i < batches; i++) await store(of, size)
  }
  const stay = async (at: Hub, ready: () => void): Promise<number[]> => {
    const stream = await at.stream({ kinds: ['points'], seriesIds: [steady!.id] }, null)
    await stream.next()
    ready()
    return read(stream, batches * size)
  }
  const comeAndGo = async (of: Series, ready: () => void): Promise<number[]> => {
    const filter = { kinds: ['points'] as const, seriesIds: [of.id] }
    let { cursor } = (await (await opened[0]!.stream(filter, null)).next()).value as Batch
    ready()
    const points: number[] = []
    for (let cuts = 0; points.length < batches * size; cuts++) {
      const stream = await opened[cuts % 2]!.stream(filter, cursor)
      for (let messages = 0; messages < 1 + (cuts % 3) && points.length < batches * size; messages++) {
        const batch = (await stream.next()).value as Batch
        points.push(...pointsOf(batch))
        cursor = batch.cursor
      }
      await stream.return()
    }
    return points
  }
  let waitedFor = opened.length + others.length
  const { promise: everybody, resolve } = Promise.withResolvers<void>()
  const ready = () => {
    if (--waitedFor === 0) resolve()
  }
  const reading = [...opened.map(at => stay(at, ready)), ...others.map(of => comeAndGo(of, ready))]
  await everybody
  await Promise.all([steady!, ...others].map(write))
  for (const points of await Promise.all(reading)) expect(points).toEqual(upTo(batches * size))
})

test('nothing is lost with the connection that listens, and it comes back', async () => {
  const of = await series()
  const stream = await (await hub()).stream(onlyPoints, null)
  await stream.next()
  const { sql } = database
  for (let round = 0; round < 2; round++) {
    await expect
      .poll(async () => {
        const rows = await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'seriema events' and query like 'listen%' and datname = current_database()`
        return rows.length
      })
      .toBeGreaterThan(0)
    await store(of, 2)
    expect(await read(stream, 2)).toEqual([2 * round + 1, 2 * round + 2])
  }
})

test('an event that no NOTIFY told of is found all the same', async () => {
  const of = await series()
  const stream = await (await hub()).stream({ kinds: ['status'], seriesIds: [of.id] }, null)
  await stream.next()
  const { kind, seriesId, ...payload } = seriesStatus('SERIES_UPDATED', of)
  await database.sql`insert into events (kind, series_id, payload, happened_at)
    values (${kind}, ${seriesId}, ${JSON.stringify(payload)}::text::jsonb, now())`
  const { value } = await stream.next()
  expect((value as Batch).items).toMatchObject([{ kind: 'status', event: { message: `${of.key} was updated` } }])
})

test('whoever does not read is sent nothing more, and later gets all of it from the store', async () => {
  const of = await series()
  const [slow, quick] = await Promise.all([0, 1].map(async () => (hubs[0] ?? (await hub())).stream(onlyPoints, null)))
  await Promise.all([slow!.next(), quick!.next()])
  await store(of, 100)
  const points = await read(slow!, 100)
  await read(quick!, 100)
  const writes = 40
  for (let i = 0; i < writes; i++) {
    await store(of, 100)
    expect(await read(quick!, 100)).toHaveLength(100)
  }
  let messages = 0
  while (points.length < 100 + writes * 100) {
    points.push(...pointsOf((await slow!.next()).value as Batch))
    messages++
  }
  expect(points).toEqual(upTo(100 + writes * 100))
  expect(messages).toBeLessThan(writes / 2)
})

test('a message holds at most 5,000 points', async () => {
  const of = await series()
  const from = (await (await (await hub()).stream(onlyPoints, null)).next()).value as Batch
  const live = await hubs[0]!.stream(onlyPoints, from.cursor)
  await live.next()
  await store(of, 23_000)
  const later = await hubs[0]!.stream(onlyPoints, from.cursor)
  for (const stream of [live, later]) {
    let seen = 0
    while (seen < 23_000) {
      const points = pointsOf((await stream.next()).value as Batch)
      expect(points.length).toBeLessThanOrEqual(5_000)
      seen += points.length
    }
  }
})

test('a filter lets pass its kinds and series only, and those who share it share the batch', async () => {
  const [mine, other] = await Promise.all([series(), series()])
  const opened = await hub()
  const filter = { kinds: ['status', 'points'] as const, seriesIds: [mine!.id] }
  const streams = await Promise.all([opened.stream(filter, null), opened.stream(filter, null)])
  await Promise.all(streams.map(stream => stream.next()))
  const next = streams.map(stream => stream.next())
  await store(other!, 1, [seriesStatus('SERIES_UPDATED', other!)])
  await store(mine!, 2, [seriesStatus('SERIES_UPDATED', mine!)])
  const [first, second] = (await Promise.all(next)).map(({ value }) => value as Batch)
  expect(first!.items.map(item => [item.kind, item.series!.key])).toEqual([
    ['points', mine!.key],
    ['status', mine!.key],
  ])
  expect(second).toBe(first)
})

test('whoever hears nothing for a minute is given a cursor up to date, so that it never grows too old', async () => {
  const [quiet, lively] = await Promise.all([series(), series()])
  const stream = await (await hub()).stream({ kinds: ['points'], seriesIds: [quiet!.id] }, null)
  const { cursor } = (await stream.next()).value as Batch
  const next = stream.next()
  clock += 61_000
  await store(lively!, 1)
  const reminder = (await next).value as Batch
  expect(reminder.items).toEqual([])
  expect(reminder.cursor).not.toBe(cursor)
})

test('what a deleted series left behind is left out', async () => {
  const [gone, kept] = await Promise.all([series(), series()])
  const opened = await hub()
  const { cursor } = (await (await opened.stream(onlyPoints, null)).next()).value as Batch
  await store(gone!, 3)
  await hideSeries(database, gone!.key, Date.now(), Date.now() + 1_000)
  await store(kept!, 2)
  const { items } = (await (await opened.stream(onlyPoints, cursor)).next()).value as Batch
  expect(items.map(({ series }) => series!.key)).toEqual([kept!.key])
})

test('a cursor that is none, comes from elsewhere or is too old is refused before anything is streamed', async () => {
  const opened = await hub()
  await expect(opened.stream(onlyPoints, 'nonsense')).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
  await expect(opened.stream(onlyPoints, encodeCursor(1e12))).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
  const { cursor } = (await (await opened.stream(onlyPoints, null)).next()).value as Batch
  const of = await series()
  await store(of, 1)
  await opened.stream(onlyPoints, cursor)
  const now = clock
  clock += 30 * 86_400_000
  await store(of, 1)
  await database.sql`delete from events where id <= (select max(id) - 1 from events)`
  clock += 30 * 86_400_000
  await expect(opened.stream(onlyPoints, cursor)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
  clock = now
})

test('a stream that waits ends at once when it is returned, and every stream when the hub closes', async () => {
  const opened = await hub()
  const [returned, left] = await Promise.all([opened.stream(onlyPoints, null), opened.stream(onlyPoints, null)])
  await Promise.all([returned!.next(), left!.next()])
  expect(opened.subscribers).toBe(2)
  const waiting = returned!.next()
  await returned!.return()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(opened.subscribers).toBe(1)
  const last = left!.next()
  await opened.close()
  expect(await last).toEqual({ done: true, value: undefined })
  expect(opened.subscribers).toBe(0)
})
