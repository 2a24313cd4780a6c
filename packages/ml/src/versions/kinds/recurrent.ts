import { preset } from '../../contract/preset.ts'
import {
  choice,
  horizon,
  list,
  lookback,
  number,
  numberOf,
  ratios,
  recent,
  share,
  toggle,
} from '../../contract/setting.ts'
import type { ModelKind } from '../../contract/trainable.ts'
import type { Cell } from '../../layers/recurrent.ts'
import { activations } from '../../models/recurrent/config.ts'
import { fewestCells, ratiosOf } from '../splits.ts'

const units = number('units', ['Units', 'How much a layer can hold.'], [1, 4_096], 64)
const activationWords: Readonly<Record<string, readonly [string, string]>> = {
  linear: ['Linear', 'As it is.'],
  relu: ['ReLU', 'What is negative becomes 0.'],
  tanh: ['tanh', 'Between −1 and 1.'],
  sigmoid: ['Sigmoid', 'Between 0 and 1.'],
  gelu: ['GELU', 'As ReLU, but smooth.'],
}

const settings: ModelKind['settings'] = [
  list(
    'layers',
    ['Recurrent layers', 'One on top of the other, the first one looking at the points.'],
    [
      units,
      share('dropout', ['Dropout', 'Share of its inputs that is left out at random in training.'], 0),
      share(
        'recurrentDropout',
        ['Recurrent dropout', 'Share of its recurrent weights that is left out at random in training.'],
        0,
      ),
    ],
    [1, 8],
    [{ units: 64, dropout: 0, recurrentDropout: 0 }],
  ),
  list(
    'dense',
    ['Dense layers', 'Between the last recurrent layer and the output, which is a linear layer by itself.'],
    [
      units,
      choice(
        'activation',
        ['Activation', 'What a layer makes of its sums.'],
        Object.fromEntries(activations.map(name => [name, activationWords[name]!])),
        'relu',
      ),
    ],
    [0, 8],
    [],
  ),
  lookback(24, 'Points it looks at.'),
  horizon(1),
  number('epochs', ['Epochs', 'Most passes over the data.'], [1, 10_000], 100),
  number('batch', ['Batch', 'Windows in a training step.'], [1, 4_096], 32, { unit: 'windows' }),
  number(
    'rate',
    ['Learning rate', 'How far a step goes; halved when the validation gets no better.'],
    [1e-7, 1],
    0.001,
    { whole: false },
  ),
  toggle(
    'findsRate',
    ['Finds its rate', 'Whether the learning rate is found by a test before it learns, in place of the one set.'],
    false,
  ),
  number(
    'patience',
    ['Patience', 'Passes without an improvement after which it ends; left out, a tenth of the epochs, from 5 to 20.'],
    [1, 1_000],
    null,
    { unit: 'epochs' },
  ),
  ...ratios,
  recent,
]

const presets: ModelKind['presets'] = [
  preset('small', ['Small', 'One narrow layer, 24 points ahead: for some hundreds of points, trained in seconds.'], {
    layers: [{ units: 16, dropout: 0, recurrentDropout: 0 }],
    lookback: 48,
    horizon: 24,
    epochs: 50,
    findsRate: true,
  }),
  preset(
    'large',
    [
      'Large',
      'Two layers that look back a week of hours, and a dense one: for thousands of points; minutes to an hour.',
    ],
    {
      layers: [
        { units: 64, dropout: 0.1, recurrentDropout: 0 },
        { units: 32, dropout: 0.1, recurrentDropout: 0 },
      ],
      dense: [{ units: 32, activation: 'relu' }],
      lookback: 168,
      horizon: 24,
      findsRate: true,
    },
  ),
]

type Facts = Pick<ModelKind, 'title' | 'tagline' | 'description'> & { readonly kind: Cell }

const recurrentModel = (facts: Facts): ModelKind => ({
  ...facts,
  role: 'forecast',
  needs: 'a window of past and future in its first part, and a future in each part that is held out',
  ofGroups: true,
  settings,
  presets,
  warnings(settings, channels) {
    const outputs = numberOf(settings, 'horizon') * channels
    const last = (settings.dense as readonly { units: number; activation: string }[]).at(-1)
    return last !== undefined && last.units === outputs && last.activation === 'linear'
      ? [`the last dense layer is redundant: the output is a linear layer of ${outputs} units by itself`]
      : last !== undefined && last.units === outputs
        ? [
            `the last dense layer has as many units as the output (${outputs}), which comes after it: it may be redundant`,
          ]
        : []
  },
  fewestPoints: settings =>
    fewestCells(numberOf(settings, 'lookback'), numberOf(settings, 'horizon'), ratiosOf(settings)),
})

export const lstmModel = recurrentModel({
  kind: 'lstm',
  title: 'LSTM',
  tagline: 'recurrent, by layers',
  description: 'A recurrent network (long short-term memory) of the layers you choose.',
})

export const gruModel = recurrentModel({
  kind: 'gru',
  title: 'GRU',
  tagline: 'recurrent, lighter than LSTM',
  description: 'A recurrent network of gated units of the layers you choose: fewer weights than an LSTM has.',
})
