import type { LoadedTtm } from '@seriema/ml/models/ttm'

export interface Neural {
  readonly ttm: LoadedTtm | null
  /** What it is, or why it is not there. */
  readonly detail: string
}

/**
 * The TinyTimeMixer of a folder, null without one. Its module, and onnxruntime with it, is loaded only when it is needed.
 * Throws INVALID_WEIGHTS or UNSUPPORTED_MODEL.
 */
export async function loadNeural(folder: string | null): Promise<Neural> {
  if (folder === null) return { ttm: null, detail: 'needs weights: set SERIEMA_TTM_DIR to a folder that has them' }
  const { loadTtm } = await import('@seriema/ml/models/ttm')
  const ttm = await loadTtm(folder)
  const detail = `TinyTimeMixer ${ttm.config.contextLength} → ${ttm.config.steps} from ${folder}`
  return { ttm, detail }
}
