import type { ForecasterKind } from '@seriema/domain/forecast'
import type { FittedForecaster, Forecaster, StillTime, Window } from '../contract/forecaster.ts'
import { type Gaps, windowLength } from '../contract/window.ts'
import { affordable, backtest, budget } from './backtest.ts'

/** One line of the table `auto` picks from. */
export interface AutoRow {
  readonly kind: ForecasterKind
  /** Theil's U, its mean over the channels: below 1 is better than repeating the last value. Null when not tried. */
  readonly relativeError: number | null
  readonly origins: number
  /** Why it was not tried, in words; null where it was. */
  readonly skipped: string | null
}

/** A fit on history[0, from), judged on what came after. */
export interface Trial {
  readonly fitted: FittedForecaster
  readonly from: number
}

export interface AutoChoice {
  /** Null when no kind could be tried. */
  readonly kind: ForecasterKind | null
  /** Every kind asked for, the best first, those not tried last. */
  readonly table: readonly AutoRow[]
  /** The chosen kind as it was judged, which spares calibration a fit; null where there is none. */
  readonly trial: Trial | null
}

export interface AutoOptions {
  readonly horizon: number
  readonly season: number
  /** Forecasts each kind is judged by; a dozen by default, fewer where each of them takes long. */
  readonly origins?: number
  /** Of the history to judge on, a quarter by default. */
  readonly share?: number
  readonly gaps?: Gaps
  /** Begins to measure so many milliseconds, for each kind anew: one that exceeds them is left out. */
  readonly allow?: ((milliseconds: number) => StillTime) | undefined
}

/** The best kind must beat a simpler one by this share to be preferred to it. */
const margin = 0.02
/** A kind that cannot make so many forecasts within the budget is too slow to be picked for a live series. */
const fewestOrigins = 4
/** Milliseconds that a fit may take, by the kind's own estimate. */
const longestFit = 500

/**
 * Backtests the kinds over rolling origins in the last part of the history, each fitted on what is before, and picks the
 * one with the least error; of kinds within 2 % of the best, the one listed first. A kind that fails is not picked.
 * Deterministic.
 *
 * @param kinds the simplest first
 */
export async function auto(history: Window, options: AutoOptions, kinds: readonly Forecaster[]): Promise<AutoChoice> {
  const judgements: Judgement[] = []
  for (const kind of kinds) judgements.push(await judged(kind, history, options))
  const compared = judgements.filter(({ row }) => row.relativeError !== null)
  // The one that needs least history has shown nothing where the others had too little to be tried.
  const tried = compared.length === 1 && judgements.some(({ short }) => short) ? [] : compared
  const least = Math.min(...tried.map(({ row }) => row.relativeError!))
  const chosen = tried.find(({ row }) => row.relativeError! <= least * (1 + margin))
  const table = judgements
    .map(({ row }) => (tried.length > 0 || row.relativeError === null ? row : { ...row, ...alone }))
    .toSorted((a, b) => rank(a, chosen?.row) - rank(b, chosen?.row))
  return { kind: chosen?.row.kind ?? null, table, trial: chosen?.trial ?? null }
}

const alone = { relativeError: null, origins: 0, skipped: 'there is too little history to compare it with another' }

const rank = (row: AutoRow, chosen: AutoRow | undefined) =>
  row === chosen ? -1 : (row.relativeError ?? Number.POSITIVE_INFINITY)

interface Judgement {
  readonly row: AutoRow
  /** Whether it was not tried for want of history. */
  readonly short?: boolean
  readonly trial: Trial | null
}

async function judged(forecaster: Forecaster, history: Window, options: AutoOptions): Promise<Judgement> {
  const { horizon, season, share = 0.25, gaps = [], allow } = options
  const { kind } = forecaster
  const skip = (skipped: string) => ({ row: { kind, relativeError: null, origins: 0, skipped }, trial: null })
  if (horizon > forecaster.longestHorizon) return skip(`forecasts at most ${forecaster.longestHorizon} steps`)
  const points = windowLength(history)
  const from = Math.min(points - horizon, Math.max(Math.floor(points * (1 - share)), 2))
  const needed = forecaster.pointsNeeded(horizon, season)
  if (from < needed)
    return {
      ...skip(`needs ${needed} points before the ones it is judged on, and there are ${Math.max(0, from)}`),
      short: true,
    }
  const origins = affordable(forecaster, history, season, options.origins ?? 12)
  const fewest = Math.min(fewestOrigins, options.origins ?? fewestOrigins)
  const tooSlow = 'takes too long for a series like this'
  if (origins < fewest || (forecaster.fitEffort?.(from, horizon, history.channels.length) ?? 0) > longestFit)
    return skip(tooSlow)
  const before = { ...history, channels: history.channels.map(values => values.subarray(0, from)) }
  try {
    const fitting = allow?.(budget)
    const fitted = await forecaster.fit(before, fitting ? { horizon, season, stillTime: fitting } : { horizon, season })
    const stillTime = forecaster.effort === undefined ? undefined : allow?.(budget)
    const {
      accuracy,
      origins: made,
      complete,
    } = await backtest(fitted, history, { horizon, origins, from, gaps, stillTime })
    // However it compares: live forecasts would cost as much each time.
    if (!complete && made.length < fewest) return skip(tooSlow)
    const relativeError = relative(accuracy.map(one => one.theilU))
    return { row: { kind, relativeError, origins: made.length, skipped: null }, trial: { fitted, from } }
  } catch (error) {
    return skip(`failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The mean of what is defined: a channel that never moved says nothing. 1 when none says anything. */
function relative(ratios: readonly number[]): number {
  const defined = ratios.filter(Number.isFinite)
  return defined.length === 0 ? 1 : defined.reduce((sum, ratio) => sum + ratio, 0) / defined.length
}

/** One sentence for the user: why this kind and not another. */
export function reasonOf({ table }: AutoChoice): string {
  const [chosen, next] = table.filter(row => row.relativeError !== null)
  if (chosen === undefined) return 'there is too little history to try any'
  const error = (row: AutoRow) => `${Number((100 * row.relativeError!).toPrecision(3))} %`
  const measure = `with ${error(chosen)} of the error of repeating the last value`
  if (next === undefined) return `the only one that could be tried on this series, ${measure}`
  const against = `${next.kind}: ${error(next)}`
  return next.relativeError! < chosen.relativeError!
    ? `as good as any in a backtest on this series to within 2 % and simpler, ${measure} (${against})`
    : `the best in a backtest on this series, ${measure} (${against})`
}
