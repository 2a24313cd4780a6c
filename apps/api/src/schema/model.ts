import { copyModel, createModel, deleteModel, type ModelNow, updateModel } from '../flows/model.ts'
import { requireGroup } from '../store/group.ts'
import { isDraft, listModels, type Model } from '../store/model.ts'
import { requireSeries } from '../store/series.ts'
import { builder, type Types } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { identity, rowId } from './identity.ts'
import { ModelKindEnum, RoleEnum } from './model/kind.ts'
import { RecipeInput, RecipeType } from './model/recipe.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { scopeFields } from './scope-fields.ts'

/** What else belongs to a model is beside it: its trainings and versions. */
export const ModelType = builder.objectRef<Model>('Model')
builder.node(ModelType, {
  description: 'What an owner configures: a kind, settings and a recipe, for a series or a group.',
  id: { resolve: model => model.id, parse: rowId, description: identity },
  loadMany: (ids, { loaders }) => Promise.all(ids.map(id => loaders.model(id))),
  fields: t => ({
    name: t.exposeString('name', { description: 'What its owner calls it.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    role: t.expose('role', { type: RoleEnum, description: 'What its versions speak of.' }),
    kind: t.expose('kind', { type: ModelKindEnum, description: 'Which kind it is of.' }),
    settings: t.expose('settings', { type: 'Settings', description: 'One value per setting of its kind.' }),
    recipe: t.field({ type: RecipeType, description: 'How raw points become what it sees.', resolve: it => it.recipe }),
    draft: t.boolean({
      description: 'Whether it can still be changed: until a training is asked for.',
      resolve: isDraft,
    }),
    ...scopeFields(t),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was changed last.' }),
  }),
})

const ModelConnection = connectionOf('Model', ModelType, 'models')

const ModelFilterInput = builder.inputType('ModelFilter', {
  description: 'Which models; every condition must hold, one left out always does.',
  fields: t => ({
    search: t.string({ description: 'Each of these words is in the name or the description, whatever its case.' }),
    role: t.field({ type: RoleEnum, description: 'Of this role.' }),
    kind: t.field({ type: ModelKindEnum, description: 'Of this kind.' }),
    series: t.string({ description: 'For the series of this key.' }),
    group: t.string({ description: 'For the group of this name.' }),
  }),
})

builder.queryField('models', t =>
  t.connection(
    {
      type: ModelType,
      description: 'Lists the models, the newest first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: { filter: t.arg({ type: ModelFilterInput, description: 'Which of them [all].' }) },
      resolve: async (_root, { filter, ...page }, { app }) => {
        const { series, group, ...rest } = filter ?? {}
        const seriesId = series == null ? null : (await requireSeries(app.reads, series)).id
        const groupId = group == null ? null : (await requireGroup(app.reads, group)).id
        return toConnection(await listModels(app.reads, { ...rest, seriesId, groupId }, page))
      },
    },
    ModelConnection,
  ),
)

export const ScopeInput = builder.inputType('ScopeInput', {
  description: 'A series or a group: exactly one of the two.',
  isOneOf: true,
  fields: t => ({
    series: t.string({ description: 'Key of a series.' }),
    group: t.string({ description: 'Name of a group.' }),
  }),
})

const ModelPayload = builder.objectRef<ModelNow>('ModelPayload').implement({
  description: 'A model as it is now.',
  fields: t => ({
    model: t.field({ type: ModelType, description: 'The model.', resolve: ({ model }) => model }),
    warnings: t.stringList({
      description: 'What is redundant or unwise about its settings, in words; it can be trained nonetheless.',
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
})

const whichModel = (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) =>
  t.globalID({ required: true, for: [ModelType], description: 'As given by `Model.id`.' })

const settings = 'By name, as `modelKinds` describes them'

mutation('createModel', {
  description: 'Creates a model: a draft until a training is asked for.',
  input: builder.inputType('CreateModelInput', {
    description: 'A model to be created.',
    fields: t => ({
      name: t.string({ required: true, description: 'What to call it, 1 to 200 characters.' }),
      description: t.string({ description: 'What it is for.' }),
      scope: t.field({ type: ScopeInput, required: true, description: 'What it is for.' }),
      kind: t.field({ type: ModelKindEnum, required: true, description: 'Which kind.' }),
      settings: t.field({ type: 'Settings', description: `${settings} [as usual].` }),
      recipe: t.field({ type: RecipeInput, description: 'How raw points become what it sees [plain].' }),
    }),
  }),
  payload: ModelPayload,
  faults: ['INVALID_INPUT', 'INVALID_SETTINGS', 'MODEL_NOT_FOUND', 'SERIES_NOT_FOUND', 'GROUP_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ scope }) => ({ series: [scope.series], groups: [scope.group] }),
  makes: ({ model }) => ({ nodes: [{ typename: 'Model', id: String(model.id) }] }),
  resolve: (input, { app }) => createModel(app, input),
})

mutation('updateModel', {
  description: 'Changes a draft: what is left out stays as it is, each setting too.',
  input: builder.inputType('UpdateModelInput', {
    description: 'Changes to a draft.',
    fields: t => ({
      id: whichModel(t),
      name: t.string({ description: 'What to call it, 1 to 200 characters.' }),
      description: t.string({ description: 'What it is for; null removes it.' }),
      settings: t.field({ type: 'Settings', description: `${settings}; null returns one to what is usual.` }),
      recipe: t.field({ type: RecipeInput, description: 'Instead of the one it has.' }),
    }),
  }),
  payload: ModelPayload,
  faults: ['INVALID_INPUT', 'INVALID_SETTINGS', 'MODEL_NOT_FOUND', 'MODEL_TRAINED'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id, name, ...changes }, { app }) =>
    updateModel(app, rowId(id.id), { ...changes, ...(name != null && { name }) }),
})

mutation('copyModel', {
  description: 'Makes a draft like a model, for the same series or group or for another.',
  input: builder.inputType('CopyModelInput', {
    description: 'A model to be copied.',
    fields: t => ({
      id: whichModel(t),
      name: t.string({ description: 'What to call the copy [its name, and that it is a copy].' }),
      scope: t.field({ type: ScopeInput, description: 'What the copy is for [the same].' }),
    }),
  }),
  payload: ModelPayload,
  faults: ['INVALID_INPUT', 'INVALID_SETTINGS', 'MODEL_NOT_FOUND', 'SERIES_NOT_FOUND', 'GROUP_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id, scope }) => ({ nodes: [id], series: [scope?.series], groups: [scope?.group] }),
  makes: ({ model }) => ({ nodes: [{ typename: 'Model', id: String(model.id) }] }),
  resolve: ({ id, ...draft }, { app }) => copyModel(app, rowId(id.id), draft),
})

const DeleteModelPayload = builder.objectRef<{ readonly id: number }>('DeleteModelPayload').implement({
  description: 'A draft that is deleted.',
  fields: t => ({
    id: t.globalID({ description: 'The id it had.', resolve: ({ id }) => ({ type: ModelType, id }) }),
  }),
})

mutation('deleteModel', {
  description: 'Deletes a draft. A model that has been trained stays, with its versions.',
  input: builder.inputType('DeleteModelInput', {
    description: 'A draft to be deleted.',
    fields: t => ({ id: whichModel(t) }),
  }),
  payload: DeleteModelPayload,
  faults: ['INVALID_INPUT', 'MODEL_NOT_FOUND', 'MODEL_TRAINED'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => deleteModel(app, rowId(id.id)),
})
