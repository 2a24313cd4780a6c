import type { Forecast, ForecasterKind, ForecastRequest } from '@seriema/domain/forecast'
import { baseDirectory } from '@seriema/ml/models/base'
import type { Core } from '../core.ts'
import type { Series } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import { catalogue, type ForecasterStatus } from './catalogue.ts'
import { createMaker } from './make-forecast.ts'
import { createPastForecasts } from './past-forecasts.ts'
import type { ForecastTask, RanOn } from './task.ts'
import { startForecastThread } from './thread.ts'
import { createTrainings } from './training/trainings.ts'

/** Makes forecasts and keeps fitted forecasters; stores and announces nothing. */
export interface Forecasting {
  /**
   * A forecast from the series' points as they are. Where a forecaster fails or takes too long the next simpler one makes
   * it, and `forecasterReason` says so. Throws INSUFFICIENT_DATA, HORIZON_TOO_LONG, MODEL_NOT_FOUND, TIMED_OUT.
   */
  make(series: Series, request: ForecastRequest): Promise<Forecast>
  /** Calls `listener` whenever a network of a series' own has become ready. */
  whenTrained(listener: (seriesId: number, kind: ForecasterKind) => void): void
  /** What can serve here. */
  readonly forecasters: readonly ForecasterStatus[]
  /** How many fitted forecasters are held in memory. */
  readonly held: number
  /** What neural networks run on: cuda, webgpu or cpu. */
  readonly provider: string
  close(): Promise<void>
}

export type ForecastingApp = Core & { readonly windows: LiveWindows }

/** Milliseconds a forecaster may take before the next simpler one is asked. */
const patience = 15_000

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
  const listeners: ((seriesId: number, kind: ForecasterKind) => void)[] = []
  const run = async (task: ForecastTask) => {
    const made = await thread.run(task)
    if (made.ranOn !== null) ranOn.set(made.kind, made.ranOn)
    return made
  }
  const trainings = createTrainings({
    onTrained({ seriesId, kind }, milliseconds) {
      app.meters.training.record(milliseconds)
      for (const listener of listeners) listener(seriesId, kind)
    },
    onFailed: ({ seriesId, kind }, error) => app.log.warn({ err: error, seriesId, kind }, 'a training failed'),
  })
  const past = createPastForecasts(app.db)
  return {
    make: createMaker(app, { thread: { run }, neural, past, trainings, patience }),
    whenTrained: listener => void listeners.push(listener),
    get forecasters() {
      return catalogue(neural, ranOn)
    },
    get held() {
      return thread.held
    },
    provider: neural.find(({ provider }) => provider !== null)?.provider ?? 'cpu',
    async close() {
      trainings.close()
      await thread.close()
    },
  }
}
