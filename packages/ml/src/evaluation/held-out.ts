import type { FittedForecaster, Window } from '../contract/forecaster.ts'
import { seasonalNaive } from '../models/seasonal-naive.ts'
import { type Backtest, backtest } from './backtest.ts'
import { type Accuracy, seasonalChange } from './metrics.ts'

/** How well one channel was forecast where nothing was learnt from, in its units. */
export interface HeldOutAccuracy extends Accuracy {
  readonly theilU: number
  readonly mase: number
}

export interface HeldOut {
  /** Per channel, over all origins and steps. */
  readonly accuracy: readonly HeldOutAccuracy[]
  /** The same of the last season repeated, from the same origins: what a model has to be better than. */
  readonly naive: readonly HeldOutAccuracy[]
  readonly origins: number
}

/** Judges a forecaster on history[from, end), beside seasonal naive; MASE is measured by the changes before `from`. */
export async function judgeHeldOut(
  fitted: FittedForecaster,
  history: Window,
  options: { readonly from: number; readonly horizon: number; readonly season: number; readonly origins: number },
): Promise<HeldOut> {
  const { from, horizon, season } = options
  const scales = history.channels.map(values => seasonalChange(values.subarray(0, from), season))
  const scaled = ({ accuracy }: Backtest) => accuracy.map((one, c) => ({ ...one, mase: one.mae / scales[c]! }))
  const judged = await backtest(fitted, history, options)
  const [first = from] = judged.origins
  const naive = await backtest(await seasonalNaive.fit(history, { horizon, season }), history, {
    horizon,
    from: first,
    origins: judged.origins.length,
  })
  return { accuracy: scaled(judged), naive: scaled(naive), origins: judged.origins.length }
}
