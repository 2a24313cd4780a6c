import type { ForecasterFacts, TrainableForecaster } from '../../contract/forecaster-family.ts'
import type { Cell } from '../../layers/recurrent.ts'
import { fewestPoints } from './plan.ts'
import { describedSettings } from './settings.ts'

/** What tells one recurrent kind from another; its kind is the name of its cell. */
type RecurrentFacts = Pick<ForecasterFacts, 'title' | 'tagline' | 'description'> & { readonly kind: Cell }

/** A kind that trains a recurrent network on a series, all channels together, as far as the history has room. */
export const trainedRecurrent = (facts: RecurrentFacts): TrainableForecaster => ({
  ...facts,
  how: 'trained',
  needs: `at least ${fewestPoints} points; its first forecast comes when it is trained, until then a simpler one answers`,
  settings: describedSettings,
})
