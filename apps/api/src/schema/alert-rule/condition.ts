import type { Condition } from '../../alerting/conditions/contract.ts'
import { conditions } from '../../alerting/conditions/registry.ts'
import { builder } from '../builder.ts'
import { closedSet } from '../enums.ts'
import { SettingType } from '../model/kind.ts'
import { needs } from '../needs.ts'

export const AlertConditionEnum = closedSet<string>(
  'AlertConditionKind',
  'What a rule can watch; `alertConditions` says all about each.',
  Object.fromEntries(conditions.map(({ kind, description }) => [kind, description])),
)

const AlertConditionType = builder.objectRef<Condition>('AlertCondition').implement({
  description: 'What a rule can watch, with all that a form for it needs.',
  fields: t => ({
    kind: t.expose('kind', { type: AlertConditionEnum, description: 'Which condition.' }),
    title: t.exposeString('title', { description: 'What to call it in front of people.' }),
    description: t.exposeString('description', { description: 'When it holds, in a sentence.' }),
    settings: t.field({
      type: [SettingType],
      description: 'Its settings, in the order of a form.',
      resolve: ({ settings }) => settings,
    }),
    ofChannels: t.exposeBoolean('ofChannels', { description: 'Whether it watches a channel, or each of them.' }),
    ofSystem: t.exposeBoolean('ofSystem', { description: 'Whether it is about the system, and takes no scope.' }),
    recoveryCount: t.exposeInt('recoveryCount', { description: '`recoveryCount` where a rule says nothing.' }),
    hasPast: t.boolean({
      description: 'Whether a rule with it can be tried on the past.',
      resolve: ({ past }) => past !== null,
    }),
  }),
})

builder.queryField('alertConditions', t =>
  t.field({
    type: [AlertConditionType],
    description: 'What rules can watch, in the order to offer it.',
    extensions: needs('viewer'),
    complexity: 1,
    resolve: () => conditions,
  }),
)
