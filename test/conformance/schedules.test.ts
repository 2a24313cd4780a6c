import { runSchedule } from '@seriema/api/flows/schedule/run'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestApi } from '../harness.ts'
import { startApi } from '../harness.ts'
import { subscribe } from '../live/subscriber.ts'
import { wave } from '../training.ts'
import { ask } from './ask.ts'

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const known = 480
let now = begin + (known + 5) * hour
let api: TestApi
beforeAll(async () => {
  api = await startApi({ clock: () => now })
  await ask(api, 'mutation { createSeries(input: { key: "oven", channels: [{ name: "heat" }] }) { __typename } }')
  await send(0, known)
})
afterAll(() => api.close())

const all = wave(600, begin)
async function send(from: number, to: number): Promise<void> {
  const [times, values] = [all.times.slice(from, to), [all.values[0]!.slice(from, to)]]
  const { json } = await ask(
    api,
    'mutation ($s: [SeriesPointsInput!]!) { ingestPoints(input: { series: $s }) { __typename } }',
    { s: [{ key: 'oven', times, values }] },
  )
  expect(json.data.ingestPoints.__typename).toBe('IngestPointsPayload')
}

const shown = `... on SchedulePayload { schedule { id on nextAt horizon forecaster timing { everyMinutes cron zone } series { key } lastRun { state } } }
  ... on Fault { code message }`
const create = `mutation ($input: CreateScheduleInput!) { createSchedule(input: $input) { ${shown} } }`
const created = async (input: object) => (await ask(api, create, { input })).json.data.createSchedule
const runNow =
  'mutation ($id: ID!) { runScheduleNow(input: { id: $id }) { ... on ScheduleRunPayload { run { id state asked } } ... on Fault { code } } }'

/** As a worker would. */
async function runOf(id: string): Promise<void> {
  now++
  const { json } = await ask(api, runNow, { id })
  const { run } = json.data.runScheduleNow
  expect(run).toMatchObject({ state: 'WAITING', asked: true })
  const row = Number(Buffer.from(run.id, 'base64url').toString().split(':')[1])
  await runSchedule({ ...api.app, speakers: async () => api.app }, row, new AbortController().signal)
}

interface Told {
  readonly scheduleChanged: {
    readonly changes: readonly {
      readonly id: string
      readonly schedule: { readonly on: boolean } | null
      readonly run: { readonly state: string } | null
    }[]
  }
}

test('a schedule is made, previewed, run, watched, changed and deleted', async () => {
  const preview =
    'query ($t: ScheduleTimingInput!) { previewSchedule(timing: $t, count: 2) { ... on SchedulePreview { dueAt timing { zone } } ... on Fault { code } } }'
  const previewed = async (t: object) => (await ask(api, preview, { t })).json.data.previewSchedule
  expect(await previewed({ cron: '0 6 * * *', zone: 'Europe/Lisbon' })).toEqual({
    timing: { zone: 'Europe/Lisbon' },
    dueAt: ['2026-01-21T06:00:00.000Z', '2026-01-22T06:00:00.000Z'],
  })
  expect(await previewed({ cron: 'often' })).toEqual({ code: 'INVALID_INPUT' })

  const listener = subscribe<Told>(
    api.wsUrl,
    'subscription { scheduleChanged(series: ["oven"]) { cursor changes { id schedule { on } run { state } } } }',
  )
  await listener.next()
  const { schedule } = await created({ scope: { series: 'oven' }, timing: { everyMinutes: 360 }, horizon: 6 })
  expect(schedule).toMatchObject({
    on: true,
    nextAt: '2026-01-21T06:00:00.000Z',
    timing: { everyMinutes: 360, cron: null, zone: null },
    series: { key: 'oven' },
    lastRun: null,
  })
  await runOf(schedule.id)
  const changed = `mutation ($id: ID!) { updateSchedule(input: { id: $id, on: false }) { ${shown} } }`
  expect((await ask(api, changed, { id: schedule.id })).json.data.updateSchedule.schedule).toMatchObject({
    on: false,
    nextAt: null,
    horizon: 6,
    lastRun: { state: 'DONE' },
  })
  const listed = await ask(
    api,
    '{ on: schedules(filter: { on: true }) { totalCount } own: schedules(filter: { scope: { series: "oven" } }) { edges { node { id runs { edges { node { state seriesCount forecastCount failure { message } } } } } } } }',
  )
  expect(listed.json.data).toMatchObject({
    on: { totalCount: 0 },
    own: {
      edges: [
        {
          node: {
            id: schedule.id,
            runs: { edges: [{ node: { state: 'DONE', seriesCount: 1, forecastCount: 1, failure: null } }] },
          },
        },
      ],
    },
  })
  const gone =
    'mutation ($id: ID!) { deleteSchedule(input: { id: $id }) { ... on DeleteSchedulePayload { id } ... on Fault { code } } }'
  expect((await ask(api, gone, { id: schedule.id })).json.data.deleteSchedule).toEqual({ id: schedule.id })
  expect((await ask(api, gone, { id: schedule.id })).json.data.deleteSchedule).toEqual({ code: 'SCHEDULE_NOT_FOUND' })
  expect((await ask(api, runNow, { id: schedule.id })).json.data.runScheduleNow).toEqual({ code: 'SCHEDULE_NOT_FOUND' })

  const told: Told['scheduleChanged']['changes'][number][] = []
  while (!told.some(one => one.schedule === null)) told.push(...(await listener.next())!.data!.scheduleChanged.changes)
  expect(told.every(one => one.id === schedule.id)).toBe(true)
  listener.cut()
})

test('what was forecast stands beside what came, step by step, and errors by lead time are those of its steps', async () => {
  const { schedule } = await created({
    scope: { series: 'oven' },
    timing: { cron: '0 * * * *', zone: 'Europe/Lisbon' },
    speaker: { forecaster: 'SEASONAL_NAIVE' },
    horizon: 4,
  })
  await runOf(schedule.id)
  await send(known, known + 2)
  await runOf(schedule.id)
  await send(known + 2, known + 4)
  const { json } = await ask(
    api,
    `query ($s: ID!) { seriesByKey(key: "oven") {
      scheduledForecasts(schedule: $s) { totalCount edges { node { actual errors schedule { id } run { state } forecast { origin times run { asked } channels { mean } } } } }
      later: scheduledForecasts(from: "2026-01-21T01:00:00Z") { totalCount }
      leadErrors(schedule: $s) { forecasts channels { channel { name } counts absolute bias } } } }`,
    { s: schedule.id },
  )
  const { scheduledForecasts, later, leadErrors } = json.data.seriesByKey
  expect([scheduledForecasts.totalCount, later.totalCount]).toEqual([2, 1])
  const [last, first] = scheduledForecasts.edges.map(({ node }: { node: unknown }) => node)
  const came = all.values[0]!.slice(known, known + 4)
  expect(first).toMatchObject({ actual: [came], run: { state: 'DONE' }, schedule: { id: schedule.id } })
  expect(last.actual).toEqual([[...came.slice(2), null, null]])
  expect(last.forecast).toMatchObject({ origin: '2026-01-21T01:00:00.000Z', run: { asked: true } })
  const errors = came.map((value, h) => value - first.forecast.channels[0].mean[h])
  expect(first.errors[0]).toEqual(errors.map(error => expect.closeTo(error, 9)))
  const [lead] = leadErrors.channels
  expect(leadErrors.forecasts).toBe(2)
  expect(lead).toMatchObject({ channel: { name: 'heat' }, counts: [2, 2, 1, 1] })
  const firstStep = [errors[0]!, came[2]! - last.forecast.channels[0].mean[0]]
  expect(lead.bias[0]).toBeCloseTo((firstStep[0]! + firstStep[1]!) / 2, 9)
  expect(lead.absolute[3]).toBeCloseTo(Math.abs(errors[3]!), 9)
})

test('what cannot be is refused with a code and a way out', async () => {
  const input = { scope: { series: 'oven' }, timing: { everyMinutes: 60 } }
  const codes = [
    [{ ...input, scope: { series: 'none' } }, 'SERIES_NOT_FOUND'],
    [{ ...input, scope: { group: 'none' } }, 'GROUP_NOT_FOUND'],
    [{ ...input, timing: { everyMinutes: 0 } }, 'INVALID_INPUT'],
    [{ ...input, timing: { cron: '0 0 30 2 *' } }, 'INVALID_INPUT'],
    [{ ...input, horizon: 100_000 }, 'HORIZON_TOO_LONG'],
    [{ ...input, speaker: { version: Buffer.from('Version:999999').toString('base64url') } }, 'INVALID_VERSION'],
  ] as const
  for (const [draft, code] of codes) expect(await created(draft)).toMatchObject({ code })
})
