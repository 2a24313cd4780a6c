import { freshness } from '@seriema/domain/cadence'
import { Fault } from '@seriema/domain/fault'
import type { Forecast, ForecasterKind, ForecastRequest } from '@seriema/domain/forecast'
import { requestForecast } from '@seriema/domain/forecast'
import { baseDirectory } from '@seriema/ml/models/base'
import type { App } from '../app.ts'
import { createFollower } from '../concurrency/follower.ts'
import { announce } from '../events/announce.ts'
import { keepForecast } from '../flows/forecast/keep.ts'
import { transaction } from '../store/database.ts'
import { findSeriesByIds, type Series, samplingInterval } from '../store/series.ts'
import { catalogue, type ForecasterStatus } from './catalogue.ts'
import { createMaker } from './make-forecast.ts'
import { createPastForecasts } from './past-forecasts.ts'
import type { ForecastTask, RanOn } from './task.ts'
import { startForecastThread } from './thread.ts'
import { createTrainings } from './training/trainings.ts'

/** Makes forecasts, keeps fitted models, and follows live series. */
export interface Forecasting {
  /**
   * A forecast from the series' points as they are, neither stored nor announced. Where a forecaster fails or takes too
   * long the next simpler one makes it, and `forecasterReason` says so. Throws INSUFFICIENT_DATA, HORIZON_TOO_LONG,
   * MODEL_NOT_FOUND, TIMED_OUT.
   */
  make(series: Series, request: ForecastRequest): Promise<Forecast>
  /** New points are committed: a new forecast follows, at once or when its turn comes. */
  pointsCame(series: Series): void
  /** What can serve here. */
  readonly forecasters: readonly ForecasterStatus[]
  /** How many fitted models are held in memory. */
  readonly held: number
  /** What neural models run on: cuda, webgpu or cpu. */
  readonly provider: string
  /** Finishes what runs, starts nothing new. */
  close(): Promise<void>
}

export type ForecastingApp = Pick<App, 'config' | 'clock' | 'log' | 'db' | 'windows' | 'meters'>

/** Milliseconds a forecaster may take before the next simpler one is asked. */
const patience = 15_000
/** Milliseconds between two forecasts of a live series, at least: one for every point of a series slower than that. */
const liveGap = 1_500
/** The same for points of the past, which nobody waits for. */
const pastGap = 10_000

/**
 * Loads the pretrained networks. Throws MODEL_NOT_FOUND, INVALID_WEIGHTS or UNSUPPORTED_MODEL, saying what is wrong with
 * the folder of weights that is configured.
 */
export async function createForecasting(app: ForecastingApp, baseFolder = baseDirectory): Promise<Forecasting> {
  const { ttmFolder, ttmModel, hub } = app.config
  const ttm = ttmModel === null ? ttmFolder : { model: ttmModel, hub }
  const thread = await startForecastThread(patience, { base: baseFolder, ttm })
  const { neural } = thread
  const ranOn = new Map<ForecasterKind, RanOn>()
  const run = async (task: ForecastTask) => {
    const made = await thread.run(task)
    if (made.ranOn !== null) ranOn.set(made.kind, made.ranOn)
    return made
  }
  const trainings = createTrainings({
    onTrained({ seriesId, kind }, milliseconds) {
      app.meters.training.record(milliseconds)
      void wakeIfChosen(seriesId, kind)
    },
    onFailed: ({ seriesId, kind }, error) => app.log.warn({ err: error, seriesId, kind }, 'a training failed'),
  })
  const past = createPastForecasts(app.db)
  const make = createMaker(app, { thread: { run }, neural, past, trainings, patience })
  const failing = new Set<number>()

  const follow = async (seriesId: number) => {
    const [series] = await findSeriesByIds(app.db, [seriesId])
    if (series === undefined) return
    try {
      await keepForecast(app, series, series.forecaster, await make(series, requestForecast({})))
      failing.delete(seriesId)
    } catch (error) {
      if (error instanceof Fault && error.code === 'INSUFFICIENT_DATA') return
      app.log.warn({ err: error, series: series.key }, 'a live forecast failed')
      if (failing.has(seriesId)) return
      failing.add(seriesId)
      await sayThatItFailed(app, series)
    }
  }
  const follower = createFollower({ run: follow, concurrency: 2, share: 0.25 })

  /** A series that waits for its own network is forecast by it at once. */
  const wakeIfChosen = async (seriesId: number, kind: ForecasterKind) => {
    const [series] = await findSeriesByIds(app.db, [seriesId]).catch(() => [])
    if (series?.forecaster === kind) follower.wake(seriesId, 0)
  }

  return {
    make,
    pointsCame(series) {
      const live = freshness(series.lastAt, samplingInterval(series), app.clock()).state === 'LIVE'
      follower.wake(series.id, live ? liveGap : pastGap)
    },
    get forecasters() {
      return catalogue(neural, ranOn)
    },
    get held() {
      return thread.held
    },
    provider: neural.find(({ provider }) => provider !== null)?.provider ?? 'cpu',
    async close() {
      trainings.close()
      await follower.close()
      await thread.close()
    },
  }
}

/** Said once until one succeeds. */
const sayThatItFailed = (app: ForecastingApp, series: Series): Promise<void> =>
  transaction(app.db, tx =>
    announce(
      tx,
      [
        {
          kind: 'status',
          seriesId: series.id,
          status: 'FORECAST_FAILED',
          key: series.key,
          message: `no forecast of ${series.key} could be made: the log says why`,
          importId: null,
        },
      ],
      app.clock(),
    ),
  )
