import { Fault } from '@seriema/domain/fault'
import type { ForecasterKind } from '@seriema/domain/forecast'
import type { Forecaster } from '@seriema/ml/contract/forecaster'
import { windowLength } from '@seriema/ml/contract/window'
import type { Trial } from '@seriema/ml/evaluation/auto'
import { chooseForecaster } from '@seriema/ml/models/choose'
import { closedFormForecasters } from '@seriema/ml/models/kinds'
import { seasonalNaive } from '@seriema/ml/models/seasonal-naive'
import { detectSeason } from '@seriema/ml/series/season'
import { calendarSeasons } from '@seriema/ml/series/step'
import { LRUCache } from 'lru-cache'
import { createFittedModels, createNetworks, outgrown, sameRhythm } from './fitted-models.ts'
import { honestIntervals } from './intervals.ts'
import { candidatesOf, createPicks } from './picks.ts'
import type { ForecastTask, MadeForecast } from './task.ts'
import type { TrainedNetwork } from './training/process.ts'

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

/** Season, choice, fit, calibration, forecast: everything that takes time. `pretrained` are those whose weights are at hand. */
export function createForecastEngine(pretrained: readonly Forecaster[] = []): ForecastEngine {
  const members = [...closedFormForecasters, ...pretrained]
  const models = createFittedModels()
  const picks = createPicks(members)
  const networks = createNetworks()
  const seasons = new LRUCache<number, KnownSeason>({ max: 2_000 })

  const seasonOf = ({ seriesId, points, window, step }: ForecastTask): number => {
    const known = seasons.get(seriesId)
    const { interval } = window
    if (known !== undefined && !outgrown(known.points, points) && sameRhythm(known.interval, interval))
      return known.season
    const season = detectSeason(window.channels, calendarSeasons(step))
    seasons.set(seriesId, { points, interval, season })
    return season
  }

  const memberOf = (kind: ForecasterKind): Forecaster => {
    const member = members.find(one => one.kind === kind)
    if (member === undefined) throw new Fault('MODEL_NOT_FOUND', `${kind} is not there: ask for another forecaster`)
    return member
  }

  const make = async (task: ForecastTask, kind: ForecasterKind, reason: string, trial: Trial | null = null) => {
    const { window, horizon, seriesId, points } = task
    const found = seasonOf(task)
    // A season that was found before may be longer than what is left of the series.
    const season = kind === seasonalNaive.kind && windowLength(window) < found ? 1 : found
    const purpose = { seriesId, horizon, season, points }
    const { fitted, calibration } = await models.get(memberOf(kind), window, purpose, trial)
    const [mean] = await fitted.forecast([window], horizon)
    return {
      kind,
      reason,
      season,
      candidates: [],
      ranOn: null,
      mean: mean!,
      intervals: honestIntervals(task, kind, mean!, calibration),
    }
  }

  const byNetwork = async (task: ForecastTask, network: TrainedNetwork): Promise<MadeForecast> => {
    const opened = await networks.open(network)
    const [mean] = await opened.forecast([task.window], task.horizon)
    const { kind, provider, refused } = opened
    return {
      kind,
      reason: byName,
      season: seasonOf(task),
      candidates: [],
      ranOn: { provider, refused },
      mean: mean!,
      intervals: honestIntervals(task, kind, mean!, network.calibration),
    }
  }

  /** Down the table: the best first, and what fails is told. */
  const best = async (task: ForecastTask): Promise<MadeForecast> => {
    const pick = await picks.get(task, seasonOf(task))
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
    const choice = chooseForecaster({ points, horizon: task.horizon, season: seasonOf(task) })
    if (choice === null)
      throw new Fault('INSUFFICIENT_DATA', `a forecast needs at least 2 points in a row, and there are ${points}`)
    const { kind, reason } = choice
    if (kind === seasonalNaive.kind) return make(task, kind, reason)
    return make(task, kind, reason).catch(() =>
      make(task, seasonalNaive.kind, `${kind} failed, so the last season is repeated`),
    )
  }

  return {
    async run(task) {
      const { wanted, quick, network } = task
      if (network !== null) return byNetwork(task, network)
      if (wanted !== null) return make(task, wanted, byName)
      return quick ? byRule(task) : best(task)
    },
    get held() {
      return models.size + networks.size
    },
  }
}
