import { maintenanceMinutes, type Occurrence, occurrencesOf } from '@seriema/domain/maintenance'
import { createMaintenance, deleteMaintenance, updateMaintenance } from '../flows/maintenance.ts'
import { findMaintenances, listMaintenances, type Maintenance } from '../store/maintenance.ts'
import { requireScope } from './alert-rule/manage.ts'
import { builder, type Types } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { nameOf } from './context.ts'
import { encodeId, identity, rowId } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { ScopeInput } from './model.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { wideScopeFields } from './scope-fields.ts'
import { between } from './words.ts'

const OccurrenceType = builder.objectRef<Occurrence>('MaintenanceOccurrence').implement({
  description: 'One time that a maintenance window lasts.',
  fields: t => ({
    from: t.expose('from', { type: 'DateTime', description: 'When it begins.' }),
    to: t.expose('to', { type: 'DateTime', description: 'When it is over.' }),
  }),
})

/** Occurrences that are told at once. */
const toldAtMost = 200

const MaintenanceType = builder.objectRef<Maintenance>('Maintenance')
builder.node(MaintenanceType, {
  description: 'A window, once or recurring, in which nothing is sent; alerts that begin in it are marked.',
  id: { resolve: window => window.id, parse: rowId, description: identity },
  loadMany: loadManyBy(findMaintenances),
  fields: t => ({
    name: t.exposeString('name', { description: 'What it is for.' }),
    from: t.expose('from', { type: 'DateTime', description: 'When it begins, or from when on it recurs.' }),
    to: t.expose('to', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is over, or until when it recurs; null: without end.',
    }),
    cron: t.exposeString('cron', {
      nullable: true,
      description: 'When it begins each time, in five fields of cron; null: it is once.',
    }),
    zone: t.exposeString('zone', { description: 'The time zone whose clocks cron means.' }),
    minutes: t.exposeInt('minutes', { nullable: true, description: 'How long it lasts each time; null: it is once.' }),
    ...wideScopeFields(t),
    occurrences: t.field({
      type: [OccurrenceType],
      description: `When it lasts between two instants, the first ${toldAtMost}.`,
      args: {
        from: t.arg({ type: 'DateTime', required: true, description: 'Not over by then.' }),
        to: t.arg({ type: 'DateTime', required: true, description: 'Begun before.' }),
      },
      complexity: 1,
      resolve: (window, { from, to }) => occurrencesOf(window, from, to, toldAtMost),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    by: t.exposeString('by', { nullable: true, description: 'Who made it; null where nobody is known.' }),
  }),
})

const MaintenanceConnection = connectionOf('Maintenance', MaintenanceType, 'maintenance windows')

builder.queryField('maintenances', t =>
  t.connection(
    {
      type: MaintenanceType,
      description: 'Lists maintenance windows, the one that begins last first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: { from: t.arg({ type: 'DateTime', description: 'Only those that are not over by then [all].' }) },
      resolve: async (_root, { from, ...page }, { app }) =>
        toConnection(await listMaintenances(app.reads, { notOverAt: from }, page)),
    },
    MaintenanceConnection,
  ),
)

const MaintenancePayload = builder.objectRef<{ readonly maintenance: Maintenance }>('MaintenancePayload').implement({
  description: 'A maintenance window as it is now.',
  fields: t => ({ maintenance: t.expose('maintenance', { type: MaintenanceType, description: 'The window.' }) }),
})

const recurring = (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) => ({
  to: t.field({ type: 'DateTime', description: 'When it is over, or until when it recurs [without end].' }),
  cron: t.string({ description: 'When it begins each time, in five fields of cron, such as `0 22 * * 6` [once].' }),
  zone: t.string({ description: 'The time zone whose clocks cron means [UTC].' }),
  minutes: t.int({ description: `How long it lasts each time, ${between(maintenanceMinutes)}.` }),
})

mutation('createMaintenance', {
  description: 'Makes a window in which nothing is sent, once (`from` to `to`) or recurring (`cron` and `minutes`).',
  input: builder.inputType('CreateMaintenanceInput', {
    description: 'A maintenance window.',
    fields: t => ({
      name: t.string({ required: true, description: 'What it is for, 1 to 200 characters.' }),
      scope: t.field({ type: ScopeInput, description: 'Of what [all series].' }),
      from: t.field({ type: 'DateTime', required: true, description: 'When it begins, or from when on it recurs.' }),
      ...recurring(t),
    }),
  }),
  payload: MaintenancePayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND', 'GROUP_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ scope }) => ({ series: [scope?.series], groups: [scope?.group] }),
  makes: ({ maintenance: { id } }) => ({ nodes: [{ typename: 'Maintenance', id: String(id) }] }),
  async resolve(input, context) {
    requireScope(context, input.scope, 'maintenance of all series')
    return { maintenance: await createMaintenance(context.app, input, nameOf(context.caller)) }
  },
})

const which = (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) =>
  t.globalID({ required: true, for: [MaintenanceType], description: 'As given by `Maintenance.id`.' })

mutation('updateMaintenance', {
  description: 'Changes a window: what is left out stays as it is.',
  input: builder.inputType('UpdateMaintenanceInput', {
    description: 'Changes to a maintenance window.',
    fields: t => ({
      id: which(t),
      name: t.string({ description: 'What it is for, 1 to 200 characters.' }),
      from: t.field({ type: 'DateTime', description: 'When it begins, or from when on it recurs.' }),
      ...recurring(t),
    }),
  }),
  payload: MaintenancePayload,
  faults: ['INVALID_INPUT', 'MAINTENANCE_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: async ({ id, name, from, ...changes }, { app }) => ({
    maintenance: await updateMaintenance(app, rowId(id.id), {
      ...changes,
      ...(name != null && { name }),
      ...(from != null && { from }),
    }),
  }),
})

const DeleteMaintenancePayload = builder.objectRef<Maintenance>('DeleteMaintenancePayload').implement({
  description: 'What holds no more.',
  fields: t => ({
    id: t.id({ description: 'That of the window.', resolve: ({ id }) => encodeId('Maintenance', id) }),
  }),
})

mutation('deleteMaintenance', {
  description: 'Deletes a window; alerts that began in it and are open are told then.',
  input: builder.inputType('DeleteMaintenanceInput', {
    description: 'Which maintenance window.',
    fields: t => ({ id: which(t) }),
  }),
  payload: DeleteMaintenancePayload,
  faults: ['INVALID_INPUT', 'MAINTENANCE_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => deleteMaintenance(app, rowId(id.id)),
})
