import type { Setting, Settings } from '@seriema/domain/setting'
import { number, recent, share, toggle } from '../contract/setting.ts'

/** What a detector that raises anomalies on its own is to have seen. */
export const fewestOfService = 10_000

/** What every kind that watches can be told. */
export const watchingSettings: readonly Setting[] = [
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

/** For kinds whose scores are told by how rare they are. */
export const calibration: Setting = {
  ...share(
    'calibration',
    ['For calibration', 'Share of the history, its end, that says how rare a score is; the rest is learnt from.'],
    0.25,
    0.5,
  ),
  least: 0.1,
}

export const fewestWith = ({ service }: Settings, fewest: number): number =>
  service === true ? Math.max(fewestOfService, fewest) : fewest
