import { type ForecastModel, forecastModels } from '@seriema/domain/forecast'
import { type ForecasterFacts, forecasterFacts } from '@seriema/domain/forecaster'
import type { Refusal } from '@seriema/ml/runtime/provider'
import type { RanOn } from './forecast-task.ts'
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

/** Every kind, the simplest first. `ranOn` is what networks of the series' own ran on, once one did. */
export const catalogue = (
  neural: readonly NeuralFacts[],
  ranOn: ReadonlyMap<ForecastModel, RanOn>,
): readonly ModelStatus[] =>
  forecastModels.map(model => {
    const facts = forecasterFacts[model]
    const network = neural.find(one => one.model === model)
    if (network !== undefined) return { ...facts, ...network }
    const ran = ranOn.get(model) ?? { provider: null, refused: [] }
    return { ...facts, model, available: true, detail: facts.description, ...ran }
  })
