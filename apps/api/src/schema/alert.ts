import type { AlertCounts, AlertEntryKind, AlertState } from '@seriema/domain/alert'
import {
  type Alert,
  type AlertEntry,
  type AlertSeries,
  countOpenAlerts,
  findAlerts,
  listAlerts,
} from '../store/alert.ts'
import { findSeries } from '../store/series.ts'
import { AlertRuleType, AlertSeverityEnum, receiverIds } from './alert-rule.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet } from './enums.ts'
import { identity, rowId, rowIdOf } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { needs } from './needs.ts'
import { seriesField } from './owner.ts'
import { SeriesType } from './series.ts'
import { subscription } from './subscription.ts'

const AlertStateEnum = closedSet<AlertState>('AlertState', 'How far an alert is.', {
  firing: 'Nobody has taken it on.',
  acknowledged: 'Somebody has taken it on.',
  resolved: 'It is over.',
})

const AlertEntryKindEnum = closedSet<AlertEntryKind>('AlertEntryKind', 'What happened to an alert.', {
  fired: 'It began, or was told once a maintenance window was over.',
  joined: 'A series became part of it.',
  left: 'A series is no longer part of it.',
  escalated: 'Nobody had taken it on, so others were told.',
  acknowledged: 'Somebody took it on.',
  resolved: 'It was over.',
  note: 'Somebody wrote something beside it.',
})

const AlertSeriesType = builder.objectRef<AlertSeries>('AlertSeries').implement({
  description: 'A series that is part of an alert.',
  fields: t => ({
    series: seriesField(t, 'The series.'),
    text: t.exposeString('text', { description: 'What was seen of it, with figures.' }),
    since: t.expose('since', { type: 'DateTime', description: 'The instant of what was seen.' }),
    until: t.expose('until', { type: 'DateTime', nullable: true, description: 'When it was over; null: it is not.' }),
  }),
})

const AlertEntryType = builder.objectRef<AlertEntry>('AlertEntry').implement({
  description: 'A line of the timeline of an alert.',
  fields: t => ({
    kind: t.expose('kind', { type: AlertEntryKindEnum, description: 'What happened.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    by: t.exposeString('by', {
      nullable: true,
      description: 'Who did it; null: it came by itself, or nobody is known.',
    }),
    text: t.exposeString('text', { nullable: true, description: 'What was seen, or what somebody wrote.' }),
    series: t.field({
      type: SeriesType,
      nullable: true,
      description: 'The series that joined or left.',
      complexity: 1,
      resolve: ({ seriesId }, _args, { loaders }) => (seriesId === null ? null : loaders.series(seriesId)),
    }),
    receiverIds: t.idList({
      description: 'Who was told of it, as given by `Receiver.id`.',
      resolve: ({ receivers }) => receiverIds(receivers),
    }),
  }),
})

export const AlertType = builder.objectRef<Alert>('Alert')
builder.node(AlertType, {
  description: 'An incident that a rule made known.',
  id: { resolve: alert => alert.id, parse: rowId, description: identity },
  loadMany: loadManyBy(findAlerts),
  fields: t => ({
    rule: t.field({
      type: AlertRuleType,
      nullable: true,
      description: 'The rule that made it; null where it was deleted.',
      complexity: 1,
      resolve: ({ ruleId }, _args, { loaders }) => (ruleId === null ? null : loaders.alertRule(ruleId)),
    }),
    ruleName: t.exposeString('rule', { description: 'What the rule was called then.' }),
    severity: t.expose('severity', { type: AlertSeverityEnum, description: 'How much it matters.' }),
    state: t.expose('state', { type: AlertStateEnum, description: 'How far it is.' }),
    title: t.exposeString('title', { description: 'What happened to what, in one sentence.' }),
    text: t.exposeString('text', { description: 'What was asked for and seen, with figures.' }),
    since: t.expose('since', { type: 'DateTime', description: 'The instant of what was seen first.' }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'When it was made known.' }),
    maintenance: t.exposeBoolean('maintenance', { description: 'Whether it began in a maintenance window.' }),
    escalatedAt: t.expose('escalatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When others were told; null: they were not.',
    }),
    acknowledgedAt: t.expose('acknowledgedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When somebody took it on; null: nobody has.',
    }),
    acknowledgedBy: t.exposeString('acknowledgedBy', {
      nullable: true,
      description: 'Who took it on; null where nobody is known.',
    }),
    resolvedAt: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was over; null: it is not.',
    }),
    resolvedBy: t.exposeString('resolvedBy', {
      nullable: true,
      description: 'Who said that it is over; null: it was over by itself, or nobody is known.',
    }),
    byHand: t.exposeBoolean('byHand', { description: 'Whether somebody said that it is over.' }),
    series: t.field({
      type: [AlertSeriesType],
      description: 'Series that are or were part of it and within reach, the first 100.',
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ id }, _args, { loaders }) => loaders.alertSeries(id),
    }),
    seriesCount: t.int({
      description: 'How many series are or were part of it.',
      complexity: 1,
      resolve: ({ id }, _args, { loaders }) => loaders.alertSeriesCount(id),
    }),
    timeline: t.field({
      type: [AlertEntryType],
      description: 'What happened to it, in order.',
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ id }, _args, { loaders }) => loaders.alertEntries(id),
    }),
  }),
})

const AlertConnection = connectionOf('Alert', AlertType, 'alerts')

const AlertFilterInput = builder.inputType('AlertFilter', {
  description: 'Which alerts; every condition must hold, one left out always does.',
  fields: t => ({
    states: t.field({ type: [AlertStateEnum], description: 'In one of these states.' }),
    severities: t.field({ type: [AlertSeverityEnum], description: 'Of one of these severities.' }),
    rule: t.globalID({ for: [AlertRuleType], description: 'Of this rule.' }),
    series: t.stringList({ description: 'Of a series with one of these keys.' }),
    from: t.field({ type: 'DateTime', description: 'Open at this instant or later.' }),
    to: t.field({ type: 'DateTime', description: 'Begun before this instant.' }),
  }),
})

const AlertCountsType = builder.objectRef<AlertCounts>('AlertCounts').implement({
  description: 'How many alerts are open.',
  fields: t => ({
    info: t.exposeInt('info', { description: 'That are good to know.' }),
    warning: t.exposeInt('warning', { description: 'That somebody should look at.' }),
    critical: t.exposeInt('critical', { description: 'That somebody must act on.' }),
  }),
})

builder.queryFields(t => ({
  alerts: t.connection(
    {
      type: AlertType,
      description: 'Lists alerts, the newest first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: { filter: t.arg({ type: AlertFilterInput, description: 'Which of them [all].' }) },
      resolve: async (_root, { filter, ...page }, { app }) => {
        const { series, rule, ...rest } = filter ?? {}
        const seriesIds = series == null ? null : (await findSeries(app.reads, series)).map(({ id }) => id)
        return toConnection(await listAlerts(app.reads, { ...rest, seriesIds, ruleId: rowIdOf(rule) }, page))
      },
    },
    AlertConnection,
  ),
  openAlerts: t.field({
    type: AlertCountsType,
    description: 'How many alerts are open.',
    extensions: needs('viewer'),
    complexity: 1,
    resolve: (_root, _args, { app }) => countOpenAlerts(app.reads),
  }),
}))

builder.objectFields(SeriesType, t => ({
  alerts: t.connection(
    {
      type: AlertType,
      description: 'Alerts that it is or was part of, the newest first.',
      complexity: pageCost,
      args: { filter: t.arg({ type: AlertFilterInput, description: 'Which of them [all].' }) },
      resolve: async ({ id }, { filter, ...page }, { app }) => {
        const { series: _, rule, ...rest } = filter ?? {}
        return toConnection(await listAlerts(app.reads, { ...rest, seriesIds: [id], ruleId: rowIdOf(rule) }, page))
      },
    },
    AlertConnection,
  ),
  openAlerts: t.field({
    type: AlertCountsType,
    description: 'How many open alerts it is part of.',
    complexity: 1,
    resolve: ({ id }, _args, { loaders }) => loaders.openAlerts(id),
  }),
}))

builder.objectField(AlertRuleType, 'alerts', t =>
  t.connection(
    {
      type: AlertType,
      description: 'The alerts that it made, the newest first.',
      complexity: pageCost,
      resolve: async ({ id }, page, { app }) => toConnection(await listAlerts(app.reads, { ruleId: id }, page)),
    },
    AlertConnection,
  ),
)

subscription('alertChanged', {
  kind: 'alert',
  description: 'Alerts as they begin, come on and end',
  message: 'How alerts are that came on. One of several series is told only to those who reach all.',
  list: {
    name: 'alerts',
    description: 'Each as it is by now, once in a message.',
    type: AlertType,
    of: items => [...new Map(items.map(({ alert }) => [alert.id, alert])).values()],
  },
  args: {},
})
