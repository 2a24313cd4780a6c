import { existsSync } from 'node:fs'
import { baseDirectory } from '@seriema/ml/models/base'
import { ibmWeights } from './standardised.ts'

/** IBM's weights where they are, else the base model's, which have the same shape and take as long. */
export function ttmWeights(): { readonly directory: string; readonly origin: string } {
  const given = ibmWeights()
  return existsSync(given)
    ? { directory: given, origin: `weights from ${given}` }
    : { directory: baseDirectory, origin: 'weights of the base model' }
}
