import { Fault } from '@seriema/domain/fault'
import type { Forecast, ForecastModel, ForecastRequest, Interval } from '@seriema/domain/forecast'
import { intervals } from '@seriema/ml/calibration/conformal'
import type { LoadedTtm } from '@seriema/ml/models/ttm'
import { regularGrid } from '@seriema/ml/series/regular-grid'
import type { App } from '../app.ts'
import { readPoints } from '../store/points.ts'
import { type Series, samplingInterval } from '../store/series.ts'
import { createFittedModels } from './fitted-models.ts'
import { createForecastEngine, type ForecastEngine, type ForecastTask, type MadeForecast } from './forecast-engine.ts'
import type { Neural } from './neural.ts'

/** The most recent points looked at: enough for any season told apart from noise, and held in memory for live series. */
const historyAtMost = 4_096
/** A silence longer than this many intervals is a new beginning, not a gap to be bridged. */
const longestGap = 100

export type MakerApp = Pick<App, 'clock' | 'log' | 'db' | 'windows' | 'meters'>

/**
 * Window → regular grid → season → choice → fit → forecast → intervals. JavaScript's forecasters run in `thread`; TTM is
 * awaited here, since it runs outside of JavaScript, and calls that arrive together share a batch.
 */
export function createMaker(app: MakerApp, thread: ForecastEngine, neural: Neural, patience: number) {
  const calibrated = createFittedModels()
  const spare = createForecastEngine()

  return async function make(series: Series, request: ForecastRequest): Promise<Forecast> {
    const wanted = request.model ?? series.forecaster
    if (request.model === 'ttm' && neural.ttm === null)
      throw new Fault('MODEL_NOT_FOUND', `TTM is not there: it ${neural.detail}`, { model: 'ttm' })
    const task = await taskOf(app, series, request, wanted, neural.ttm)
    const begun = performance.now()
    const made = await bestOf(task, request.model !== null)
    app.meters.inference.record(performance.now() - begun)
    return toForecast(app, series, task, made)
  }

  /** Down the ladder: TTM, then what the thread makes of it, then the last season. What the caller asked for is not replaced for lack of data. */
  async function bestOf(task: ForecastTask, strict: boolean): Promise<MadeForecast> {
    try {
      const made = await thread.run(task)
      if (made.mean !== null) return made
      return await withTtm(neural.ttm, task, made)
    } catch (error) {
      if (error instanceof Fault && (strict || task.wanted === null) && error.code !== 'TIMED_OUT') throw error
      app.log.warn({ err: error, seriesId: task.seriesId, wanted: task.wanted }, 'a forecaster failed')
      const why = error instanceof Fault ? error.message : 'the forecaster failed'
      return simpler(task, why)
    }
  }

  async function simpler(task: ForecastTask, why: string): Promise<MadeForecast> {
    try {
      const made = await thread.run({ ...task, wanted: null, ttm: null })
      if (made.mean !== null) return { ...made, reason: `${why}; ${made.reason}` }
    } catch (error) {
      if (error instanceof Fault && error.code !== 'TIMED_OUT') throw error
    }
    const made = await spare.run({ ...task, wanted: 'seasonal-naive', ttm: null })
    return { ...(made as MadeForecast), reason: `${why}; the last season is repeated` }
  }

  async function withTtm(
    ttm: LoadedTtm | null,
    task: ForecastTask,
    { season, reason }: { season: number; reason: string },
  ): Promise<MadeForecast> {
    if (ttm === null) throw new Fault('MODEL_NOT_FOUND', `TTM is not there: it ${neural.detail}`)
    const { ttmForecaster } = await import('@seriema/ml/models/ttm')
    const { window, horizon, levels } = task
    const work = async () => {
      const { fitted, calibration } = await calibrated.get(ttmForecaster(ttm), window, { ...task, season })
      const [mean] = await fitted.forecast([window], horizon)
      return {
        kind: 'ttm' as const,
        reason,
        season,
        mean: mean!,
        intervals: intervals(mean!, calibration, levels) ?? [],
      }
    }
    return within(patience, work())
  }
}

async function taskOf(
  app: MakerApp,
  series: Series,
  { horizon, levels }: ForecastRequest,
  wanted: ForecastModel | null,
  ttm: LoadedTtm | null,
): Promise<ForecastTask> {
  const interval = samplingInterval(series)
  if (interval === null)
    throw new Fault(
      'INSUFFICIENT_DATA',
      `a forecast needs at least 2 points, and ${series.key} has ${series.pointCount}`,
    )
  const held = await app.windows.tail(app.db, series, historyAtMost)
  const points = held ?? (await readPoints(app.db, series, { last: historyAtMost }))
  const { window } = regularGrid(points, { interval, limit: historyAtMost, longestGap })
  return {
    seriesId: series.id,
    window,
    points: series.pointCount,
    horizon,
    levels,
    wanted,
    ttm: ttm === null ? null : { context: ttm.lookback, longestHorizon: ttm.longestHorizon },
  }
}

function toForecast(app: MakerApp, series: Series, task: ForecastTask, made: MadeForecast): Forecast {
  const origin = series.lastAt!
  const { interval } = task.window
  return {
    model: made.kind,
    modelReason: made.reason,
    origin,
    madeAt: app.clock(),
    interval,
    season: made.season,
    times: Float64Array.from({ length: task.horizon }, (_, step) => Math.round(origin + (step + 1) * interval)),
    channels: made.mean.map((mean, channel) => ({
      mean,
      intervals: made.intervals.map(
        ({ level, lower, upper }): Interval => ({ level, lower: lower[channel]!, upper: upper[channel]! }),
      ),
    })),
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = new Fault('TIMED_OUT', `TTM took longer than ${milliseconds / 1_000} s`)
  let timer: NodeJS.Timeout
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), milliseconds)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}
