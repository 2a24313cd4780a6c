import { auto, kindSpeaks, type Speaker } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import type { Forecast, ForecastRequest } from '@seriema/domain/forecast'
import { trainsOnSeries } from '@seriema/ml/models/kinds'
import type { Core } from '../../core.ts'
import type { Forecasting } from '../../forecasting/forecasting.ts'
import type { Series } from '../../store/series.ts'
import { type Attempt, type ByVersionApp, forecastByVersion } from './by-version.ts'
import type { OwnNetworks } from './own-networks.ts'

export interface SpeakApp extends ByVersionApp, Pick<Core, 'log'> {
  readonly forecasting: Forecasting
  readonly networks: OwnNetworks
}

/**
 * What a speaker forecasts of series, in order. A version that fails or is too slow is stood in for by what speaks for
 * all, and `fallback` says why; a kind is by the next simpler one. What was asked of a version by name and lies with who
 * asks (too few points, too many steps) is not stood in for.
 */
export async function speak(
  app: SpeakApp,
  series: readonly Series[],
  request: ForecastRequest,
  speaker: Speaker,
): Promise<readonly (Forecast | Fault | Error)[]> {
  const { versionId } = speaker
  if (versionId === null && trainsOnSeries(speaker.kind))
    return Promise.all(series.map(one => onceTrained(app, one, request, speaker.kind).catch(asError)))
  if (versionId === null)
    return Promise.all(series.map(one => app.forecasting.make(one, request, speaker).catch(asError)))
  const attempts = await forecastByVersion(app, series, versionId, request).catch((error: unknown): Attempt[] =>
    series.map(() => asError(error)),
  )
  return Promise.all(
    attempts.map(async (attempt, i) => {
      const one = series[i]!
      if (!(attempt instanceof Error))
        return { ...attempt, forecasterReason: request.forecaster === null ? 'deployed here' : 'chosen by name' }
      const named = request.versionId !== null || request.forecaster !== null
      if (named && isAskers(attempt)) return attempt
      if (!(attempt instanceof Fault)) app.log.warn({ err: attempt, series: one.key, versionId }, 'a version failed')
      const fallback = attempt instanceof Fault ? attempt.message : 'the version failed'
      const instead = await app.forecasting
        .make(one, { ...request, forecaster: null, versionId: null }, kindSpeaks(auto))
        .catch(asError)
      if (instead instanceof Error) return instead
      return {
        ...instead,
        fallback,
        forecasterReason: `${fallback}; ${instead.forecaster} speaks instead: ${instead.forecasterReason}`,
      }
    }),
  )
}

/** Milliseconds that who asks for a network by name waits for its training. */
const patience = 15_000

/**
 * What has to be trained first is awaited for a while by who asks for it by name, who is told where it cannot be; else, and
 * as long as it is not there, another speaks.
 */
async function onceTrained(app: SpeakApp, series: Series, request: ForecastRequest, kind: string): Promise<Forecast> {
  const byName = request.forecaster !== null
  const ready = await app.networks.request(series, kind, byName ? patience : 0).catch((error: unknown) => {
    if (byName || !(error instanceof Fault)) throw error
    return error.message
  })
  if (typeof ready === 'number') {
    const [made] = await speak(app, [series], request, { kind, versionId: ready })
    if (made instanceof Error) throw made
    return made!
  }
  const instead = await app.forecasting.make(series, { ...request, forecaster: null }, kindSpeaks(auto))
  return {
    ...instead,
    forecasterReason: `${ready}; ${instead.forecaster} speaks meanwhile: ${instead.forecasterReason}`,
  }
}

const askers: ReadonlySet<string> = new Set([
  'INSUFFICIENT_DATA',
  'HORIZON_TOO_LONG',
  'INVALID_INPUT',
  'INVALID_VERSION',
])
const isAskers = (error: Error): boolean => error instanceof Fault && askers.has(error.code)
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
