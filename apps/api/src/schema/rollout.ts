import { defaultRolloutLimits, type Verdict } from '@seriema/domain/rollout'
import { comparisonOf, emptyTally, scoreDifference, type Tally } from '@seriema/domain/rollout/tally'
import { promote } from '../flows/deploy.ts'
import { verdictOn } from '../flows/judge-rollout/decide.ts'
import { builder } from './builder.ts'
import { nameOf } from './context.ts'
import { DeploymentPayload, DeploymentType, SlotEnum, scopeWords, why } from './deployment.ts'
import { closedSet } from './enums.ts'
import { RoleEnum } from './model/kind.ts'
import { ScopeInput } from './model.ts'
import { mutation } from './mutation.ts'
import { RolloutLimitsType } from './rollout/limits.ts'

const ErrorsType = builder.objectRef<{ points: number; own: number; active: number }>('ForecastErrors').implement({
  description: 'How far the forecasts of both were off what came, on average.',
  fields: t => ({
    points: t.exposeFloat('points', { description: 'Values that both had forecast and that have come.' }),
    own: t.exposeFloat('own', { description: 'Mean absolute error of who is tried out.' }),
    active: t.exposeFloat('active', { description: 'Mean absolute error of who is active.' }),
  }),
})

const ComparisonType = builder.objectRef<Tally>('RolloutComparison').implement({
  description:
    'What was seen of a shadow or canary beside who is active, since it began or its share last grew. Where points come faster than can be compared beside their storing, some are left out.',
  fields: t => ({
    points: t.exposeFloat('points', { description: 'Points on which both spoke.' }),
    agreement: t.float({
      nullable: true,
      description: 'Share of them on which both said the same; null before the first.',
      resolve: ({ points, agreeing }) => (points === 0 ? null : agreeing / points),
    }),
    extraFlags: t.exposeFloat('extraFlags', { description: 'Points that it flagged and who is active did not.' }),
    scoreDifference: t.float({
      nullable: true,
      description: 'Mean distance of the scores of both; null where no value was scored by both.',
      resolve: scoreDifference,
    }),
    calls: t.exposeFloat('calls', { description: 'Calls of it.' }),
    failures: t.exposeFloat('failures', { description: 'Calls that failed or ran out of time.' }),
    latency: t.float({
      nullable: true,
      description: 'Milliseconds a call takes, at the 95th percentile; null before the first.',
      resolve: tally => comparisonOf(tally).latency,
    }),
    errors: t.field({
      type: ErrorsType,
      nullable: true,
      description: 'Of who forecasts; null where nothing has come yet.',
      resolve: tally => comparisonOf(tally).errors,
    }),
  }),
})

const ActionEnum = closedSet<Verdict['action']>('RolloutAction', 'What becomes of a shadow or canary.', {
  hold: 'It goes on as it is.',
  promote: 'It is given its next share, or becomes active.',
  'roll-back': 'It ends.',
})

const VerdictType = builder.objectRef<Verdict>('RolloutVerdict').implement({
  description: 'What is to become of a shadow or canary by its limits; where these are automatic, it does.',
  fields: t => ({
    action: t.expose('action', { type: ActionEnum, description: 'What.' }),
    share: t.float({
      nullable: true,
      description: 'Where it is promoted: its share from then on; 1: it becomes active.',
      resolve: verdict => (verdict.action === 'promote' ? verdict.share : null),
    }),
    reason: t.exposeString('reason', { description: 'Why: the figure and the limit that decide.' }),
  }),
})

builder.objectFields(DeploymentType, t => ({
  limits: t.field({
    type: RolloutLimitsType,
    nullable: true,
    description: 'What it must keep within; null for who is active.',
    resolve: ({ slot, limits }) => (slot === 'active' ? null : (limits ?? defaultRolloutLimits)),
  }),
  comparison: t.field({
    type: ComparisonType,
    nullable: true,
    description: 'What was seen of it; null for who is active.',
    complexity: 1,
    resolve: async ({ id, slot }, _args, { loaders }) =>
      slot === 'active' ? null : ((await loaders.tally(id)) ?? emptyTally),
  }),
  verdict: t.field({
    type: VerdictType,
    nullable: true,
    description: 'What is to become of it now, and why; null for who is active.',
    complexity: 1,
    resolve: async (deployment, _args, { app, loaders }) =>
      deployment.slot === 'active'
        ? null
        : verdictOn(app.reads, deployment, await loaders.tally(deployment.id), app.clock()),
  }),
}))

mutation('promote', {
  description:
    'Gives a canary its next share, or a shadow, or a canary that had its last share, the place of who is active, whatever is compared so far.',
  input: builder.inputType('PromoteInput', {
    description: 'Who is to go on.',
    fields: t => ({
      scope: t.field({ type: ScopeInput, required: true, description: scopeWords.scope }),
      role: t.field({ type: RoleEnum, required: true, description: scopeWords.role }),
      slot: t.field({ type: SlotEnum, required: true, description: 'The shadow or the canary.' }),
      reason: t.string({ description: why }),
    }),
  }),
  payload: DeploymentPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND', 'GROUP_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ scope }) => ({ series: [scope.series], groups: [scope.group] }),
  resolve: (draft, { app, caller }) => promote(app, { ...draft, by: nameOf(caller) }),
})
