import { outgrown } from '@seriema/domain/retraining'
import type { Forecaster, StillTime, Window } from '@seriema/ml/contract/forecaster'
import type { Gaps } from '@seriema/ml/contract/window'
import type { Trial } from '@seriema/ml/evaluation/auto'
import { type CalibratedForecaster, fitCalibrated } from '@seriema/ml/evaluation/backtest'
import { LRUCache } from 'lru-cache'

/** What a fit is good for: it serves this series, kind, reach and rhythm, and no other. */
export interface FitFor {
  readonly seriesId: number
  readonly horizon: number
  readonly season: number
  /** Which channels, where it is not all. */
  readonly channels?: string
  /** Points of the series in all: how much it has grown since a fit tells when to fit again. */
  readonly points: number
}

export interface FitWith {
  readonly trial?: Trial | null
  readonly gaps?: Gaps
  readonly stillTime?: StillTime | undefined
}

/** Models fitted lately, each with the errors it made on points it had not seen. */
export interface FittedModels {
  /** `trial` is a fit on the first part of the same history, where there is one already. */
  get(forecaster: Forecaster, history: Window, purpose: FitFor, options?: FitWith): Promise<CalibratedForecaster>
  /** How many are held. */
  readonly size: number
}

/** An inferred interval moves a little as points come; by more than a hundredth it is another rhythm. */
export const sameRhythm = (then: number, now: number): boolean => Math.abs(then - now) <= now / 100

/** Origins the errors are taken from: enough for 95 % at each step (19), with some to spare. */
const origins = 50

interface Held {
  readonly points: number
  readonly interval: number
  readonly made: Promise<CalibratedForecaster>
}

/** Holds the `most` used last. A kind that needs no fitting is calibrated again by the same rule. */
export function createFittedModels(most = 500): FittedModels {
  const held = new LRUCache<string, Held>({ max: most })
  return {
    get(forecaster, history, { seriesId, horizon, season, points, channels = '' }, options = {}) {
      const { interval } = history
      const name = [seriesId, forecaster.kind, horizon, season, channels].join(' ')
      const known = held.get(name)
      if (known !== undefined && !outgrown(known.points, points) && sameRhythm(known.interval, interval))
        return known.made
      const made = fitCalibrated(forecaster, history, { horizon, season, origins, ...options })
      held.set(name, { points, interval, made })
      made.catch(() => held.delete(name))
      return made
    },
    get size() {
      return held.size
    },
  }
}
