import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { AutoETS, initSync as initEts } from '@bsull/augurs/ets'
import { initSync as initMstl, MSTL } from '@bsull/augurs/mstl'
import { initSync as initSeasons, seasonalities } from '@bsull/augurs/seasons'

const require = createRequire(import.meta.url)
const ready = new Set<string>()

/** The package's own loader fetches its WebAssembly by URL, which Node cannot do for files: it is read from the package. */
function prepare(part: string, init: (options: { module: Uint8Array<ArrayBuffer> }) => unknown): void {
  if (ready.has(part)) return
  init({ module: readFileSync(require.resolve(`@bsull/augurs/${part}`).replace(/\.js$/, '_bg.wasm')) })
  ready.add(part)
}

/** Periods that stand out in the periodogram of `values`, in points, the strongest first; rough for long periods. */
export function periodogramPeaks(values: Float64Array): readonly number[] {
  prepare('seasons', initSeasons)
  return Array.from(seasonalities(values))
}

/** The best of the exponential smoothing models without a season, by AICc. Throws when none can be fitted. */
export function forecastEts(values: Float64Array, horizon: number): Float64Array {
  prepare('ets', initEts)
  using model = new AutoETS(1, 'ZZN')
  model.fit(values)
  return Float64Array.from(model.predict(horizon).point)
}

/** Season by loess, the rest by exponential smoothing. Throws when there are less than two seasons. */
export function forecastMstl(values: Float64Array, season: number, horizon: number): Float64Array {
  prepare('mstl', initMstl)
  using model = MSTL.ets([season])
  model.fit(values)
  return Float64Array.from(model.predict(horizon).point)
}
