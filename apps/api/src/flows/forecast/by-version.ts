import { watchedChannel } from '@seriema/domain/counter'
import { Fault } from '@seriema/domain/fault'
import type { Forecast, ForecastRequest } from '@seriema/domain/forecast'
import type { PointColumns } from '@seriema/domain/point'
import type { Recipe } from '@seriema/domain/recipe'
import { after, millisecondsOf, type Step } from '@seriema/domain/step'
import { possibleIntervals, possibleOf, withinPossible } from '@seriema/ml/calibration/possible'
import type { Member, VersionForecast } from '@seriema/ml/contract/trainable'
import type { Core } from '../../core.ts'
import type { Serving } from '../../serving/serving.ts'
import type { ServedVersion } from '../../serving/versions.ts'
import { asWatched, sinceFirstRates } from '../../store/point/reading.ts'
import { type Series, stepOf } from '../../store/series.ts'
import { span } from '../../telemetry/span.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'
import { memberOf } from '../member.ts'

export interface ByVersionApp extends Pick<Core, 'clock' | 'sharedReads' | 'meters'> {
  readonly serving: Pick<Serving, 'versions'>
  readonly windows: Pick<LiveWindows, 'newestOfMany'>
}

export type Attempt = Omit<Forecast, 'forecasterReason'> | Fault | Error

/**
 * What a version says of series, in order: all of them are read by one statement and computed together, and what fails
 * for one costs no other. Stores nothing. Throws INVALID_VERSION, UNAVAILABLE, TIMED_OUT where the version cannot be used,
 * HORIZON_TOO_LONG where more steps were asked for than it makes.
 */
export async function forecastByVersion(
  app: ByVersionApp,
  series: readonly Series[],
  versionId: number,
  request: Pick<ForecastRequest, 'horizon' | 'horizonAsked' | 'levels'>,
): Promise<readonly Attempt[]> {
  const version = await app.serving.versions.get(versionId)
  const { horizon: most, forecaster } = version
  const horizon = request.horizonAsked ? request.horizon : Math.min(most, request.horizon)
  const made: Attempt[] = series.map(({ key }) => new Fault('INSUFFICIENT_DATA', `${key} has no two points yet`))
  const needs = new Map<number, number>()
  const steps = series.map(stepOf)
  for (const [i, step] of steps.entries())
    if (step !== null && forecaster !== null) needs.set(i, await forecaster.pointsNeeded(step))
  const pasts = await readPasts(app, series, needs)
  const asked = [...pasts].map(([place, points]) => ({
    place,
    member: memberOf(series[place]!, points, steps[place]!),
  }))
  const begun = performance.now()
  const members = asked.map(({ member }) => member)
  const answers = await span('forecast', () => app.serving.versions.forecast(versionId, members, horizon), {
    attributes: {
      'seriema.version.id': versionId,
      'seriema.kind': version.speaker.kind,
      'seriema.series': members.length,
    },
  })
  const took = performance.now() - begun
  app.meters.inference.record(took)
  app.meters.counts.inference.record(version.speaker.kind, versionId, took)
  for (const [i, { place, member }] of asked.entries()) {
    const answer = answers[i]!
    made[place] =
      answer instanceof Error ? answer : toForecast(app, series[place]!, member, version, answer, request.levels)
  }
  return made
}

/** The last points of each, so many as are needed, counters as rates; none of a series that has none. */
async function readPasts(app: ByVersionApp, series: readonly Series[], needs: ReadonlyMap<number, number>) {
  const pasts = new Map<number, PointColumns>()
  for (const [count, places] of Map.groupBy(needs.keys(), place => needs.get(place)!)) {
    const all = places.map(place => series[place]!)
    const newest = await app.windows.newestOfMany(app.sharedReads, all, count)
    for (const [i, points] of newest.entries()) {
      if (points.times.length === 0) continue
      const one = all[i]!
      pasts.set(places[i]!, sinceFirstRates(one, await asWatched(app.sharedReads, one, points)))
    }
  }
  return pasts
}

function toForecast(
  { clock }: Pick<Core, 'clock'>,
  series: Series,
  member: Member,
  { speaker, recipe }: ServedVersion,
  { times, mean, intervals }: VersionForecast,
  levels: readonly number[],
): Omit<Forecast, 'forecasterReason'> {
  const step = gridOf(recipe, member)
  const possible = series.channels.map((channel, c) =>
    possibleOf(watchedChannel(channel, member.step), member.channels[c]!, null),
  )
  const usable = possibleIntervals(
    intervals.filter(({ level }) => levels.includes(level)),
    possible,
  )
  return {
    forecaster: speaker.kind,
    versionId: speaker.versionId,
    fallback: null,
    candidates: [],
    // Where the first step begins: of a coarser grid, the last whole period and not the last point.
    origin: after(step, times[0]!, -1),
    madeAt: clock(),
    interval: millisecondsOf(step),
    step,
    season: 1,
    times,
    channels: mean.map((values, c) =>
      // Of a channel that has no value nothing is said.
      member.channels[c]!.every(Number.isNaN)
        ? { mean: new Float64Array(values.length).fill(Number.NaN), intervals: [] }
        : {
            mean: withinPossible(values, possible[c]!),
            intervals: usable.map(({ level, lower, upper }) => ({ level, lower: lower[c]!, upper: upper[c]! })),
          },
    ),
  }
}

/** From one instant of what is forecast to the next. */
function gridOf({ resample }: Recipe, { step, timeZone }: Member): Step {
  if (resample === null) return step
  const { unit, count } = resample
  const zone = resample.timeZone ?? timeZone
  switch (unit) {
    case 'minute':
      return { unit: 'millisecond', count: count * 60_000 }
    case 'hour':
      return { unit: 'millisecond', count: count * 3_600_000 }
    case 'month':
      return { unit, count, zone, day: null }
    default:
      return { unit, count, zone }
  }
}
