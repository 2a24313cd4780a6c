import { type Calibration, calibrate } from '../calibration/conformal.ts'
import type { FittedForecaster, Forecaster, PointForecast, StillTime, Window } from '../contract/forecaster.ts'
import { type Gaps, windowLength } from '../contract/window.ts'
import { type Accuracy, accuracy, theilU } from './metrics.ts'

/** What a forecaster would have said at past instants, beside what came. */
export interface Backtest {
  /** For each origin the place in the history of the first point it forecast, ascending. */
  readonly origins: Int32Array
  /** Whether there was time for all of them. */
  readonly complete: boolean
  /** actual − forecast, `[channel][step]`, one per origin; NaN where the history ends before the step. */
  readonly residuals: readonly (readonly Float64Array[])[]
  /** Per channel, over all origins and steps. */
  readonly accuracy: readonly (Accuracy & { readonly theilU: number })[]
}

export interface BacktestOptions {
  readonly horizon: number
  /** The most origins to forecast from; they are spread evenly over the part tested. */
  readonly origins: number
  /** Place of the first point that may be forecast: give the end of what the forecaster learnt from. */
  readonly from: number
  /** Fewest steps that must have come after an origin for it to count; the horizon by default. */
  readonly fewestSteps?: number
  /** Which values of the history were made up, 1 for each, per channel: they are no outcomes. */
  readonly gaps?: Gaps
  /** Asked before each forecast, the newest origins first; those there is no time for are left out. */
  readonly stillTime?: StillTime | undefined
}

/** Windows handed over at a time: enough to fill a batch, few enough that their forecasts stay small. */
const batch = 256

/**
 * Forecasts from rolling origins in history[from, end), each seeing only what was before it, and compares with what came.
 * Windows are views of the history: nothing is copied. Without a single origin that fits, residuals are empty.
 */
export async function backtest(fitted: FittedForecaster, history: Window, options: BacktestOptions): Promise<Backtest> {
  const { horizon, gaps = [], stillTime } = options
  const possible = rollingOrigins(windowLength(history), fitted.lookback, options)
  const forecasts = await forecastsFrom(fitted, history, possible, horizon, stillTime)
  const origins = possible.subarray(possible.length - forecasts.length)
  const residuals = history.channels.map(() =>
    Array.from({ length: horizon }, () => new Float64Array(origins.length).fill(Number.NaN)),
  )
  forecasts.forEach((forecast, place) => {
    compare(history, gaps, forecast, { origin: origins[place]!, place }, residuals)
  })
  return {
    origins,
    complete: origins.length === possible.length,
    residuals,
    accuracy: history.channels.map((values, channel) => judge(values, origins, residuals[channel]!)),
  }
}

/** One for each of the last of the origins, in their order: all of them where there is time. */
async function forecastsFrom(
  fitted: FittedForecaster,
  history: Window,
  origins: Int32Array,
  horizon: number,
  stillTime: StillTime | undefined,
): Promise<readonly PointForecast[]> {
  const made: (readonly PointForecast[])[] = []
  const most = stillTime === undefined ? batch : 1
  for (let end = origins.length; end > 0; end -= most) {
    if (made.length > 0 && stillTime?.() === false) break
    const some = origins.subarray(Math.max(0, end - most), end)
    const windows = Array.from(some, origin => before(history, origin, fitted.lookback))
    made.push(await fitted.forecast(windows, horizon))
  }
  return made.reverse().flat()
}

function rollingOrigins(points: number, lookback: number, options: BacktestOptions): Int32Array {
  const first = Math.max(options.from, lookback)
  const last = points - (options.fewestSteps ?? options.horizon)
  const possible = Math.max(0, last - first + 1)
  const count = Math.min(options.origins, possible)
  const stride = count > 1 ? (possible - 1) / (count - 1) : 0
  return Int32Array.from({ length: count }, (_, i) => last - Math.round((count - 1 - i) * stride))
}

const before = (history: Window, origin: number, lookback: number): Window => ({
  channels: history.channels.map(values => values.subarray(origin - lookback, origin)),
  interval: history.interval,
})

function compare(
  history: Window,
  gaps: Gaps,
  forecast: PointForecast,
  { origin, place }: { readonly origin: number; readonly place: number },
  residuals: readonly (readonly Float64Array[])[],
): void {
  for (let channel = 0; channel < residuals.length; channel++) {
    const values = history.channels[channel]!
    const steps = residuals[channel]!
    const known = Math.min(steps.length, values.length - origin)
    for (let h = 0; h < known; h++)
      if (gaps[channel]?.[origin + h] !== 1) steps[h]![place] = values[origin + h]! - forecast[channel]![h]!
  }
}

function judge(values: Float64Array, origins: Int32Array, steps: readonly Float64Array[]) {
  const size = origins.length * steps.length
  const actual = new Float64Array(size)
  const forecast = new Float64Array(size)
  const asItWas = new Float64Array(size)
  origins.forEach((origin, i) => {
    steps.forEach((residuals, h) => {
      const place = i * steps.length + h
      actual[place] = values[origin + h] ?? Number.NaN
      forecast[place] = actual[place]! - residuals[i]!
      asItWas[place] = values[origin - 1]!
    })
  })
  return { ...accuracy(actual, forecast), theilU: theilU(actual, forecast, asItWas) }
}

/** A forecaster ready to serve, with the errors its kind made on points it had not learnt from. */
export interface CalibratedForecaster {
  readonly fitted: FittedForecaster
  readonly calibration: Calibration
  readonly backtest: Backtest
}

export interface CalibratedOptions {
  readonly horizon: number
  readonly season: number
  /** Forecasts to take errors from; 50 by default, fewer where each of them takes long. */
  readonly origins?: number
  /** Of the history to be held out, a quarter by default. */
  readonly share?: number
  /** A fit on history[0, from), where there is one already. */
  readonly trial?: { readonly fitted: FittedForecaster; readonly from: number } | null
  readonly gaps?: Gaps
  /** How much longer forecasts may be made and penalties tried: what is there then has to do. */
  readonly stillTime?: StillTime | undefined
}

/**
 * Fits on the first part of the history, backtests on the rest, then fits again on all of it: what serves has seen
 * everything, and its intervals come from errors on points unseen. The rest is `share` of the history, or what the kind
 * can spare. With too little for a part to be held out, the errors are those of the served fit on its own history, too
 * small by a little; and where it looks at all of that, the changes from point to point, too large for a good forecaster.
 */
export async function fitCalibrated(
  forecaster: Forecaster,
  history: Window,
  options: CalibratedOptions,
): Promise<CalibratedForecaster> {
  const { horizon, season, share = 0.25, trial = null, gaps = [], stillTime } = options
  const points = windowLength(history)
  const asked = stillTime === undefined ? { horizon, season } : { horizon, season, stillTime }
  const fitted = await forecaster.fit(history, asked)
  const needed = forecaster.pointsNeeded(horizon, season)
  const from = trial?.from ?? Math.max(needed, Math.floor(points * (1 - share)))
  const held = points - from
  const origins = Math.max(fewestOrigins, affordable(forecaster, history, season, options.origins ?? 50))
  const patient = forecaster.effort === undefined ? undefined : stillTime
  const fewestSteps = Math.min(horizon, Math.max(1, held >> 1))
  const tested = { horizon, origins, fewestSteps, gaps, stillTime: patient }
  const beginning = async () => trial?.fitted ?? (await forecaster.fit(upTo(history, from), asked))
  const result =
    held >= 2
      ? await backtest(await beginning(), history, { ...tested, from })
      : await backtest(fitted, history, { ...tested, from: 0, fewestSteps: 1 })
  const errors = result.residuals.map((steps, channel) =>
    steps.some(all => all.some(Number.isFinite)) ? steps : [changes(history.channels[channel]!)],
  )
  return { fitted, calibration: calibrate(errors), backtest: result }
}

/** Below this there are no errors worth the name, however long each takes. */
const fewestOrigins = 4
/** Milliseconds that the forecasts of one backtest may take, by the kind's own estimate or as measured. */
export const budget = 250

/** How many of the origins wanted a kind can forecast from within a quarter of a second. */
export function affordable(forecaster: Forecaster, history: Window, season: number, wanted: number): number {
  const each = (forecaster.effort?.(windowLength(history), season) ?? 0) * history.channels.length
  return each > 0 ? Math.min(wanted, Math.floor(budget / each)) : wanted
}

const changes = (values: Float64Array) => values.subarray(1).map((value, i) => value - values[i]!)

const upTo = (history: Window, points: number): Window => ({
  channels: history.channels.map(values => values.subarray(0, points)),
  interval: history.interval,
})
