import type { Settings } from '@seriema/domain/setting'
import type { ModelKind } from '../../contract/trainable.ts'
import { fewestForSpread } from '../../scorers/zscore.ts'
import { preset } from './preset.ts'
import { number, recent, toggle } from './setting.ts'

/** What a detector that raises anomalies on its own is to have seen. */
const fewestOfService = 10_000

const settings: ModelKind['settings'] = [
  number('threshold', ['Threshold', 'Scores above it are anomalies.'], [0.5, 100], 3, {
    whole: false,
    unit: 'standard deviations',
  }),
  toggle(
    'service',
    ['Anomaly service', 'For one that raises alarms on its own: it is then refused fewer than 10,000 points.'],
    false,
  ),
  recent,
]

const presets: ModelKind['presets'] = [
  preset(
    'strict',
    ['Strict', 'Raises early: of normal values one in eighty. What is extreme in its training is not learnt as usual.'],
    { threshold: 2.5 },
    { cut: 5 },
  ),
  preset('lenient', ['Lenient', 'Raises only what is extreme: of normal values one in two million.'], { threshold: 5 }),
  preset(
    'service',
    [
      'Anomaly service',
      'For alarms that nobody looks at first: 10,000 points at least, of normal values one in 16,000.',
    ],
    { threshold: 4, service: true },
  ),
]

const fixedModel = (facts: Pick<ModelKind, 'kind' | 'title' | 'tagline' | 'description'>): ModelKind => ({
  ...facts,
  role: 'watch',
  needs: `${fewestForSpread} points; 10,000 for an anomaly service`,
  ofGroups: false,
  settings,
  presets,
  warnings: () => [],
  fewestPoints: ({ service }: Settings) => (service === true ? fewestOfService : fewestForSpread),
})

export const zscoreModel = fixedModel({
  kind: 'zscore',
  title: 'Trained z-score',
  tagline: 'mean and deviation of its training',
  description: 'Distance from the mean of the training data, in their standard deviations: what is usual is fixed.',
})

export const robustModel = fixedModel({
  kind: 'robust',
  title: 'Trained robust z-score',
  tagline: 'median and median deviation of its training',
  description:
    'Distance from the median of the training data, in standard deviations taken from their median deviation: outliers among them do not count.',
})
