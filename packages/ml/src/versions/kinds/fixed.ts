import type { Settings } from '@seriema/domain/setting'
import type { ModelKind } from '../../contract/trainable.ts'
import { fewestForSpread } from '../../scorers/zscore.ts'
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

const fixedModel = (facts: Pick<ModelKind, 'kind' | 'title' | 'tagline' | 'description'>): ModelKind => ({
  ...facts,
  role: 'watch',
  needs: `${fewestForSpread} points; 10,000 for an anomaly service`,
  ofGroups: false,
  settings,
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
