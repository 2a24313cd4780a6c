import { recurrentSettings } from '@seriema/domain/forecaster'
import { calibrate } from '@seriema/ml/calibration/conformal'
import { windowLength } from '@seriema/ml/contract/window'
import { backtest } from '@seriema/ml/evaluation/backtest'
import { fitRecurrent } from '@seriema/ml/models/recurrent'
import { detectSeason } from '@seriema/ml/series/season'
import type { TrainedNetwork, TrainingJob } from './network.ts'
import { planTraining } from './plan.ts'

/** Forecasts that the intervals of a network rest on. */
const origins = 50

/**
 * Trains a network on a series and calibrates it on the part it was not shown. On one thread, so that training takes no
 * more than a core. Throws INSUFFICIENT_DATA, and INVALID_INPUT where it diverges.
 */
export async function trainNetwork(
  { kind, window }: TrainingJob,
  onEpoch: (epoch: number) => void,
): Promise<Omit<TrainedNetwork, 'id'>> {
  const { units, epochs, batch, rate, patience, validation, test, steps: horizon } = recurrentSettings
  const points = windowLength(window)
  const plan = planTraining(kind, points, detectSeason(window.channels))
  const fitted = await fitRecurrent(window, {
    ...{ cell: kind, ...plan, layers: [{ units }], epochs, batch, rate, patience, validation, test },
    ...{ seed: 1, threads: 1 },
    onEpoch: ({ epoch }) => onEpoch(epoch),
  })
  const from = fitted.splits.heldOut
  const fewestSteps = Math.min(horizon, Math.max(1, (points - from) >> 1))
  const { residuals } = await backtest(fitted, window, { horizon, origins, from, fewestSteps })
  const { config, scales, weights } = fitted
  await fitted.close()
  return { model: { config, scales, weights }, calibration: calibrate(residuals) }
}
