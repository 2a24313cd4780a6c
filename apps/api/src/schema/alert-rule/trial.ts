import { type RuleTrial, type TriedAlert, trialBounds, tryRule } from '../../flows/try-rule.ts'
import type { Series } from '../../store/series.ts'
import { builder } from '../builder.ts'
import { outcome } from '../fault.ts'
import { needs } from '../needs.ts'
import { SeriesType } from '../series.ts'
import { requireReach } from '../touch.ts'
import { counted } from '../words.ts'
import { AlertRuleInput, draftOf } from './manage.ts'

const TriedAlertType = builder.objectRef<TriedAlert>('TriedAlert').implement({
  description: 'An alert that there would have been.',
  fields: t => ({
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'When it would have begun.' }),
    resolvedAt: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it would have been over; null: not within the stretch.',
    }),
    series: t.field({
      type: [SeriesType],
      description: 'Series that would have been part of it.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ series }) => series,
    }),
  }),
})

interface TriedSeries {
  readonly series: Series
  readonly alerts: readonly TriedAlert[]
  readonly end: number
}

const lengthOf = (alerts: readonly TriedAlert[], end: number): number =>
  alerts.reduce((sum, { openedAt, resolvedAt }) => sum + (resolvedAt ?? end) - openedAt, 0)

const TriedSeriesType = builder.objectRef<TriedSeries>('TriedSeries').implement({
  description: 'How often and for how long a rule would have fired for a series.',
  fields: t => ({
    series: t.expose('series', { type: SeriesType, description: 'The series.' }),
    count: t.int({ description: 'Alerts that it would have been part of.', resolve: ({ alerts }) => alerts.length }),
    duration: t.float({
      description: 'Milliseconds that these would have been open, together.',
      resolve: ({ alerts, end }) => lengthOf(alerts, end),
    }),
  }),
})

const AlertRuleTrialType = builder.objectRef<RuleTrial>('AlertRuleTrial').implement({
  description: 'What a rule would have made of a stretch of the past.',
  fields: t => ({
    from: t.expose('from', { type: 'DateTime', description: 'Where the stretch begins.' }),
    to: t.expose('to', { type: 'DateTime', description: 'Where it ends.' }),
    count: t.int({ description: 'How many alerts there would have been.', resolve: ({ alerts }) => alerts.length }),
    duration: t.float({
      description: 'Milliseconds that they would have been open, together.',
      resolve: ({ alerts, to }) => lengthOf(alerts, to),
    }),
    alerts: t.field({
      type: [TriedAlertType],
      description: 'The alerts, the first first, at most 1,000.',
      resolve: ({ alerts }) => alerts.slice(0, 1_000),
    }),
    perSeries: t.field({
      type: [TriedSeriesType],
      description: 'The same of each series that was looked at, the one that would have been open longest first.',
      resolve: ({ alerts, series, to }) => {
        const own = new Map<number, TriedAlert[]>(series.map(({ id }) => [id, []]))
        for (const alert of alerts) for (const { id } of alert.series) own.get(id)!.push(alert)
        const told = series.map(one => ({ series: one, alerts: own.get(one.id)!, end: to }))
        return told.sort((a, b) => lengthOf(b.alerts, to) - lengthOf(a.alerts, to))
      },
    }),
    cut: t.exposeBoolean('cut', {
      description: `Whether the rule watches more than was looked at: ${counted(trialBounds.series)} series by key, with ${counted(trialBounds.points)} points.`,
    }),
  }),
})

const TryAlertRuleResult = outcome('TryAlertRuleResult', {
  description: 'What `tryAlertRule` ends in.',
  payload: AlertRuleTrialType,
  faults: ['INVALID_INPUT', 'INVALID_SETTINGS', 'SERIES_NOT_FOUND', 'GROUP_NOT_FOUND'],
})

builder.queryField('tryAlertRule', t =>
  t.field({
    type: TryAlertRuleResult.type,
    description:
      'When a rule would have fired, had there been one: by what is stored, with maintenance left out. Changes nothing.',
    extensions: needs('viewer'),
    complexity: 1_000,
    args: {
      rule: t.arg({ type: AlertRuleInput, required: true, description: 'The rule.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'From this instant on.' }),
      to: t.arg({ type: 'DateTime', required: true, description: 'Before this instant.' }),
    },
    resolve: (_root, { rule, from, to }, context) =>
      TryAlertRuleResult.settle(async () => {
        await requireReach(context, 'viewer', { series: [rule.scope?.series], groups: [rule.scope?.group] })
        return tryRule(context.app.reads, draftOf(rule), { from, to })
      }),
  }),
)
