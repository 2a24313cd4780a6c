/**
 * Isolation trees (Liu, Ting & Zhou 2008) over rows of equal width, as flat arrays: node i has children 2i + 1 and 2i + 2.
 * Cuts may fall beside the rows a tree is grown on, up to half their range away, so that a row outside of all that was
 * seen is cut off sooner than the outermost of those.
 */
export interface Forest {
  readonly trees: number
  readonly depth: number
  /** Dimension a node splits on; −1 in a leaf. */
  readonly dimensions: Int16Array
  readonly thresholds: Float64Array
  /** Rows of the sample that ended in a leaf. */
  readonly sizes: Int16Array
  /** Trees that have been grown, the first ones. */
  grown: number
  /** Rows each tree was grown on last; 0 before the first. */
  sample: number
}

/** How far outside a cut may fall, as a share of the range. */
const beside = 0.5

export const noForest = (trees: number, sample: number): Forest => {
  const depth = Math.ceil(Math.log2(sample)) + 1
  const nodes = trees * (2 ** (depth + 1) - 1)
  return {
    trees,
    depth,
    dimensions: new Int16Array(nodes),
    thresholds: new Float64Array(nodes),
    sizes: new Int16Array(nodes),
    grown: 0,
    sample: 0,
  }
}

/** Grows one tree anew on `sample` rows drawn from the first `count` of `rows`. `draw` gives numbers in [0, 1). */
export function growTree(
  forest: Forest,
  tree: number,
  rows: Float64Array,
  width: number,
  count: number,
  sample: number,
  draw: () => number,
): void {
  forest.sample = Math.min(sample, count)
  forest.grown = Math.max(forest.grown, tree + 1)
  const picked = Int32Array.from({ length: forest.sample }, () => Math.floor(draw() * count))
  split(forest, rows, width, picked, tree * (2 ** (forest.depth + 1) - 1), 0, 0, draw)
}

function split(
  forest: Forest,
  rows: Float64Array,
  width: number,
  picked: Int32Array,
  root: number,
  node: number,
  depth: number,
  draw: () => number,
): void {
  const at = root + node
  forest.dimensions[at] = -1
  forest.sizes[at] = picked.length
  if (depth === forest.depth || picked.length < 2) return
  const dimension = Math.floor(draw() * width)
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const row of picked) {
    const value = rows[row * width + dimension]!
    if (value < least) least = value
    if (value > most) most = value
  }
  const share = (1 + 2 * beside) * draw() - beside
  if (!(most > least)) return
  const threshold = least + share * (most - least)
  forest.dimensions[at] = dimension
  forest.thresholds[at] = threshold
  const below = picked.filter(row => rows[row * width + dimension]! < threshold)
  const above = picked.filter(row => rows[row * width + dimension]! >= threshold)
  split(forest, rows, width, below, root, 2 * node + 1, depth + 1, draw)
  split(forest, rows, width, above, root, 2 * node + 2, depth + 1, draw)
}

/** Of the trees grown: 2^(−mean depth at which the row ends / the depth expected of any row): about 0.5 for usual rows, towards 1 for lone ones. */
export function isolation(forest: Forest, row: Float64Array): number {
  const { grown, dimensions, thresholds, sizes } = forest
  const nodes = 2 ** (forest.depth + 1) - 1
  let total = 0
  for (let root = 0; root < grown * nodes; root += nodes) {
    let node = 0
    let depth = 0
    while (dimensions[root + node]! >= 0) {
      const goesBelow = row[dimensions[root + node]!]! < thresholds[root + node]!
      node = goesBelow ? 2 * node + 1 : 2 * node + 2
      depth++
    }
    total += depth + expectedDepth(sizes[root + node]!)
  }
  return 2 ** (-total / grown / expectedDepth(forest.sample))
}

/** Mean depth of an unsuccessful search in a binary search tree of n. */
export function expectedDepth(n: number): number {
  if (n <= 1) return 0
  return 2 * (Math.log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n
}
