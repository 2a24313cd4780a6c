import type { Notifier } from '../../notifiers/contract.ts'
import { notifiers } from '../../notifiers/registry.ts'
import { builder } from '../builder.ts'
import { closedSet } from '../enums.ts'
import { SettingType } from '../model/kind.ts'
import { needs } from '../needs.ts'

export const NotifierKindEnum = closedSet<string>(
  'NotifierKind',
  'A way to tell somebody; `notifiers` says all about each.',
  Object.fromEntries(notifiers.map(({ kind, description }) => [kind, description])),
)

const NotifierType = builder.objectRef<Notifier>('Notifier').implement({
  description: 'A way to tell somebody, with all that a form for a receiver needs.',
  fields: t => ({
    kind: t.expose('kind', { type: NotifierKindEnum, description: 'Which.' }),
    title: t.exposeString('title', { description: 'What to call it in front of people.' }),
    description: t.exposeString('description', { description: 'What it does, in a sentence.' }),
    settings: t.field({
      type: [SettingType],
      description: 'Its settings, in the order of a form; those that are secret are given apart.',
      resolve: ({ settings }) => settings,
    }),
  }),
})

builder.queryField('notifiers', t =>
  t.field({
    type: [NotifierType],
    description: 'The ways to tell somebody, in the order to offer them.',
    extensions: needs('viewer'),
    complexity: 1,
    resolve: () => notifiers,
  }),
)
