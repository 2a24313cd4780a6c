import { Fault } from '@seriema/domain/fault'
import type { ModelKind } from '../contract/trainable.ts'
import { watchingKinds } from '../watching/registry.ts'
import { gruModel, lstmModel } from './kinds/recurrent.ts'
import { ridgeModel } from './kinds/ridge.ts'
import { ttmModel } from './kinds/ttm.ts'

/** Every kind a model can be of, the simplest of each role first. Importing it loads no neural runtime. */
export const modelKinds: readonly ModelKind[] = [ridgeModel, lstmModel, gruModel, ttmModel, ...watchingKinds]

const byKind = new Map(modelKinds.map(one => [one.kind, one]))

/** Throws Fault MODEL_NOT_FOUND for a kind that models cannot be of. */
export function modelKind(kind: string): ModelKind {
  const found = byKind.get(kind)
  if (found !== undefined) return found
  throw new Fault('MODEL_NOT_FOUND', `there is no model kind ${kind}: there are ${[...byKind.keys()].join(', ')}`)
}
