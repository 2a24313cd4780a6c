import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import type { Forecaster } from '@seriema/ml/contract/forecaster'
import { findModel } from '@seriema/ml/runtime/hub'
import { type HubModel, showHubModel } from '@seriema/ml/runtime/hub/model'
import type { HubSettings } from '@seriema/ml/runtime/hub/settings'
import type { Refusal } from '@seriema/ml/runtime/provider'

export type PretrainedKind = 'base' | 'ttm'

/** What is known of a pretrained network; plain data, which may travel between threads. */
export interface NeuralFacts {
  readonly kind: PretrainedKind
  readonly available: boolean
  /** What it is, or why it is not there. */
  readonly detail: string
  /** What it runs on: cuda, webgpu or cpu; null where it is not there. */
  readonly provider: string | null
  /** What was tried before that, and why it does not serve. */
  readonly refused: readonly Refusal[]
}

/** The forecaster is null where it is not available. */
export interface Neural {
  readonly facts: NeuralFacts
  readonly forecaster: Forecaster | null
}

/** Where weights are: the folder of our own; the operator's folder or model of the hub, where there is one. */
export interface WeightSources {
  readonly base: string
  readonly ttm: string | { readonly model: HubModel; readonly hub: HubSettings } | null
}

const needsWeights = 'needs weights: set SERIEMA_TTM_DIR to a folder that has them, or SERIEMA_TTM_MODEL to their name'

/**
 * The pretrained networks. One that cannot be had, our own or the hub's, is told to be unavailable and why. A folder the
 * operator names is meant to be right: throws INVALID_WEIGHTS, UNSUPPORTED_MODEL or MODEL_NOT_FOUND about it.
 */
export async function loadNeural({ base, ttm }: WeightSources): Promise<readonly Neural[]> {
  return Promise.all([
    existsSync(join(base, 'config.json'))
      ? load('base', base, 'our own weights').catch(unavailable('base'))
      : absent('base', 'its weights are not in this installation'),
    ttm === null
      ? absent('ttm', needsWeights)
      : typeof ttm === 'string'
        ? load('ttm', ttm, `the weights in ${ttm}`)
        : fromHub(ttm.model, ttm.hub).catch(unavailable('ttm')),
  ])
}

async function fromHub(model: HubModel, hub: HubSettings): Promise<Neural> {
  const { directory, commit, from } = await findModel(model, hub)
  return load('ttm', directory, `the weights of ${showHubModel(model)} (${commit.slice(0, 7)}, ${from})`)
}

async function load(kind: PretrainedKind, folder: string, whose: string): Promise<Neural> {
  // With it comes onnxruntime, which takes its time.
  const { loadTtm, ttmForecaster } = await import('@seriema/ml/models/ttm')
  const loaded = await loadTtm(folder)
  const { contextLength, steps } = loaded.config
  return {
    forecaster: ttmForecaster(loaded, kind),
    facts: {
      kind,
      available: true,
      detail: `TinyTimeMixer ${contextLength} → ${steps} with ${whose}`,
      provider: loaded.provider,
      refused: loaded.refused,
    },
  }
}

const unavailable = (kind: PretrainedKind) => (error: unknown) => {
  if (!(error instanceof Fault)) throw error
  return absent(kind, `cannot be loaded: ${error.message}`)
}

const absent = (kind: PretrainedKind, detail: string): Neural => ({
  forecaster: null,
  facts: { kind, available: false, detail, provider: null, refused: [] },
})
