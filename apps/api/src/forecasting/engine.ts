import { Fault } from '@seriema/domain/fault'
import type { ForecasterKind } from '@seriema/domain/forecast'
import { outgrown } from '@seriema/domain/retraining'
import type { Forecaster } from '@seriema/ml/contract/forecaster'
import { windowLength } from '@seriema/ml/contract/window'
import { type AutoOptions, auto, reasonOf, type Trial } from '@seriema/ml/evaluation/auto'
import { budget } from '@seriema/ml/evaluation/backtest'
import { chooseForecaster } from '@seriema/ml/models/choose'
import { driftsSteadily } from '@seriema/ml/models/drift'
import { closedFormForecasters } from '@seriema/ml/models/kinds'
import { seasonalNaive } from '@seriema/ml/models/seasonal-naive'
import { bridgedBySeason } from '@seriema/ml/series/bridge'
import { detectSeason } from '@seriema/ml/series/season'
import { calendarSeasons } from '@seriema/ml/series/step'
import { LRUCache } from 'lru-cache'
import { stretch } from '../telemetry/stretch.ts'
import { createFittedModels, sameRhythm } from './fitted-models.ts'
import { honestIntervals } from './intervals.ts'
import { candidatesOf, createPicks } from './picks.ts'
import { prepared } from './prepare.ts'
import type { ForecastTask, MadeForecast } from './task.ts'

export interface ForecastEngine {
  /** Throws INSUFFICIENT_DATA, HORIZON_TOO_LONG or MODEL_NOT_FOUND where nothing, or not what is wanted, can be made of the window. */
  run(task: ForecastTask): Promise<MadeForecast>
  /** How many fitted models it holds. */
  readonly held: number
}

interface KnownSeason {
  readonly points: number
  readonly interval: number
  readonly season: number
}

const byName = 'chosen by name'

/** Milliseconds a kind may take, by its own estimate, to be tried for a first answer, and all of these together. */
const cheap = { kind: 60, all: 120 }
/** Forecasts that a first answer's kinds are judged by. */
const cheapOrigins = 6

export interface EngineOptions {
  /** Those whose weights are at hand. */
  readonly pretrained?: readonly Forecaster[]
  /** Milliseconds that went by: what takes longer than was estimated is cut short. Without it all is done. */
  readonly clock?: () => number
}

/** Season, choice, fit, calibration, forecast: everything that takes time. */
export function createForecastEngine({ pretrained = [], clock }: EngineOptions = {}): ForecastEngine {
  const allow: AutoOptions['allow'] =
    clock === undefined
      ? undefined
      : milliseconds => {
          const end = clock() + milliseconds
          return () => clock() < end
        }
  const members = [...closedFormForecasters, ...pretrained]
  const models = createFittedModels()
  const picks = createPicks(members, allow)
  const seasons = new LRUCache<string, KnownSeason>({ max: 2_000 })

  const seasonOf = ({ seriesId, points, window, step, alive = '' }: ForecastTask): number => {
    const name = [seriesId, alive].join(' ')
    const known = seasons.get(name)
    const { interval } = window
    if (known !== undefined && !outgrown(known.points, points) && sameRhythm(known.interval, interval))
      return known.season
    const season = detectSeason(window.channels, calendarSeasons(step))
    seasons.set(name, { points, interval, season })
    return season
  }

  const memberOf = (kind: ForecasterKind): Forecaster => {
    const member = members.find(one => one.kind === kind)
    if (member === undefined) throw new Fault('MODEL_NOT_FOUND', `${kind} is not there: ask for another forecaster`)
    return member
  }

  const make = async (task: ForecastTask, kind: ForecasterKind, reason: string, trial: Trial | null = null) => {
    const { window, horizon, seriesId, points, gaps, alive = '' } = task
    const found = seasonOf(task)
    // A season that was found before may be longer than what is left of the series.
    const season = kind === seasonalNaive.kind && windowLength(window) < found ? 1 : found
    const purpose = { seriesId, horizon, season, points, channels: alive }
    const stillTime = allow?.(task.quick ? cheap.all : budget)
    const { fitted, calibration } = await stretch('fit', () =>
      models.get(memberOf(kind), window, purpose, { trial, gaps, stillTime }),
    )
    const [mean] = await stretch('infer', () => fitted.forecast([window], horizon))
    return {
      kind,
      reason,
      season,
      candidates: [],
      mean: mean!,
      intervals: honestIntervals(task, kind, mean!, calibration),
    }
  }

  /** Down the table: the best first, and what fails is told. */
  const best = async (task: ForecastTask): Promise<MadeForecast> => {
    const pick = await stretch('choose', () => picks.get(task, seasonOf(task)))
    const failed: string[] = []
    for (const kind of pick.ranking) {
      try {
        const trial = kind === pick.ranking[0] ? pick.takeTrial() : null
        const reason = failed.length === 0 ? pick.reason : `${failed.join(' and ')} failed, which came out better`
        return { ...(await make(task, kind, reason, trial)), candidates: candidatesOf(pick, kind) }
      } catch {
        failed.push(kind)
      }
    }
    return { ...(await byRule(task)), candidates: candidatesOf(pick, seasonalNaive.kind) }
  }

  const byRule = async (task: ForecastTask): Promise<MadeForecast> => {
    const points = windowLength(task.window)
    const season = seasonOf(task)
    const steady = task.window.channels.every(driftsSteadily)
    const choice = chooseForecaster({ points, horizon: task.horizon, season, steady })
    if (choice === null)
      throw new Fault('INSUFFICIENT_DATA', `a forecast needs at least 2 points in a row, and there are ${points}`)
    const { kind, reason } = choice
    if (kind === seasonalNaive.kind) return make(task, kind, reason)
    return make(task, kind, reason).catch(() =>
      make(task, seasonalNaive.kind, `${kind} failed, so the last season is repeated`),
    )
  }

  /** The best of what costs next to nothing. */
  const quickest = async (task: ForecastTask): Promise<MadeForecast> => {
    const { window, horizon, gaps } = task
    const season = seasonOf(task)
    const points = windowLength(window)
    const costs = (one: Forecaster) =>
      3 * (one.fitEffort?.(points, horizon, window.channels.length) ?? 0) +
      window.channels.length * (2 * cheapOrigins + 1) * (one.effort?.(points, season) ?? 0)
    const kinds = closedFormForecasters.filter(one => costs(one) < cheap.kind)
    const together = allow?.(cheap.all)
    const options = { horizon, season, gaps, origins: cheapOrigins, allow: together && (() => together) }
    const choice = await stretch('choose', () => auto(window, options, kinds))
    if (choice.kind === null) return byRule(task)
    const made = await make(task, choice.kind, reasonOf(choice), choice.trial).catch(() => byRule(task))
    return { ...made, candidates: candidatesOf(choice, made.kind) }
  }

  return {
    async run(whole) {
      const { task, restore } = prepared(whole)
      const { wanted, quick } = task
      const bridged = overGaps(task, seasonOf(task))
      if (wanted !== null) return restore(await make(bridged, wanted, byName))
      return restore(await (quick ? quickest(bridged) : best(bridged)))
    },
    get held() {
      return models.size
    },
  }
}

/** Long gaps filled by the season, where there is one, in place of straight lines. */
const overGaps = (task: ForecastTask, season: number): ForecastTask => {
  const { window, gaps } = task
  const channels = window.channels.map((values, c) =>
    gaps[c] == null ? values : bridgedBySeason(values, gaps[c], season),
  )
  return { ...task, window: { ...window, channels } }
}
