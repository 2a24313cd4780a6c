import type { MetricFigures, VersionMetrics } from '@seriema/domain/version'
import { type Calibration, calibrate, reach } from '../calibration/conformal.ts'
import type { FittedForecaster, Window } from '../contract/forecaster.ts'
import { type Backtest, backtest } from '../evaluation/backtest.ts'
import { seasonalChange } from '../evaluation/metrics.ts'
import { seasonalNaive } from '../models/seasonal-naive.ts'
import { batched } from '../runtime/batch.ts'
import { joined } from '../statistics/joined.ts'
import type { Material, Part } from './material.ts'
import type { ForecastRun, Row } from './run.ts'

/** The levels that versions are calibrated at. */
export const versionLevels: readonly number[] = [0.8, 0.95]

export interface Evaluation {
  readonly metrics: VersionMetrics
  /** In the recipe's scale, over all series; null where there was nothing to take an error from. */
  readonly calibration: Calibration | null
  readonly warnings: readonly string[]
}

/** Forecasts over all series, and of one. */
const [mostForecasts, mostOrigins, fewestOrigins] = [5_000, 50, 2]

/** A series and how it was forecast where nothing was learnt from. */
interface Judged {
  readonly part: Part
  readonly tested: Backtest
}

/**
 * Judges what was trained by its own graph, on rolling origins in the part held out (where there is none, in the one
 * before), beside seasonal naive from the same origins. Figures are means over series and channels in their units. Errors
 * in the recipe's scale become the calibration; that of the coverage told is by errors of other forecasts than those it
 * counts.
 */
export async function evaluate(material: Material, run: ForecastRun): Promise<Evaluation> {
  const { parts, ratios, lookback, horizon, season } = material
  const inTest = ratios.test > 0
  const shared = batched<Row, Float64Array[]>(async rows => (await run.run(rows)).map(({ mean }) => [...mean]), 1_024)
  const from = (part: Part) => (inTest ? part.heldOut : ratios.validation > 0 ? part.trainable : lookback)
  const origins = Math.max(fewestOrigins, Math.min(mostOrigins, Math.round(mostForecasts / parts.length)))
  const judge = async (part: Part): Promise<Judged> => ({
    part,
    tested: await backtest(served(part, lookback, shared), windowOf(part, material.interval), {
      horizon,
      origins,
      from: from(part),
      gaps: part.gaps,
    }),
  })
  const own = (await Promise.all(parts.map(judge))).filter(({ tested }) => tested.origins.length > 0)
  const naive: Judged[] = []
  for (const { part, tested } of own) {
    if (season >= tested.origins[0]!) continue
    const window = windowOf(part, material.interval)
    const options = { horizon, origins: tested.origins.length, from: tested.origins[0]!, gaps: part.gaps }
    naive.push({ part, tested: await backtest(await seasonalNaive.fit(window, { horizon, season }), window, options) })
  }
  const errors = errorsOf(own)
  return {
    metrics: {
      own: inTest ? figuresOf(own, season) : unknown,
      naive: inTest && naive.length === own.length && naive.length > 0 ? figuresOf(naive, season) : null,
    },
    calibration: errors === null ? null : calibrate(errors.map(knownOrNone)),
    warnings: [
      ...(inTest ? [] : ['nothing was held out for a test: there are no metrics, and intervals are too narrow']),
      ...material.request.channels
        .filter((_, c) => errors !== null && !areKnown(errors[c]))
        .map(({ name }) => `${name} had no value to judge by: its intervals say nothing`),
    ],
  }
}

/** A channel without a value has no errors either: what is said of it has no width, and is not looked at. */
const knownOrNone = (steps: readonly Float64Array[]): readonly Float64Array[] =>
  areKnown(steps) ? steps : steps.map(() => Float64Array.of(0))

const areKnown = (steps: readonly Float64Array[] = []): boolean => steps.some(errors => errors.some(Number.isFinite))

const windowOf = ({ channels }: Part, interval: number): Window => ({ channels, interval })

function served(
  part: Part,
  lookback: number,
  run: (rows: readonly Row[]) => Promise<readonly Float64Array[][]>,
): FittedForecaster {
  return {
    kind: 'version',
    lookback,
    forecast: windows =>
      run(windows.map(({ channels }) => ({ past: channels, scales: part.scales, tokens: part.tokens }))),
  }
}

/** Of all series in the recipe's scale, `[channel][step]`; null where there are none. */
function errorsOf(judged: readonly Judged[]): readonly (readonly Float64Array[])[] | null {
  const [first] = judged
  if (first === undefined) return null
  return first.tested.residuals.map((steps, c) =>
    steps.map((_, h) => {
      const all = judged.map(({ part, tested }) => {
        const { factor } = part.scales[c]!
        return tested.residuals[c]![h]!.map(error => error / factor)
      })
      return joined(all)
    }),
  )
}

const unknown: MetricFigures = {
  mse: null,
  mae: null,
  rmse: null,
  mape: null,
  r2: null,
  theilsU: null,
  mase: null,
  coverage: null,
}

function figuresOf(judged: readonly Judged[], season: number): MetricFigures {
  const all = judged.flatMap(({ part, tested }) =>
    tested.accuracy.map((one, c) => {
      const change = seasonalChange(part.channels[c]!.subarray(0, part.heldOut), season)
      return { ...one, mase: one.mae / change }
    }),
  )
  const mean = (of: (one: (typeof all)[number]) => number): number | null => {
    const known = all.map(of).filter(Number.isFinite)
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
  }
  return {
    mse: mean(one => one.mse),
    mae: mean(one => one.mae),
    rmse: mean(one => one.rmse),
    mape: mean(one => one.mape),
    r2: mean(one => one.r2),
    theilsU: mean(one => one.theilU),
    mase: mean(one => one.mase),
    coverage: coverageOf(judged),
  }
}

/**
 * The share of outcomes within the highest level: of the later half of the forecasts by the errors of the earlier; where
 * each series has few, of every other series by the errors of the rest.
 */
function coverageOf(judged: readonly Judged[]): number | null {
  const level = versionLevels.at(-1)!
  const inTime = judged.every(({ tested }) => tested.origins.length >= 2 * fewestOrigins)
  if (!inTime && judged.length < 2) return null
  const half = (later: boolean): readonly Judged[] =>
    inTime
      ? judged.map(({ part, tested }) => ({ part, tested: halved(tested, later) }))
      : judged.filter((_, i) => (i % 2 === 1) === later)
  const { errors } = calibrate(errorsOf(half(false))!)
  let [inside, count] = [0, 0]
  for (const [c, steps] of errorsOf(half(true))!.entries()) {
    if (errors[c]!.every(one => one.length === 0)) continue
    for (const [h, later] of steps.entries()) {
      const [down, up] = [reach(errors[c]!, h, level, 'lower'), reach(errors[c]!, h, level, 'upper')]
      for (const error of later) {
        if (!Number.isFinite(error)) continue
        count++
        if (error >= -down && error <= up) inside++
      }
    }
  }
  return count === 0 ? null : inside / count
}

function halved(tested: Backtest, later: boolean): Backtest {
  const middle = tested.origins.length >> 1
  const cut = (values: Float64Array) => (later ? values.subarray(middle) : values.subarray(0, middle))
  return { ...tested, residuals: tested.residuals.map(steps => steps.map(cut)) }
}
