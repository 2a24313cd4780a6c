import type { Forecaster, ForecastKind, Window } from '../models/forecaster.ts'
import { forecasters } from '../models/registry.ts'
import { windowLength } from '../models/window.ts'
import { backtest } from './backtest.ts'

/** One line of the table `auto` picks from. */
export interface AutoRow {
  readonly kind: ForecastKind
  /** Theil's U, its mean over the channels: below 1 is better than repeating the last value. Null when not tried. */
  readonly relativeError: number | null
  readonly origins: number
  /** Why it was not tried, in words; null where it was. */
  readonly skipped: string | null
}

export interface AutoChoice {
  /** Null when no kind could be tried. */
  readonly kind: ForecastKind | null
  /** Every kind asked for, the best first, those not tried last. */
  readonly table: readonly AutoRow[]
}

/** The best kind must beat a simpler one by this share to be preferred to it. */
const margin = 0.02

/**
 * Backtests the kinds over rolling origins in the last part of the history, each fitted on what is before, and picks the
 * one with the least error; of kinds within 2 % of the best, the one listed first. Deterministic.
 *
 * @param options.origins forecasts each kind is judged by; a dozen by default, since some kinds cost milliseconds each
 * @param options.share of the history to judge on, a quarter by default
 * @param kinds the simplest first
 */
export async function auto(
  history: Window,
  options: { readonly horizon: number; readonly season: number; readonly origins?: number; readonly share?: number },
  kinds: readonly Forecaster[] = forecasters,
): Promise<AutoChoice> {
  const rows: AutoRow[] = []
  for (const kind of kinds) rows.push(await judged(kind, history, options))
  const tried = rows.filter(row => row.relativeError !== null)
  const least = Math.min(...tried.map(row => row.relativeError!))
  const chosen = tried.find(row => row.relativeError! <= least * (1 + margin))
  const table = rows.toSorted((a, b) => rank(a, chosen) - rank(b, chosen))
  return { kind: chosen?.kind ?? null, table }
}

const rank = (row: AutoRow, chosen: AutoRow | undefined) =>
  row === chosen ? -1 : (row.relativeError ?? Number.POSITIVE_INFINITY)

async function judged(
  forecaster: Forecaster,
  history: Window,
  options: { readonly horizon: number; readonly season: number; readonly origins?: number; readonly share?: number },
): Promise<AutoRow> {
  const { horizon, season, origins = 12, share = 0.25 } = options
  const { kind } = forecaster
  const skip = (skipped: string): AutoRow => ({ kind, relativeError: null, origins: 0, skipped })
  if (horizon > forecaster.longestHorizon) return skip(`forecasts at most ${forecaster.longestHorizon} steps`)
  const points = windowLength(history)
  const from = Math.min(points - horizon, Math.max(Math.floor(points * (1 - share)), 2))
  const needed = forecaster.pointsNeeded(horizon, season)
  if (from < needed)
    return skip(`needs ${needed} points before the ones it is judged on, and there are ${Math.max(0, from)}`)
  const before = { ...history, channels: history.channels.map(values => values.subarray(0, from)) }
  const fitted = await forecaster.fit(before, { horizon, season })
  const { accuracy, origins: made } = await backtest(fitted, history, { horizon, origins, from })
  return { kind, relativeError: relative(accuracy.map(one => one.theilU)), origins: made.length, skipped: null }
}

/** The mean of what is defined: a channel that never moved says nothing. 1 when none says anything. */
function relative(ratios: readonly number[]): number {
  const defined = ratios.filter(Number.isFinite)
  return defined.length === 0 ? 1 : defined.reduce((sum, ratio) => sum + ratio, 0) / defined.length
}
