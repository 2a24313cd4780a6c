import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAlerts } from '../store/alert.ts'
import { saveDrift } from '../store/drift.ts'
import { saveQuality } from '../store/quality.ts'
import { requireSeries, type Series } from '../store/series.ts'
import { createAlertRule, type RuleDraft } from './alert-rule.ts'
import { createEvaluation, type Evaluation } from './evaluate.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createSeries } from './series.ts'
import { tryRule } from './try-rule.ts'

const minute = 60_000
const begin = Date.UTC(2026, 0, 10, 12)
let now = begin
let app: FlowApp
let close: () => Promise<void>
let evaluation: Evaluation
let [one, other]: [Series, Series] = [] as never

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => now }))
  evaluation = createEvaluation(app)
  for (const key of ['one', 'other']) await createSeries(app, { key, channels: [{ name: 'load' }], interval: minute })
  ;[one, other] = [await requireSeries(app.db, 'one'), await requireSeries(app.db, 'other')]
})
afterAll(() => close())

const rule = async (draft: Omit<RuleDraft, 'name'>) => (await createAlertRule(app, { name: 'it', ...draft }, null)).id
/** A minute and a little later what was worked out meanwhile is looked at. */
const later = async () => {
  now += minute + 1
  while (await evaluation.step());
}
const alertsOf = async (ruleId: number) =>
  (await listAlerts(app.reads, { ruleId })).edges.map(({ node: { state, title } }) => ({ state, title }))

const drifts = (of: Series, psi: number) =>
  saveDrift(app.db, {
    ...{ seriesId: of.id, kind: 'ets', versionId: null, reference: null, predictions: null },
    ...{ checkedAt: now, nextAt: now + 60 * minute, isKept: true },
    drift: {
      ...{ at: now, window: 60 * minute, samples: 60, seasonThen: 1, seasonNow: 1, seasonChanged: false },
      ...{ intervalThen: minute, intervalNow: minute, rateChanged: false },
      channels: [
        { ...{ channel: 0, psi, kl: 0, prediction: null, predictionDrifted: false, limit: 0.15 }, drifted: psi > 0.15 },
      ],
    },
  })

test('drift beyond the limit of a series is an alert until it is looked at and has gone, and can be tried on the past', async () => {
  const id = await rule({ condition: 'drift', scope: null })
  await drifts(one, 0.3)
  await drifts(other, 0.1)
  await later()
  await later()
  const title = 'one has moved away from what was learnt: PSI 0.3, limit 0.15'
  expect(await alertsOf(id)).toEqual([{ state: 'firing', title }])
  await drifts(one, 0.05)
  await later()
  expect(await alertsOf(id)).toEqual([{ state: 'resolved', title }])
  const draft = { name: 'it', condition: 'drift', scope: { series: 'one' } }
  const { alerts } = await tryRule(app.reads, draft, { from: begin, to: now })
  expect(alerts).toMatchObject([{ openedAt: begin, resolvedAt: now - minute - 1 }])
})

test('a rule on quality that fails is an alert, by its figure and limit', async () => {
  const any = await rule({ condition: 'quality', scope: { series: 'other' } })
  const outliers = await rule({ condition: 'quality', settings: { rule: 'outliers' }, scope: null })
  const look = (missing: number) =>
    saveQuality(app.db, [
      {
        ...{ seriesId: other.id, at: now, window: 60 * minute, seq: 1, nextAt: now + minute },
        results: [
          { rule: 'completeness', figure: missing, limit: 0.05, passed: missing <= 0.05 },
          { rule: 'consistency', figure: 0, limit: 0, passed: true },
          { rule: 'timeliness', figure: 1_000, limit: 7 * 1_440 * minute, passed: true },
          { rule: 'outliers', figure: null, limit: 0.02, passed: null },
        ],
      },
    ])
  await look(0.125)
  await later()
  const title = 'other is of poor quality: completeness 12.5 %, limit 5 %'
  expect(await alertsOf(any)).toEqual([{ state: 'firing', title }])
  expect(await alertsOf(outliers)).toEqual([])
  await look(0)
  await later()
  expect(await alertsOf(any)).toEqual([{ state: 'resolved', title }])
})

test('forecasts that were less accurate than they should be are an alert once enough of them are known', async () => {
  const id = await rule({ condition: 'accuracy', settings: { limit: 0.15, days: 2 }, scope: { series: 'one' } })
  const compared = (day: number, count: number, share: number) => app.db.sql`
    insert into accuracy (series_id, day, channel, lead, forecaster, count, error, absolute, squared, relative,
      relative_count, scaled_error, seasonal_change, deviation, deviation_squared, coverage)
    values (${one.id}, ${new Date(Date.UTC(2026, 0, day)).toISOString()}, 0, 1, 'ets', ${count}, 0, ${count}, ${count},
      ${count * share}, ${count}, 0, 0, 0, 0, '{}')`
  await compared(8, 100, 0.01)
  await compared(10, 10, 0.2)
  await later()
  expect(await alertsOf(id)).toEqual([])
  await compared(9, 20, 0.2)
  await later()
  const title = 'one was forecast with MAPE 0.2, above 0.15'
  expect(await alertsOf(id)).toEqual([{ state: 'firing', title }])
  const draft = { name: 'it', condition: 'accuracy', settings: { limit: 0.15, pairs: 10 }, scope: { series: 'one' } }
  const { alerts } = await tryRule(app.reads, draft, { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 12) })
  expect(alerts).toMatchObject([{ openedAt: Date.UTC(2026, 0, 10), resolvedAt: null }])
})
