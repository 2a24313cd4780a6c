import type { ModelPreset } from '@seriema/ml/contract/trainable'
import { builder } from '../builder.ts'
import { ModelKindType } from './kind.ts'
import { RecipeType } from './recipe.ts'

const ModelPresetType = builder.objectRef<ModelPreset>('ModelPreset').implement({
  description: 'A named starting point of a model: what of it is other than usual.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Unique in its kind.' }),
    title: t.exposeString('title', { description: 'What to call it on a form.' }),
    description: t.exposeString('description', { description: 'When to take it.' }),
    settings: t.field({
      type: 'Settings',
      description: 'The settings that are other than usual, as `createModel` takes them.',
      resolve: it => it.settings,
    }),
    recipe: t.expose('recipe', { type: RecipeType, description: 'How raw points become what it sees.' }),
  }),
})

builder.objectField(ModelKindType, 'presets', t =>
  t.field({
    type: [ModelPresetType],
    description: 'Where a model of it may begin other than at what is usual, in the order to offer them.',
    resolve: it => it.presets,
  }),
)
