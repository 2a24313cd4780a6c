import type { Retraining } from '@seriema/domain/retraining'
import { retrainingHours } from '@seriema/domain/retraining'
import { changeRetraining } from '../../flows/train/retrain.ts'
import type { Model } from '../../store/model.ts'
import { builder } from '../builder.ts'
import { rowId } from '../identity.ts'
import { ModelType } from '../model.ts'
import { mutation } from '../mutation.ts'
import { between } from '../words.ts'

const hours = `Hours after the training before it, ${between(retrainingHours)}`

const RetrainingType = builder.objectRef<Retraining>('Retraining').implement({
  description: 'When a model is trained again by itself.',
  fields: t => ({
    outgrown: t.exposeBoolean('outgrown', {
      description:
        'Whether as soon as its series have grown by a tenth since it learnt, by 16 points at least and 512 at most.',
    }),
    everyHours: t.exposeInt('everyHours', { nullable: true, description: `${hours}; null: by no schedule.` }),
    speaks: t.boolean({
      description: 'Whether its new version speaks at once where the one before spoke.',
      // Those of before it could be said have it not.
      resolve: ({ speaks = false }) => speaks,
    }),
  }),
})

builder.objectField(ModelType, 'retraining', t =>
  t.field({
    type: RetrainingType,
    nullable: true,
    description: 'When it is trained again by itself; null: never.',
    resolve: ({ retraining }) => retraining,
  }),
)

const RetrainModelPayload = builder.objectRef<{ readonly model: Model }>('RetrainModelPayload').implement({
  description: 'A model as it is now.',
  fields: t => ({ model: t.expose('model', { type: ModelType, description: 'The model.' }) }),
})

mutation('retrainModel', {
  description:
    'Says when a model is trained again by itself, once it has been trained; looked at every minute. Nothing of both: never.',
  input: builder.inputType('RetrainModelInput', {
    description: 'Which model, and when.',
    fields: t => ({
      modelId: t.globalID({ required: true, for: [ModelType], description: 'As given by `Model.id`.' }),
      outgrown: t.boolean({ description: 'Whether as soon as its series have outgrown what it learnt from [false].' }),
      everyHours: t.int({ description: `${hours} [by no schedule].` }),
      speaks: t.boolean({
        description: 'Whether its new version is to speak at once where the one before spoke [false].',
      }),
    }),
  }),
  payload: RetrainModelPayload,
  faults: ['INVALID_INPUT', 'MODEL_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ modelId }) => ({ nodes: [modelId] }),
  resolve: async ({ modelId, outgrown, everyHours, speaks }, { app }) => ({
    model: await changeRetraining(app, rowId(modelId.id), {
      outgrown: outgrown ?? false,
      everyHours: everyHours ?? null,
      speaks: speaks ?? false,
    }),
  }),
})
