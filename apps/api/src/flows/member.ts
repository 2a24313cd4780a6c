import type { PointColumns } from '@seriema/domain/point'
import type { Step } from '@seriema/domain/step'
import type { Member } from '@seriema/ml/contract/trainable'
import type { Series } from '../store/series.ts'

/** Points of a series as versions learn from them and are asked about them: counters as rates. */
export const memberOf = (
  { key, attributes, timeZone }: Pick<Series, 'key' | 'attributes' | 'timeZone'>,
  { times, channels }: PointColumns,
  step: Step,
): Member => ({ key, times, channels, attributes, step, timeZone })
