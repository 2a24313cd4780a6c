import type { ForecastCandidate, ForecasterKind } from '@seriema/domain/forecast'
import { outgrown } from '@seriema/domain/retraining'
import type { Forecaster } from '@seriema/ml/contract/forecaster'
import { type AutoOptions, type AutoRow, auto, reasonOf, type Trial } from '@seriema/ml/evaluation/auto'
import { LRUCache } from 'lru-cache'
import { sameRhythm } from './fitted-models.ts'
import type { ForecastTask } from './task.ts'

/** What a backtest on the series itself says. */
export interface Pick {
  /** Those that could be tried, the chosen one first, then by their error; empty where there is too little history. */
  readonly ranking: readonly ForecasterKind[]
  readonly reason: string
  readonly table: readonly AutoRow[]
  /** The chosen one as it was tried: given once, since the window goes on. */
  takeTrial(): Trial | null
}

/** Which forecaster is the best for a series, reach and rhythm: found out again by the rule by which models are refitted. */
export interface Picks {
  get(task: ForecastTask, season: number): Promise<Pick>
}

interface Held {
  readonly points: number
  readonly interval: number
  readonly made: Promise<Pick>
}

export function createPicks(kinds: readonly Forecaster[], allow?: AutoOptions['allow']): Picks {
  const known = new LRUCache<string, Held>({ max: 2_000 })

  const pick = async ({ window, horizon, gaps }: ForecastTask, season: number): Promise<Pick> => {
    const choice = await auto(window, { horizon, season, gaps, allow }, kinds)
    let { trial } = choice
    const takeTrial = () => {
      const taken = trial
      trial = null
      return taken
    }
    const ranking = choice.table.filter(row => row.skipped === null).map(row => row.kind)
    return { ranking, reason: reasonOf(choice), table: choice.table, takeTrial }
  }

  return {
    get(task, season) {
      const { seriesId, horizon, points, window, alive = '' } = task
      const { interval } = window
      const name = [seriesId, horizon, alive].join(' ')
      const before = known.get(name)
      if (before !== undefined && !outgrown(before.points, points) && sameRhythm(before.interval, interval))
        return before.made
      const made = pick(task, season)
      known.set(name, { points, interval, made })
      made.catch(() => known.delete(name))
      return made
    },
  }
}

/** The table as it is told, with the one that spoke. */
export const candidatesOf = (
  { table }: { readonly table: readonly AutoRow[] },
  spoke: ForecasterKind,
): readonly ForecastCandidate[] =>
  table.map(({ kind, relativeError, skipped }) => ({
    forecaster: kind,
    error: relativeError,
    chosen: kind === spoke,
    skipped,
  }))
