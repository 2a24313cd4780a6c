import type { ClosedFormForecaster } from '../contract/forecaster-family.ts'
import { croppedChannels, enoughHistory } from '../contract/window.ts'

/** Repeats the last season: step h is the value `season` points before it. With season 1, the last value forever. */
export const seasonalNaive: ClosedFormForecaster = {
  kind: 'seasonal-naive',
  how: 'fitted',
  title: 'Seasonal naive',
  tagline: 'the last season again',
  description: 'The same as a season ago; as the last point where there is no season.',
  needs: '2 points',
  settings: [],
  longestHorizon: Number.POSITIVE_INFINITY,
  pointsNeeded: (_horizon, season) => Math.max(2, season),
  async fit(history, { horizon, season }) {
    enoughHistory(seasonalNaive, history, horizon, season)
    return {
      kind: seasonalNaive.kind,
      lookback: season,
      async forecast(windows, horizon) {
        return windows.map(window =>
          croppedChannels(window, season).map(values =>
            Float64Array.from({ length: horizon }, (_, h) => values[h % season]!),
          ),
        )
      },
    }
  },
}
