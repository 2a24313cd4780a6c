import type { Finding } from '@seriema/domain/anomaly'
import { kindSpeaks } from '@seriema/domain/deployment'
import type { Forecast } from '@seriema/domain/forecast'
import { plainRecipe } from '@seriema/domain/recipe'
import { defineSeries } from '@seriema/domain/series'
import { likeThis } from '@seriema/domain/suppression'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDatabase, type TestDatabase } from '../../../../../test/database.ts'
import { insertAlerts, joinAlerts } from '../../store/alert/write.ts'
import { insertAnomalies } from '../../store/anomaly.ts'
import { connect, type Database, type Db, migrate, transaction } from '../../store/database.ts'
import { assign } from '../../store/deployment.ts'
import { eventSpan, readEvents } from '../../store/event.ts'
import { saveForecasts } from '../../store/forecast.ts'
import { saveLabel } from '../../store/label.ts'
import { createModel } from '../../store/model.ts'
import { insertPoints } from '../../store/point/write.ts'
import { insertRun } from '../../store/schedule/run.ts'
import { insertSchedule } from '../../store/schedule.ts'
import { hideSeries } from '../../store/series/deleted.ts'
import { createSeries, type Series } from '../../store/series.ts'
import { insertSuppression } from '../../store/suppression.ts'
import { beginTraining } from '../../store/training.ts'
import { loadItems } from '../batch.ts'
import { type Event, type EventKind, eventKinds, loadKind, type NewEvent, sizeOf, weightOf } from '../event.ts'
import { announce } from '../log.ts'
import { alertChanged } from './alert.ts'
import { speakerChanged } from './deployment.ts'
import { labelChanged } from './label.ts'
import { pointsStored } from './points.ts'
import { registry } from './registry.ts'
import { scheduleChanged } from './schedule.ts'
import { seriesStatus } from './status.ts'
import { suppressionChanged } from './suppression.ts'
import { trainingProgressed } from './training.ts'

const now = Date.UTC(2026, 0, 1)
let target: TestDatabase
let database: Database

beforeAll(async () => {
  target = await startDatabase()
  database = connect(target.url)
  await migrate(database)
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

const finding: Finding = {
  at: now,
  channel: 0,
  value: 9,
  expected: 1,
  lower: 0,
  upper: 2,
  score: 8,
  severity: 'critical',
  detector: 'zscore',
  versionId: null,
  fallback: null,
  reason: 'far off',
  late: false,
  alarm: true,
}
const steps = Float64Array.of(1, 2)
const forecast: Forecast = {
  forecaster: 'ets',
  versionId: null,
  fallback: null,
  forecasterReason: 'asked for',
  candidates: [],
  origin: now,
  madeAt: now,
  interval: 1,
  step: { unit: 'millisecond', count: 1 },
  season: 1,
  times: steps,
  channels: [{ mean: steps, intervals: [] }],
}

const openAlert = {
  ruleId: null,
  rule: 'high',
  severity: 'warning',
  state: 'firing',
  title: 'it was 3',
  text: 'above 2',
  since: now,
  openedAt: now,
  maintenance: false,
  silenced: false,
  escalateAt: null,
  escalatedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  byHand: false,
} as const

let assigned = 0

/** What an event of each kind can point at, stored for real, and the event. */
const examples: { readonly [K in EventKind]: (db: Db, of: Series) => Promise<NewEvent> } = {
  points: async (db, of) => {
    const points = { times: Float64Array.of(now, now + 1), channels: [Float64Array.of(3, 4)] }
    await insertPoints(db, [{ seriesId: of.id, firstSeq: 1, points }])
    return pointsStored(of.id, 1, 2, { late: true, replaced: false })[0]!
  },
  anomalies: async (db, of) => {
    const found = await insertAnomalies(db, [{ ...finding, seriesId: of.id }], now)
    return { kind: 'anomalies', seriesId: of.id, ids: found.map(({ id }) => id) }
  },
  forecast: async (db, of) => {
    const [saved] = await saveForecasts(db, [{ series: of, asked: null, made: forecast }])
    return { kind: 'forecast', seriesId: of.id, forecastId: saved!.id }
  },
  deployment: async (db, of) => {
    const speaker = kindSpeaks(`kind ${of.id} ${assigned++}`)
    const why = { reason: 'asked for', automatic: false, by: null }
    const assignment = { scope: { seriesId: of.id }, role: 'watch', slot: 'active', speaker, share: 1, ...why } as const
    return speakerChanged((await assign(db, assignment, now))!)
  },
  status: async (_db, of) => seriesStatus('SERIES_UPDATED', of),
  training: async (db, of) => {
    const definition = { name: 'daily', description: null, role: 'forecast', kind: 'ridge', settings: {} } as const
    const { id: modelId } = await createModel(db, { seriesId: of.id }, { ...definition, recipe: plainRecipe }, now)
    const { training } = await beginTraining(db, modelId, 'asked', now)
    return trainingProgressed(of.id, training.id)
  },
  label: async (db, of) => {
    const [one] = await insertAnomalies(db, [{ ...finding, seriesId: of.id }], now)
    const { channel, at, value, foundAt, detector: kind, versionId } = one!
    const place = { seriesId: of.id, channel, from: at, to: at, value, foundAt }
    const said = { verdict: 'false', note: null, speaker: { kind, versionId }, by: null } as const
    return labelChanged(await saveLabel(db, { ...place, ...said }, now))
  },
  suppression: async (db, of) => {
    const pattern = likeThis(finding, 'any', 'UTC')
    return suppressionChanged(await insertSuppression(db, { ...pattern, seriesId: of.id, like: now, by: null }, now))
  },
  schedule: async (db, of) => {
    const asDeployed = { forecaster: null, versionId: null, horizon: null, by: null }
    const hourly = { timing: { everyMinutes: 60 }, on: true, nextAt: now, madeAt: now }
    const schedule = await insertSchedule(db, { seriesId: of.id }, { ...asDeployed, ...hourly })
    const run = await insertRun(db, { scheduleId: schedule.id, dueAt: now, asked: false, state: 'waiting' })
    return scheduleChanged(schedule, run!.id)
  },
  alert: async (db, of) => {
    const [id] = await insertAlerts(db, [{ ...openAlert, groupKey: `#${of.id}` }])
    await joinAlerts(db, [{ alertId: id!, seriesId: of.id, text: 'was 3', since: now }])
    return alertChanged(of.id, id!)
  },
}

/** What needs nothing but its own words is still told of a series that is gone. */
const toldInWords: readonly EventKind[] = ['status']

let made = 0

/** Announces an example of a series of its own, twice, and reads it back. */
async function announced(kind: EventKind) {
  const db = database
  const draft = defineSeries({ key: `s${made++}`, channels: [{ name: 'value' }] })
  const series = await createSeries(db, draft, now)
  const { newest } = await eventSpan(db)
  const news = await transaction(db, async tx => {
    const example = await examples[kind](tx, series)
    await announce(tx, [example, example], now)
    return example
  })
  return { series, news, events: await readEvents<Event>(db, { after: newest, limit: 10 }) }
}

describe.each(eventKinds)('events of the kind %s', kind => {
  test('go by the name they are registered under', () => expect(registry[kind].kind).toBe(kind))

  test('say after the round trip through the log what was announced, and in that order', async () => {
    const { news, events } = await announced(kind)
    expect(events).toEqual(events.map(({ id }) => ({ ...news, id, at: now })))
    expect(events).toHaveLength(2)
    expect(events[0]!.id).toBeLessThan(events[1]!.id)
  })

  test('weigh one row at least, and so do their items one value', async () => {
    const { events } = await announced(kind)
    for (const event of events) expect(weightOf(event)).toBeGreaterThanOrEqual(1)
    for (const item of await loadItems(database, events)) expect(sizeOf(item)).toBeGreaterThanOrEqual(1)
  })

  test('load nothing where there are none', async () => {
    expect((await loadKind(database, kind, []))(new Map())).toEqual([])
    const { events } = await announced(eventKinds.find(other => other !== kind)!)
    expect((await loadKind(database, kind, events))(new Map())).toEqual([])
  })

  test('become items in their order, each with its series and with what it points at', async () => {
    const { series, events } = await announced(kind)
    const items = await loadItems(database, events)
    expect(items.map(item => item.event)).toEqual(events)
    for (const item of items) expect(item).toMatchObject({ kind, series: { key: series.key } })
  })

  test('become no item once what they point at is gone, or one that says that its series is', async () => {
    const { series, events } = await announced(kind)
    await hideSeries(database, series.key, now, now + 1_000)
    const items = await loadItems(database, events)
    for (const item of items) expect(item.series).toBeNull()
    expect(items).toHaveLength(toldInWords.includes(kind) ? 2 : 0)
  })
})
