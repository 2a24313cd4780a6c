import { counterPlaces, watchedChannel } from '@seriema/domain/counter'
import type { Speaker } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import type { Forecast, ForecasterKind, ForecastRequest, Interval } from '@seriema/domain/forecast'
import type { PointColumns } from '@seriema/domain/point'
import { slice } from '@seriema/domain/settle'
import { after } from '@seriema/domain/step'
import { seasonalNaive } from '@seriema/ml/models/seasonal-naive'
import { regularGrid } from '@seriema/ml/series/regular-grid'
import type { Core } from '../core.ts'
import { wantedKind } from '../serving/serving.ts'
import { asWatched } from '../store/point/reading.ts'
import { readPoints } from '../store/point.ts'
import { type Series, stepOf } from '../store/series.ts'
import { span } from '../telemetry/span.ts'
import { type LiveWindows, pointsHeld } from '../windows/live-windows.ts'
import { createForecastEngine, type ForecastEngine } from './engine.ts'
import type { PastForecasts } from './past-forecasts.ts'
import type { PretrainedStatus } from './pretrained.ts'
import { soonest } from './soonest.ts'
import type { ForecastTask, MadeForecast } from './task.ts'

/** The most recent points looked at, which are held in memory for live series. */
const historyAtMost = pointsHeld

export type MakerApp = Pick<Core, 'clock' | 'log' | 'db' | 'meters'> & { readonly windows: LiveWindows }

/** Where forecasts are made, and what they are made with. */
export interface Makers {
  readonly thread: Pick<ForecastEngine, 'run'>
  /** Where quick ones are made, so that they wait for nothing that takes long; `thread` where there is no other. */
  readonly quick?: Pick<ForecastEngine, 'run'>
  readonly pretrained: readonly PretrainedStatus[]
  readonly past: PastForecasts
  /** Milliseconds after which who did not ask for a forecaster by name gets a quick forecast, and the best one later. */
  readonly hurry: number
  /** A better forecast of a series that was stood in for; `asked` is what the series or the caller wanted. */
  readonly onBetter?: (series: Series, asked: ForecasterKind | null, forecast: Forecast) => void
}

/**
 * Window → regular grid → season → choice → fit → forecast → intervals, all but the first two in `thread`: calls of
 * networks that arrive there together share a batch.
 */
export function createMaker(app: MakerApp, makers: Makers) {
  const { thread, quick = thread, pretrained, past, hurry } = makers
  const spare = createForecastEngine()
  /** Those that a better forecast is being made of: one at a time for each. */
  const underWay = new Map<string, Promise<MadeForecast>>()

  return async function make(series: Series, request: ForecastRequest, speaker: Speaker): Promise<Forecast> {
    const wanted = request.forecaster ?? wantedKind(speaker)
    const absent = pretrained.find(({ kind, available }) => kind === request.forecaster && !available)
    if (absent !== undefined)
      throw new Fault('MODEL_NOT_FOUND', `${absent.kind} is not there: ${absent.detail}`, { kind: absent.kind })
    const task = { ...(await taskOf(app, series, request, wanted)), past: await past.of(series) }
    const kept = (made: MadeForecast): Forecast => {
      const forecast = toForecast(app, series, task, made)
      past.add(series, forecast)
      return forecast
    }
    if (request.forecaster !== null) return kept(await bestOf(task, true))

    const name = [series.id, request.horizon, wanted].join(' ')
    const standIn = () =>
      span('forecast', async () => firstAnswer(await quick.run({ ...task, wanted: null, quick: true })), {
        attributes: { 'seriema.series.id': task.seriesId, 'seriema.kind': 'quick' },
      })
    // One at a time for each series: where that takes long, what came since is stood in for.
    const before = underWay.get(name)
    if (before !== undefined) {
      const settled = before.then(nothing, nothing)
      const stood = await soonest<MadeForecast | undefined>(settled, standIn, hurry)
      if (stood.now !== undefined) return kept(stood.now)
    }
    const whole = bestOf(task, false)
    underWay.set(name, whole)
    const done = () => underWay.delete(name)
    whole.then(done, done)
    const { now, better } = await soonest(whole, standIn, hurry)
    better?.then(
      made => makers.onBetter?.(series, wanted, kept(made)),
      error => app.log.warn({ err: error, seriesId: series.id }, 'a better forecast failed'),
    )
    return kept(now)
  }

  async function bestOf(task: ForecastTask, strict: boolean): Promise<MadeForecast> {
    const begun = performance.now()
    const made = await span('forecast', () => byLadder(task, strict), {
      attributes: { 'seriema.series.id': task.seriesId, 'seriema.kind': task.wanted ?? 'auto' },
    })
    const took = performance.now() - begun
    app.meters.inference.record(took)
    app.meters.counts.inference.record(made.kind, null, took)
    return made
  }

  /**
   * Down the ladder: what is wanted, then the best of the others, then the last season. What the caller asked for is not
   * replaced for lack of data.
   */
  async function byLadder(task: ForecastTask, strict: boolean): Promise<MadeForecast> {
    try {
      return await thread.run(task)
    } catch (error) {
      const late = error instanceof Fault && error.code === 'TIMED_OUT'
      if (error instanceof Fault && (strict || task.wanted === null) && !late) throw error
      app.log.warn({ err: error, seriesId: task.seriesId, wanted: task.wanted }, 'a forecaster failed')
      const why = error instanceof Fault ? error.message : 'the forecaster failed'
      return simpler({ ...task, wanted: null, quick: late || task.wanted === null }, why)
    }
  }

  async function simpler(task: ForecastTask, why: string): Promise<MadeForecast> {
    try {
      const made = await (task.quick ? quick : thread).run(task)
      return { ...made, reason: `${why}; ${made.kind} speaks instead: ${made.reason}` }
    } catch (error) {
      if (error instanceof Fault && error.code !== 'TIMED_OUT') throw error
    }
    const made = await spare.run({ ...task, wanted: seasonalNaive.kind })
    return { ...made, reason: `${why}; the last season is repeated` }
  }
}

const nothing = () => undefined

const firstAnswer = (made: MadeForecast): MadeForecast => ({
  ...made,
  reason: `a first answer, while others are being tried: ${made.reason}`,
})

async function taskOf(
  app: MakerApp,
  series: Series,
  { horizon, levels }: ForecastRequest,
  wanted: ForecasterKind | null,
): Promise<Omit<ForecastTask, 'past'>> {
  const step = stepOf(series)
  if (step === null)
    throw new Fault(
      'INSUFFICIENT_DATA',
      `a forecast needs at least 2 points, and ${series.key} has ${series.pointCount}`,
    )
  const held = await app.windows.tail(app.db, series, historyAtMost)
  const read = held ?? (await readPoints(app.db, series, { last: historyAtMost }))
  const points = sinceFirstRate(series, await asWatched(app.db, series, read))
  const { window, gaps } = regularGrid(points, { step, limit: historyAtMost })
  return {
    seriesId: series.id,
    window,
    step,
    points: series.pointCount,
    origin: series.lastAt!,
    gaps,
    declared: series.channels.map(channel => watchedChannel(channel, step)),
    counters: counterPlaces(series.channels).join(' '),
    horizon,
    levels,
    wanted,
    quick: false,
  }
}

/** Before the first two readings of a series of counters there is nothing to go by. */
function sinceFirstRate({ channels, key }: Series, points: PointColumns): PointColumns {
  if (!channels.every(({ kind }) => kind === 'counter')) return points
  const first = points.times.findIndex((_, i) => points.channels.some(values => !Number.isNaN(values[i]!)))
  if (first >= 0) return slice(points, first)
  throw new Fault('INSUFFICIENT_DATA', `a rate is forecast from at least 2 readings, and ${key} has not as many lately`)
}

function toForecast(app: MakerApp, series: Series, task: ForecastTask, made: MadeForecast): Forecast {
  const origin = series.lastAt!
  const { step, window } = task
  return {
    forecaster: made.kind,
    versionId: null,
    fallback: null,
    forecasterReason: `${made.reason}${silent(series, made)}`,
    candidates: made.candidates,
    origin,
    madeAt: app.clock(),
    interval: window.interval,
    step,
    season: made.season,
    times: Float64Array.from({ length: task.horizon }, (_, i) => after(step, origin, i + 1)),
    channels: made.mean.map((mean, channel) => ({
      mean,
      intervals: made.intervals
        .map(({ level, lower, upper }): Interval => ({ level, lower: lower[channel]!, upper: upper[channel]! }))
        .filter(({ lower }) => lower.length > 0),
    })),
  }
}

/** Which channels nothing is said of, in words. */
function silent({ channels }: Series, { mean }: MadeForecast): string {
  const names = channels.flatMap(({ name }, c) => (mean[c]?.some(Number.isNaN) ? [name] : []))
  if (names.length === 0) return ''
  return `; no value of ${names.join(', ')} lately, so nothing is said of ${names.length > 1 ? 'them' : 'it'}`
}
