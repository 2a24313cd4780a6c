import type { Finding } from '@seriema/domain/anomaly'
import { kindSpeaks } from '@seriema/domain/deployment'
import { plainRecipe } from '@seriema/domain/recipe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewEvent } from '../events/event.ts'
import { speakerChanged } from '../events/kinds/deployment.ts'
import { pointsStored } from '../events/kinds/points.ts'
import { trainingProgressed } from '../events/kinds/training.ts'
import { announce } from '../events/log.ts'
import { listAlerts } from '../store/alert.ts'
import { insertAnomalies } from '../store/anomaly.ts'
import { type Db, transaction } from '../store/database.ts'
import { assign } from '../store/deployment.ts'
import { saveForecasts } from '../store/forecast.ts'
import { createModel } from '../store/model.ts'
import { insertPoints } from '../store/point/write.ts'
import { requireSeries, type Series } from '../store/series.ts'
import { beginTraining, changeTraining } from '../store/training.ts'
import { createAlertRule, type RuleDraft } from './alert-rule.ts'
import { createEvaluation, type Evaluation } from './evaluate.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createSeries } from './series.ts'
import { tryRule } from './try-rule.ts'

const minute = 60_000
let now = Date.UTC(2026, 0, 1)
let app: FlowApp
let close: () => Promise<void>
let evaluation: Evaluation
let made = 0

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => now }))
  evaluation = createEvaluation(app)
})
afterAll(() => close())

const newSeries = async (): Promise<Series> => {
  const key = `c${made++}`
  await createSeries(app, { key, channels: [{ name: 'load', unit: 'kW' }], interval: minute })
  return requireSeries(app.db, key)
}
const happens = async (work: (tx: Db) => Promise<readonly NewEvent[]>) => {
  await transaction(app.db, async tx => announce(tx, await work(tx), now))
  while (await evaluation.step());
}
const rule = async (draft: Omit<RuleDraft, 'name'>) => (await createAlertRule(app, { name: 'it', ...draft }, null)).id
const alertsOf = async (ruleId: number) =>
  (await listAlerts(app.reads, { ruleId })).edges.map(({ node: { state, title, since } }) => ({ state, title, since }))

test('anomalies among points fire by their rate and severity, and live as on the past', async () => {
  const series = await newSeries()
  const draft = {
    condition: 'anomaly',
    settings: { severity: 'high' },
    scope: { series: series.key },
    recoveryCount: 4,
  }
  const each = await rule(draft)
  const often = await rule({ ...draft, triggerCount: 2, triggerOf: 4 })
  const begin = now
  /** `m`: an anomaly of medium severity, `h`: of high, `.`: none. */
  const kinds = '..m..h...h.h........'
  const finding = (at: number, severity: Finding['severity']): Finding => ({
    ...{ at, channel: 0, value: 9, expected: 1, lower: 0, upper: 2, score: 4.5, severity, detector: 'zscore' },
    ...{ versionId: null, fallback: null, reason: '9 kW where 1 is usual', late: false, alarm: true },
  })
  for (const [i, kind] of [...kinds].entries()) {
    now += minute
    await happens(async tx => {
      const points = { times: Float64Array.of(now), channels: [Float64Array.of(1)] }
      await insertPoints(tx, [{ seriesId: series.id, firstSeq: i + 1, points }])
      const events: NewEvent[] = pointsStored(series.id, i + 1, 1, { late: false, replaced: false })
      if (kind === '.') return events
      const found = [{ ...finding(now, kind === 'h' ? 'high' : 'medium'), seriesId: series.id }]
      const ids = (await insertAnomalies(tx, found, now)).map(({ id }) => id)
      return [...events, { kind: 'anomalies', seriesId: series.id, ids }]
    })
  }
  const title = `${series.key} stood out: 9 kW where 1 is usual`
  expect(await alertsOf(each)).toEqual([{ state: 'resolved', title, since: begin + 6 * minute }])
  expect(await alertsOf(often)).toEqual([{ state: 'resolved', title, since: begin + 12 * minute }])
  await app.db.sql`update series set point_count = 20, first_at = to_timestamp(${(begin + minute) / 1_000}),
    last_at = to_timestamp(${now / 1_000}) where id = ${series.id}`
  const stretch = { from: begin, to: now + 1 }
  const tried = async (more: object) =>
    (await tryRule(app.reads, { name: 'it', ...draft, ...more }, stretch)).alerts.map(({ openedAt, resolvedAt }) => [
      (openedAt - begin) / minute,
      (resolvedAt! - begin) / minute,
    ])
  expect(await tried({})).toEqual([[6, 16]])
  expect(await tried({ triggerCount: 2, triggerOf: 4 })).toEqual([[12, 16]])
})

test('a forecast that crosses a limit says when, by what is expected or by what is possible', async () => {
  const series = await newSeries()
  const draft = { condition: 'forecast', scope: { series: series.key } }
  const likely = await rule({ ...draft, settings: { limit: 10 } })
  const possible = await rule({ ...draft, settings: { limit: 10, edge: 'interval' } })
  const soon = await rule({ ...draft, settings: { limit: 10, edge: 'interval', hours: 1 / 60 } })
  const forecast = async (mean: readonly number[]) => {
    now += minute
    const of = (values: readonly number[]) => Float64Array.from(values)
    const wide = { level: 0.95, lower: of(mean.map(m => m - 5)), upper: of(mean.map(m => m + 5)) }
    const times = of(mean.map((_, i) => now + (i + 1) * minute))
    await happens(async tx => {
      const [saved] = await saveForecasts(tx, [
        {
          series,
          asked: null,
          made: {
            ...{ forecaster: 'ets', versionId: null, fallback: null, forecasterReason: 'asked for', candidates: [] },
            ...{ origin: now, madeAt: now, interval: minute, season: 1, times },
            step: { unit: 'millisecond', count: minute },
            channels: [{ mean: of(mean), intervals: [wide] }],
          },
        },
      ])
      return [{ kind: 'forecast', seriesId: series.id, forecastId: saved!.id }]
    })
  }
  await forecast([1, 6, 11])
  const crossing = (steps: number, figure: number) =>
    `${series.key} is expected to be above 10 kW from ${new Date(now + steps * minute).toISOString()} on: ${figure} kW`
  expect(await alertsOf(likely)).toMatchObject([{ state: 'firing', title: crossing(3, 11) }])
  expect(await alertsOf(possible)).toMatchObject([{ state: 'firing', title: crossing(2, 11) }])
  expect(await alertsOf(soon)).toEqual([])
  await forecast([1, 1, 1])
  expect(await alertsOf(likely)).toMatchObject([{ state: 'resolved' }])
})

test('a training that fails is an alert until one completes', async () => {
  const series = await newSeries()
  const id = await rule({ condition: 'training-failed', scope: { series: series.key } })
  const definition = { name: 'daily', description: null, role: 'forecast', kind: 'ridge', settings: {} } as const
  const { id: modelId } = await createModel(
    app.db,
    { seriesId: series.id },
    { ...definition, recipe: plainRecipe },
    now,
  )
  const trains = async (state: 'failed' | 'completed') => {
    now += minute
    await happens(async tx => {
      const { training } = await beginTraining(tx, modelId, 'asked', now)
      await changeTraining(tx, training.id, {
        state,
        finishedAt: now,
        ...(state === 'failed' && { failure: 'too few points' }),
      })
      return [trainingProgressed(series.id, training.id)]
    })
  }
  await trains('failed')
  await trains('failed')
  const title = `${series.key} could not be learnt: too few points`
  expect(await alertsOf(id)).toEqual([{ state: 'firing', title, since: now - minute }])
  await trains('completed')
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }])
})

test('a rollback is an alert for as long as was asked for, and a promotion is none', async () => {
  const series = await newSeries()
  const id = await rule({ condition: 'rolled-back', scope: { series: series.key }, settings: { hours: 1 } })
  const ends = async (promoted: boolean) => {
    now += minute
    const at = { scope: { seriesId: series.id }, role: 'watch', share: 1, by: null } as const
    const speaker = kindSpeaks(`kind ${now}`)
    await happens(async tx => {
      await assign(tx, { ...at, slot: 'shadow', speaker, reason: 'asked for', automatic: false }, now)
      const why = { reason: 'it raised too much', automatic: true }
      const changes = [await assign(tx, { ...at, slot: 'shadow', speaker: null, ...why }, now)]
      if (promoted) changes.push(await assign(tx, { ...at, slot: 'active', speaker, ...why }, now))
      return changes.map(change => speakerChanged(change!))
    })
  }
  await ends(true)
  expect(await alertsOf(id)).toEqual([])
  await ends(false)
  const title = `${series.key} was rolled back: it raised too much`
  expect(await alertsOf(id)).toEqual([{ state: 'firing', title, since: now }])
  now += 59 * minute
  while (await evaluation.step());
  expect(await alertsOf(id)).toMatchObject([{ state: 'firing' }])
  now += minute
  while (await evaluation.step());
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }])
})

test('trainings that wait for a worker for too long are an alert about the system', async () => {
  const series = await newSeries()
  const id = await rule({ condition: 'system', settings: { what: 'worker' }, recoveryCount: 1 })
  const definition = { name: 'waits', description: null, role: 'forecast', kind: 'ridge', settings: {} } as const
  const { id: modelId } = await createModel(
    app.db,
    { seriesId: series.id },
    { ...definition, recipe: plainRecipe },
    now,
  )
  const { training } = await beginTraining(app.db, modelId, 'asked', now)
  while (await evaluation.step());
  expect(await alertsOf(id)).toEqual([])
  now += 6 * minute
  while (await evaluation.step());
  expect(await alertsOf(id)).toMatchObject([{ state: 'firing', title: 'A training has waited for a worker for 6 min' }])
  await changeTraining(app.db, training.id, { state: 'cancelled', finishedAt: now })
  now += minute
  while (await evaluation.step());
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }])
})
