import type { ForecasterKind } from '@seriema/domain/forecast'
import { between } from '@seriema/domain/step'
import { adaptedIntervals, learnt, type Outcome } from '@seriema/ml/calibration/adaptive'
import type { Calibration, Interval } from '@seriema/ml/calibration/conformal'
import type { PointForecast } from '@seriema/ml/contract/forecaster'
import { windowLength } from '@seriema/ml/contract/window'
import type { ForecastTask, PastForecast } from './task.ts'

/**
 * As wide as the errors in the backtest say, and as the outcomes of what was forecast since have taught; empty for a
 * channel without an error to go by.
 */
export function honestIntervals(
  task: ForecastTask,
  kind: ForecasterKind,
  mean: PointForecast,
  calibration: Calibration,
): readonly Interval[] {
  const adaptation = learnt(calibration, outcomesOf(task, kind), task.horizon, task.levels)
  return adaptedIntervals(mean, calibration, adaptation)
}

/** What one forecaster said earlier of this window, beside what came; oldest first. Values made up to bridge a gap do not count. */
function outcomesOf(task: ForecastTask, kind: ForecasterKind): readonly Outcome[] {
  const { window, step, origin, gaps } = task
  const cells = windowLength(window)
  const fits = ({ forecaster, channels, interval }: PastForecast) =>
    forecaster === kind && channels.length === window.channels.length && stepsMeet(interval, window.interval, channels)
  return task.past.filter(fits).flatMap(past => {
    const place = cells - between(step, past.origin, origin)
    const errors = past.channels.map(({ centre, deltas }, c) => {
      const actual = window.channels[c]!
      return Float64Array.from(deltas.subarray(0, Math.max(0, cells - place)), (delta, ahead) =>
        gaps[c]?.[place + ahead] === 1 ? Number.NaN : (actual[place + ahead] ?? Number.NaN) - centre - delta,
      )
    })
    return errors.some(steps => steps.some(Number.isFinite)) ? [{ place, errors }] : []
  })
}

/** An inferred interval moves a little as points come: by less than half a step over the whole forecast it does no harm. */
const stepsMeet = (then: number, now: number, channels: PastForecast['channels']) =>
  Math.abs(then - now) * (channels[0]?.deltas.length ?? 0) < now / 2
