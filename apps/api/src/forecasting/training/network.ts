import type { Calibration } from '@seriema/ml/calibration/conformal'
import type { Window } from '@seriema/ml/contract/forecaster'
import type { Cell } from '@seriema/ml/layers/recurrent'
import type { RecurrentWeights } from '@seriema/ml/models/recurrent'

/** A network to be trained on a series as it is now. Plain data, like all that travels between processes. */
export interface TrainingJob {
  readonly kind: Cell
  readonly window: Window
}

/** A trained network and the errors it made on points that it had not seen. */
export interface TrainedNetwork {
  /** Unlike that of any other network of this process. */
  readonly id: string
  readonly model: RecurrentWeights
  readonly calibration: Calibration
}

/** What a training tells: epochs as they end, then how it ended. A Fault has a code, a failure of ours has none. */
export type TrainingReply =
  | { readonly kind: 'epoch'; readonly epoch: number }
  | { readonly kind: 'trained'; readonly network: Omit<TrainedNetwork, 'id'> }
  | { readonly kind: 'failed'; readonly code: string | null; readonly message: string }
