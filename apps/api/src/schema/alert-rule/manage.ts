import { ruleBounds } from '@seriema/domain/alert/rule'
import {
  createAlertRule,
  deleteAlertRule,
  type RuleDraft,
  type ScopeDraft,
  updateAlertRule,
} from '../../flows/alert-rule.ts'
import type { AlertRule } from '../../store/alert-rule.ts'
import { AlertRuleType, AlertSeverityEnum, GroupingEnum } from '../alert-rule.ts'
import { builder, type Types } from '../builder.ts'
import { type Context, nameOf } from '../context.ts'
import { encodeId, rowId } from '../identity.ts'
import { ScopeInput } from '../model.ts'
import { mutation } from '../mutation.ts'
import { requireGrant } from '../needs.ts'
import { ReceiverType } from '../receiver.ts'
import type { Identity } from '../touch.ts'
import { between } from '../words.ts'
import { AlertConditionEnum } from './condition.ts'

type Fields = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>

/** All that a rule says beside its name and its condition. */
const shared = (t: Fields) => ({
  description: t.string({ description: 'What is to be done about it.' }),
  enabled: t.boolean({ description: 'Whether it watches [true].' }),
  severity: t.field({ type: AlertSeverityEnum, description: 'Of the alerts it makes [WARNING].' }),
  settings: t.field({ type: 'Settings', description: 'By name, as `alertConditions` describes them [as usual].' }),
  channel: t.string({ description: 'Name of the channel [each of them].' }),
  scope: t.field({ type: ScopeInput, description: 'What it watches [all series]; `null`: all series.' }),
  triggerCount: t.int({
    description: `It fires once so many of the last \`triggerOf\` observations hold, ${between(ruleBounds.observations)} [1].`,
  }),
  triggerOf: t.int({ description: 'Of how many observations `triggerCount` must hold [all].' }),
  triggerFor: t.float({ description: 'Milliseconds for which the last of them must have held without a break [0].' }),
  recoveryCount: t.int({
    description: 'It is over once so many observations in a row do not hold [as its condition says].',
  }),
  recoveryFor: t.float({ description: 'Milliseconds over which these must lie, at least [0].' }),
  cooldown: t.float({ description: 'Milliseconds after the end of an alert in which no other begins [0].' }),
  escalateAfter: t.float({
    description: 'Milliseconds without acknowledgement after which others are told [never]; null: never.',
  }),
  groupBy: t.field({ type: GroupingEnum, description: 'What it makes one alert of [SERIES].' }),
  attribute: t.string({ description: 'The attribute whose values alerts are grouped by.' }),
  receivers: t.globalIDList({
    for: [ReceiverType],
    description: `Who is told, as given by \`Receiver.id\`, at most ${ruleBounds.receivers} [nobody].`,
  }),
  escalateTo: t.globalIDList({
    for: [ReceiverType],
    description: 'Who is told when nobody acknowledges [the same once more].',
  }),
})

const name = 'What to call it, 1 to 200 characters.'

export const AlertRuleInput = builder.inputType('AlertRuleInput', {
  description: 'An alert rule. Durations are milliseconds.',
  fields: t => ({
    name: t.string({ required: true, description: name }),
    condition: t.field({ type: AlertConditionEnum, required: true, description: 'What it watches.' }),
    ...shared(t),
  }),
})

interface Told {
  readonly receivers?: readonly Identity[] | null | undefined
  readonly escalateTo?: readonly Identity[] | null | undefined
}

const numbersOf = (ids: readonly Identity[] | null | undefined): readonly number[] | undefined =>
  ids?.map(({ id }) => rowId(id))

/** A rule as the API takes it, as the flow does. */
export const draftOf = <T extends Told>({ receivers, escalateTo, ...rest }: T): Omit<T, keyof Told> & RuleDraft => ({
  ...rest,
  receivers: numbersOf(receivers),
  escalateTo: numbersOf(escalateTo),
})

/** What is for all series is for those who have the role for all. Throws ACCESS_DENIED. */
export function requireScope({ caller }: Context, scope: ScopeDraft | undefined, where: string): void {
  if (scope == null) requireGrant(caller.grants, { role: 'trainer', everywhere: true }, where)
}

const AlertRulePayload = builder.objectRef<{ readonly alertRule: AlertRule }>('AlertRulePayload').implement({
  description: 'A rule as it is now.',
  fields: t => ({ alertRule: t.expose('alertRule', { type: AlertRuleType, description: 'The rule.' }) }),
})

mutation('createAlertRule', {
  description:
    'Makes a rule, which watches what comes from then on: values of the present, not history that is stored later. `tryAlertRule` says beforehand when it would have fired.',
  input: AlertRuleInput,
  payload: AlertRulePayload,
  faults: ['INVALID_INPUT', 'INVALID_SETTINGS', 'SERIES_NOT_FOUND', 'GROUP_NOT_FOUND', 'RECEIVER_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ scope }) => ({ series: [scope?.series], groups: [scope?.group] }),
  makes: ({ alertRule: { id } }) => ({ nodes: [{ typename: 'AlertRule', id: String(id) }] }),
  async resolve(input, context) {
    requireScope(context, input.scope, 'a rule for all series')
    return { alertRule: await createAlertRule(context.app, draftOf(input), nameOf(context.caller)) }
  },
})

mutation('updateAlertRule', {
  description:
    'Changes a rule: what is left out stays as it is, each setting too. One that watches something else from then on, or is off, ends its open alerts and begins anew.',
  input: builder.inputType('UpdateAlertRuleInput', {
    description: 'Changes to a rule.',
    fields: t => ({
      id: t.globalID({ required: true, for: [AlertRuleType], description: 'As given by `AlertRule.id`.' }),
      name: t.string({ description: name }),
      condition: t.field({ type: AlertConditionEnum, description: 'What it watches.' }),
      ...shared(t),
    }),
  }),
  payload: AlertRulePayload,
  faults: [
    'INVALID_INPUT',
    'INVALID_SETTINGS',
    'ALERT_RULE_NOT_FOUND',
    'SERIES_NOT_FOUND',
    'GROUP_NOT_FOUND',
    'RECEIVER_NOT_FOUND',
  ],
  needs: 'trainer',
  touches: ({ id, scope }) => ({ nodes: [id], series: [scope?.series], groups: [scope?.group] }),
  async resolve({ id, ...changes }, context) {
    if (changes.scope !== undefined) requireScope(context, changes.scope, 'a rule for all series')
    return { alertRule: await updateAlertRule(context.app, rowId(id.id), draftOf(changes), nameOf(context.caller)) }
  },
})

const DeleteAlertRulePayload = builder.objectRef<AlertRule>('DeleteAlertRulePayload').implement({
  description: 'What watches no more.',
  fields: t => ({
    id: t.id({ description: 'That of the rule.', resolve: ({ id }) => encodeId('AlertRule', id) }),
  }),
})

mutation('deleteAlertRule', {
  description: 'Deletes a rule; its open alerts end, and those of the past stay.',
  input: builder.inputType('DeleteAlertRuleInput', {
    description: 'Which rule.',
    fields: t => ({
      id: t.globalID({ required: true, for: [AlertRuleType], description: 'As given by `AlertRule.id`.' }),
    }),
  }),
  payload: DeleteAlertRulePayload,
  faults: ['INVALID_INPUT', 'ALERT_RULE_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app, caller }) => deleteAlertRule(app, rowId(id.id), nameOf(caller)),
})
