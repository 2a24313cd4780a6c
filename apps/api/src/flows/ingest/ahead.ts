import { isDeepStrictEqual } from 'node:util'
import { sameTerms } from '@seriema/domain/counter'
import type { Settled } from '@seriema/domain/settle'
import { termsOf } from '../../detection/rebuild.ts'
import type { Series } from '../../store/series.ts'
import type { Scored } from './detect.ts'

/**
 * A batch that was compared with what is stored before its series was locked, and for whose scores nothing but threads
 * have to work any more.
 */
export interface Ahead {
  readonly settled: Settled<Series>
  readonly scored: Promise<Scored>
}

/**
 * The same on the series as it is under its lock; null where that is not the one it was scored for: points came by
 * another process, or another detector was chosen, or another step.
 */
export function stillRight({ settled, scored }: Ahead, series: Series): Ahead | null {
  const { series: then } = settled
  const same =
    then.id === series.id &&
    then.lastSeq === series.lastSeq &&
    then.pointCount === series.pointCount &&
    isDeepStrictEqual(then.deployments, series.deployments) &&
    then.timeZone === series.timeZone &&
    isDeepStrictEqual(then.alarmRules, series.alarmRules) &&
    isDeepStrictEqual(then.suppressions, series.suppressions) &&
    isDeepStrictEqual(then.channels, series.channels) &&
    sameTerms(termsOf(then), termsOf(series))
  return same ? { settled: { ...settled, series }, scored } : null
}
