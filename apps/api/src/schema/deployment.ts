import { type Slot, slots } from '@seriema/domain/deployment'
import type { Role, Scope } from '@seriema/domain/role'
import { type Deployed, deploy, endDeployment, rollBack } from '../flows/deploy.ts'
import { resolveScope } from '../flows/model.ts'
import type { ChosenFor, Routed } from '../serving/serving.ts'
import { type DeploymentChange, listChanges, type StoredDeployment } from '../store/deployment.ts'
import { builder, type Types } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { nameOf } from './context.ts'
import { closedSet } from './enums.ts'
import { GroupType } from './group.ts'
import { rowIdOf } from './identity.ts'
import { RoleEnum } from './model/kind.ts'
import { ScopeInput } from './model.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { RolloutLimitsInput } from './rollout/limits.ts'
import { SeriesType } from './series.ts'
import { SpeakerKindEnum, SpeakerType } from './speaker.ts'
import { subscription } from './subscription.ts'
import { VersionType } from './version.ts'

const slotMeanings = {
  active: 'It speaks.',
  canary: 'It speaks for a share, and is judged.',
  shadow: 'It is asked beside those who speak, without effect.',
} as const satisfies Record<Slot, string>

export const SlotEnum = closedSet<Slot>(
  'DeploymentSlot',
  'In what way somebody is deployed.',
  Object.fromEntries(slots.map(slot => [slot, slotMeanings[slot]])) as Record<Slot, string>,
)

const share =
  'Of a canary: the share of series of its group, or of points of its one series, that it speaks for; else 1.'

export const DeploymentType = builder.objectRef<StoredDeployment>('Deployment').implement({
  description: 'Who holds a slot of a series or group.',
  fields: t => ({
    role: t.expose('role', { type: RoleEnum, description: 'What it speaks of.' }),
    slot: t.expose('slot', { type: SlotEnum, description: 'In what way.' }),
    speaker: t.field({ type: SpeakerType, description: 'Who.', resolve: ({ speaker }) => speaker }),
    share: t.exposeFloat('share', { description: share }),
    since: t.expose('since', { type: 'DateTime', description: 'Since when, with this share.' }),
  }),
})

const DeploymentChangeType = builder.objectRef<DeploymentChange>('DeploymentChange').implement({
  description: 'A line of the timeline: who took a slot from whom, when and why.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    series: t.field({
      type: SeriesType,
      nullable: true,
      description: 'Of which series; null where it is of a group.',
      complexity: 1,
      resolve: ({ scope }, _args, { loaders }) => ('seriesId' in scope ? loaders.series(scope.seriesId) : null),
    }),
    group: t.field({
      type: GroupType,
      nullable: true,
      description: 'Of which group; null where it is of a series.',
      complexity: 1,
      resolve: ({ scope }, _args, { loaders }) => ('groupId' in scope ? loaders.group(scope.groupId) : null),
    }),
    role: t.expose('role', { type: RoleEnum, description: 'In which role.' }),
    slot: t.expose('slot', { type: SlotEnum, description: 'Which slot.' }),
    from: t.expose('from', {
      type: SpeakerType,
      nullable: true,
      description: 'Who held it before; null: nobody, so the group or what speaks for all did.',
    }),
    to: t.expose('to', { type: SpeakerType, nullable: true, description: 'Who holds it from then on; null: nobody.' }),
    share: t.exposeFloat('share', { description: share }),
    reason: t.exposeString('reason', { description: 'Why, in words.' }),
    automatic: t.exposeBoolean('automatic', {
      description: 'Whether a rollout decided it by its limits, and nobody by hand.',
    }),
    by: t.exposeString('by', { nullable: true, description: 'Who decided it; null where nobody is known.' }),
  }),
})

const ChangeConnection = connectionOf('DeploymentChange', DeploymentChangeType, 'changes')

const ChosenForEnum = closedSet<ChosenFor>('ChosenFor', 'Whose choice somebody is.', {
  series: 'It was chosen for the series itself.',
  group: 'It was chosen for a group that the series belongs to.',
  all: 'Nobody was chosen, so what speaks for all does.',
})

const RoutingType = builder.objectRef<Routed>('Speaking').implement({
  description: 'Who speaks for a series, and how that came.',
  fields: t => ({
    speaker: t.field({ type: SpeakerType, description: 'Who.', resolve: ({ speaker }) => speaker }),
    slot: t.expose('slot', { type: SlotEnum, description: 'Active, or a canary whose share the series is part of.' }),
    chosenFor: t.expose('chosenFor', { type: ChosenForEnum, description: 'Whose choice it is.' }),
    group: t.field({
      type: GroupType,
      nullable: true,
      description: 'The group whose choices count where it has none of its own; null: none does.',
      complexity: 1,
      resolve: ({ groupId }, _args, { loaders }) => (groupId === null ? null : loaders.group(groupId)),
    }),
    shadow: t.expose('shadow', {
      type: SpeakerType,
      nullable: true,
      description: 'Who is asked beside; null: nobody.',
    }),
  }),
})

const roleArg = { type: RoleEnum, description: 'Only in this role [both].' } as const

/** Of a series or a group: who was chosen for it, and when that changed. */
const choicesOf = <T extends { readonly id: number }>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, T>,
  chosen: string,
  scopeOf: (id: number) => Scope,
) => ({
  deployments: t.field({
    type: [DeploymentType],
    description: chosen,
    complexity: 1,
    resolve: ({ id }, _args, { loaders }) => loaders.deployments(scopeOf(id)),
  }),
  deploymentHistory: t.connection(
    {
      type: DeploymentChangeType,
      description: 'Who spoke for it when, and why that changed: the newest first.',
      complexity: pageCost,
      args: { role: t.arg(roleArg) },
      resolve: async ({ id }, { role, ...page }, { app }) =>
        toConnection(await listChanges(app.reads, scopeOf(id), role ?? null, page)),
    },
    ChangeConnection,
  ),
})

builder.objectFields(SeriesType, t => ({
  speaks: t.field({
    type: RoutingType,
    description: 'Who speaks for it: own choice before that of its group before what speaks for all.',
    args: { role: t.arg({ type: RoleEnum, required: true, description: 'In which role.' }) },
    resolve: (series, { role }, { app }) => app.serving.routing(series, role),
  }),
  ...choicesOf(t, 'Who was chosen for the series itself.', seriesId => ({ seriesId })),
}))

builder.objectFields(GroupType, t => choicesOf(t, 'Who was chosen for the group.', groupId => ({ groupId })))

builder.queryField('deploymentHistory', t =>
  t.connection(
    {
      type: DeploymentChangeType,
      description: 'Who spoke for a series or group when, and why that changed: the newest first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: {
        scope: t.arg({ type: ScopeInput, required: true, description: 'Of which series or group.' }),
        role: t.arg(roleArg),
      },
      resolve: async (_root, { scope, role, ...page }, { app }) =>
        toConnection(await listChanges(app.reads, await resolveScope(app.reads, scope), role ?? null, page)),
    },
    ChangeConnection,
  ),
)

export const DeploymentPayload = builder.objectRef<Deployed>('DeploymentPayload').implement({
  description: 'Who speaks from now on.',
  fields: t => ({
    change: t.expose('change', {
      type: DeploymentChangeType,
      nullable: true,
      description: 'What changed; null where it was so already.',
    }),
    deployments: t.field({
      type: [DeploymentType],
      description: 'Who holds the slots of the series or group now.',
      complexity: 1,
      resolve: ({ scope }, _args, { loaders }) => loaders.deployments(scope),
    }),
  }),
})

export const scopeWords = { scope: 'For which series or group.', role: 'In which role.' }
export const why = 'Why, in words, for the timeline [by hand].'
const notThere = ['SERIES_NOT_FOUND', 'GROUP_NOT_FOUND'] as const

mutation('deployVersion', {
  description:
    'Lets a version, or a kind that needs no model, speak for a series or group, or be tried there. It speaks in every process within a second of the commit; one that was archived is brought back.',
  input: builder.inputType('DeployVersionInput', {
    description: 'Who is to speak. A version of a group may speak for a series of it, too.',
    fields: t => ({
      scope: t.field({ type: ScopeInput, required: true, description: scopeWords.scope }),
      role: t.field({ type: RoleEnum, required: true, description: scopeWords.role }),
      slot: t.field({ type: SlotEnum, description: 'In what way [ACTIVE].' }),
      version: t.globalID({ for: [VersionType], description: 'Which version, as given by `Version.id`.' }),
      kind: t.field({ type: SpeakerKindEnum, description: 'In place of a version: a kind that needs none.' }),
      share: t.float({
        description:
          'Of a canary: above 0, at most 1 [of one that is tried already its own, else the first of its steps].',
      }),
      limits: t.field({ type: RolloutLimitsInput, description: 'Of a shadow or canary: what it must keep within.' }),
      reason: t.string({ description: why }),
    }),
  }),
  payload: DeploymentPayload,
  faults: ['INVALID_INPUT', 'INVALID_VERSION', 'MODEL_NOT_FOUND', ...notThere],
  needs: 'trainer',
  touches: ({ scope, version }) => ({ series: [scope.series], groups: [scope.group], nodes: [version] }),
  resolve: ({ version, ...draft }, { app, caller }) =>
    deploy(app, { ...draft, by: nameOf(caller), versionId: rowIdOf(version) }),
})

mutation('endDeployment', {
  description: 'Ends a shadow or canary, or leaves a role to the group or to what speaks for all.',
  input: builder.inputType('EndDeploymentInput', {
    description: 'Which slot is to be empty.',
    fields: t => ({
      scope: t.field({ type: ScopeInput, required: true, description: scopeWords.scope }),
      role: t.field({ type: RoleEnum, required: true, description: scopeWords.role }),
      slot: t.field({ type: SlotEnum, required: true, description: 'Which slot.' }),
      reason: t.string({ description: why }),
    }),
  }),
  payload: DeploymentPayload,
  faults: ['INVALID_INPUT', ...notThere],
  needs: 'trainer',
  touches: ({ scope }) => ({ series: [scope.series], groups: [scope.group] }),
  resolve: (draft, { app, caller }) => endDeployment(app, { ...draft, by: nameOf(caller) }),
})

mutation('rollback', {
  description:
    'Lets somebody speak again: the version named, else whoever did before the last change. A canary ends with it.',
  input: builder.inputType('RollbackInput', {
    description: 'Where, and to whom.',
    fields: t => ({
      scope: t.field({ type: ScopeInput, required: true, description: scopeWords.scope }),
      role: t.field({ type: RoleEnum, required: true, description: scopeWords.role }),
      version: t.globalID({
        for: [VersionType],
        description: 'Any version of the series or group, archived ones too [whoever spoke before].',
      }),
      reason: t.string({ description: why }),
    }),
  }),
  payload: DeploymentPayload,
  faults: ['INVALID_INPUT', 'INVALID_VERSION', ...notThere],
  needs: 'trainer',
  touches: ({ scope, version }) => ({ series: [scope.series], groups: [scope.group], nodes: [version] }),
  resolve: ({ version, ...draft }, { app, caller }) =>
    rollBack(app, { ...draft, by: nameOf(caller), versionId: rowIdOf(version) }),
})

subscription('deploymentChanged', {
  kind: 'deployment',
  description: 'Changes of who speaks as they are made; of groups where no series are named',
  message: 'Changes of who speaks. The first message comes at once, even without changes.',
  args: builder.args(arg => ({ role: arg.field(roleArg) })),
  list: {
    name: 'changes',
    description: 'In the order they were made.',
    type: DeploymentChangeType,
    of: (items, { role }: { readonly role?: Role | null | undefined }) =>
      items.map(({ change }) => change).filter(change => role == null || change.role === role),
  },
})
