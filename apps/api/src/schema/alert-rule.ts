import type { AlertSeverity, Grouping } from '@seriema/domain/alert'
import { conditionOf } from '../alerting/conditions/registry.ts'
import { type AlertRule, listAlertRules } from '../store/alert-rule.ts'
import { requireGroup } from '../store/group.ts'
import { requireSeries } from '../store/series.ts'
import { AlertConditionEnum } from './alert-rule/condition.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet } from './enums.ts'
import { encodeId, identity, rowId } from './identity.ts'
import { needs } from './needs.ts'
import { wideScopeFields } from './scope-fields.ts'

export const AlertSeverityEnum = closedSet<AlertSeverity>('AlertSeverity', 'How much an alert matters.', {
  info: 'Good to know.',
  warning: 'Somebody should look at it.',
  critical: 'Somebody must act.',
})

export const GroupingEnum = closedSet<Grouping>('AlertGrouping', 'What a rule makes one alert of.', {
  series: 'Each series has its own.',
  attribute: 'All series with the same value of an attribute share one.',
  rule: 'All series of the rule share one.',
})

export const receiverIds = (ids: readonly number[]): string[] => ids.map(id => encodeId('Receiver', id))

/** What its alerts are is beside it. Durations are milliseconds. */
export const AlertRuleType = builder.objectRef<AlertRule>('AlertRule')
builder.node(AlertRuleType, {
  description: 'What somebody asks to hear of: a condition of a series, of a group or of all.',
  id: { resolve: rule => rule.id, parse: rowId, description: identity },
  loadMany: (ids, { loaders }) => Promise.all(ids.map(id => loaders.alertRule(id))),
  fields: t => ({
    name: t.exposeString('name', { description: 'What its owner calls it.' }),
    description: t.exposeString('description', { nullable: true, description: 'What is to be done about it.' }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether it watches.' }),
    severity: t.expose('severity', { type: AlertSeverityEnum, description: 'Of the alerts it makes.' }),
    condition: t.expose('condition', { type: AlertConditionEnum, description: 'What it watches.' }),
    settings: t.expose('settings', { type: 'Settings', description: 'One value per setting of its condition.' }),
    channel: t.exposeString('channel', { nullable: true, description: 'Name of the channel; null: each of them.' }),
    words: t.string({
      description: 'What it asks for, in words.',
      resolve: rule => conditionOf(rule.condition).asks(rule, null),
    }),
    ...wideScopeFields(t),
    triggerCount: t.exposeInt('triggerCount', {
      description: 'It fires once so many of the last `triggerOf` observations hold.',
    }),
    triggerOf: t.exposeInt('triggerOf', { description: 'Of how many observations `triggerCount` must hold.' }),
    triggerFor: t.exposeFloat('triggerFor', {
      description: 'Milliseconds for which the last of them must have held without a break.',
    }),
    recoveryCount: t.exposeInt('recoveryCount', {
      description: 'It is over once so many observations in a row do not hold.',
    }),
    recoveryFor: t.exposeFloat('recoveryFor', { description: 'Milliseconds over which these must lie, at least.' }),
    cooldown: t.exposeFloat('cooldown', {
      description: 'Milliseconds after the end of an alert in which no other begins.',
    }),
    escalateAfter: t.exposeFloat('escalateAfter', {
      nullable: true,
      description: 'Milliseconds without acknowledgement after which others are told; null: never.',
    }),
    groupBy: t.expose('groupBy', { type: GroupingEnum, description: 'What it makes one alert of.' }),
    attribute: t.exposeString('attribute', {
      nullable: true,
      description: 'The attribute whose values alerts are grouped by; null where they are grouped otherwise.',
    }),
    receiverIds: t.idList({
      description: 'Who is told, as given by `Receiver.id`.',
      resolve: ({ receivers }) => receiverIds(receivers),
    }),
    escalateToIds: t.idList({
      description: 'Who is told when nobody acknowledges; none: the same once more.',
      resolve: ({ escalateTo }) => receiverIds(escalateTo),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was changed last.' }),
    by: t.exposeString('by', { nullable: true, description: 'Who made it; null where nobody is known.' }),
  }),
})

const AlertRuleConnection = connectionOf('AlertRule', AlertRuleType, 'alert rules')

const AlertRuleFilterInput = builder.inputType('AlertRuleFilter', {
  description: 'Which rules; every condition must hold, one left out always does.',
  fields: t => ({
    series: t.string({ description: 'For the series of this key alone.' }),
    group: t.string({ description: 'For the group of this name.' }),
    conditions: t.field({ type: [AlertConditionEnum], description: 'Watching one of these.' }),
    enabled: t.boolean({ description: 'Only those that watch, or only the others.' }),
  }),
})

builder.queryField('alertRules', t =>
  t.connection(
    {
      type: AlertRuleType,
      description: 'Lists the alert rules, the newest first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: { filter: t.arg({ type: AlertRuleFilterInput, description: 'Which of them [all].' }) },
      resolve: async (_root, { filter, ...page }, { app }) => {
        const { series, group, ...rest } = filter ?? {}
        const seriesId = series == null ? null : (await requireSeries(app.reads, series)).id
        const groupId = group == null ? null : (await requireGroup(app.reads, group)).id
        return toConnection(await listAlertRules(app.reads, { ...rest, seriesId, groupId }, page))
      },
    },
    AlertRuleConnection,
  ),
)
