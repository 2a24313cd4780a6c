import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initSync, seasonalities } from '@bsull/augurs/seasons'

const require = createRequire(import.meta.url)

/** The package's own loader fetches its WebAssembly by URL, which Node cannot do for files: it is read from the package. */
const wasmOf = (part: string) => readFileSync(require.resolve(`@bsull/augurs/${part}`).replace(/\.js$/, '_bg.wasm'))

let ready = false

/** Periods that stand out in the periodogram of `values`, in points, the strongest first; rough for long periods. */
export function periodogramPeaks(values: Float64Array): readonly number[] {
  if (!ready) initSync({ module: wasmOf('seasons') })
  ready = true
  return Array.from(seasonalities(values))
}
