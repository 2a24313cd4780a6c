import { type Speaker, sameSpeaker, type Trial } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import { type Forecast, requestForecast } from '@seriema/domain/forecast'
import { addTallies, callOf, emptyTally, type Tally } from '@seriema/domain/rollout/tally'
import type { Forecasting } from '../../forecasting/forecasting.ts'
import { asWatched } from '../../store/point/reading.ts'
import type { PendingForecasts } from '../../store/rollout.ts'
import type { Series } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'
import { type ByVersionApp, forecastByVersion } from '../forecast/by-version.ts'
import { newPoints } from './new-points.ts'

export interface ForecastApp extends ByVersionApp {
  readonly forecasting: Pick<Forecasting, 'make'>
  readonly windows: LiveWindows
}

/** Who is tried out on a series, and what both had forecast of it before; null where nothing is left of that. */
export interface Awaited {
  readonly series: Series
  readonly trial: Trial
  /** Points later than this are new. */
  readonly after: number
  readonly pending: PendingForecasts | null
}

/** How both did, and what they forecast of what is to come. */
export interface Answered {
  readonly tally: Tally
  readonly pending: PendingForecasts | null
}

/** Steps forecast at most, each of which is waited for before the next forecasts are made. */
const stepsAhead = 12
const request = { ...requestForecast({ horizon: stepsAhead }), horizonAsked: false }

/**
 * Holds what both forecast earlier against what has come, and where nothing more is to come of it lets both forecast anew
 * from the same points: a version once for all series that it is asked for.
 */
export async function compareForecasts(app: ForecastApp, all: readonly Awaited[]): Promise<readonly Answered[]> {
  const tallies = await Promise.all(all.map(one => errorsOf(app, one)))
  const over = all.filter(({ series, pending }) => pending === null || pending.times.at(-1)! <= series.lastAt!)
  const pendings = new Map<Awaited, PendingForecasts>()
  const own = await askAll(app, over, one => one.trial.deployment.speaker)
  const answered = over.filter(one => !(own.get(one)!.forecast instanceof Error))
  const active = await askAll(app, answered, one => one.trial.active)
  for (const one of answered) {
    const [mine, other] = [own.get(one)!.forecast, active.get(one)!.forecast]
    if (!(mine instanceof Error) && !(other instanceof Error)) pendings.set(one, beside(mine, other))
  }
  return all.map((one, i) => {
    const call = own.get(one)
    return {
      tally: call === undefined ? tallies[i]! : addTallies(tallies[i]!, call.tally),
      pending: call === undefined ? one.pending : (pendings.get(one) ?? null),
    }
  })
}

async function errorsOf(app: ForecastApp, { series, after, pending }: Awaited): Promise<Tally> {
  if (pending === null) return emptyTally
  const { points, from } = await newPoints(app, series, after, 1)
  const { times, channels } = await asWatched(app.sharedReads, series, points)
  const place = new Map(pending.times.map((at, i) => [at, i]))
  let [forecast, ownError, activeError] = [0, 0, 0]
  for (let i = from; i < times.length; i++) {
    const step = place.get(times[i]!)
    if (step === undefined) continue
    channels.forEach((values, channel) => {
      const [value, own, active] = [values[i]!, pending.own[channel]?.[step], pending.active[channel]?.[step]]
      if (Number.isNaN(value) || own == null || active == null) return
      forecast++
      ownError += Math.abs(value - own)
      activeError += Math.abs(value - active)
    })
  }
  return { ...emptyTally, forecast, ownError, activeError }
}

interface Asked {
  readonly forecast: Omit<Forecast, 'forecasterReason'> | Error
  /** The call, told with the first of those it was made for. */
  readonly tally: Tally
}

/** What lies with a series says nothing of whoever was asked. */
const ofSeries: ReadonlySet<string> = new Set(['INSUFFICIENT_DATA', 'INVALID_INPUT', 'CONSTANT_SERIES'])
const failed = (one: unknown): boolean => one instanceof Error && !(one instanceof Fault && ofSeries.has(one.code))

async function askAll(
  app: ForecastApp,
  all: readonly Awaited[],
  speakerOf: (one: Awaited) => Speaker,
): Promise<ReadonlyMap<Awaited, Asked>> {
  const asked = new Map<Awaited, Asked>()
  const left = new Set(all)
  for (const first of all) {
    if (!left.has(first)) continue
    const speaker = speakerOf(first)
    const together = [...left].filter(
      one => sameSpeaker(speakerOf(one), speaker) && (speaker.versionId !== null || one === first),
    )
    for (const one of together) left.delete(one)
    // Loading is not what a call takes; where it fails, so does the call.
    if (speaker.versionId !== null) await app.serving.versions.get(speaker.versionId).catch(() => {})
    const begun = performance.now()
    const made = await forecastsOf(
      app,
      together.map(one => one.series),
      speaker,
    )
    const call = callOf(performance.now() - begun, made.some(failed))
    for (const [i, one] of together.entries())
      asked.set(one, { forecast: made[i]!, tally: i === 0 ? call : emptyTally })
  }
  return asked
}

async function forecastsOf(
  app: ForecastApp,
  series: readonly Series[],
  speaker: Speaker,
): Promise<readonly Asked['forecast'][]> {
  try {
    if (speaker.versionId !== null) return await forecastByVersion(app, series, speaker.versionId, request)
    return await Promise.all(series.map(one => app.forecasting.make(one, request, speaker)))
  } catch (error) {
    return series.map(() => (error instanceof Error ? error : new Error(String(error))))
  }
}

/** On the instants of the first: what the other says of them, null where that says nothing. */
function beside(own: Omit<Forecast, 'forecasterReason'>, active: Omit<Forecast, 'forecasterReason'>): PendingForecasts {
  const place = new Map(Array.from(active.times, (at, i) => [at, i]))
  const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value)
  return {
    times: [...own.times],
    own: own.channels.map(({ mean }) => Array.from(mean, known)),
    active: active.channels.map(({ mean }) => Array.from(own.times, at => known(mean[place.get(at) ?? -1]))),
  }
}
