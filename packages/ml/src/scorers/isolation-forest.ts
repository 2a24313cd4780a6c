import { noTail, rarity, type Tail } from '../calibration/tail.ts'
import { sigmas } from './calibrated.ts'
import { type Forest, grow, isolation, noForest } from './isolation-forest/tree.ts'
import { defineScorer, type ScorerState } from './scorer.ts'
import { noMomentsYet, type SlidingMoments, slide } from './sliding-moments.ts'

export interface IsolationForestSettings {
  /** Consecutive values that make a row. */
  readonly width: number
  readonly trees: number
  /** Rows each tree is grown on. */
  readonly sample: number
  /** Most recent rows the samples are drawn from. */
  readonly window: number
  /** Rows after which the forest is grown anew; Infinity keeps the first one, trained once on the first `window` rows. */
  readonly every: number
  readonly threshold: number
}

export interface IsolationForestState extends ScorerState {
  readonly settings: IsolationForestSettings
  readonly forest: Forest
  readonly rows: Float64Array
  readonly row: Float64Array
  readonly tail: Tail
  readonly moments: SlidingMoments
  seen: number
  seed: number
}

/**
 * How few random cuts set the last `width` values apart from the recent past, in standard deviations: the isolation is
 * calibrated to the series by `rarity`. The forest is grown anew every so many values, on rows from a sliding window.
 */
export const isolationForest = defineScorer<IsolationForestSettings, IsolationForestState>({
  kind: 'isolation-forest',
  defaults: { width: 4, trees: 50, sample: 128, window: 1_000, every: 250, threshold: 3 },
  memory: () => Number.POSITIVE_INFINITY,
  initial: settings => ({
    settings,
    threshold: settings.threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    forest: noForest(settings.trees, settings.sample),
    rows: new Float64Array(settings.window * settings.width),
    row: new Float64Array(settings.width),
    tail: noTail(),
    moments: noMomentsYet(settings.window),
    seen: 0,
    seed: 1,
  }),
  step(state, value) {
    const { settings, forest, row, rows, moments } = state
    state.expected = moments.mean
    state.spread = moments.count > 0 ? Math.sqrt(moments.squares / moments.count) : Number.NaN
    slide(moments, value)
    row.copyWithin(0, 1)
    row[settings.width - 1] = value
    state.seen++
    const made = state.seen - settings.width
    if (made < 0) return Number.NaN
    const score = forest.sample > 0 ? sigmas(rarity(state.tail, isolation(forest, row))) : Number.NaN
    rows.set(row, (made % settings.window) * settings.width)
    if (due(made + 1, settings)) {
      grow(forest, rows, settings.width, Math.min(made + 1, settings.window), settings.sample, () => draw(state))
    }
    return score
  },
})

/** First when there is a sample to grow on (or, where it is grown once, the whole window). */
function due(rows: number, { sample, window, every }: IsolationForestSettings): boolean {
  if (every === Number.POSITIVE_INFINITY) return rows === window
  return rows === sample || rows % every === 0
}

function draw(state: { seed: number }): number {
  state.seed = (Math.imul(state.seed, 1664525) + 1013904223) >>> 0
  return state.seed / 2 ** 32
}
