import type { Finding } from '@seriema/domain/anomaly'
import type { PageRequest } from '@seriema/domain/page'
import { defineSeries } from '@seriema/domain/series'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDatabase, type TestDatabase } from '../../../../test/database.ts'
import { findAnomalies, insertAnomalies, listAnomalies, summariseAnomalies } from './anomaly.ts'
import { connect, type Database, migrate, transaction } from './database.ts'
import type { Page } from './page.ts'
import { updateFigures } from './point/write.ts'
import { createSeries, findSeriesByIds, listSeries, type Series, type SeriesOrder, updateSeries } from './series.ts'
import { anomaly } from './tables/anomaly.ts'

const now = Date.UTC(2026, 0, 1)
let database: TestDatabase
let connection: Database
const made: Series[] = []

beforeAll(async () => {
  database = await startDatabase()
  connection = connect(database.url)
  await migrate(connection)
  for (let i = 0; i < 23; i++) {
    const draft = {
      key: `k_${String((i * 7) % 23).padStart(2, '0')}`,
      title: i % 3 === 0 ? `Boiler ${i} (100 %)` : null,
      attributes: i % 5 === 0 ? [{ name: 'region', value: 'São Paulo' }] : [],
      channels: [{ name: 'hot' }, { name: 'cold' }],
    }
    made.push(await createSeries(connection, defineSeries(draft), now + (i % 4)))
  }
  await updateFigures(
    connection,
    made.slice(0, 9).map((one, i) => ({ ...one, lastSeq: 1, pointCount: 1, firstAt: now, lastAt: now + (i % 3) })),
  )
  const findings = made.flatMap((one, i) =>
    Array.from({ length: i % 4 }, (_, n) => ({ ...finding(now + n * 1_000), seriesId: one.id, channel: n % 2 })),
  )
  await insertAnomalies(connection, findings, now)
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

const finding = (at: number): Finding => ({
  at,
  channel: 0,
  value: 1.5,
  expected: 1,
  lower: 0,
  upper: 2,
  score: 4 + Math.sin(at),
  severity: at % 2_000 === 0 ? 'high' : 'critical',
  detector: 'zscore',
  versionId: null,
  fallback: null,
  reason: 'because',
  late: false,
  alarm: at % 2_000 === 0,
})

/** Page by page to the end. */
async function walk<T>(
  read: (request: PageRequest) => Promise<Page<T>>,
  size: number,
  backward: boolean,
): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | null = null; ; ) {
    const page: Page<T> = await read(backward ? { last: size, before: cursor } : { first: size, after: cursor })
    expect(page.edges.length).toBeLessThanOrEqual(size)
    const nodes = page.edges.map(edge => edge.node)
    if (backward) all.unshift(...nodes)
    else all.push(...nodes)
    if (!(backward ? page.hasPreviousPage : page.hasNextPage)) return all
    cursor = (backward ? page.edges[0] : page.edges.at(-1))!.cursor
  }
}

describe('series', () => {
  test.each(['key', 'created', 'lastPoint', 'anomalies'] as const)(
    'by %s: any page size, forward or backward, comes to the same whole, each once',
    async (orderBy: SeriesOrder) => {
      const whole = (await listSeries(connection, { orderBy, first: 100 })).edges.map(edge => edge.node.key)
      expect(new Set(whole).size).toBe(23)
      for (const size of [1, 4, 23])
        for (const backward of [false, true]) {
          const pages = await walk(request => listSeries(connection, { ...request, orderBy }), size, backward)
          expect(pages.map(one => one.key)).toEqual(whole)
        }
    },
  )

  test('come in the order asked for', async () => {
    const listed = async (orderBy: SeriesOrder) =>
      (await listSeries(connection, { orderBy, first: 100 })).edges.map(edge => edge.node)
    const keys = (await listed('key')).map(one => one.key)
    expect(keys).toEqual([...keys].sort())
    const created = (await listed('created')).map(one => one.createdAt)
    expect(created).toEqual([...created].sort((a, b) => b - a))
    const last = (await listed('lastPoint')).map(one => one.lastAt ?? 0)
    expect(last).toEqual([...last].sort((a, b) => b - a))
  })

  test('come by the anomalies of the 24 hours up to their own last point', async () => {
    const listed = (await listSeries(connection, { orderBy: 'anomalies', first: 4 })).edges
    expect(listed.map(({ node }) => made.findIndex(one => one.id === node.id)).sort()).toEqual([2, 3, 6, 7])
    await updateFigures(connection, [{ ...made[7]!, lastAt: now + 86_400_000 + 2_500 }])
    const after = (await listSeries(connection, { orderBy: 'anomalies', first: 4 })).edges
    expect(made.findIndex(one => one.id === after[0]!.node.id)).toBe(3)
    expect(after.map(({ node }) => node.id)).not.toContain(made[7]!.id)
  })

  test.each([
    ['K_1', 10],
    ['boiler', 8],
    ['100 %', 8],
    ['são', 5],
    ['region', 5],
    ['_', 23],
    ['%', 8],
    ['\\', 0],
    ['nothing', 0],
    ['  (100 boiler ', 8],
    ['region boiler', 2],
    ['boiler k_0 paulo', 1],
    ['boiler nothing', 0],
  ])('are found by part of a key, title or attribute: %s', async (search, count) => {
    const page = await listSeries(connection, { search, first: 3 })
    expect(page.totalCount).toBe(count)
    expect(page.edges.length).toBe(Math.min(3, count))
  })

  test('are listed as they are found', async () => {
    const { edges } = await listSeries(connection, { orderBy: 'anomalies', first: 100 })
    const found = await findSeriesByIds(
      connection,
      edges.map(({ node }) => node.id),
    )
    expect(new Set(edges.map(({ node }) => node))).toEqual(new Set(found))
  })

  test('a cursor of another order is refused', async () => {
    const { edges } = await listSeries(connection, { first: 1 })
    const after = edges[0]!.cursor
    await expect(listSeries(connection, { orderBy: 'created', after })).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
    })
  })

  test('change only in what is named', async () => {
    const before = made[3]!
    const changed = await updateSeries(connection, before.key, { description: 'new', attributes: [] })
    expect(changed).toEqual({ ...before, ...changed, title: before.title, description: 'new', attributes: [] })
    expect(await updateSeries(connection, before.key, { title: null, interval: 5 })).toMatchObject({
      title: null,
      interval: 5,
      description: 'new',
    })
  })

  test('two of one key, or none of it, are Faults', async () => {
    const again = createSeries(connection, defineSeries({ key: made[0]!.key }), now)
    await expect(again).rejects.toMatchObject({ code: 'SERIES_EXISTS' })
    await expect(updateSeries(connection, 'none', { title: 'x' })).rejects.toMatchObject({
      code: 'SERIES_NOT_FOUND',
    })
  })
})

describe('anomalies', () => {
  test('any page size, forward or backward, comes to the same whole, newest first', async () => {
    const whole = (await listAnomalies(connection, {}, { first: 100 })).edges.map(edge => edge.node)
    expect(whole).toHaveLength(33)
    expect(whole.map(one => one.at)).toEqual(whole.map(one => one.at).sort((a, b) => b - a))
    for (const size of [1, 5, 33])
      for (const backward of [false, true])
        expect(await walk(request => listAnomalies(connection, {}, request), size, backward)).toEqual(whole)
  })

  test('the strongest first, any page size, forward or backward, come to the same whole', async () => {
    const whole = (await listAnomalies(connection, {}, { orderBy: 'score', first: 100 })).edges.map(edge => edge.node)
    expect(whole).toHaveLength(33)
    expect(whole.map(one => one.score)).toEqual(whole.map(one => one.score).sort((a, b) => b - a))
    for (const size of [1, 5, 33])
      for (const backward of [false, true])
        expect(
          await walk(request => listAnomalies(connection, {}, { ...request, orderBy: 'score' }), size, backward),
        ).toEqual(whole)
  })

  test('filters hold together', async () => {
    const count = async (filter: object) => (await listAnomalies(connection, filter)).totalCount
    expect(await count({ channels: ['cold'] })).toBe(11)
    expect(await count({ channels: ['cold'], severities: ['high'] })).toBe(0)
    expect(await count({ severities: ['critical'] })).toBe(11)
    expect(await count({ from: now + 1_000 })).toBe(16)
    expect(await count({ from: now + 1_000, to: now + 2_000 })).toBe(11)
    expect(await count({ seriesIds: [made[3]!.id, made[2]!.id] })).toBe(5)
    expect(await count({ seriesIds: [] })).toBe(0)
    expect(await count({ detectors: ['residual'] })).toBe(0)
  })

  test('are summed up by severity, with the newest; a series without has zeros', async () => {
    const [none, three] = [made[0]!, made[3]!]
    const sums = await summariseAnomalies(connection, [none.id, three.id], { from: 0, within: null })
    expect(sums.get(none.id)).toEqual({ medium: 0, high: 0, critical: 0, latest: null })
    expect(sums.get(three.id)).toMatchObject({ high: 2, critical: 1, latest: { at: now + 2_000 } })
    const later = await summariseAnomalies(connection, [three.id], { from: now + 1_500, within: null })
    expect(later.get(three.id)).toMatchObject({ high: 1 })
    await updateFigures(connection, [{ ...three, lastAt: now + 2_000 }])
    const own = await summariseAnomalies(connection, [none.id, three.id], { from: 0, within: 1_000 })
    expect(own.get(three.id)).toMatchObject({ high: 1, critical: 1 })
  })

  test('go in by one statement, however many they are, and keep their order', async () => {
    await transaction(connection, async tx => {
      for (const count of [1, 2, 500]) {
        const many = Array.from({ length: count }, (_, i) => ({ ...finding(now + i), seriesId: made[0]!.id, value: i }))
        const stored = await insertAnomalies(tx, many, now)
        const found = await findAnomalies(
          tx,
          stored.map(one => one.id),
        )
        expect(found.toSorted((a, b) => a.id - b.id)).toEqual(stored)
      }
      const texts = await tx.sql`select from pg_prepared_statements where statement like ${'%insert into "anomalies"%'}`
      expect(texts).toHaveLength(1)
      await tx.query.delete(anomaly).where(eq(anomaly.seriesId, made[0]!.id))
    })
  })

  test('come back as they went in', async () => {
    const [stored] = await insertAnomalies(
      connection,
      [{ ...finding(now), seriesId: made[0]!.id, fallback: 'why' }],
      now,
    )
    expect(await findAnomalies(connection, [stored!.id])).toEqual([stored])
  })
})
