import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FittedForecaster, Forecaster, Window } from '@seriema/ml/contract/forecaster'
import { windowLength } from '@seriema/ml/contract/window'
import type { Cell } from '@seriema/ml/layers/recurrent'
import { baseDirectory } from '@seriema/ml/models/base'
import { ets } from '@seriema/ml/models/ets'
import { mstl } from '@seriema/ml/models/mstl'
import { fitRecurrent } from '@seriema/ml/models/recurrent'
import { recurrentSettings } from '@seriema/ml/models/recurrent/settings'
import { fitRidge } from '@seriema/ml/models/ridge'
import { seasonalNaive } from '@seriema/ml/models/seasonal-naive'
import { loadTtm } from '@seriema/ml/models/ttm/load'
import { detectSeason } from '@seriema/ml/series/season'
import type { Split } from './ett.ts'

/** The literature's lookback and horizon. */
export const lookback = 512
export const horizon = 96

/** Where IBM's weights are looked for. */
export const ibmWeights = (): string =>
  process.env.SERIEMA_TTM_DIR ?? join(process.env.SERIEMA_SHARED ?? '../shared', 'models/granite-timeseries-ttm-r2')

/**
 * How a model gets ready; null where its weights are not there. It may learn from the rows before `split.training`, and
 * choose by those of the validation.
 */
export type Prepare = (known: Window, split: Split) => Promise<FittedForecaster | null>

const weightsIn = async (directory: string) => (existsSync(directory) ? loadTtm(directory) : null)

const seasonOf = (known: Window, split: Split) =>
  detectSeason(known.channels.map(values => values.subarray(0, split.training)))

/** A kind that needs to know the season. */
const seasonal =
  (kind: Forecaster): Prepare =>
  async (known, split) =>
    kind.fit(known, { horizon, season: seasonOf(known, split) })

/** As the product trains them, with quantiles beside. */
const recurrent =
  (cell: Cell): Prepare =>
  (known, split) => {
    const { units, ...settings } = recurrentSettings
    return fitRecurrent(known, {
      ...settings,
      cell,
      layers: [{ units }],
      steps: horizon,
      seed: 1,
      quantiles: [0.025, 0.1, 0.9, 0.975],
      validation: split.validation / windowLength(known),
      test: 0,
    })
  }

export const models: Readonly<Record<string, Prepare>> = {
  ttm: () => weightsIn(ibmWeights()),
  base: () => weightsIn(baseDirectory),
  ridge: async (known, split) => fitRidge(known, { horizon, lookback, validation: split.validation, refit: false }),
  'seasonal-naive': seasonal(seasonalNaive),
  ets: seasonal(ets),
  mstl: seasonal(mstl),
  lstm: recurrent('lstm'),
  gru: recurrent('gru'),
}

/** The member of that name, or an error that names them all. */
export function oneOf<T>(choices: Readonly<Record<string, T>>, name: string, option: string): T {
  const chosen = choices[name]
  if (chosen === undefined) throw new Error(`${option} is one of ${Object.keys(choices).join(', ')}, not ${name}`)
  return chosen
}

/** Origins forecast together. */
const batch = 64

/** Errors of every window (stride 1) that forecasts rows from `from` on, over windows, steps and channels. */
export async function testErrors(fitted: FittedForecaster, series: Window, from: number) {
  const end = (series.channels[0]?.length ?? 0) - horizon
  let squared = 0
  let absolute = 0
  let count = 0
  for (let first = from; first <= end; first += batch) {
    const origins = Array.from({ length: Math.min(batch, end - first + 1) }, (_, i) => first + i)
    const windows = origins.map(origin => ({
      ...series,
      channels: series.channels.map(values => values.subarray(origin - lookback, origin)),
    }))
    const forecasts = await fitted.forecast(windows, horizon)
    forecasts.forEach((forecast, i) => {
      forecast.forEach((values, c) => {
        for (let h = 0; h < horizon; h++) {
          const error = values[h]! - series.channels[c]![origins[i]! + h]!
          squared += error * error
          absolute += Math.abs(error)
          count++
        }
      })
    })
  }
  return { mse: squared / count, mae: absolute / count, windows: Math.max(0, end - from + 1) }
}
