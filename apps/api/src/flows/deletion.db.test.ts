import { requestForecast } from '@seriema/domain/forecast'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startApi, startDatabase, type TestApi, type TestDatabase } from '../../../../test/harness.ts'
import type { Batch } from '../events/batch.ts'
import { listAnomalies } from '../store/anomaly.ts'
import { listAudit } from '../store/audit.ts'
import { findForecasts, recentForecasts } from '../store/forecast.ts'
import { readPoints } from '../store/point.ts'
import { listDeleted } from '../store/series/deleted.ts'
import { findSeries, findSeriesByIds, listSeries, requireSeries } from '../store/series.ts'
import { deleteSeries, restoreSeries } from './deletion.ts'
import { forecast } from './forecast.ts'
import { createSeries, updateSeries } from './series.ts'

const hour = 3_600_000
let now = Date.UTC(2026, 0, 1)
let database: TestDatabase
let api: TestApi
beforeAll(async () => {
  database = await startDatabase()
  api = await startApi({ databaseUrl: database.url, clock: () => now })
})
afterAll(async () => {
  await api.close()
  await database.drop()
})

const ingest = (key: string, from: number, count: number) => {
  const times = Array.from({ length: count }, (_, i) => (from + i) * 1_000)
  const values = [times.map((_, i) => (i === count - 10 ? 1e6 : (i % 7) + 20))]
  return api.app.ingest([{ key, raw: { times, values } }], { replace: false }).then(([outcome]) => outcome!)
}
/** With points, an anomaly among them and forecasts, the one that the points bring by themselves and its best among them. */
async function full(key: string) {
  const series = await createSeries(api.app, { key, title: `Title of ${key}` })
  await ingest(key, 1, 300)
  await forecast(api.app, await requireSeries(api.app.db, key), requestForecast({ horizon: 8 }))
  await until(async () =>
    (await recentForecasts(api.app.db, series.id, 10)).some(
      ({ candidates, channels }) => candidates.length > 1 && channels[0]!.mean.length > 8,
    ),
  )
  return series
}
async function contents(key: string) {
  const { db } = api.app
  const series = await requireSeries(db, key)
  const { edges } = await listAnomalies(db, { seriesIds: [series.id] }, { first: 100 })
  return {
    series,
    points: await readPoints(db, series, {}),
    anomalies: edges.map(({ node }) => node),
    forecasts: await recentForecasts(db, series.id, 10),
  }
}
const until = (condition: () => Promise<unknown>) =>
  vi.waitFor(async () => expect(await condition()).toBe(true), { timeout: 20_000, interval: 20 })
const left = async (id: number) => {
  const [row] = await api.app.db.sql<{ rows: number }[]>`select
    (select count(*) from series where id = ${id}) + (select count(*) from points where series_id = ${id}) +
    (select count(*) from generated_points where series_id = ${id}) +
    (select count(*) from anomalies where series_id = ${id}) +
    (select count(*) from forecasts where series_id = ${id}) as rows`
  return row!.rows
}

describe('a deleted series', () => {
  test('is found by nobody, and says what went and until when it can be restored', async () => {
    const { id } = await full('hidden')
    const before = await contents('hidden')
    expect(before.anomalies.length).toBeGreaterThan(0)
    const deleted = await deleteSeries(api.app, 'hidden')
    expect(deleted).toEqual({
      key: 'hidden',
      removed: { points: 300, anomalies: before.anomalies.length, forecasts: before.forecasts.length },
      restorableUntil: now + 24 * hour,
    })
    const { db } = api.app
    expect(await findSeries(db, ['hidden'])).toEqual([])
    expect(await findSeriesByIds(db, [id])).toEqual([])
    expect(await api.app.seriesByKey('hidden')).toBeNull()
    expect((await listSeries(db, { search: 'hidden' })).totalCount).toBe(0)
    expect((await listAnomalies(db, {})).edges.filter(({ node }) => node.seriesId === id)).toEqual([])
    expect(await findForecasts(db, [before.forecasts[0]!.id])).toEqual([])
    expect((await ingest('hidden', 1_000, 20)).fault).toMatchObject({ code: 'SERIES_NOT_FOUND' })
    const lost = { code: 'SERIES_NOT_FOUND' }
    await expect(updateSeries(api.app, 'hidden', { title: 'x' })).rejects.toMatchObject(lost)
    await expect(deleteSeries(api.app, 'hidden')).rejects.toMatchObject(lost)
    const request = requestForecast({ horizon: 9 })
    await expect(forecast(api.app, before.series, request)).rejects.toMatchObject(lost)
  })

  test('comes back whole: points, anomalies, forecasts and the numbers it goes on with', async () => {
    await full('whole')
    const before = await contents('whole')
    await deleteSeries(api.app, 'whole')
    await restoreSeries(api.app, 'whole')
    expect(await contents('whole')).toEqual(before)
    expect(await ingest('whole', 2_000, 20)).toMatchObject({ stored: 20, fault: null })
    expect((await contents('whole')).series.lastSeq).toBe(before.series.lastSeq + 20)
    // Again does no harm, as when the answer got lost.
    expect(await restoreSeries(api.app, 'whole')).toMatchObject({ pointCount: 320 })
  })

  test('is told of to whoever subscribes, and so is that it is back', async () => {
    await full('told')
    const filter = { kinds: ['status' as const], seriesIds: null }
    const stream = await api.app.hub.stream(filter, null)
    await stream.next()
    await deleteSeries(api.app, 'told')
    await restoreSeries(api.app, 'told')
    const statuses: string[] = []
    while (statuses.length < 2)
      for (const item of ((await stream.next()).value as Batch).items)
        if (item.kind === 'status' && item.event.key === 'told') statuses.push(item.event.status)
    expect(statuses).toEqual(['SERIES_DELETED', 'SERIES_RESTORED'])
    await stream.return()
  })

  test('keeps its key: who wants it is told to restore or to free it, and nothing is lost meanwhile', async () => {
    await full('claimed')
    await deleteSeries(api.app, 'claimed')
    await expect(createSeries(api.app, { key: 'claimed' })).rejects.toMatchObject({
      code: 'SERIES_EXISTS',
      message: expect.stringMatching(/can be restored until 2026-.*restoreSeries.*forever/),
    })
    const { id: file } = await api.app.imports.start({ fileName: 'claimed.csv', key: 'claimed' })
    const body = (async function* () {
      yield Buffer.from('time,v\n2026-01-01T00:00:00Z,1\n2026-01-01T00:00:01Z,2\n')
    })()
    await expect(api.app.imports.receive(file, body)).rejects.toMatchObject({ code: 'SERIES_EXISTS' })
    await restoreSeries(api.app, 'claimed')
    expect((await contents('claimed')).points.times).toHaveLength(300)
  })

  test('is gone at once where it is to go for ever, and its key is free', async () => {
    const { id } = await full('forever')
    await deleteSeries(api.app, 'forever')
    expect(await deleteSeries(api.app, 'forever', true)).toMatchObject({
      removed: { points: 300 },
      restorableUntil: null,
    })
    const next = await createSeries(api.app, { key: 'forever' })
    await until(async () => (await left(id)) === 0)
    await expect(restoreSeries(api.app, 'forever')).resolves.toMatchObject({ id: next.id, pointCount: 0 })
  })

  test('is removed once its time is over, in batches, with nothing of others', async () => {
    const gone = await full('expired')
    const other = await full('unhurt')
    await ingest('expired', 1_000, 25_000)
    await deleteSeries(api.app, 'expired')
    now += 25 * hour
    api.app.purge.wake()
    await until(async () => (await left(gone.id)) === 0)
    await expect(restoreSeries(api.app, 'expired')).rejects.toMatchObject({ code: 'SERIES_NOT_FOUND' })
    expect((await contents('unhurt')).points.times).toHaveLength(300)
    expect(await left(other.id)).toBeGreaterThan(300)
    const purged = async () => (await listAudit(api.app.db, { operation: 'purgeSeries' }, {})).edges
    await until(async () => (await purged()).some(({ node }) => node.series.includes('expired')))
    expect((await purged())[0]!.node).toMatchObject({ actor: { kind: 'system' }, outcome: 'done' })
  })

  test('gives its key away once its time is over, even before it is removed', async () => {
    await full('late')
    await deleteSeries(api.app, 'late')
    now += 25 * hour
    expect(await createSeries(api.app, { key: 'late' })).toMatchObject({ pointCount: 0 })
  })

  test('goes at once where no time is given to restore it', async () => {
    const hasty = await startApi({ databaseUrl: database.url, clock: () => now, undoHours: 0 })
    const { id } = await full('hasty')
    expect(await deleteSeries(hasty.app, 'hasty')).toMatchObject({ restorableUntil: null })
    await until(async () => (await left(id)) === 0)
    await hasty.close()
  })

  test('is listed with the one deleted last first', async () => {
    for (const key of ['listed_1', 'listed_2']) {
      await full(key)
      now += 1_000
      await deleteSeries(api.app, key)
    }
    const { edges, totalCount } = await listDeleted(api.app.db, { first: 2 })
    expect(edges.map(({ node }) => node.key)).toEqual(['listed_2', 'listed_1'])
    expect(edges[0]!.node).toMatchObject({ title: 'Title of listed_2', pointCount: 300, deletedAt: now })
    const rest = await listDeleted(api.app.db, { first: 100, after: edges[1]!.cursor })
    expect(rest.edges).toHaveLength(totalCount - 2)
  })
})

test('a generator rests while its series is deleted, and goes on with the same run once it is back', async () => {
  const series = await api.app.generators.create({ key: 'made' }, { interval: 1_000 })
  const count = async () => (await requireSeries(api.app.db, 'made')).pointCount
  await until(async () => (await count()) > 0)
  await deleteSeries(api.app, 'made')
  const running = await api.app.generators.running()
  now += 10_000
  // Another one that has made its points shows that generators were run meanwhile.
  const witness = await api.app.generators.create({ key: 'witness' }, { interval: 1_000 }, 3)
  await until(async () => (await requireSeries(api.app.db, 'witness')).pointCount > 2)
  await api.app.generators.stop(witness)
  const [row] = await api.app.db.sql`select point_count, generated from series s join generators g on g.series_id = s.id
    where s.id = ${series.id}`
  expect(row!.point_count).toBe(row!.generated)
  await restoreSeries(api.app, 'made')
  expect(await api.app.generators.running()).toBe(running + 1)
  await until(async () => (await count()) > row!.generated)
  const [generator] = await api.app.generators.find([series.id])
  const truth = await api.app.generators.truth(series, { last: 1_000 })
  expect(truth.times).toEqual((await contents('made')).points.times)
  await api.app.generators.stop(series)
  expect(generator!.running).toBe(true)
})

test('whoever writes, deletes and restores at once: every acknowledged point is there, and no other', async () => {
  await createSeries(api.app, { key: 'contested' })
  const stored: number[] = []
  const write = async (w: number) => {
    const outcome = await ingest('contested', 1 + w * 20, 20)
    if (outcome.fault === null) stored.push(outcome.stored)
    else expect(outcome.fault.code).toBe('SERIES_NOT_FOUND')
  }
  const toggle = async () => {
    for (let i = 0; i < 10; i++) {
      await deleteSeries(api.app, 'contested').catch(() => {})
      await restoreSeries(api.app, 'contested').catch(() => {})
    }
  }
  const writeAll = async (w: number) => {
    for (let i = 0; i < 15; i++) await write(w * 15 + i)
  }
  await Promise.all([toggle(), toggle(), ...Array.from({ length: 6 }, (_, w) => writeAll(w))])
  await restoreSeries(api.app, 'contested')
  const { series, points } = await contents('contested')
  const sum = stored.reduce((all, count) => all + count, 0)
  expect(points.times).toHaveLength(sum)
  expect(series.pointCount).toBe(sum)
})
