import type { Settings } from '@seriema/domain/setting'
import { choice, horizon, number, numberOf, ratios, recent, share, toggle } from '../../contract/setting.ts'
import type { ModelKind } from '../../contract/trainable.ts'
import { fewestCells, ratiosOf } from '../splits.ts'
import { ttmPresets } from './ttm/presets.ts'

/** Points that the weights which come along, and IBM's, look at. */
export const pretrainedContext = 512

/** Points a model of these settings looks at. */
export const contextOf = (settings: Settings): number => (settings.context as number | null) ?? pretrainedContext

export const ttmModel: ModelKind = {
  kind: 'ttm',
  role: 'forecast',
  title: 'TinyTimeMixer',
  tagline: 'pretrained or from scratch, any shape',
  description:
    'A small network of mixers, fine-tuned from pretrained weights or trained from scratch in any shape: many series, channels and categories in one.',
  needs:
    'a window of past and future in its first part, and a future in each part that is held out; for IBM’s weights, their folder in the server’s settings',
  ofGroups: true,
  settings: [
    choice(
      'start',
      ['Starts from', 'Which weights training begins with.'],
      {
        base: ['Base model', 'Our own weights, which come along: they look at 512 points.'],
        ibm: ['IBM’s weights', 'Granite TTM r2, from the folder in the server’s settings: they look at 512 points.'],
        none: ['Nothing', 'From scratch, in any shape: for many series, or for few points.'],
      },
      'base',
    ),
    number(
      'context',
      ['Looks back', 'Points it looks at; left out, 512. Pretrained weights take no other.'],
      [4, 8_760],
      null,
      { unit: 'points' },
    ),
    horizon(96),
    choice(
      'learns',
      ['Learns', 'Which weights training changes; the others stay as they are.'],
      {
        all: ['All', 'Every weight.'],
        decoder: ['Decoder', 'All but the backbone, which stays frozen.'],
        mlp: ['fc1/fc2', 'The two linear maps of every mixer.'],
        head: ['Head', 'The last linear map.'],
      },
      'decoder',
    ),
    toggle(
      'mixChannels',
      ['Mixes channels', 'Whether channels, and categories, are looked at together; each by itself otherwise.'],
      false,
    ),
    number('width', ['Width', 'Features of a patch, where it starts from nothing.'], [4, 1_024], 64),
    number('layers', ['Layers', 'Mixers in a block, where it starts from nothing.'], [1, 16], 2),
    number('epochs', ['Epochs', 'Most passes over the data.'], [1, 10_000], 50),
    number('batch', ['Batch', 'Windows in a training step.'], [1, 4_096], 64, { unit: 'windows' }),
    number(
      'rate',
      ['Learning rate', 'The highest of one cycle; left out, it is searched for before training.'],
      [1e-7, 1],
      null,
      { whole: false },
    ),
    number('patience', ['Patience', 'Passes without an improvement after which it ends.'], [1, 1_000], 10, {
      unit: 'epochs',
    }),
    share(
      'headDropout',
      ['Head dropout', 'Share of what decoder and head are given that is left out at random in training.'],
      0.2,
    ),
    ...ratios,
    recent,
  ],
  presets: ttmPresets,
  warnings(settings, channels) {
    const scratch = settings.start === 'none'
    return [
      ...(scratch && settings.learns === 'head'
        ? ['starting from nothing, all but the head stays as it was drawn at random: let more be learnt']
        : []),
      ...(settings.mixChannels === true && channels === 1
        ? ['there is one channel: only categories can be mixed with it']
        : []),
    ]
  },
  fewestPoints: settings => fewestCells(contextOf(settings), numberOf(settings, 'horizon'), ratiosOf(settings)),
}
