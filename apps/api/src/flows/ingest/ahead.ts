import { isDeepStrictEqual } from 'node:util'
import type { Settled } from '@seriema/domain/settle'
import type { Series } from '../../store/series.ts'
import type { Scored } from './detect.ts'

/** A batch that was compared with what is stored and scored before its series was locked. */
export interface Ahead {
  readonly settled: Settled<Series>
  readonly scored: Scored
}

/**
 * The same on the series as it is under its lock; null where that is not the one it was scored for: points came by
 * another process, or another detector was chosen.
 */
export function stillRight({ settled, scored }: Ahead, series: Series): Ahead | null {
  const { series: then } = settled
  const same =
    then.id === series.id &&
    then.lastSeq === series.lastSeq &&
    then.pointCount === series.pointCount &&
    isDeepStrictEqual(then.deployments, series.deployments) &&
    isDeepStrictEqual(then.alarmRules, series.alarmRules) &&
    isDeepStrictEqual(then.channels, series.channels)
  return same ? { settled: { ...settled, series }, scored } : null
}
