import type { PretrainedForecaster } from '../contract/forecaster-family.ts'

export const ttm: PretrainedForecaster = {
  kind: 'ttm',
  how: 'pretrained',
  title: 'TinyTimeMixer',
  tagline: 'pretrained, your weights',
  description: "TinyTimeMixer, a small pretrained neural network; needs weights, see the server's settings.",
  needs: 'weights (SERIEMA_TTM_DIR or SERIEMA_TTM_MODEL), and as many points as they look at',
  settings: [],
  async load(folder) {
    // With it comes onnxruntime, which takes its time.
    const { loadTtm, ttmForecaster } = await import('./ttm/load.ts')
    return ttmForecaster(await loadTtm(folder), ttm.kind)
  },
}
