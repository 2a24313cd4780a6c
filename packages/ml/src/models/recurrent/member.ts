import type { ForecasterFacts, TrainableForecaster } from '../../contract/forecaster-family.ts'
import { enoughToTrain, windowLength } from '../../contract/window.ts'
import type { Cell } from '../../layers/recurrent.ts'
import { detectSeason } from '../../series/season.ts'
import type { RecurrentWeights } from '../recurrent.ts'
import { fewestPoints, planTraining } from './plan.ts'
import { describedSettings, recurrentSettings } from './settings.ts'

/** What tells one recurrent kind from another; its kind is the name of its cell. */
type RecurrentFacts = Pick<ForecasterFacts, 'title' | 'tagline' | 'description'> & { readonly kind: Cell }

/** A kind that trains a recurrent network on a series, all channels together, as far as the history has room. */
export function trainedRecurrent(facts: RecurrentFacts): TrainableForecaster<RecurrentWeights> {
  const { units, epochs, batch, rate, patience, validation, test, steps } = recurrentSettings
  const member: TrainableForecaster<RecurrentWeights> = {
    ...facts,
    how: 'trained',
    needs: `at least ${fewestPoints} points; its first forecast comes when it is trained, until then a simpler one answers`,
    settings: describedSettings,
    fewestPoints,
    mostEpochs: epochs,
    steps,
    async train(history, options = {}) {
      enoughToTrain(member, history)
      const { fitRecurrent } = await import('../recurrent.ts')
      const plan = planTraining(windowLength(history), detectSeason(history.channels))
      const { config, scales, weights, splits, close } = await fitRecurrent(history, {
        cell: facts.kind,
        lookback: plan.lookback,
        steps: plan.steps,
        layers: [{ units }],
        epochs: options.epochs ?? epochs,
        batch,
        rate,
        patience,
        validation,
        test,
        seed: 1,
        threads: 1,
        onEpoch: ({ epoch }) => options.onEpoch?.(epoch),
      })
      await close()
      return { model: { config, scales, weights }, heldOut: splits.heldOut }
    },
    async open(model, options) {
      // With it comes onnxruntime, which takes its time.
      const { openRecurrent } = await import('../recurrent.ts')
      return openRecurrent(model, options)
    },
  }
  return member
}
