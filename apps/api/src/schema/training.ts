import type { PhaseStart, TrainingCause, TrainingPhase, TrainingState } from '@seriema/domain/training'
import { cancelTraining } from '../flows/train/cancel.ts'
import { requestTraining } from '../flows/train/request.ts'
import { findTrainings, listTrainings, type TrainingOf } from '../store/training.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet } from './enums.ts'
import { failureType } from './failure.ts'
import { identity, rowId, rowIdOf, rowNumber } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { ModelType } from './model.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { subscription } from './subscription.ts'
import { EpochLossType, VersionType } from './version.ts'

const trainingId = rowNumber(Number.MAX_SAFE_INTEGER)

const phaseMeanings = {
  collecting: 'The points of its series are read.',
  preprocessing: 'The recipe turns them into what the model sees.',
  training: 'The model learns.',
  evaluating: 'What it learnt is tried on data that it has not seen.',
} as const satisfies Record<TrainingPhase, string>

const TrainingStateEnum = closedSet<TrainingState>('TrainingState', 'How far a training is.', {
  queued: 'It waits for a worker.',
  ...phaseMeanings,
  completed: 'There is a version.',
  failed: 'It ended without one; `failure` says why.',
  cancelled: 'Somebody ended it; nothing of it is kept.',
})

const TrainingPhaseEnum = closedSet<TrainingPhase>(
  'TrainingPhase',
  'What a worker does, one after the other.',
  phaseMeanings,
)

const TrainingCauseEnum = closedSet<TrainingCause>('TrainingCause', 'Why a training was begun.', {
  asked: 'Somebody asked for it.',
  scheduled: "The model's schedule was due.",
  outgrown: 'Its series had outgrown what it learnt from.',
})

interface PhaseTimes extends PhaseStart {
  readonly until: number | null
}

/** A phase ends when the next begins, or the training. */
const timesOf = ({ phases, finishedAt }: TrainingOf): readonly PhaseTimes[] =>
  phases.map((phase, i) => ({ ...phase, until: phases[i + 1]?.at ?? finishedAt }))

const PhaseTimesType = builder.objectRef<PhaseTimes>('TrainingPhaseTimes').implement({
  description: 'When a phase began and ended. One that was interrupted comes again.',
  fields: t => ({
    phase: t.expose('phase', { type: TrainingPhaseEnum, description: 'Which phase.' }),
    from: t.expose('at', { type: 'DateTime', description: 'When it began.' }),
    to: t.expose('until', { type: 'DateTime', nullable: true, description: 'When it ended; null while it goes on.' }),
  }),
})

const FailureType = failureType('TrainingFailure', 'Why a training ended without a version.')

export const TrainingType = builder.objectRef<TrainingOf>('Training')
builder.node(TrainingType, {
  description: 'The making of a version, in a worker beside the API.',
  id: { resolve: training => training.id, parse: trainingId, description: identity },
  loadMany: loadManyBy(findTrainings),
  fields: t => ({
    model: t.field({
      type: ModelType,
      description: 'The model that is trained.',
      complexity: 1,
      resolve: async ({ modelId }, _args, { loaders }) => (await loaders.model(modelId))!,
    }),
    cause: t.expose('cause', { type: TrainingCauseEnum, description: 'Why it was begun.' }),
    state: t.expose('state', { type: TrainingStateEnum, description: 'How far it is.' }),
    attempt: t.exposeInt('attempt', {
      description: 'How many workers have taken it up: more than 1 where one was gone.',
    }),
    progress: t.exposeFloat('progress', { description: 'Share of the work that is done, 0 to 1.' }),
    epoch: t.exposeInt('epoch', { description: 'Passes over the data that are done.' }),
    epochs: t.exposeInt('epochs', {
      nullable: true,
      description: 'How many passes there can be at most; null until known.',
    }),
    losses: t.field({
      type: [EpochLossType],
      description: 'The loss curve so far.',
      args: { after: t.arg.int({ description: 'Only of passes after this one [all].' }) },
      resolve: ({ losses }, { after }) => losses.filter(({ epoch }) => epoch > (after ?? 0)),
    }),
    phases: t.field({ type: [PhaseTimesType], description: 'What it went through, and when.', resolve: timesOf }),
    points: t.exposeFloat('points', {
      nullable: true,
      description: 'Stored points of its series that it was given; null until they are collected.',
    }),
    warnings: t.stringList({
      description: 'What was left out or is unwise, in words.',
      resolve: ({ warnings }) => [...warnings],
    }),
    version: t.field({
      type: VersionType,
      nullable: true,
      description: 'What it ended in: a version it made, or one made of the same data, settings and recipe before.',
      complexity: 1,
      resolve: ({ versionId }, _args, { loaders }) => (versionId === null ? null : loaders.version(versionId)),
    }),
    failure: t.field({
      type: FailureType,
      nullable: true,
      description: 'Why it failed; null where it did not.',
      resolve: ({ failure, failureCode }) => (failure === null ? null : { code: failureCode, message: failure }),
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a worker took it up first; null while it waits.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, however it did; null until then.',
    }),
  }),
})

const TrainingConnection = connectionOf('Training', TrainingType, 'trainings')

const TrainingFilterInput = builder.inputType('TrainingFilter', {
  description: 'Which trainings; every condition must hold, one left out always does.',
  fields: t => ({
    model: t.globalID({ for: [ModelType], description: 'Of this model.' }),
    states: t.field({ type: [TrainingStateEnum], description: 'In one of these states.' }),
  }),
})

builder.queryField('trainingJobs', t =>
  t.connection(
    {
      type: TrainingType,
      description: 'Lists all trainings, the one asked for last first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: { filter: t.arg({ type: TrainingFilterInput, description: 'Which of them [all].' }) },
      resolve: async (_root, { filter, ...page }, { app }) => {
        const { model, states } = filter ?? {}
        return toConnection(await listTrainings(app.reads, { modelId: rowIdOf(model), states }, page))
      },
    },
    TrainingConnection,
  ),
)

builder.objectField(ModelType, 'trainings', t =>
  t.connection(
    {
      type: TrainingType,
      description: 'Its trainings, the one asked for last first.',
      complexity: pageCost,
      resolve: async ({ id }, page, { app }) => toConnection(await listTrainings(app.reads, { modelId: id }, page)),
    },
    TrainingConnection,
  ),
)

const TrainingPayload = builder.objectRef<{ readonly training: TrainingOf }>('TrainingPayload').implement({
  description: 'A training as it is now.',
  fields: t => ({ training: t.expose('training', { type: TrainingType, description: 'The training.' }) }),
})

mutation('trainModel', {
  description:
    'Trains a model in a worker beside the API; from then on the model stays as it is. Where a training of it is under way, that one is given. The same data, settings and recipe as before end in the version that was made of them.',
  input: builder.inputType('TrainModelInput', {
    description: 'Which model to train.',
    fields: t => ({
      modelId: t.globalID({ required: true, for: [ModelType], description: 'As given by `Model.id`.' }),
    }),
  }),
  payload: TrainingPayload,
  faults: [
    'INVALID_INPUT',
    'MODEL_NOT_FOUND',
    'INSUFFICIENT_DATA',
    'TOO_MUCH_DATA',
    'UNAVAILABLE',
    'TOO_MANY_REQUESTS',
  ],
  needs: 'trainer',
  touches: ({ modelId }) => ({ nodes: [modelId] }),
  makes: ({ training }) => ({ nodes: [{ typename: 'Training', id: String(training.id) }] }),
  resolve: async ({ modelId: { id } }, { app, caller }) => ({
    training: await requestTraining(app, rowId(id), 'asked', scope => app.rates.training(scope, caller)),
  }),
})

mutation('cancelTraining', {
  description: 'Ends a training in whatever phase it is; nothing of it is kept. One that has ended stays as it is.',
  input: builder.inputType('CancelTrainingInput', {
    description: 'Which training to end.',
    fields: t => ({
      id: t.globalID({ required: true, for: [TrainingType], description: 'As given by `Training.id`.' }),
    }),
  }),
  payload: TrainingPayload,
  faults: ['INVALID_INPUT', 'TRAINING_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: async ({ id: { id } }, { app }) => ({
    training: await cancelTraining(app, trainingId(id), app.rates.trainingCancelled),
  }),
})

subscription('trainingProgressed', {
  kind: 'training',
  description: 'Trainings as they are begun, come on and end',
  message: 'How trainings are that came on.',
  list: {
    name: 'trainings',
    description: 'Each as it is by now, once in a message.',
    type: TrainingType,
    of(items, { model }) {
      const latest = new Map(items.map(({ training }) => [training.id, training]))
      const wanted = rowIdOf(model)
      return [...latest.values()].filter(each => wanted === null || each.modelId === wanted)
    },
  },
  args: builder.args(arg => ({ model: arg.globalID({ for: [ModelType], description: 'Only of this model [all].' }) })),
})
