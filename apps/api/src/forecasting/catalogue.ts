import { type ForecasterKind, forecasterKinds } from '@seriema/domain/forecast'
import { type ForecasterFacts, forecasterFacts } from '@seriema/domain/forecaster'
import type { Refusal } from '@seriema/ml/runtime/provider'
import type { NeuralFacts } from './pretrained.ts'
import type { RanOn } from './task.ts'

/** A kind of forecaster as it is here. */
export interface ForecasterStatus extends ForecasterFacts {
  readonly kind: ForecasterKind
  readonly available: boolean
  /** What it is, or why it cannot serve. */
  readonly detail: string
  /** What a network runs on; null for what is no network, or was not loaded yet. */
  readonly provider: string | null
  readonly refused: readonly Refusal[]
}

/** Every kind, the simplest first. `ranOn` is what networks of the series' own ran on, once one did. */
export const catalogue = (
  neural: readonly NeuralFacts[],
  ranOn: ReadonlyMap<ForecasterKind, RanOn>,
): readonly ForecasterStatus[] =>
  forecasterKinds.map(kind => {
    const facts = forecasterFacts[kind]
    const network = neural.find(one => one.kind === kind)
    if (network !== undefined) return { ...facts, ...network }
    const ran = ranOn.get(kind) ?? { provider: null, refused: [] }
    return { ...facts, kind, available: true, detail: facts.description, ...ran }
  })
