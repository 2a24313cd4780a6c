import type { PretrainedForecaster } from '../contract/forecaster-family.ts'

/**
 * Where our own base model lies: config.json and model.safetensors of a TinyTimeMixer that was trained from scratch on
 * series of our own making.
 */
export const baseDirectory = `${import.meta.dirname}/../../pretrained`

export const base: PretrainedForecaster = {
  kind: 'base',
  how: 'pretrained',
  title: 'Base model',
  tagline: 'pretrained, our own weights',
  description: 'TinyTimeMixer with our own weights, which come along: pretrained, it needs no training on a series.',
  needs: 'as many points as it looks at (512)',
  settings: [],
  async load(folder) {
    // With it comes onnxruntime, which takes its time.
    const { loadTtm, ttmForecaster } = await import('./ttm/load.ts')
    return ttmForecaster(await loadTtm(folder), base.kind)
  },
}
