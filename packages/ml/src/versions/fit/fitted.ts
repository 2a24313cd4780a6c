import type { EpochLoss } from '@seriema/domain/training'
import type { ServableModel } from '../../artifacts/servable.ts'
import type { TrainingHooks } from '../../contract/trainable.ts'
import type { EpochResult } from '../../training/fit.ts'
import type { Material } from '../material.ts'

/** What a kind has learnt: a graph in the recipe's scale. */
export interface FittedVersion {
  readonly servable: ServableModel
  readonly losses: readonly EpochLoss[]
  /** null where nothing was learnt in passes. */
  readonly bestEpoch: number | null
  /** Of weights that others published and that it began with; null where there are none. */
  readonly license: string | null
  readonly warnings: readonly string[]
}

/** How a kind learns. Throws the signal's reason where it is cancelled. */
export type Fit = (material: Material, hooks: FitHooks) => Promise<FittedVersion>

export interface FitHooks extends Pick<TrainingHooks, 'signal' | 'onEpoch' | 'from'> {
  /** Folder of weights that were published elsewhere, for a kind that can start from them. */
  readonly ibm?: string | undefined
  /** Threads to train with; all cores where it is left out. */
  readonly threads?: number | undefined
}

export const lossOf = ({ epoch, trainingLoss, validationLoss }: EpochResult): EpochLoss => ({
  epoch,
  training: trainingLoss,
  validation: validationLoss,
})
