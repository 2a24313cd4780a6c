import { millisecondsOf } from '@seriema/domain/step'
import { gapsLookedAt } from '@seriema/ml/series/interval'
import { inferStep } from '@seriema/ml/series/step'
import type { Inferred, Series } from '../../store/series.ts'

/** Looked at again while the series is young, when many points come, and now and then. */
export function infer(series: Series, recent: Float64Array, appended: Float64Array, fresh: Float64Array): Inferred {
  const { inferredInterval, inferredStep } = series
  const known = inferredInterval === null ? null : { inferredInterval, inferredStep }
  if (appended.length === 0) return known ?? inferred(fresh, series)
  const passed = Math.floor(series.lastSeq / 64) !== Math.floor((series.lastSeq + appended.length) / 64)
  if (known !== null && series.pointCount > 256 && !passed) return known
  const before = recent.subarray(-Math.max(1, gapsLookedAt - appended.length))
  const times = new Float64Array(before.length + appended.length)
  times.set(before)
  times.set(appended, before.length)
  const looked = inferred(times, series)
  return looked.inferredInterval === null && known !== null ? known : looked
}

/** What the instants, ascending, show of the step of a series. */
export function inferred(times: Float64Array, { timeZone }: Pick<Series, 'timeZone'>): Inferred {
  const step = inferStep(times, timeZone)
  if (step === null) return { inferredInterval: null, inferredStep: null }
  return { inferredInterval: millisecondsOf(step), inferredStep: step.unit === 'millisecond' ? null : step }
}
