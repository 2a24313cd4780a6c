import { Fault } from '@seriema/domain/fault'
import { taken } from '../graph/ops/gather.ts'
import type { ServableModel } from './servable.ts'

export interface SeasonalNaiveShape {
  /** In points; 1 repeats the last value. */
  readonly season: number
  readonly horizon: number
  readonly channels: number
}

/** The last season again. */
export function servableSeasonalNaive({ season, horizon, channels }: SeasonalNaiveShape): ServableModel {
  if (!(season >= 1 && horizon >= 1)) throw new Fault('INVALID_INPUT', 'season and horizon are at least 1')
  const places = Array.from({ length: horizon }, (_, step) => step % season)
  return {
    kind: 'seasonal-naive',
    settings: { season },
    lookback: season,
    horizon,
    channels,
    predicted: channels,
    parameters: new Map(),
    forecast: past => taken(past, 1, places),
  }
}
