import { type GroupCondition, mostGroupValues } from '@seriema/domain/group'
import { createGroup, deleteGroup, updateGroup } from '../flows/model.ts'
import { type Group, listGroups, listMembers, requireGroup } from '../store/group.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { identity, rowId } from './identity.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { SeriesConnection, SeriesType } from './series.ts'
import { counted } from './words.ts'

const GroupConditionType = builder.objectRef<GroupCondition>('GroupCondition').implement({
  description: 'An attribute that members of a group have.',
  fields: t => ({
    attribute: t.exposeString('attribute', { description: 'Its name.' }),
    values: t.stringList({ description: 'What it may say; none: anything.', resolve: ({ values }) => [...values] }),
  }),
})

/** What is for a group is beside it: models, versions, deployments. */
export const GroupType = builder.objectRef<Group>('Group')
builder.node(GroupType, {
  description: 'Series chosen by attributes: those that meet every condition. Members come and go as series do.',
  id: { resolve: group => group.id, parse: rowId, description: identity },
  loadMany: (ids, { loaders }) => Promise.all(ids.map(id => loaders.group(id))),
  fields: t => ({
    name: t.exposeString('name', { description: 'Its name, unlike that of any other group.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is.' }),
    conditions: t.field({
      type: [GroupConditionType],
      description: 'What a series must have to belong.',
      resolve: ({ conditions }) => conditions,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    members: t.connection(
      {
        type: SeriesType,
        description: 'The series that belong to it now, by key. Looks at all series.',
        complexity: args => ({ ...pageCost(args), field: 50 }),
        resolve: async (group, args, { app, loaders }) => {
          const page = await listMembers(app.reads, group, args)
          for (const { node } of page.edges) loaders.remember(node)
          return toConnection(page)
        },
      },
      SeriesConnection,
    ),
  }),
})

const GroupConnection = connectionOf('Group', GroupType, 'groups')

builder.queryFields(t => ({
  groups: t.connection(
    {
      type: GroupType,
      description: 'Lists the groups, by name.',
      extensions: needs('viewer'),
      complexity: pageCost,
      resolve: async (_root, args, { app }) => toConnection(await listGroups(app.reads, args)),
    },
    GroupConnection,
  ),
  group: t.field({
    type: GroupType,
    nullable: true,
    description: 'The group of this name; null when there is none.',
    extensions: needs('viewer'),
    complexity: 1,
    args: { name: t.arg.string({ required: true, description: 'Its name.' }) },
    resolve: (_root, { name }, { app }) => requireGroup(app.reads, name).catch(() => null),
  }),
}))

const GroupConditionInput = builder.inputType('GroupConditionInput', {
  description: 'An attribute that members have.',
  fields: t => ({
    attribute: t.string({ required: true, description: 'Its name.' }),
    values: t.stringList({ description: `What it may say, at most ${counted(mostGroupValues)} [anything].` }),
  }),
})

type ConditionDraft = { readonly attribute: string; readonly values?: readonly string[] | null | undefined }
const conditionsOf = (drafts: readonly ConditionDraft[]): readonly GroupCondition[] =>
  drafts.map(({ attribute, values }) => ({ attribute, values: values ?? [] }))

const GroupPayload = builder.objectRef<{ readonly group: Group }>('GroupPayload').implement({
  description: 'A group as it is now.',
  fields: t => ({ group: t.expose('group', { type: GroupType, description: 'The group.' }) }),
})

mutation('createGroup', {
  description: 'Names the series that have certain attributes, so that a model can be for all of them.',
  input: builder.inputType('CreateGroupInput', {
    description: 'A group to be created.',
    fields: t => ({
      name: t.string({ required: true, description: '1 to 128 letters, digits or underscores; it stays.' }),
      description: t.string({ description: 'What it is.' }),
      conditions: t.field({
        type: [GroupConditionInput],
        required: true,
        description: 'What a series must have to belong, each attribute once.',
      }),
    }),
  }),
  payload: GroupPayload,
  faults: ['INVALID_INPUT', 'GROUP_EXISTS'],
  needs: 'trainer',
  touches: ({ conditions }) => ({ chooses: conditions }),
  about: ({ name }) => ({ groups: [name] }),
  resolve: async ({ conditions, ...rest }, { app }) => ({
    group: await createGroup(app, { ...rest, conditions: conditionsOf(conditions) }),
  }),
})

mutation('updateGroup', {
  description:
    'Changes a group: what is left out stays as it is. Versions trained for it stay and serve its new members.',
  input: builder.inputType('UpdateGroupInput', {
    description: 'Changes to a group.',
    fields: t => ({
      name: t.string({ required: true, description: 'Which group.' }),
      description: t.string({ description: 'What it is; null removes it.' }),
      conditions: t.field({ type: [GroupConditionInput], description: 'Instead of those it has.' }),
    }),
  }),
  payload: GroupPayload,
  faults: ['INVALID_INPUT', 'GROUP_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ name, conditions }) => ({ groups: [name], chooses: conditions }),
  resolve: async ({ name, conditions, ...rest }, { app }) => ({
    group: await updateGroup(app, name, {
      ...rest,
      ...(conditions != null && { conditions: conditionsOf(conditions) }),
    }),
  }),
})

mutation('deleteGroup', {
  description: 'Deletes a group that no model is for and nobody was chosen to speak for. Its members stay.',
  input: builder.inputType('DeleteGroupInput', {
    description: 'A group to be deleted.',
    fields: t => ({ name: t.string({ required: true, description: 'Which group.' }) }),
  }),
  payload: GroupPayload,
  faults: ['INVALID_INPUT', 'GROUP_NOT_FOUND', 'GROUP_IN_USE'],
  needs: 'trainer',
  touches: ({ name }) => ({ groups: [name] }),
  resolve: async ({ name }, { app }) => ({ group: await deleteGroup(app, name) }),
})
