import { number, numberOf } from '../contract/setting.ts'
import { greaterOrEqual, where } from '../graph/ops/comparison.ts'
import { add, exp, multiply, subtract } from '../graph/ops/elementwise.ts'
import { embed, valuesAt } from '../graph/ops/gather.ts'
import { mean, sum } from '../graph/ops/reduce.ts'
import { expandLike, reshape } from '../graph/ops/shape.ts'
import { slice } from '../graph/ops/slice.ts'
import { constant, double, integers, type Tensor } from '../graph/tensor.ts'
import { expectedDepth, type Forest, growTree, isolation, noForest } from '../scorers/isolation-forest/tree.ts'
import { spreadOut } from '../scorers/isolation-forest.ts'
import { usableSpread } from '../scorers/spread.ts'
import { joined } from '../statistics/joined.ts'
import { windowsOf } from './stretches.ts'
import { windowedKind } from './windowed.ts'

/** What was learnt of a channel: trees as `Forest` has them, and what its values were like. */
interface Grown extends Pick<Forest, 'trees' | 'sample'> {
  readonly dimensions: readonly number[]
  readonly thresholds: readonly number[]
  readonly sizes: readonly number[]
  readonly mean: number
  readonly deviation: number
}

/** Windows that trees are drawn from at the least. */
const fewestWindows = 100

/** How few random cuts set the last values apart from the windows of its training. */
export const isolationForestKind = windowedKind<Grown>({
  kind: 'isolation-forest',
  title: 'Trained isolation forest',
  tagline: 'combinations of its training',
  description:
    'How few random cuts set the last values apart from those of the training data, by how rare that was there: sees unusual combinations and levels.',
  scoreInWords: 'how few random cuts set the window apart from those of the training data, by how rare that was',
  settings: [
    number('lookback', ['Looks at', 'Values whose combination is judged, the newest last.'], [1, 64], 4, {
      unit: 'points',
    }),
    number('trees', ['Trees', 'More of them score more evenly, and take longer.'], [10, 500], 100),
    number(
      'sample',
      ['Windows of a tree', 'Drawn at random for each: fewer set outliers apart sooner.'],
      [16, 512],
      128,
    ),
  ],
  warnings: () => [],
  expectation: () => ({ kind: 'usual' }),
  lookbackOf: settings => numberOf(settings, 'lookback'),
  leastLookback: settings => numberOf(settings, 'lookback'),
  fewestWindows: () => fewestWindows,

  learn(stretches, lookback, settings, random) {
    const rows = joined([...windowsOf(stretches, lookback)])
    const count = rows.length / lookback
    const sample = Math.min(numberOf(settings, 'sample'), count)
    const forest = noForest(numberOf(settings, 'trees'), sample)
    for (let tree = 0; tree < forest.trees; tree++) growTree(forest, tree, rows, lookback, count, sample, random)
    const values = joined(stretches.map(one => one.values))
    const middle = values.reduce((total, value) => total + value / values.length, 0)
    const squares = values.reduce((total, value) => total + (value - middle) ** 2 / values.length, 0)
    return {
      trees: forest.trees,
      sample,
      dimensions: Array.from(forest.dimensions),
      thresholds: Array.from(forest.thresholds),
      sizes: Array.from(forest.sizes),
      mean: middle,
      deviation: usableSpread(Math.sqrt(squares), middle),
    }
  },

  isKnown({ trees, sample, dimensions, thresholds, sizes, mean, deviation }, lookback) {
    if (!isCount(trees, 500) || !isCount(sample, 512) || (sample as number) < 2) return false
    const { length } = noForest(trees as number, sample as number).sizes
    const all = [dimensions, thresholds, sizes]
    return (
      all.every(one => Array.isArray(one) && one.length === length && one.every(Number.isFinite)) &&
      (dimensions as number[]).every(one => Number.isInteger(one) && one >= -1 && one < lookback) &&
      (sizes as number[]).every(one => Number.isInteger(one) && one >= 0 && one <= (sample as number)) &&
      endInLeaves(dimensions as number[], trees as number) &&
      Number.isFinite(mean) &&
      Number.isFinite(deviation) &&
      (deviation as number) > 0
    )
  },

  raw(known) {
    const forest = forestOf(known)
    return (window, seen) => {
      seen.expected = known.mean
      return spreadOut(isolation(forest, window))
    }
  },

  reach: ({ deviation }, _, __, sigmas) => sigmas * deviation,

  graph(windows, known) {
    const forest = forestOf(known)
    const average = mean(depths(forest, windows), [1])
    const isolated = exp(multiply(average, double(-Math.LN2 / expectedDepth(forest.sample))))
    const raw = exp(multiply(subtract(isolated, double(0.5)), double(8 * Math.LN2)))
    // Comparisons need not keep what is not a number.
    const all = sum(windows, [1])
    return {
      raw: add(raw, subtract(all, all)),
      expected: expandLike(constant(Float64Array.of(known.mean), [1, 1]), slice(windows, 1, 0, 1)),
    }
  },
})

const isCount = (count: unknown, most: number): boolean =>
  Number.isInteger(count) && (count as number) >= 1 && (count as number) <= most

const forestOf = ({ trees, sample, dimensions, thresholds, sizes }: Grown): Forest => ({
  ...noForest(trees, sample),
  dimensions: Int16Array.from(dimensions),
  thresholds: Float64Array.from(thresholds),
  sizes: Int16Array.from(sizes),
  grown: trees,
  sample,
})

/** Whether nothing at the bottom of a tree is split: whoever follows it comes to an end. */
function endInLeaves(dimensions: readonly number[], trees: number): boolean {
  const nodes = dimensions.length / trees
  return dimensions.every((dimension, i) => i % nodes < nodes >> 1 || dimension <= 0)
}

/** What the leaf that a window [batch, lookback] ends in is worth in each tree, [batch, trees]: all are followed to the bottom. */
function depths(forest: Forest, windows: Tensor): Tensor {
  const { trees, depth } = forest
  const [inner, bottom] = [2 ** depth - 1, 2 ** depth]
  const { dimensions, thresholds, worth } = completed(forest)
  const perTree = (each: number) =>
    constant(
      BigInt64Array.from({ length: trees }, (_, tree) => BigInt(tree * each)),
      [1, trees],
    )
  const like = subtract(slice(windows, 1, 0, 1), constant(new Float64Array(trees), [1, trees]))
  let place = expandLike(constant(new BigInt64Array(trees), [1, trees]), like)
  const found = (table: Tensor, each: number, at: Tensor) =>
    reshape(embed(table, add(at, perTree(each))), [windows.shape[0]!, trees])
  for (let level = 0; level < depth; level++) {
    const value = valuesAt(windows, found(dimensions, inner, place))
    const above = greaterOrEqual(value, found(thresholds, inner, place))
    place = add(multiply(place, integers([2])), where(above, integers([2]), integers([1])))
  }
  return found(worth, bottom, subtract(place, integers([inner])))
}

/** Trees without leaves before the bottom: whatever is below a leaf is worth what it is. */
function completed({ trees, depth, dimensions, thresholds, sizes }: Forest) {
  const [inner, bottom] = [2 ** depth - 1, 2 ** depth]
  const nodes = inner + bottom
  const splitOn = new BigInt64Array(trees * inner)
  const splitAt = new Float64Array(trees * inner)
  const worth = new Float64Array(trees * bottom)
  for (let tree = 0; tree < trees; tree++) {
    const follow = (node: number, level: number, leaf: number | null): void => {
      const at = tree * nodes + node
      const ended = leaf ?? (dimensions[at]! < 0 || level === depth ? level + expectedDepth(sizes[at]!) : null)
      if (level === depth) {
        worth[tree * bottom + node - inner] = ended!
        return
      }
      if (ended === null) {
        splitOn[tree * inner + node] = BigInt(dimensions[at]!)
        splitAt[tree * inner + node] = thresholds[at]!
      }
      follow(2 * node + 1, level + 1, ended)
      follow(2 * node + 2, level + 1, ended)
    }
    follow(0, 0, null)
  }
  return {
    dimensions: constant(splitOn, [splitOn.length, 1]),
    thresholds: constant(splitAt, [splitAt.length, 1]),
    worth: constant(worth, [worth.length, 1]),
  }
}
