import type { Interval } from './forecast.ts'

/** A forecast's value for one instant, and the bounds it gave by the level of each interval. NaN where nothing is said. */
export interface Expectation {
  readonly mean: number
  readonly intervals: readonly (Pick<Interval, 'level'> & { readonly lower: number; readonly upper: number })[]
}

/** What came at that instant. */
export interface Actual {
  readonly value: number
  /** What came one season of the forecast before; NaN where that is not known. */
  readonly before: number
}

/**
 * Sums over pairs of what was forecast and what came. Every figure follows from them and each is a plain sum, so that they
 * can be added up over channels, leads and days, a pair can be added as it comes, and taken away again.
 */
export interface AccuracySums {
  /** Pairs. */
  readonly count: number
  /** Σ e, with e = forecast − actual. */
  readonly error: number
  /** Σ |e|. */
  readonly absolute: number
  /** Σ e². */
  readonly squared: number
  /** Σ |e| / |actual| over the pairs whose actual is not zero, and how many these are. */
  readonly relative: number
  readonly relativeCount: number
  /** Over the pairs for which the value a season before is known: Σ |e|, and Σ |actual − value a season before|. */
  readonly scaledError: number
  readonly seasonalChange: number
  /** Σ (actual − centre) and Σ (actual − centre)², around one centre for all sums that are added up. */
  readonly deviation: number
  readonly deviationSquared: number
  /** By the level of the interval as text: how many actuals lay within it, and of how many. */
  readonly coverage: Readonly<Record<string, readonly [inside: number, count: number]>>
}

export const noPairs: AccuracySums = {
  count: 0,
  error: 0,
  absolute: 0,
  squared: 0,
  relative: 0,
  relativeCount: 0,
  scaledError: 0,
  seasonalChange: 0,
  deviation: 0,
  deviationSquared: 0,
  coverage: {},
}

/** Actuals closer to zero than this have no meaningful relative error. */
const nearZero = 1e-8

/**
 * One pair more. Where either value is missing nothing changes.
 *
 * @param centre any value near the actuals, always the same one: how R² stays exact where values are large and vary little
 */
export function add(
  sums: AccuracySums,
  { mean, intervals }: Expectation,
  actual: Actual,
  centre: number,
): AccuracySums {
  const { value, before } = actual
  const error = mean - value
  if (!Number.isFinite(error)) return sums
  const size = Math.abs(error)
  const relative = Math.abs(value) > nearZero
  const seasonal = Number.isFinite(before)
  const coverage = { ...sums.coverage }
  for (const { level, lower, upper } of intervals) {
    if (Number.isNaN(lower) || Number.isNaN(upper)) continue
    const [inside, count] = coverage[level] ?? [0, 0]
    coverage[level] = [inside + (value >= lower && value <= upper ? 1 : 0), count + 1]
  }
  return {
    count: sums.count + 1,
    error: sums.error + error,
    absolute: sums.absolute + size,
    squared: sums.squared + error * error,
    relative: sums.relative + (relative ? size / Math.abs(value) : 0),
    relativeCount: sums.relativeCount + (relative ? 1 : 0),
    scaledError: sums.scaledError + (seasonal ? size : 0),
    seasonalChange: sums.seasonalChange + (seasonal ? Math.abs(value - before) : 0),
    deviation: sums.deviation + (value - centre),
    deviationSquared: sums.deviationSquared + (value - centre) ** 2,
    coverage,
  }
}

/** The sums over the pairs of both. `times` −1: those of the first without those of the second, which are among them. */
export function merge(a: AccuracySums, b: AccuracySums, times: 1 | -1 = 1): AccuracySums {
  const coverage: Record<string, readonly [number, number]> = { ...a.coverage }
  for (const [level, [inside, count]] of Object.entries(b.coverage)) {
    const [known, of] = coverage[level] ?? [0, 0]
    coverage[level] = [known + times * inside, of + times * count]
  }
  return {
    count: a.count + times * b.count,
    error: a.error + times * b.error,
    absolute: a.absolute + times * b.absolute,
    squared: a.squared + times * b.squared,
    relative: a.relative + times * b.relative,
    relativeCount: a.relativeCount + times * b.relativeCount,
    scaledError: a.scaledError + times * b.scaledError,
    seasonalChange: a.seasonalChange + times * b.seasonalChange,
    deviation: a.deviation + times * b.deviation,
    deviationSquared: a.deviationSquared + times * b.deviationSquared,
    coverage,
  }
}

/**
 * Sums of one centre or of many. What R² compares with is worked out within each centre, so `spread` is all that is left
 * of them: Σ (actual − mean of the actuals)², of several channels or series each around the mean of its own.
 */
export type AccuracyTotals = Omit<AccuracySums, 'deviation' | 'deviationSquared'> & { readonly spread: number }

export const totalsOf = ({ deviation, deviationSquared, ...sums }: AccuracySums): AccuracyTotals => ({
  ...sums,
  spread: sums.count > 0 ? Math.max(0, deviationSquared - deviation ** 2 / sums.count) : 0,
})

/** How accurate forecasts were; null where it cannot be said. */
export interface AccuracyFigures {
  /** Pairs of a forecast and what came. */
  readonly count: number
  /** Mean absolute error, in the unit that is forecast. */
  readonly mae: number | null
  /** Mean of |error| / |actual|, as a share, without the `zeros`. */
  readonly mape: number | null
  /** Pairs whose actual is zero, of which there is no relative error. */
  readonly zeros: number
  /** Root of the mean squared error. */
  readonly rmse: number | null
  /**
   * Mean absolute scaled error (Hyndman and Koehler, 2006), collected as points come: the mean absolute error as a multiple
   * of the mean absolute change over one season, both over the same pairs. What is divided by is thus
   * the error of the seasonal naive forecast one season ahead (of the last value, where no season was found) on the very
   * values that were forecast, not on the history learnt from as in the paper: that is gone when the figure is asked for, and a
   * series that has become wilder since would look badly forecast. It is the same for all leads, so they can be compared.
   * Below 1 is better than repeating the last season. null where nothing changed from season to season.
   */
  readonly mase: number | null
  /** Mean of forecast − actual: above zero where forecasts are too high. */
  readonly bias: number | null
  /** 1 − Σ error² / Σ (actual − mean)²: 1 is perfect, 0 no better than the mean, below 0 worse. null where nothing varies. */
  readonly r2: number | null
  /** Of each interval, by level: the share of actuals within it, and of how many; what is well calibrated has share = level. */
  readonly coverage: readonly { readonly level: number; readonly share: number; readonly count: number }[]
}

export function figures(totals: AccuracyTotals): AccuracyFigures {
  const { count, relativeCount, seasonalChange, spread } = totals
  const per = (sum: number, divisor: number) => (divisor > 0 ? sum / divisor : null)
  const unexplained = per(totals.squared, spread)
  return {
    count,
    mae: per(totals.absolute, count),
    mape: per(totals.relative, relativeCount),
    zeros: count - relativeCount,
    rmse: count > 0 ? Math.sqrt(Math.max(0, totals.squared) / count) : null,
    mase: per(totals.scaledError, seasonalChange),
    bias: per(totals.error, count),
    r2: unexplained === null ? null : 1 - unexplained,
    coverage: Object.entries(totals.coverage)
      .filter(([, [, of]]) => of > 0)
      .map(([level, [inside, of]]) => ({ level: Number(level), share: inside / of, count: of }))
      .sort((a, b) => a.level - b.level),
  }
}

/** What accuracy is ranked by. */
export const accuracyMeasures = ['mae', 'mape', 'rmse', 'mase', 'bias', 'r2', 'coverage'] as const
export type AccuracyMeasure = (typeof accuracyMeasures)[number]
