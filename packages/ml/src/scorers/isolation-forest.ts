import { newScoreCalibration, type ScoreCalibration, toSigmas } from '../calibration/score-calibration.ts'
import { defineScorer, type ScorerState } from '../contract/scorer.ts'
import { noMomentsYet, type SlidingMoments, slide } from '../statistics/sliding-moments.ts'
import { type Forest, growTree, isolation, noForest } from './isolation-forest/tree.ts'
import { defineValueDetector } from './value-detector.ts'

export interface IsolationForestSettings {
  /** Consecutive values that make a row. */
  readonly width: number
  readonly trees: number
  /** Rows each tree is grown on. */
  readonly sample: number
  /** Most recent rows the samples are drawn from. */
  readonly window: number
  /** Rows in which every tree is grown anew once; Infinity keeps the first ones, grown once on the first `window` rows. */
  readonly every: number
  readonly threshold: number
}

export interface IsolationForestState extends ScorerState {
  readonly settings: IsolationForestSettings
  readonly forest: Forest
  readonly rows: Float64Array
  readonly row: Float64Array
  readonly calibration: ScoreCalibration
  readonly moments: SlidingMoments
  /** Values that follow upon each other up to now, and rows made in all. */
  held: number
  made: number
  seed: number
}

/**
 * How few random cuts set the last `width` values apart from the recent past, in standard deviations: the isolation is
 * calibrated to the series by `toSigmas`. Trees are grown anew in turn, one at a time, on rows from a sliding window: the
 * forest follows the series, and no single value takes long.
 */
export const isolationForest = defineScorer<IsolationForestSettings, IsolationForestState>({
  kind: 'isolation-forest',
  defaults: { width: 4, trees: 50, sample: 64, window: 1_000, every: 250, threshold: 3 },
  memory: () => Number.POSITIVE_INFINITY,
  initial: settings => ({
    settings,
    threshold: settings.threshold,
    expected: Number.NaN,
    spread: Number.NaN,
    forest: noForest(settings.trees, settings.sample),
    rows: new Float64Array(settings.window * settings.width),
    row: new Float64Array(settings.width),
    calibration: newScoreCalibration(),
    moments: noMomentsYet(settings.window),
    held: 0,
    made: 0,
    seed: 1,
  }),
  skip(state, { broken }) {
    if (broken) state.held = 0
  },
  step(state, value) {
    const { settings, forest, row, rows, moments } = state
    state.expected = moments.mean
    state.spread = moments.count > 0 ? Math.sqrt(moments.squares / moments.count) : Number.NaN
    slide(moments, value)
    row.copyWithin(0, 1)
    row[settings.width - 1] = value
    state.held++
    if (state.held < settings.width) return Number.NaN
    const made = state.made++
    const score =
      forest.grown === settings.trees
        ? toSigmas(state.calibration, spreadOut(isolation(forest, row)), value - state.expected)
        : Number.NaN
    rows.set(row, (made % settings.window) * settings.width)
    const tree = due(made + 1, settings)
    if (tree !== null) {
      const held = Math.min(made + 1, settings.window)
      growTree(forest, tree, rows, settings.width, held, settings.sample, () => draw(state))
    }
    return score
  },
})

/** Isolations lie close together between 0.3 and 0.9: over a few octaves their tail can be told. */
export const spreadOut = (isolated: number): number => 2 ** (8 * (isolated - 0.5))

/**
 * The tree to be grown after so many rows: from the first sample on (where they are grown once, from a full window on) all
 * of them in a row, then each in turn.
 */
function due(rows: number, { sample, window, every, trees }: IsolationForestSettings): number | null {
  const since = rows - (every === Number.POSITIVE_INFINITY ? window : sample)
  if (since < 0) return null
  if (since < trees) return since
  const pace = Math.max(1, Math.floor(every / trees))
  return rows % pace === 0 ? Math.floor(rows / pace) % trees : null
}

function draw(state: { seed: number }): number {
  state.seed = (Math.imul(state.seed, 1664525) + 1013904223) >>> 0
  return state.seed / 2 ** 32
}

export const isolationForestDetector = defineValueDetector({
  kind: 'isolation-forest',
  title: 'Isolation forest',
  tagline: 'unusual combinations',
  description:
    'How few random cuts set the last four values apart from the recent past, by how rare it is: sees unusual combinations.',
  name: 'isolation forest',
  expectation: { kind: 'usual' },
  scorer: isolationForest,
  calibration: 'itself',
})
