import type { UndoOutlook } from '../../flows/import/undo.ts'
import { lookAtUndo } from '../../flows/import/undo.ts'
import { listImports } from '../../store/import.ts'
import { builder } from '../builder.ts'
import { connectionOf, pageCost, toConnection } from '../connection.ts'
import { ImportIdInput, ImportPayload, ImportStateEnum, ImportType } from '../import.ts'
import { mutation } from '../mutation.ts'
import { needs } from '../needs.ts'

const UndoOutlookType = builder.objectRef<UndoOutlook>('ImportUndo').implement({
  description: 'What undoing an import would do now.',
  fields: t => ({
    points: t.exposeFloat('points', { description: 'Points that would go.' }),
    series: t.exposeInt('series', { description: 'Series that they are in.' }),
    made: t.stringList({
      description:
        'Keys of series that were made for it, the first 100: they go, too, where nothing else came into them.',
      resolve: outlook => outlook.made.slice(0, 100),
    }),
    why: t.exposeString('why', { nullable: true, description: 'Why it cannot be undone; null where it can.' }),
  }),
})

builder.objectField(ImportType, 'undo', t =>
  t.field({
    type: UndoOutlookType,
    description: 'What `undoImport` would do. Counts points: ask for one import at a time.',
    complexity: 500,
    resolve: (each, _args, { app }) => lookAtUndo(app.reads, each),
  }),
)

const ImportConnection = connectionOf('Import', ImportType, 'imports')

const ImportFilterInput = builder.inputType('ImportFilter', {
  description: 'Which imports; every condition must hold, one left out always does.',
  fields: t => ({
    states: t.field({ type: [ImportStateEnum], description: 'In one of these states.' }),
    series: t.string({ description: 'That went into the series of this key.' }),
  }),
})

builder.queryField('imports', t =>
  t.connection(
    {
      type: ImportType,
      description: 'Lists all imports, the one asked for last first.',
      extensions: needs('viewer', { everywhere: true }),
      complexity: pageCost,
      args: { filter: t.arg({ type: ImportFilterInput, description: 'Which of them [all].' }) },
      resolve: async (_root, { filter, ...page }, { app }) =>
        toConnection(await listImports(app.reads, filter ?? {}, page)),
    },
    ImportConnection,
  ),
)

mutation('undoImport', {
  description:
    'Takes back the points of an import that is over, with the anomalies found in them; series that were made for it and hold nothing else go. Refused where something depends on them: points that took the place of others, or that were replaced since.',
  input: builder.inputType('UndoImportInput', {
    description: 'Which import to undo.',
    fields: ImportIdInput,
  }),
  payload: ImportPayload,
  faults: ['INVALID_INPUT', 'IMPORT_NOT_FOUND', 'IMPORT_NOT_UNDOABLE'],
  needs: 'admin',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => app.imports.undo(id.id),
})
