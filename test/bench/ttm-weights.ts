import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saveTtm } from '@seriema/ml/models/ttm'
import { initialWeights, ttmParameters } from '@seriema/ml/models/ttm/graph'
import { parseTtmConfig } from '@seriema/ml/models/ttm/parse-config'
import { generator } from '@seriema/ml/training/random'

const published = {
  context_length: 512,
  prediction_length: 96,
  patch_length: 64,
  patch_stride: 64,
  d_model: 192,
  num_layers: 2,
  adaptive_patching_levels: 3,
  decoder_d_model: 128,
  decoder_num_layers: 2,
  model_type: 'tinytimemixer',
}

export interface TtmWeights {
  readonly directory: string
  /** What to say about them in a note. */
  readonly origin: string
  dispose(): Promise<void>
}

/** IBM's weights where they are; else random ones of the same shape, which take as long. */
export async function ttmWeights(): Promise<TtmWeights> {
  const shared = process.env.SERIEMA_SHARED ?? '../shared'
  const given = process.env.SERIEMA_TTM_DIR ?? join(shared, 'models/granite-timeseries-ttm-r2')
  if (existsSync(given)) return { directory: given, origin: `weights from ${given}`, dispose: async () => {} }
  const directory = await mkdtemp(join(tmpdir(), 'ttm-'))
  const config = parseTtmConfig(published)
  await saveTtm(directory, config, initialWeights(ttmParameters(config), generator(1)))
  const origin = 'random weights of the published shape'
  return { directory, origin, dispose: () => rm(directory, { recursive: true }) }
}
