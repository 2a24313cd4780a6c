import type { Settings } from '@seriema/domain/setting'
import { invalidSettings } from '@seriema/domain/setting'
import { number, numberOf } from '../contract/setting.ts'
import { divide, multiply, sqrt, subtract } from '../graph/ops/elementwise.ts'
import { matmul } from '../graph/ops/linear.ts'
import { mean, sum } from '../graph/ops/reduce.ts'
import { transpose } from '../graph/ops/shape.ts'
import { slice } from '../graph/ops/slice.ts'
import { constant, double } from '../graph/tensor.ts'
import { inSpreads, usableSpread } from '../scorers/spread.ts'
import { principalComponents } from '../statistics/principal-components.ts'
import { windowsOf } from './stretches.ts'
import { windowedKind } from './windowed.ts'

/** What was learnt of a channel. */
interface Shapes {
  /** Orthonormal, components × lookback, row by row. */
  readonly basis: readonly number[]
  /** What the components usually leave of a window: the root of its mean squared length. */
  readonly usual: number
}

const widthOf = (settings: Settings): number => numberOf(settings, 'lookback')

/** Windows for each value in one, so that its components are not those of chance. */
const windowsPerValue = 4

function componentsOf(settings: Settings): number {
  const components = numberOf(settings, 'components')
  if (components < widthOf(settings)) return components
  throw invalidSettings([{ path: 'components', problem: 'fewer than the values that it looks at' }])
}

/** How much of the last values the principal components of the windows of its training leave unexplained. */
export const pcaKind = windowedKind<Shapes>({
  kind: 'pca',
  title: 'Trained shapes (PCA)',
  tagline: 'shapes of its training',
  description:
    'How much of the last values is unlike the shapes of the training data, by how rare that was there: sees broken shapes, whatever the level.',
  scoreInWords: 'how unlike the shapes of the training data the window is, by how rare that was',
  settings: [
    number('lookback', ['Looks at', 'Values whose shape is judged, the newest last.'], [4, 256], 16, {
      unit: 'points',
    }),
    number(
      'components',
      ['Components', 'Shapes that windows are described by; the rest is what is scored.'],
      [1, 64],
      3,
    ),
  ],
  warnings: () => [],
  expectation: () => ({ kind: 'usual' }),
  lookbackOf: widthOf,
  leastLookback: settings => {
    componentsOf(settings)
    return widthOf(settings)
  },
  fewestWindows: (_, lookback) => windowsPerValue * lookback,

  learn(stretches, lookback, settings) {
    const components = componentsOf(settings)
    const centred = new Float64Array(lookback)
    const products = new Float64Array(lookback * lookback)
    for (const window of windowsOf(stretches, lookback)) {
      centre(window, centred)
      for (let i = 0; i < lookback; i++)
        for (let j = 0; j < lookback; j++)
          products[i * lookback + j] = products[i * lookback + j]! + centred[i]! * centred[j]!
    }
    const basis = principalComponents(products, lookback, components)
    let [squares, count, level] = [0, 0, 0]
    for (const window of windowsOf(stretches, lookback)) {
      squares += leftOf(basis, window, centred)
      level += (Math.abs(window[lookback - 1]!) - level) / ++count
    }
    return { basis: Array.from(basis), usual: usableSpread(Math.sqrt(squares / count), level) }
  },

  isKnown: ({ basis, usual }, lookback) =>
    Array.isArray(basis) &&
    basis.length > 0 &&
    basis.length % lookback === 0 &&
    basis.length < lookback * lookback &&
    basis.every(Number.isFinite) &&
    Number.isFinite(usual) &&
    (usual as number) > 0,

  raw({ basis, usual }) {
    const rows = Float64Array.from(basis)
    let rest = new Float64Array()
    return (window, seen) => {
      if (rest.length !== window.length) rest = new Float64Array(window.length)
      const left = leftOf(rows, window, rest)
      seen.expected = window[window.length - 1]! - rest[window.length - 1]!
      return inSpreads(Math.sqrt(left), usual)
    }
  },

  reach: ({ usual }, lookback, raw) => (raw * usual) / Math.sqrt(lookback),

  graph(windows, { basis, usual }) {
    const lookback = windows.shape[1] as number
    const rows = constant(Float64Array.from(basis), [basis.length / lookback, lookback])
    const shifted = subtract(windows, slice(windows, 1, 0, 1))
    const centred = subtract(shifted, mean(shifted, [1]))
    const rest = subtract(centred, matmul(matmul(centred, transpose(rows, [1, 0])), rows))
    const newest = (x: typeof windows) => slice(x, 1, lookback - 1, lookback)
    return {
      raw: divide(sqrt(sum(multiply(rest, rest), [1])), double(usual)),
      expected: subtract(newest(windows), newest(rest)),
    }
  },
})

/** The window less its mean, taken from its first value on, so that a level far from zero costs no precision. */
function centre(window: Float64Array, centred: Float64Array): void {
  const first = window[0]!
  let total = 0
  for (let i = 0; i < window.length; i++) {
    centred[i] = window[i]! - first
    total += centred[i]!
  }
  for (let i = 0; i < window.length; i++) centred[i] = centred[i]! - total / window.length
}

/** What the components leave of a window goes to `rest`; returns its squared length. */
function leftOf(basis: Float64Array, window: Float64Array, rest: Float64Array): number {
  const width = window.length
  centre(window, rest)
  // Orthonormal: what one component takes away leaves the others as they were.
  for (let row = 0; row < basis.length; row += width) {
    let along = 0
    for (let i = 0; i < width; i++) along += basis[row + i]! * rest[i]!
    for (let i = 0; i < width; i++) rest[i] = rest[i]! - along * basis[row + i]!
  }
  let left = 0
  for (let i = 0; i < width; i++) left += rest[i]! * rest[i]!
  return left
}
