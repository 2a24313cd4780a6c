import { Fault } from './fault.ts'
import type { Step } from './step.ts'

/**
 * Names a kind of forecaster. Which kinds there are is for the family to say (the registry in packages/ml/src/models), so
 * that one more is added there alone. Names are stored with forecasts and part of addresses: they never change.
 */
export type ForecasterKind = string

export interface ForecastRequest {
  /** Steps ahead, in sampling intervals. */
  readonly horizon: number
  /** Whether so many were asked for; where not, a version makes as many as it makes at once. */
  readonly horizonAsked: boolean
  /** Number of the version asked for; null: whoever speaks for the series. */
  readonly versionId: number | null
  /** null: the series' own choice, else the best that can serve it. */
  readonly forecaster: ForecasterKind | null
  /** Nominal coverage of the intervals, ascending, each in (0, 1). */
  readonly levels: readonly number[]
}

export interface Interval {
  readonly level: number
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** One that a forecaster was picked from, by a backtest on the series itself. */
export interface ForecastCandidate {
  readonly forecaster: ForecasterKind
  /** Root mean squared error as a multiple of that of repeating the last value; null where it was not tried. */
  readonly error: number | null
  readonly chosen: boolean
  /** Why it was not tried; null where it was. */
  readonly skipped: string | null
}

/** A forecast of one series: `times` epoch milliseconds, every array `horizon` long, values in the channel's unit. */
export interface Forecast {
  readonly forecaster: ForecasterKind
  /** Number of the version that spoke; null for a forecaster that needs none. */
  readonly versionId: number | null
  /** Why the version that speaks for the series did not; null where it did, or none does. */
  readonly fallback: string | null
  /** Why this forecaster and not another, in words. */
  readonly forecasterReason: string
  /** What it was picked from, the best first; empty where it was asked for, or no backtest decided. */
  readonly candidates: readonly ForecastCandidate[]
  /** The last observed instant it is made from, and when it was made (epoch milliseconds). */
  readonly origin: number
  readonly madeAt: number
  /** Milliseconds between steps, on average where they are a calendar's. */
  readonly interval: number
  readonly step: Step
  /** Season length in points; 1 means none was found. */
  readonly season: number
  readonly times: Float64Array
  readonly channels: readonly { readonly mean: Float64Array; readonly intervals: readonly Interval[] }[]
}

export const longestHorizon = 8_760
export const mostLevels = 9
export const forecastDefaults = { horizon: 96, levels: [0.8, 0.95] } as const

interface RequestDraft {
  readonly horizon?: number | null | undefined
  readonly forecaster?: ForecasterKind | null | undefined
  readonly levels?: readonly number[] | null | undefined
  readonly versionId?: number | null | undefined
}

/** Fills in the defaults. Throws HORIZON_TOO_LONG or INVALID_INPUT, saying what is allowed. */
export function requestForecast(draft: RequestDraft): ForecastRequest {
  const horizon = draft.horizon ?? forecastDefaults.horizon
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new Fault('INVALID_INPUT', `horizon is a number of steps, at least 1, not ${horizon}`)
  if (horizon > longestHorizon)
    throw new Fault('HORIZON_TOO_LONG', `horizon is at most ${longestHorizon} steps, not ${horizon}`)
  const levels = [...new Set(draft.levels ?? forecastDefaults.levels)].sort((a, b) => a - b)
  if (levels.length > mostLevels || levels.some(level => !(level > 0 && level < 1)))
    throw new Fault('INVALID_INPUT', `levels are at most ${mostLevels} numbers between 0 and 1, such as 0.8 and 0.95`)
  const [forecaster, versionId] = [draft.forecaster ?? null, draft.versionId ?? null]
  if (forecaster !== null && versionId !== null)
    throw new Fault('INVALID_INPUT', 'name a forecaster or a version, not both')
  return { horizon, horizonAsked: draft.horizon != null, forecaster, versionId, levels }
}
