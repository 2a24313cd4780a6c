import { Fault } from '@seriema/domain/fault'
import type { Forecaster, Window } from './forecaster.ts'

/** Which values of a window were made up because none was stored, 1 for each, per channel; null for a channel without. */
export type Gaps = readonly (Uint8Array | null)[]

/** Points in a window: the length all its channels share. */
export const windowLength = (window: Window): number => window.channels[0]?.length ?? 0

/** The channels' last `lookback` values, without a copy. Throws Fault INSUFFICIENT_DATA when there are fewer. */
export function croppedChannels(window: Window, lookback: number): readonly Float64Array[] {
  const length = windowLength(window)
  if (length < lookback) {
    throw new Fault('INSUFFICIENT_DATA', `the forecast looks at ${lookback} points, but there are only ${length}`)
  }
  return window.channels.map(values => values.subarray(length - lookback))
}

/** Throws Fault INSUFFICIENT_DATA or HORIZON_TOO_LONG when the kind cannot be fitted to this. */
export function enoughHistory(forecaster: Forecaster, history: Window, horizon: number, season: number): void {
  const { kind, longestHorizon } = forecaster
  if (horizon > longestHorizon) throw tooLong(kind, horizon, longestHorizon)
  const need = forecaster.pointsNeeded(horizon, season)
  const length = windowLength(history)
  if (length < need) {
    throw new Fault(
      'INSUFFICIENT_DATA',
      `${kind} needs at least ${need} points for ${horizon} steps, and has ${length}`,
    )
  }
}

export const tooLong = (kind: string, horizon: number, longest: number): Fault =>
  new Fault('HORIZON_TOO_LONG', `${kind} forecasts up to ${longest} steps here, not ${horizon}: ask for fewer`)
