import { importStatuses, type StatusKind, seriesStatuses } from '@seriema/domain/event'
import type { ItemOf } from '../events/event.ts'
import { builder } from './builder.ts'
import { closedSet } from './enums.ts'
import { ImportType } from './import.ts'
import { SeriesType } from './series.ts'
import { toEach } from './subscription.ts'

const statuses = Object.entries({ ...seriesStatuses, ...importStatuses })

const StatusKindEnum = closedSet<StatusKind>(
  'StatusKind',
  'What changed.',
  Object.fromEntries(statuses.map(([kind, { meaning }]) => [kind, meaning])) as Record<StatusKind, string>,
)

const StatusChangedType = builder.objectRef<ItemOf<'status'>>('StatusChanged').implement({
  description: 'Something other than points, forecasts and anomalies happened.',
  fields: t => ({
    kind: t.field({ type: StatusKindEnum, description: 'What changed.', resolve: ({ event }) => event.status }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ event }) => event.at }),
    message: t.string({ description: 'What happened, in words.', resolve: ({ event }) => event.message }),
    key: t.string({
      nullable: true,
      description: "The series' key, where one is concerned.",
      resolve: ({ event }) => event.key,
    }),
    series: t.expose('series', {
      type: SeriesType,
      nullable: true,
      description: 'The series concerned as it is by now; null when it is gone.',
    }),
    import: t.field({
      type: ImportType,
      nullable: true,
      description: 'The import concerned, as it is by now.',
      complexity: 1,
      resolve: ({ event }, _args, { app }) =>
        event.importId === null || app.reach !== null ? null : app.imports.get(event.importId),
    }),
  }),
})

builder.subscriptionField('statusChanged', t =>
  t.field({
    ...toEach('status'),
    type: StatusChangedType,
    description: 'Everything else as it happens: one message a change, from now on.',
    resolve: item => item,
  }),
)
