import { countHoldings } from '../store/holdings.ts'
import { type DeletedSeries, findDeleted, listDeleted } from '../store/series/deleted.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { HoldingsType, holdingsCost } from './holdings.ts'
import { needs } from './needs.ts'

const DeletedSeriesType = builder.objectRef<DeletedSeries>('DeletedSeries').implement({
  description: 'A series that was deleted and can be restored.',
  fields: t => ({
    key: t.exposeString('key', { description: 'The key it had; no other series can have it before it is gone.' }),
    title: t.exposeString('title', { nullable: true, description: 'What it was called in front of people.' }),
    deletedAt: t.expose('deletedAt', { type: 'DateTime', description: 'When it was deleted.' }),
    restorableUntil: t.expose('restorableUntil', {
      type: 'DateTime',
      description: 'Until when `restoreSeries` brings it back.',
    }),
    firstAt: t.expose('firstAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Instant of its oldest point; null when there is none.',
    }),
    lastAt: t.expose('lastAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Instant of its most recent point; null when there is none.',
    }),
    holdings: t.field({
      type: HoldingsType,
      description: 'What comes back with it.',
      complexity: holdingsCost,
      resolve: (deleted, _args, { app }) => countHoldings(app.reads, deleted),
    }),
  }),
})

const DeletedSeriesConnection = connectionOf('DeletedSeries', DeletedSeriesType, 'deleted series')

builder.queryFields(t => ({
  deletedSeries: t.connection(
    {
      type: DeletedSeriesType,
      description: 'Lists the deleted series that can be restored, the one deleted last first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      resolve: async (_root, args, { app }) => toConnection(await listDeleted(app.reads, args)),
    },
    DeletedSeriesConnection,
  ),
  deletedSeriesByKey: t.field({
    type: DeletedSeriesType,
    nullable: true,
    description: 'The deleted series that had this key; null where none can be restored.',
    extensions: needs('viewer'),
    complexity: 1,
    args: { key: t.arg.string({ required: true, description: 'The key it had.' }) },
    resolve: (_root, { key }, { app }) => findDeleted(app.reads, key),
  }),
}))
