import { every, preset } from '../../../contract/preset.ts'
import type { ModelPreset } from '../../../contract/trainable.ts'

export const ttmPresets: readonly ModelPreset[] = [
  preset(
    'head',
    ['Fine-tune the head', 'The quickest from pretrained weights, within about a minute: only the last map is learnt.'],
    { learns: 'head', epochs: 10, patience: 3 },
  ),
  preset(
    'whole',
    ['Fine-tune all weights', 'From pretrained weights every weight is learnt: for thousands of points, or a group.'],
    { learns: 'all' },
  ),
  preset(
    'weekly-retail',
    [
      'Weekly retail',
      'Sums of weeks, two years back and half a year ahead, fc1/fc2 only, channels mixed. For a group, name attributes such as product and region below.',
    ],
    { start: 'none', context: 104, horizon: 26, learns: 'mlp', mixChannels: true, batch: 32 },
    { ...every('week', 'sum'), fill: 'forward' },
  ),
  preset(
    'scratch',
    ['From scratch', 'A network of its own for a week back and a day ahead, where points come by the hour.'],
    { start: 'none', context: 168, horizon: 24, learns: 'all', epochs: 100 },
  ),
]
