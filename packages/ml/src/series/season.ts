import { candidatesFrom, correlationPeaks } from './season/candidates.ts'
import { detrended, explainedByOtherCycles, fewestCycles } from './season/explained.ts'

/**
 * Points looked at, the most recent ones, and channels: three days of minutes, in which a day shows, with room for an
 * outage; fewer points of each channel where there are several, to bound the time to some 30 ms.
 */
const longestLookedAt = 4_608
const mostChannels = 8
/** A longer season is preferred to a shorter one only when it explains this share of what the shorter leaves. */
const worthwhile = 0.15

/** A search for a season that can be done in pieces; plain data. */
export interface SeasonSearch {
  /** What is searched: channels that move, less their trends. */
  readonly moving: readonly Float64Array[]
  peaks: readonly number[] | null
  candidates: readonly number[] | null
  /** Lengths to be expected; another has to explain much more. */
  readonly expected: readonly number[]
  /** What each period explains; NaN where it has not been judged. */
  readonly shares: Float64Array
}

/**
 * Season length in points; 1 where none is worth the name (noise, a constant, a trend, a random walk).
 *
 * Candidates are peaks of the autocorrelation, those of the periodogram, and their halves, thirds and quarters. Each is
 * judged, and moved to the best length beside it, by what a season is for: how much of a cycle, less its moving average,
 * the mean of the other cycles explains. The shortest wins unless a longer one explains much more. Several channels are
 * judged together, by their means: those that move, and of many of these some from the first to the last.
 *
 * @param channels equally long, without missing values (see `regularGrid`)
 * @param expected lengths that the calendar suggests (see `calendarSeasons`): taken as they are, with less proof, unless
 *   another explains much more
 */
export function detectSeason(channels: readonly Float64Array[], expected: readonly number[] = []): number {
  const search = beginSeasonSearch(channels, expected)
  for (;;) {
    const season = searchSeason(search, Number.POSITIVE_INFINITY)
    if (season !== null) return season
  }
}

/** What `detectSeason` does, to be done by `searchSeason` bit by bit. The values are copied. */
export function beginSeasonSearch(channels: readonly Float64Array[], expected: readonly number[] = []): SeasonSearch {
  const judges = spread(channels.filter(moves), mostChannels)
  const lookedAt = Math.floor(longestLookedAt / Math.sqrt(Math.max(1, judges.length)))
  const moving = judges
    .map(values => detrended(values.subarray(Math.max(0, values.length - lookedAt))))
    .filter(values => values !== null)
  return {
    moving,
    expected,
    peaks: null,
    candidates: null,
    shares: new Float64Array(Math.floor((moving[0]?.length ?? 0) / fewestCycles) + 1).fill(Number.NaN),
  }
}

/**
 * The next piece of a search: the autocorrelation, the periodogram, then as many periods judged as `most` says. The
 * season once all is done, which is what `detectSeason` finds; null before.
 */
export function searchSeason(search: SeasonSearch, most: number): number | null {
  const { moving, shares } = search
  const points = moving[0]?.length
  if (points === undefined) return 1
  if (search.peaks === null) {
    search.peaks = correlationPeaks(moving)
    return null
  }
  if (search.candidates === null) {
    search.candidates = candidatesFrom(search.peaks, moving)
    return null
  }
  let left = most
  const judge = (period: number): number => {
    if (period < 2 || period >= shares.length) return 0
    if (Number.isNaN(shares[period]!) && left-- > 0) {
      shares[period] = moving.reduce((sum, values) => sum + explainedByOtherCycles(values, period), 0) / moving.length
    }
    return shares[period]!
  }
  const refined = new Set(search.candidates.map(candidate => climb(candidate, judge)))
  const found = [...refined].filter(period => !search.expected.includes(period)).toSorted((a, b) => a - b)
  const season = best([...search.expected.toSorted((a, b) => a - b), ...found], search, judge)
  return left < 0 ? null : season
}

/** Whether a channel has two values among those that are looked at. */
function moves(values: Float64Array): boolean {
  const from = Math.max(0, values.length - longestLookedAt)
  for (let i = from + 1; i < values.length; i++) if (values[i] !== values[from]) return true
  return false
}

/** At most so many, evenly from the first to the last. */
const spread = <T>(all: readonly T[], most: number): readonly T[] =>
  all.length <= most
    ? all
    : Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!)

/** The first that explains enough, unless a later one explains much more. */
function best(
  periods: readonly number[],
  { moving, expected }: SeasonSearch,
  judge: (period: number) => number,
): number {
  const points = moving[0]!.length
  let season = 1
  let explained = 0
  for (const period of periods) {
    const share = judge(period)
    if (share < fewestExplained(points, expected.includes(period) ? 0 : period)) continue
    if (season > 1 && share <= explained + worthwhile * (1 - explained)) continue
    season = period
    explained = share
  }
  return season
}

/** What chance explains shrinks with the number of points and of cycles; below a tenth a season is no use anyway. */
const fewestExplained = (points: number, period: number) => 0.1 + 1 / Math.sqrt(points) + period / points

/** The best length within reach of a candidate, uphill in steps of one. */
function climb(candidate: number, judge: (period: number) => number): number {
  let best = candidate
  for (let steps = Math.max(2, candidate >> 4); steps > 0; steps--) {
    const next = judge(best - 1) > judge(best + 1) ? best - 1 : best + 1
    if (!(judge(next) > judge(best))) break
    best = next
  }
  return best
}
