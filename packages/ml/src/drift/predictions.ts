import { countsIn } from './histogram.ts'
import { chanceOf, driftOfCounts, fewestWindows, referenceOfCounts } from './reference.ts'

/** Of each channel how many values lie in each bin of its reference; null where that has none. */
type Counts = readonly (readonly number[] | null)[]

/** What was forecast in windows since a reference was taken, counted. Plain data; instants in epoch milliseconds. */
export interface PredictionWindows {
  /** The first windows: what was forecast then. */
  readonly first: readonly Counts[]
  /** The last window that is over; null where that is one of the first. */
  readonly last: Counts | null
  /** The one that is not over, since when, and the origin of the last forecast in it. */
  readonly open: Counts
  readonly since: number
  readonly until: number
}

/** What was forecast one step ahead from some origins (ascending epoch milliseconds), one array a channel. */
export interface Predictions {
  readonly origins: Float64Array
  readonly channels: readonly Float64Array[]
}

/** Windows of what was forecast then, at most. */
const firstAtMost = 12

type Bins = readonly ({ readonly edges: readonly number[] } | null)[]

/**
 * With forecasts that came since, all of origins after `until`. A window is over when a forecast comes that is as much later
 * as a window is long.
 */
export function countPredictions(
  known: PredictionWindows | null,
  { origins, channels }: Predictions,
  bins: Bins,
  window: number,
): PredictionWindows | null {
  const first = origins[0]
  if (first === undefined) return known
  const none = bins.map(one => one && new Array<number>(one.edges.length + 1).fill(0))
  let state: PredictionWindows = known ?? { first: [], last: null, open: none, since: first, until: first }
  let begin = 0
  for (let i = 0; i < origins.length; i++) {
    if (origins[i]! < state.since + window) continue
    state = over(added(state, channels, bins, begin, i), none, origins[i]!)
    begin = i
  }
  return { ...added(state, channels, bins, begin, origins.length), until: origins.at(-1)! }
}

function added(
  state: PredictionWindows,
  channels: Predictions['channels'],
  bins: Bins,
  from: number,
  to: number,
): PredictionWindows {
  const open = state.open.map((counts, c) => {
    const edges = bins[c]?.edges
    if (counts === null || edges === undefined) return null
    const more = countsIn(edges, channels[c]!.subarray(from, to))
    return counts.map((count, i) => count + more[i]!)
  })
  return { ...state, open }
}

const over = (state: PredictionWindows, none: Counts, since: number): PredictionWindows =>
  state.first.length < firstAtMost
    ? { ...state, first: [...state.first, state.open], open: none, since }
    : { ...state, last: state.open, open: none, since }

/** PSI of the last window of forecasts beside the first, less what chance makes of it, and what chance reaches. */
export interface PredictionDrift {
  readonly psi: number
  readonly chance: number
}

/** One a channel; null until there are enough windows. */
export function predictionDrift(windows: PredictionWindows | null, bins: Bins): readonly (PredictionDrift | null)[] {
  return bins.map((one, c) => {
    if (one === null || windows === null) return null
    const past = windows.last === null ? windows.first.slice(0, -1) : windows.first
    const last = (windows.last ?? windows.first.at(-1))?.[c]
    if (last == null || past.length < fewestWindows) return null
    const reference = referenceOfCounts(
      one.edges,
      past.flatMap(counts => (counts[c] === null || counts[c] === undefined ? [] : [counts[c]])),
    )
    const moved = reference && driftOfCounts(reference, last)
    return moved === null ? null : { psi: moved.psi, chance: chanceOf(reference!) }
  })
}
