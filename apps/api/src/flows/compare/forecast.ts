import { isDeepStrictEqual } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import { countBefore } from '@seriema/domain/point'
import type { Spend } from '@seriema/domain/range'
import { merge } from '@seriema/domain/settle'
import type { Member, VersionForecast } from '@seriema/ml/contract/trainable'
import { compareForecasts, type ForecastLine, tiledOrigins } from '@seriema/ml/evaluation/comparison'
import { type RecipeGrid, recipeGrid } from '@seriema/ml/recipe/grid'
import { asWatched } from '../../store/point/reading.ts'
import { readPoints } from '../../store/point.ts'
import { type Series, stepOf } from '../../store/series.ts'
import { memberOf } from '../member.ts'
import type { CompareApp, ComparedVersion, Two, VersionComparison, Window } from './comparison.ts'

/** Forecasts of each version at most. */
const mostOrigins = 40

interface Asked {
  readonly window: Window
  /** null: as far as both look, and half of the window at most. */
  readonly horizon: number | null
  readonly spend: Spend
}

/** What both forecast from origins that roll through the window, on the grid of their recipes. */
export async function compareForecasters(
  app: CompareApp,
  series: Series,
  versions: Two,
  { window, horizon: asked, spend }: Asked,
): Promise<VersionComparison> {
  const [first, second] = versions
  if (!isDeepStrictEqual(first.recipe.resample, second.recipe.resample))
    throw new Fault('INVALID_INPUT', 'these two forecast on different grids: compare two with the same `resample`')
  const needs = [await needOf(app, series, first.id), await needOf(app, series, second.id)] as const
  const stored = await readPoints(app.reads, series, { to: window.times[0]!, last: Math.max(...needs) })
  const before = await asWatched(app.reads, series, stored)
  const member = memberOf(series, merge(before, window), stepOf(series)!)
  // What came, and not filled: what is missing is no outcome.
  const grid = recipeGrid(first.recipe, member)
  const instants = Float64Array.from({ length: grid.cells }, (_, cell) => grid.instantOf(cell))
  const begin = countBefore(instants, window.times[0]!)
  const furthest = Math.min(first.horizon, second.horizon)
  const horizon = asked ?? Math.max(1, Math.min(furthest, (grid.cells - begin) >> 1))
  requireHorizon(horizon, furthest)
  const origins = tiledOrigins(begin, grid.cells, horizon, mostOrigins)
  // Nothing is forecast from nothing.
  const usable = origins.filter(origin => countBefore(member.times, instants[origin]!) >= 2)
  if (usable.length === 0)
    throw new Fault(
      'INSUFFICIENT_DATA',
      `the range holds ${grid.cells - begin} steps behind points to learn from, ${horizon} are needed: choose a longer one`,
    )
  spend(usable.length * (needs[0] + needs[1]) * series.channels.length)
  const run = (i: 0 | 1) =>
    forecastFrom(app, versions[i].id, { member, instants, origins: usable, horizon, need: needs[i] })
  const lines = [await run(0), await run(1)] as const
  const cut = (values: Float64Array) => values.subarray(begin)
  const actual = grid.channels.map(cut)
  const [a, b] = lines.map(line => cutLine(line, cut)) as unknown as readonly [ForecastLine, ForecastLine]
  const [metricsOfA, metricsOfB] = compareForecasts(actual, lastKnown(grid, usable, horizon).map(cut), [a, b])
  const compared = (
    version: Two[number],
    line: ForecastLine,
    metrics: ComparedVersion['metrics'],
  ): ComparedVersion => ({
    version,
    values: line.mean,
    metrics,
    raised: null,
    labels: null,
  })
  return {
    series,
    role: 'forecast',
    times: cut(instants),
    actual,
    a: compared(first, a, metricsOfA),
    b: compared(second, b, metricsOfB),
    horizon,
    origins: usable.length,
    agreement: null,
  }
}

function requireHorizon(horizon: number, furthest: number): void {
  if (!(Number.isInteger(horizon) && horizon >= 1))
    throw new Fault('INVALID_INPUT', `horizon is a whole number of steps from 1 on, not ${horizon}`)
  if (horizon > furthest) throw new Fault('HORIZON_TOO_LONG', `both forecast up to ${furthest} steps, not ${horizon}`)
}

async function needOf(app: CompareApp, series: Series, id: number): Promise<number> {
  const { forecaster } = await app.serving.versions.get(id)
  const step = stepOf(series)
  if (forecaster === null || step === null)
    throw new Fault('INSUFFICIENT_DATA', `${series.key} has too few points to be forecast`)
  return forecaster.pointsNeeded(step)
}

interface Rolling {
  readonly member: Member
  readonly instants: Float64Array
  readonly origins: Int32Array
  readonly horizon: number
  readonly need: number
}

/** All origins in one call: the thread computes them together, and none sees what came after it. */
async function forecastFrom(
  app: CompareApp,
  id: number,
  { member, instants, origins, horizon, need }: Rolling,
): Promise<ForecastLine> {
  const members = Array.from(origins, origin => {
    const end = countBefore(member.times, instants[origin]!)
    // Copies: a view would take the whole past along into the thread.
    const past = (values: Float64Array) => values.slice(Math.max(0, end - need), end)
    return { ...member, times: past(member.times), channels: member.channels.map(past) }
  })
  const made = await app.serving.versions.forecast(id, members, horizon)
  const good = made.filter((one): one is VersionForecast => !(one instanceof Error))
  if (good.length === 0) {
    const [error] = made
    throw error instanceof Fault ? error : new Fault('UNAVAILABLE', 'the version failed on this series: try again')
  }
  return lineOf(good, instants, member.channels.length)
}

function lineOf(made: readonly VersionForecast[], instants: Float64Array, channels: number): ForecastLine {
  const empty = () => Array.from({ length: channels }, () => new Float64Array(instants.length).fill(Number.NaN))
  const line = { mean: empty(), lower: empty(), upper: empty() }
  const places = new Map(Array.from(instants, (at, i) => [at, i]))
  for (const { times, mean, intervals } of made) {
    const widest = intervals.at(-1)
    times.forEach((at, h) => {
      const place = places.get(at)
      if (place === undefined) return
      for (let c = 0; c < channels; c++) {
        line.mean[c]![place] = mean[c]![h]!
        if (widest === undefined) continue
        line.lower[c]![place] = widest.lower[c]![h]!
        line.upper[c]![place] = widest.upper[c]![h]!
      }
    })
  }
  return line
}

/** For each cell that is forecast the last value known at its origin. */
const lastKnown = ({ channels, cells }: RecipeGrid, origins: Int32Array, horizon: number): readonly Float64Array[] =>
  channels.map(values => {
    const known = new Float64Array(cells).fill(Number.NaN)
    for (const origin of origins) known.fill(values[origin - 1] ?? Number.NaN, origin, origin + horizon)
    return known
  })

const cutLine = ({ mean, lower, upper }: ForecastLine, cut: (values: Float64Array) => Float64Array): ForecastLine => ({
  mean: mean.map(cut),
  lower: lower.map(cut),
  upper: upper.map(cut),
})
