import { type Calibration, calibrate } from '../calibration/conformal.ts'
import type { Window } from '../contract/forecaster.ts'
import type { TrainableForecaster, TrainOptions } from '../contract/forecaster-family.ts'
import { windowLength } from '../contract/window.ts'
import { backtest } from './backtest.ts'

/** A trained model and the errors it made on points that it had not seen. Plain data. */
export interface CalibratedModel {
  readonly model: unknown
  readonly calibration: Calibration
}

/** Forecasts that the intervals of a trained model rest on. */
const origins = 50

/**
 * Trains a kind on a history and calibrates it on the part it was not shown. On one thread, so that training takes no
 * more than a core. Throws Fault INSUFFICIENT_DATA, and INVALID_INPUT where it diverges.
 */
export async function trainCalibrated(
  forecaster: TrainableForecaster,
  history: Window,
  options: TrainOptions = {},
): Promise<CalibratedModel> {
  const { model, heldOut } = await forecaster.train(history, options)
  const opened = await forecaster.open(model, { threads: 1 })
  const horizon = forecaster.steps
  const fewestSteps = Math.min(horizon, Math.max(1, (windowLength(history) - heldOut) >> 1))
  try {
    const { residuals } = await backtest(opened, history, { horizon, origins, from: heldOut, fewestSteps })
    return { model, calibration: calibrate(residuals) }
  } finally {
    await opened.close()
  }
}
