import { join } from 'node:path'
import type { FittedForecaster, Window } from '@seriema/ml/models/forecaster'
import { fitRidge } from '@seriema/ml/models/ridge'
import { seasonalNaive } from '@seriema/ml/models/seasonal-naive'
import { detectSeason } from '@seriema/ml/series/season'
import type { Split } from './ett.ts'

/** The literature's lookback and horizon. */
export const lookback = 512
export const horizon = 96

/** How a model gets ready. It may learn from the rows before `split.training`, and choose by those of the validation. */
export type Prepare = (known: Window, split: Split) => Promise<FittedForecaster>

export const models: Readonly<Record<string, Prepare>> = {
  async ttm() {
    const { loadTtm } = await import('@seriema/ml/models/ttm')
    const shared = process.env.SERIEMA_SHARED ?? '../shared'
    return loadTtm(process.env.SERIEMA_TTM_DIR ?? join(shared, 'models/granite-timeseries-ttm-r2'))
  },
  ridge: async (known, split) => fitRidge(known, { horizon, lookback, validation: split.validation, refit: false }),
  'seasonal-naive': async (known, split) => {
    const season = detectSeason(known.channels.map(values => values.subarray(0, split.training)))
    return seasonalNaive.fit(known, { horizon, season })
  },
}

/** The member of that name, or an error that names them all. */
export function oneOf<T>(choices: Readonly<Record<string, T>>, name: string, option: string): T {
  const chosen = choices[name]
  if (chosen === undefined) throw new Error(`${option} is one of ${Object.keys(choices).join(', ')}, not ${name}`)
  return chosen
}
