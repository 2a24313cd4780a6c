import type { Forecaster } from '@seriema/ml/models/forecaster'

/** What is known of the neural model; plain data, which may travel between threads. */
export interface NeuralFacts {
  readonly available: boolean
  /** What it is, or why it is not there. */
  readonly detail: string
  /** What it runs on: cuda, webgpu or cpu. */
  readonly provider: string
}

export interface Neural {
  readonly forecaster: Forecaster
  /** Points it looks at, and the most steps it reaches. */
  readonly context: number
  readonly longestHorizon: number
  readonly facts: NeuralFacts
}

export const needsWeights = 'needs weights: set SERIEMA_TTM_DIR to a folder that has them'
export const noNeural: NeuralFacts = { available: false, detail: needsWeights, provider: 'cpu' }

/**
 * The TinyTimeMixer of a folder, null without one. Its module, and onnxruntime with it, is loaded only when it is needed.
 * Throws INVALID_WEIGHTS or UNSUPPORTED_MODEL.
 */
export async function loadNeural(folder: string | null): Promise<Neural | null> {
  if (folder === null) return null
  const { loadTtm, ttmForecaster } = await import('@seriema/ml/models/ttm')
  const ttm = await loadTtm(folder)
  const detail = `TinyTimeMixer ${ttm.config.contextLength} → ${ttm.config.steps} from ${folder}`
  return {
    forecaster: ttmForecaster(ttm),
    context: ttm.lookback,
    longestHorizon: ttm.longestHorizon,
    facts: { available: true, detail, provider: ttm.provider },
  }
}
