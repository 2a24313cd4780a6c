import { type ForecastModel, forecastModels } from '@seriema/domain/forecast'
import { type ForecasterFacts, forecasterFacts } from '@seriema/domain/forecaster'
import type { Refusal } from '@seriema/ml/runtime/provider'
import type { NeuralFacts } from './neural.ts'

/** A kind of forecaster as it is here. */
export interface ModelStatus extends ForecasterFacts {
  readonly model: ForecastModel
  readonly available: boolean
  /** What it is, or why it cannot serve. */
  readonly detail: string
  /** What a network runs on; null for what is no network, or was not loaded yet. */
  readonly provider: string | null
  readonly refused: readonly Refusal[]
}

/** Every kind, the simplest first. */
export const catalogue = (neural: readonly NeuralFacts[]): readonly ModelStatus[] =>
  forecastModels.map(model => {
    const facts = forecasterFacts[model]
    const network = neural.find(one => one.model === model)
    if (network !== undefined) return { ...facts, ...network }
    if (model === 'lstm' || model === 'gru')
      return { ...facts, model, available: false, detail: 'not served yet', provider: null, refused: [] }
    return { ...facts, model, available: true, detail: facts.description, provider: null, refused: [] }
  })
