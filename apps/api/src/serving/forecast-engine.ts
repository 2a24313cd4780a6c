import { Fault } from '@seriema/domain/fault'
import { type ForecastModel, forecastModels } from '@seriema/domain/forecast'
import { type Interval, intervals } from '@seriema/ml/calibration/conformal'
import { chooseForecaster } from '@seriema/ml/models/choose'
import type { Forecaster, PointForecast, Window } from '@seriema/ml/models/forecaster'
import { forecasterOf } from '@seriema/ml/models/registry'
import { windowLength } from '@seriema/ml/models/window'
import { detectSeason } from '@seriema/ml/series/season'
import { LRUCache } from 'lru-cache'
import { createFittedModels, outgrown } from './fitted-models.ts'
import { type Neural, needsWeights } from './neural.ts'

/** One forecast to be made. Plain data: it may travel to another thread. */
export interface ForecastTask {
  readonly seriesId: number
  /** The series' points on a regular grid, and how many it has in all. */
  readonly window: Window
  readonly points: number
  readonly horizon: number
  readonly levels: readonly number[]
  /** The forecaster asked for; null: the best that can serve. */
  readonly wanted: ForecastModel | null
  /** Whether it may be left to TTM where none is asked for. */
  readonly neural: boolean
}

export interface MadeForecast {
  readonly kind: ForecastModel
  readonly reason: string
  readonly season: number
  readonly mean: PointForecast
  /** Empty where there is not one error to go by. */
  readonly intervals: readonly Interval[]
}

export interface ForecastEngine {
  /** Throws INSUFFICIENT_DATA, HORIZON_TOO_LONG or MODEL_NOT_FOUND where nothing, or not what was asked for, can be made of the window. */
  run(task: ForecastTask): Promise<MadeForecast>
  /** How many fitted models it holds. */
  readonly held: number
}

/** Season, choice, fit, calibration, forecast: everything that takes time. */
export function createForecastEngine(neural: Neural | null = null): ForecastEngine {
  const models = createFittedModels()
  const seasons = new LRUCache<number, { readonly points: number; readonly season: number }>({ max: 2_000 })

  const seasonOf = ({ seriesId, points, window }: ForecastTask): number => {
    const known = seasons.get(seriesId)
    if (known !== undefined && !outgrown(known.points, points)) return known.season
    const season = detectSeason(window.channels)
    seasons.set(seriesId, { points, season })
    return season
  }

  const make = async (kind: ForecastModel, task: ForecastTask, season: number, reason: string) => {
    const { window, horizon, levels, seriesId, points } = task
    const { fitted, calibration } = await models.get(memberOf(kind, neural), window, {
      seriesId,
      horizon,
      season,
      points,
    })
    const [mean] = await fitted.forecast([window], horizon)
    return {
      kind,
      reason,
      season,
      mean: mean!,
      intervals: intervals(mean!, calibration, levels) ?? [],
    }
  }

  const engine: ForecastEngine = {
    async run(task) {
      const season = seasonOf(task)
      const { kind, reason } = choose(task, season, neural)
      const repeated = windowLength(task.window) >= season ? season : 1
      if (kind === 'seasonal-naive') return make(kind, task, repeated, reason)
      try {
        return await make(kind, task, season, reason)
      } catch (error) {
        if (error instanceof Fault && task.wanted !== null) throw error
        if (kind === 'ttm') {
          const made = await engine.run({ ...task, wanted: null, neural: false })
          return { ...made, reason: `ttm failed; ${made.reason}` }
        }
        const why = `${kind} failed, so the last season is repeated`
        return make('seasonal-naive', task, repeated, why)
      }
    },
    get held() {
      return models.size
    },
  }
  return engine
}

function memberOf(kind: ForecastModel, neural: Neural | null): Forecaster {
  const member = kind === 'ttm' ? neural?.forecaster : forecasterOf(kind)
  if (member === undefined) throw new Fault('MODEL_NOT_FOUND', `${kind} is not there: it ${needsWeights}`)
  return member
}

function choose(task: ForecastTask, season: number, neural: Neural | null): { kind: ForecastModel; reason: string } {
  const { window, horizon, wanted } = task
  if (wanted !== null) return { kind: wanted, reason: 'asked for' }
  const points = windowLength(window)
  const choice = chooseForecaster({ points, horizon, season, ttm: task.neural ? neural : null })
  if (choice === null)
    throw new Fault('INSUFFICIENT_DATA', `a forecast needs at least 2 points in a row, and there are ${points}`)
  return { kind: forecastModels.find(model => model === choice.kind) ?? 'seasonal-naive', reason: choice.reason }
}
