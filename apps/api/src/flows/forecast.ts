import { counterPlaces } from '@seriema/domain/counter'
import type { Speaker } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import type { ForecastRequest } from '@seriema/domain/forecast'
import { sameStep } from '@seriema/domain/step'
import { trainsOnSeries } from '@seriema/ml/models/kinds'
import type { Core } from '../core.ts'
import type { Forecasting } from '../forecasting/forecasting.ts'
import { type Serving, wantedKind } from '../serving/serving.ts'
import type { StoredForecast } from '../store/forecast.ts'
import { forecastsFrom, upToDateForecasts } from '../store/forecast.ts'
import { type Series, seriesNotFound, stepOf } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import { keepForecast, keepForecasts, type Made } from './forecast/keep.ts'
import type { OwnNetworks } from './forecast/own-networks.ts'
import { speak } from './forecast/speak.ts'
import { speakerFor } from './forecast/speaker.ts'

type ForecastApp = Pick<Core, 'db' | 'reads' | 'sharedReads' | 'clock' | 'log' | 'meters'> & {
  readonly forecasting: Forecasting
  readonly windows: LiveWindows
  readonly serving: Serving
  readonly networks: OwnNetworks
}

/**
 * The stored forecast where no point came since and it is what is asked for; else a new one, stored and announced. Those
 * who ask for the same at once share one. Throws INSUFFICIENT_DATA, HORIZON_TOO_LONG, MODEL_NOT_FOUND, INVALID_VERSION,
 * TIMED_OUT.
 */
export async function forecast(app: ForecastApp, series: Series, request: ForecastRequest): Promise<StoredForecast> {
  const { horizon, levels } = request
  const speaker = await speakerFor(app, series, request)
  const asked = wantedKind(speaker)
  const fits = (await forecastsFrom(app.reads, series.id, series.lastSeq)).find(one =>
    answers(one, series, request, speaker),
  )
  if (fits !== undefined) return fits
  const make = async () => {
    const [made] = await speak(app, [series], request, speaker)
    if (made instanceof Error) throw made
    return keepForecast(app, series, asked, made!)
  }
  // It is stood in for until it is trained: whoever asks again does so to know whether it is there.
  if (speaker.versionId === null && trainsOnSeries(speaker.kind)) return make()
  const { forecaster, versionId, horizonAsked } = request
  const name = ['forecast', horizon, horizonAsked, forecaster, versionId, asked, speaker.versionId, levels]
  const of = [JSON.stringify(stepOf(series)), counterPlaces(series.channels)]
  return app.windows.remember(series, [...name, ...of].join(' '), make)
}

/** Whether a stored forecast of the points there are is what was asked for. */
function answers(one: StoredForecast, series: Series, request: ForecastRequest, speaker: Speaker): boolean {
  const { horizon, horizonAsked, levels, forecaster } = request
  if (one.asked !== wantedKind(speaker) || one.versionId !== speaker.versionId) return false
  if (speaker.versionId !== null) {
    const reaches = horizonAsked ? one.times.length === horizon : one.times.length <= horizon
    return reaches && levelsOf(one).every(level => levels.includes(level))
  }
  const step = stepOf(series)
  return (
    (forecaster === null || one.forecaster === forecaster) &&
    one.times.length === horizon &&
    sameLevels(one, levels) &&
    step !== null &&
    sameStep(one.step, step)
  )
}

const levelsOf = ({ channels }: StoredForecast): readonly number[] =>
  (channels.find(({ intervals }) => intervals.length > 0)?.intervals ?? []).map(({ level }) => level)

/** Where a channel has no intervals there were none to be had. */
function sameLevels(one: StoredForecast, levels: readonly number[]): boolean {
  const had = levelsOf(one)
  return had.length === 0 || (had.length === levels.length && levels.every((level, i) => had[i] === level))
}

/** Series of a group whose forecasts are computed together and stored together: while those of one part are stored, the next is computed. */
const [partOfGroup, partsAtOnce] = [256, 3]

/** One result per series, in order: one that fails costs no other. Series that a version speaks for are computed together. */
export async function forecastMany(
  app: ForecastApp,
  seriesList: readonly Series[],
  request: ForecastRequest,
): Promise<readonly (StoredForecast | Fault)[]> {
  const speakers = await Promise.all(seriesList.map(series => speakerFor(app, series, request).catch(asFault)))
  const ends = new Map<Series, StoredForecast | Fault>()
  const byVersion = new Map<number, Series[]>()
  const alone: Series[] = []
  for (const [i, series] of seriesList.entries()) {
    const speaker = speakers[i]!
    if (speaker instanceof Fault) ends.set(series, speaker)
    else if (speaker.versionId === null) alone.push(series)
    else byVersion.set(speaker.versionId, [...(byVersion.get(speaker.versionId) ?? []), series])
  }
  await Promise.all([
    ...alone.map(async series => ends.set(series, await forecast(app, series, request).catch(asFault))),
    ...[...byVersion].map(async ([versionId, group]) => {
      const speaker = speakers.find(one => !(one instanceof Fault) && one.versionId === versionId) as Speaker
      const known = new Map((await upToDateForecasts(app.reads, group)).map(one => [one.seriesId, one]))
      for (const series of group) {
        const one = known.get(series.id)
        if (one !== undefined && answers(one, series, request, speaker)) ends.set(series, one)
      }
      const open = group.filter(series => !ends.has(series))
      const parts = Array.from({ length: Math.ceil(open.length / partOfGroup) }, (_, i) =>
        open.slice(i * partOfGroup, (i + 1) * partOfGroup),
      )
      const work = async () => {
        for (let part = parts.shift(); part !== undefined; part = parts.shift())
          for (const [series, end] of await makePart(app, part, request, speaker)) ends.set(series, end)
      }
      await Promise.all(Array.from({ length: partsAtOnce }, work))
    }),
  ])
  return seriesList.map(series => ends.get(series)!)
}

async function makePart(
  app: ForecastApp,
  part: readonly Series[],
  request: ForecastRequest,
  speaker: Speaker,
): Promise<ReadonlyMap<Series, StoredForecast | Fault>> {
  const made = await speak(app, part, request, speaker)
  const ends = new Map<Series, StoredForecast | Fault>()
  const keep: Made[] = []
  for (const [i, one] of made.entries())
    if (one instanceof Error) ends.set(part[i]!, asFault(one))
    else keep.push({ series: part[i]!, asked: speaker.kind, made: one })
  const stored = await keepForecasts(app, keep)
  for (const [i, { series }] of keep.entries()) ends.set(series, stored[i] ?? seriesNotFound(series.key))
  return ends
}

function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  throw error
}
