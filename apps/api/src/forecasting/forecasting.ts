import type { Speaker } from '@seriema/domain/deployment'
import type { Forecast, ForecasterKind, ForecastRequest } from '@seriema/domain/forecast'
import type { ForecasterFacts } from '@seriema/ml/contract/forecaster-family'
import { baseDirectory } from '@seriema/ml/models/base'
import { forecasters } from '@seriema/ml/models/registry'
import type { Refusal } from '@seriema/ml/runtime/provider'
import type { Core } from '../core.ts'
import type { Series } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import { createMaker } from './make-forecast.ts'
import { createPastForecasts } from './past-forecasts.ts'
import type { PretrainedStatus } from './pretrained.ts'
import { startForecastThread } from './thread.ts'
import { weightSources } from './weight-sources.ts'

/** A kind of forecaster as it is here. */
export interface ForecasterStatus extends ForecasterFacts {
  readonly available: boolean
  /** What it is, or why it cannot serve. */
  readonly detail: string
  /** What pretrained weights run on; null for what has none, or was not loaded. */
  readonly provider: string | null
  readonly refused: readonly Refusal[]
}

/** Makes forecasts and keeps fitted forecasters; stores and announces nothing. */
export interface Forecasting {
  /**
   * A forecast from the series' points as they are, by `speaker` where none is asked for. Where a forecaster fails or takes too long the next simpler one makes
   * it, and `forecasterReason` says so. Throws INSUFFICIENT_DATA, HORIZON_TOO_LONG, MODEL_NOT_FOUND, TIMED_OUT.
   */
  make(series: Series, request: ForecastRequest, speaker: Speaker): Promise<Forecast>
  /** Calls `listener` whenever a forecast was made that is better than the quick one that was given first. */
  whenBetter(listener: (series: Series, asked: ForecasterKind | null, forecast: Forecast) => void): void
  /** What can serve here. */
  readonly forecasters: readonly ForecasterStatus[]
  /** How many fitted forecasters are held in memory. */
  readonly held: number
  /** What neural networks run on: cuda, webgpu or cpu. */
  readonly provider: string
  close(): Promise<void>
}

export type ForecastingApp = Core & { readonly windows: LiveWindows }

export interface ForecastingOptions {
  /** Where our own base model lies. */
  readonly baseFolder?: string
  /** Milliseconds after which a quick forecast is given, and the best one later. */
  readonly hurry?: number
}

/** Milliseconds a forecaster may take before the next simpler one is asked. */
const patience = 15_000

/**
 * Loads the pretrained networks. Throws MODEL_NOT_FOUND, INVALID_WEIGHTS or UNSUPPORTED_MODEL, saying what is wrong with
 * the folder of weights that is configured.
 */
export async function createForecasting(
  app: ForecastingApp,
  { baseFolder = baseDirectory, hurry = 250 }: ForecastingOptions = {},
): Promise<Forecasting> {
  // Quick forecasts need no weights, and wait for no slow one.
  const [thread, quick] = await Promise.all([
    startForecastThread(patience, weightSources(app.config, baseFolder)),
    startForecastThread(patience, {}),
  ])
  const { pretrained } = thread
  const betterListeners: Parameters<Forecasting['whenBetter']>[0][] = []
  const past = createPastForecasts(app.db)
  return {
    make: createMaker(app, {
      thread,
      quick,
      pretrained,
      past,
      hurry,
      onBetter(...better) {
        for (const listener of betterListeners) listener(...better)
      },
    }),
    whenBetter: listener => void betterListeners.push(listener),
    get forecasters() {
      return forecasterStatuses(pretrained)
    },
    get held() {
      return thread.held + quick.held
    },
    provider: pretrained.find(({ provider }) => provider !== null)?.provider ?? 'cpu',
    async close() {
      await Promise.all([thread.close(), quick.close()])
    },
  }
}

/** Every kind, the simplest first. */
export const forecasterStatuses = (pretrained: readonly PretrainedStatus[]): readonly ForecasterStatus[] =>
  forecasters.map(({ kind, title, tagline, description, needs, settings }) => {
    const facts = { kind, title, tagline, description, needs, settings }
    const loaded = pretrained.find(one => one.kind === kind)
    if (loaded !== undefined) return { ...facts, ...loaded }
    return { ...facts, available: true, detail: description, provider: null, refused: [] }
  })
