import { requestForecast } from '@seriema/domain/forecast'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findForecasts, recentForecasts } from '../store/forecast.ts'
import { findRuns, forecastByRun, listRuns, type ScheduleRun } from '../store/schedule/run.ts'
import { findSchedules, type Schedule } from '../store/schedule.ts'
import { requireSeries } from '../store/series.ts'
import { deleteSeries, restoreSeries } from './deletion.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { forecast } from './forecast.ts'
import { createGroup, deleteGroup } from './model.ts'
import { createPurge } from './purge.ts'
import { beginDue } from './schedule/due.ts'
import { forgetRuns, runsKept } from './schedule/forget.ts'
import { runSchedule, type Speakers } from './schedule/run.ts'
import { createSchedule, deleteSchedule, type NewSchedule, runScheduleNow, updateSchedule } from './schedule.ts'
import { createSeries } from './series.ts'

const minute = 60_000
const hour = 60 * minute
const begin = Date.UTC(2026, 0, 1)
let now = begin
let flows: Awaited<ReturnType<typeof startFlows>>
let app: FlowApp
let named = 0
const never = new AbortController().signal

beforeAll(async () => {
  flows = await startFlows({ clock: () => now })
  app = flows.app
})
afterAll(() => flows.close())
beforeEach(async () => {
  now = begin
  await app.db.sql`delete from schedules`
})

const noisy = (i: number) => 20 + 5 * Math.sin((i * Math.PI) / 12) + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 97) / 50

async function seriesOf(points: number, attributes: readonly { name: string; value: string }[] = []): Promise<string> {
  const key = `s${named++}`
  await createSeries(app, { key, attributes })
  if (points > 0) {
    const places = Array.from({ length: points }, (_, i) => i)
    const raw = { times: places.map(i => begin - (points - i) * hour), values: [places.map(noisy)] }
    expect((await app.ingest([{ key, raw }], { replace: false }))[0]!.fault).toBeNull()
  }
  return key
}

const hourly = (key: string, more: Partial<NewSchedule> = {}): Promise<Schedule> =>
  createSchedule(app, { scope: { series: key }, timing: { everyMinutes: 60 }, ...more })

const lastRun = async ({ id }: Schedule): Promise<ScheduleRun> =>
  (await listRuns(app.db, id, { first: 1 })).edges[0]!.node
const runsOf = async ({ id }: Schedule) => (await listRuns(app.db, id)).edges.map(({ node }) => node).reverse()
const seen = async (id: number): Promise<ScheduleRun> => (await findRuns(app.db, [id]))[0]!
const run = (id: number, speakers: () => Promise<Speakers> = async () => app) =>
  runSchedule({ ...app, speakers }, id, never)

test('of all who look at once one begins a run of what is due, and hands it to the workers once', async () => {
  const schedule = await hourly(await seriesOf(0))
  expect(schedule.nextAt).toBe(begin + hour)
  now = begin + hour - 1
  await beginDue(app)
  expect(await runsOf(schedule)).toEqual([])
  now = begin + hour
  await Promise.all(Array.from({ length: 8 }, () => beginDue(app)))
  const runs = await runsOf(schedule)
  expect(runs).toMatchObject([{ dueAt: begin + hour, state: 'waiting', asked: false, missed: 0 }])
  const jobs = await app.db.sql`select data from jobs.job where name = 'forecast'`
  expect(jobs.filter(({ data }) => data.runId === runs[0]!.id)).toHaveLength(1)
  expect((await findSchedules(app.db, [schedule.id]))[0]!.nextAt).toBe(begin + 2 * hour)
})

test('what was missed while nobody looked is caught up by one run, the latest, which says how much it was', async () => {
  const schedule = await hourly(await seriesOf(0))
  now = begin + 5 * hour + 20 * minute
  await beginDue(app)
  await beginDue(app)
  expect(await runsOf(schedule)).toMatchObject([{ dueAt: begin + 5 * hour, missed: 4, state: 'waiting' }])
})

test('a run that takes long lets those that come due meanwhile be skipped, which say so, and none piles up', async () => {
  const schedule = await hourly(await seriesOf(200))
  now = begin + hour
  await beginDue(app)
  for (now = begin + 2 * hour; now <= begin + 4 * hour; now += hour) await beginDue(app)
  const [first, ...others] = await runsOf(schedule)
  expect(others).toHaveLength(3)
  for (const one of others)
    expect(one).toMatchObject({
      state: 'skipped',
      failureCode: 'UNDER_WAY',
      failure: expect.stringContaining('2026-01-01T01:00:00.000Z was still under way'),
    })
  await expect(runScheduleNow(app, schedule.id)).rejects.toMatchObject({ code: 'UNDER_WAY' })
  await run(first!.id)
  now = begin + 5 * hour
  await beginDue(app)
  expect(await lastRun(schedule)).toMatchObject({ dueAt: now, state: 'waiting' })
})

test('a run stores one forecast of each member of its group, announces it, and says who could not be forecast and why', async () => {
  const plant = [{ name: 'plant', value: `p${named}` }]
  const keys = [await seriesOf(300, plant), await seriesOf(0, plant), await seriesOf(200, plant)]
  await createGroup(app, { name: 'plant', conditions: [{ attribute: 'plant', values: [plant[0]!.value] }] })
  const schedule = await createSchedule(app, { scope: { group: 'plant' }, timing: { cron: '0 6 * * *' }, horizon: 12 })
  const { id } = await runScheduleNow(app, schedule.id)
  await run(id)
  expect(await seen(id)).toMatchObject({
    state: 'done',
    ...{ asked: true, attempt: 1, series: 3, forecast: 2, failed: 1 },
    failureCode: 'INSUFFICIENT_DATA',
    failure: expect.stringContaining(keys[1]!),
  })
  const series = await Promise.all([keys[0]!, keys[2]!].map(key => requireSeries(app.db, key)))
  expect(await forecastByRun(app.db, id)).toEqual(new Set(series.map(one => one.id)))
  const announced = await app.db.sql<{ id: number }[]>`
    select (payload->>'forecastId')::int8 as id from events where kind = 'forecast' order by id desc limit 2`
  const made = await findForecasts(
    app.db,
    announced.map(one => Number(one.id)),
  )
  for (const one of made) expect(one).toMatchObject({ runId: id, origin: series[0]!.lastAt })
  expect(made.map(one => one.times.length)).toEqual([12, 12])
  await expect(deleteGroup(app, 'plant')).rejects.toMatchObject({ code: 'GROUP_IN_USE' })
  await deleteSchedule(app, schedule.id)
  await deleteGroup(app, 'plant')
})

test('a run in which no series could be forecast has failed; one of a kind by name fails by what that kind needs', async () => {
  const schedule = await hourly(await seriesOf(0), { speaker: { forecaster: 'ets' } })
  const { id } = await runScheduleNow(app, schedule.id)
  await run(id)
  expect(await seen(id)).toMatchObject({ state: 'failed', failureCode: 'INSUFFICIENT_DATA', forecast: 0, failed: 1 })
})

test('whoever takes a run up after its worker goes on with what is not stored, and the one thought gone stores nothing', async () => {
  const site = [{ name: 'site', value: `s${named}` }]
  const keys = [await seriesOf(200, site), await seriesOf(200, site)]
  await createGroup(app, { name: 'site', conditions: [{ attribute: 'site', values: [site[0]!.value] }] })
  const schedule = await createSchedule(app, { scope: { group: 'site' }, timing: { everyMinutes: 60 } })
  const { id } = await runScheduleNow(app, schedule.id)
  const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<Speakers>()]
  const late = run(id, () => {
    asked.resolve()
    return held.promise
  })
  await asked.promise
  await run(id)
  const first = await app.db.sql<{ id: number; seriesId: number }[]>`
    select id, series_id as "seriesId" from forecasts where run_id = ${id}`
  expect(first).toHaveLength(2)
  held.resolve(app)
  await late
  // As if the worker had gone between its two parts.
  const { id: gone } = await requireSeries(app.db, keys[1]!)
  await app.db.sql`update schedule_runs set state = 'running' where id = ${id}`
  await app.db.sql`delete from forecasts where run_id = ${id} and series_id = ${gone}`
  await run(id)
  const after = await app.db.sql<{ id: number; seriesId: number }[]>`
    select id, series_id as "seriesId" from forecasts where run_id = ${id}`
  expect(after).toHaveLength(2)
  expect(after.find(one => one.seriesId !== gone)!.id).toBe(first.find(one => one.seriesId !== gone)!.id)
  expect(await seen(id)).toMatchObject({ state: 'done', attempt: 3, forecast: 2, failed: 0 })
  await run(id)
  expect((await seen(id)).attempt).toBe(3)
  await deleteSchedule(app, schedule.id)
  await deleteGroup(app, 'site')
})

test('what schedules had made is a history of its own: it answers nobody else, and stays while others are trimmed', async () => {
  const key = await seriesOf(200)
  const series = await requireSeries(app.db, key)
  const schedule = await hourly(key, { speaker: { forecaster: 'seasonal-naive' }, horizon: 24 })
  const { id } = await runScheduleNow(app, schedule.id)
  await run(id)
  expect(await forecastByRun(app.db, id)).toEqual(new Set([series.id]))
  const made = await forecast(app, series, requestForecast({ forecaster: 'seasonal-naive', horizon: 24 }))
  expect(made.runId).toBeNull()
  expect((await recentForecasts(app.db, series.id, 10)).every(one => one.runId === null)).toBe(true)
  await app.db.sql`
    insert into forecasts (series_id, forecaster, forecaster_reason, origin, origin_seq, made_at, interval, season, horizon, channels)
    select ${series.id}, 'ets', 'asked for', to_timestamp(${series.lastAt! / 1_000}) + i * interval '1 hour', 200 + i, now(), 3600000, 1, 1, '[]'
    from generate_series(1, 300) i`
  await forecast(app, series, requestForecast({ forecaster: 'ets', horizon: 3 }))
  const [counted] = await app.db.sql`
    select count(*) filter (where run_id is null) as others, count(run_id) as own from forecasts where series_id = ${series.id}`
  expect(counted).toEqual({ others: 201, own: 1 })
})

test('one that is turned on again, or is due otherwise, is due next by the clock; one that is off is never', async () => {
  const schedule = await hourly(await seriesOf(0))
  await updateSchedule(app, schedule.id, { on: false })
  now = begin + 10 * hour + 1
  await beginDue(app)
  expect(await updateSchedule(app, schedule.id, { on: true })).toMatchObject({ nextAt: begin + 11 * hour })
  expect(await updateSchedule(app, schedule.id, { timing: { everyMinutes: 5 } })).toMatchObject({
    nextAt: begin + 10 * hour + 5 * minute,
  })
  expect(await runsOf(schedule)).toEqual([])
  expect(await updateSchedule(app, schedule.id, { speaker: { forecaster: 'ets' } })).toMatchObject({
    ...{ forecaster: 'ets', horizon: null, on: true, timing: { everyMinutes: 5 } },
  })
  expect(await updateSchedule(app, schedule.id, { speaker: {} })).toMatchObject({ forecaster: null })
  await expect(updateSchedule(app, schedule.id, { horizon: 10_000 })).rejects.toMatchObject({
    code: 'HORIZON_TOO_LONG',
  })
  await expect(hourly('none')).rejects.toMatchObject({ code: 'SERIES_NOT_FOUND' })
})

test('of a series that is deleted nothing runs until it is back, and then once', async () => {
  const key = await seriesOf(0)
  const schedule = await hourly(key)
  await deleteSeries({ ...app, purge: { wake() {}, close: async () => {} } }, key)
  now = begin + 3 * hour
  await beginDue(app)
  expect(await findSchedules(app.db, [schedule.id])).toEqual([])
  await restoreSeries(app, key)
  await beginDue(app)
  expect(await runsOf(schedule)).toMatchObject([{ dueAt: begin + 3 * hour, missed: 2 }])
})

test('with a schedule what it had made goes, and so does what is too old, in short transactions', async () => {
  const key = await seriesOf(200)
  const [dropped, kept] = [await hourly(key), await hourly(key)]
  for (const one of [dropped, kept]) {
    await run((await runScheduleNow(app, one.id)).id)
    now += 1
  }
  await deleteSchedule(app, dropped.id)
  await expect(updateSchedule(app, dropped.id, {})).rejects.toMatchObject({ code: 'SCHEDULE_NOT_FOUND' })
  await forgetRuns(app, never)
  const left = async () =>
    app.db.sql`select schedule_id as schedule, count(f.id) as forecasts from schedule_runs r
      left join forecasts f on f.run_id = r.id group by 1`
  expect(await left()).toEqual([{ schedule: kept.id, forecasts: 1 }])
  expect(await app.db.sql`select id from schedules`).toEqual([{ id: kept.id }])
  now = begin + runsKept + hour
  await forgetRuns(app, never)
  expect(await left()).toEqual([])
  await deleteSeries({ ...app, purge: createPurge(app) }, key, true)
})
