import { Fault } from '@seriema/domain/fault'
import type { Settings } from '@seriema/domain/setting'
import { preset } from '../contract/preset.ts'
import { defineScorer, highestScore, type ScorerState } from '../contract/scorer.ts'
import { numberOf } from '../contract/setting.ts'
import { defaultSeverityLimits } from '../contract/severity.ts'
import type { WatchingKind } from '../contract/watching.ts'
import { greater, where } from '../graph/ops/comparison.ts'
import { absolute, add, subtract } from '../graph/ops/elementwise.ts'
import { slice } from '../graph/ops/slice.ts'
import { double, type Tensor } from '../graph/tensor.ts'
import { judgeByScorer } from '../scorers/value-detector.ts'
import { fewestForTail } from '../statistics/tail.ts'
import { areKnots, type Knots, knotsOf, rawAt, sigmasGraph, sigmasOf } from './rarity.ts'
import { calibration, fewestWith, watchingSettings } from './settings.ts'
import { cutAt, type Stretch, stretchesOf, windowsOf } from './stretches.ts'

/** What of the newest value in a window was expected, written as it is scored. */
export interface Seen {
  expected: number
}

/** A kind that scores the newest value in a window of the last ones. */
export interface WindowKind<Own extends object>
  extends Pick<
    WatchingKind,
    | 'kind'
    | 'title'
    | 'tagline'
    | 'description'
    | 'settings'
    | 'warnings'
    | 'lookbackOf'
    | 'expectation'
    | 'scoreInWords'
  > {
  /** Windows it is to be learnt from at least. */
  fewestWindows(settings: Settings, lookback: number): number
  /** The lookback of settings that leave it to the data, at the least. */
  leastLookback(settings: Settings): number
  learn(stretches: readonly Stretch[], lookback: number, settings: Settings, random: () => number): Own
  isKnown(known: Readonly<Record<string, unknown>>, lookback: number): boolean
  /** Raw scores, ≥ 0 and in units of what is usual: how unlike what was learnt a window is. Allocates nothing. */
  raw(known: Own): (window: Float64Array, seen: Seen) => number
  /** How far from the expected value one is that has this raw score, where scores are `sigmas` there. */
  reach(known: Own, lookback: number, raw: number, sigmas: number): number
  /** Raw scores and expected values of windows [batch, lookback], [batch, 1] each. */
  graph(windows: Tensor, known: Own): { readonly raw: Tensor; readonly expected: Tensor }
  /** What the newest value of a window is expected to be, of one whose values are places in time: steps without a value are bridged by it. */
  readonly bridge?: (known: Own) => (window: Float64Array) => number
}

type Calibrated<Own> = Own & { readonly knots: Knots }

interface WindowState extends ScorerState {
  /** The last values, oldest first. */
  readonly window: Float64Array
  /** How many of them there are. */
  held: number
}

const presets: WatchingKind['presets'] = [
  preset(
    'strict',
    ['Strict', 'Raises early: of values like those of its training one in eighty.'],
    { threshold: 2.5 },
    { cut: 5 },
  ),
  preset('lenient', ['Lenient', 'Raises only what is rare: of values like those of its training one in 16,000.'], {
    threshold: 4,
  }),
]

/** Learns from the first part of a history, and how rare its scores are from the rest: there nothing was learnt. */
export function windowedKind<Own extends object>(definition: WindowKind<Own>): WatchingKind<Calibrated<Own>> {
  const { kind, title, tagline, description, expectation, scoreInWords, lookbackOf, warnings, leastLookback } =
    definition
  const bridgedBy = (lookback: number) => (definition.bridge === undefined ? 0 : lookback)
  const fewestPoints = (settings: Settings) => {
    const lookback = leastLookback(settings)
    const share = numberOf(settings, 'calibration')
    const learning = definition.fewestWindows(settings, lookback) + lookback - 1
    // One more, since what is cut is a whole number of values.
    return fewestWith(settings, 1 + Math.ceil(Math.max(fewestForTail / share, learning / (1 - share))))
  }
  return {
    kind,
    title,
    tagline,
    description,
    expectation,
    scoreInWords,
    lookbackOf,
    warnings,
    fewestPoints,
    role: 'watch',
    needs: `some hundred points; 10,000 for an anomaly service`,
    ofGroups: false,
    settings: [...definition.settings, calibration, ...watchingSettings],
    presets,

    learn(channel, lookback, settings, random) {
      const all = stretchesOf(channel, bridgedBy(lookback))
      const values = all.reduce((count, one) => count + one.values.length, 0)
      const learnt = Math.round(values * (1 - numberOf(settings, 'calibration')))
      const first = cutAt(all, learnt)
      const windows = [...windowsOf(first, lookback)].length
      const need = definition.fewestWindows(settings, lookback)
      if (windows < need) throw tooBroken(kind, windows, need, 'to learn from')
      const known = definition.learn(first, lookback, settings, random)
      const raw = definition.raw(known)
      const seen = { expected: Number.NaN }
      const raws = Array.from(windowsOf(all, lookback, learnt), window => raw(window, seen))
      if (raws.length < fewestForTail) throw tooBroken(kind, raws.length, fewestForTail, 'to calibrate by')
      return { ...known, knots: knotsOf(raws) }
    },

    isKnown: (known, lookback): known is Calibrated<Own> => {
      if (typeof known !== 'object' || known === null) return false
      const own = known as Readonly<Record<string, unknown>>
      return areKnots(own.knots) && definition.isKnown(own, lookback)
    },

    judge(known, { lookback, threshold }) {
      const scorer = windowScorer(definition, known, lookback, threshold)
      const plain = scorer as unknown as Parameters<typeof judgeByScorer>[0]
      return {
        initial: () => scorer.initial(scorer.defaults),
        judge: (state, column, from, to, judgement) => judgeByScorer(plain, state, column, from, to, judgement),
      }
    },

    graph(windows, known, { lookback, threshold }) {
      const { raw, expected } = definition.graph(windows, known)
      const reach = double(definition.reach(known, lookback, rawAt(known.knots, threshold), threshold))
      const score = sigmasGraph(known.knots, where(greater(raw, double(highestScore)), double(highestScore), raw))
      const off = absolute(subtract(slice(windows, 1, lookback - 1, lookback), expected))
      const critical = double(defaultSeverityLimits.critical)
      // As `defineScorer` has it: a pattern may be new though its last value is not.
      const within = where(greater(score, critical), critical, score)
      return {
        score: where(greater(off, reach), score, within),
        lower: subtract(expected, reach),
        upper: add(expected, reach),
      }
    },
  }
}

function windowScorer<Own extends object>(
  definition: WindowKind<Own>,
  known: Calibrated<Own>,
  lookback: number,
  threshold: number,
) {
  const raw = definition.raw(known)
  const bridge = definition.bridge?.(known)
  const spread = definition.reach(known, lookback, rawAt(known.knots, threshold), threshold) / threshold
  const push = ({ window }: WindowState, value: number) => {
    window.copyWithin(0, 1)
    window[lookback - 1] = value
  }
  return defineScorer<{ readonly threshold: number }, WindowState>({
    kind: definition.kind,
    defaults: { threshold },
    memory: () => lookback,
    initial: () => ({
      threshold,
      expected: Number.NaN,
      spread: Number.NaN,
      window: new Float64Array(lookback),
      held: 0,
    }),
    skip(state, { broken, missed }) {
      if (broken || (bridge !== undefined && missed > lookback)) state.held = 0
      if (bridge === undefined || state.held < lookback) {
        if (bridge !== undefined && missed > 0) state.held = 0
        return
      }
      for (let step = 0; step < missed; step++) {
        push(state, 0)
        state.window[lookback - 1] = bridge(state.window)
      }
    },
    step(state, value) {
      push(state, value)
      if (state.held < lookback) state.held++
      state.spread = spread
      return state.held < lookback ? Number.NaN : sigmasOf(known.knots, raw(state.window, state))
    },
  })
}

const tooBroken = (kind: string, has: number, need: number, what: string): Fault =>
  new Fault(
    'INSUFFICIENT_DATA',
    `${kind} needs ${need} windows of values in a row ${what}, and there are ${has}: wait for more, or let it look back less`,
    { need, has },
  )
