import { Fault } from '@seriema/domain/fault'
import type { ForecastRequest } from '@seriema/domain/forecast'
import { sameStep } from '@seriema/domain/step'
import { trainableForecasters } from '@seriema/ml/models/kinds'
import type { Core } from '../core.ts'
import type { Forecasting } from '../forecasting/forecasting.ts'
import { type Serving, wantedKind } from '../serving/serving.ts'
import type { StoredForecast } from '../store/forecast.ts'
import { forecastsFrom } from '../store/forecast.ts'
import { type Series, stepOf } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import { keepForecast } from './forecast/keep.ts'

type ForecastApp = Pick<Core, 'db' | 'reads' | 'clock'> & {
  readonly forecasting: Forecasting
  readonly windows: LiveWindows
  readonly serving: Serving
}

/**
 * The stored forecast where no point came since and it is what is asked for; else a new one, stored and announced. Those
 * who ask for the same at once share one. Throws INSUFFICIENT_DATA, HORIZON_TOO_LONG, MODEL_NOT_FOUND, TIMED_OUT.
 */
export async function forecast(app: ForecastApp, series: Series, request: ForecastRequest): Promise<StoredForecast> {
  const { horizon, levels } = request
  const speaker = app.serving.speakerOf(series, 'forecast')
  const asked = request.forecaster ?? wantedKind(speaker)
  const step = stepOf(series)
  const [fits] = (await forecastsFrom(app.reads, series.id, series.lastSeq)).filter(
    one =>
      one.asked === asked &&
      (request.forecaster === null || one.forecaster === request.forecaster) &&
      one.times.length === horizon &&
      sameLevels(one, levels) &&
      step !== null &&
      sameStep(one.step, step),
  )
  if (fits !== undefined) return fits
  const make = async () => keepForecast(app, series, asked, await app.forecasting.make(series, request, speaker))
  // What is trained may be stood in for: whoever asks again does so to know whether it is there.
  if (trainableForecasters.some(({ kind }) => kind === request.forecaster)) return make()
  const name = `forecast ${horizon} ${request.forecaster} ${asked} ${levels} ${JSON.stringify(step)}`
  return app.windows.remember(series, name, make)
}

/** Where a channel has no intervals there were none to be had. */
const sameLevels = ({ channels }: StoredForecast, levels: readonly number[]): boolean => {
  const had = channels.find(({ intervals }) => intervals.length > 0)?.intervals ?? []
  return had.length === 0 || (had.length === levels.length && levels.every((level, i) => had[i]!.level === level))
}

/** One result per series, in order: one that fails costs no other. */
export const forecastMany = (
  app: ForecastApp,
  seriesList: readonly Series[],
  request: ForecastRequest,
): Promise<readonly (StoredForecast | Fault)[]> =>
  Promise.all(
    seriesList.map(series =>
      forecast(app, series, request).catch(error => {
        if (error instanceof Fault) return error
        throw error
      }),
    ),
  )
