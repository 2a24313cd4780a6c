/** Made-up stretches of no more cells than this are left as the straight lines they are. */
const shortest = 8
/** Cells beside a stretch that say how far its surroundings are from the season. */
const edge = 6

/**
 * Carries a season over long gaps: a straight line through half a season would be learnt as a truth. A cell takes the mean
 * of what was really there one season (or two, three) before and after it, moved so that both ends meet their surroundings.
 * Cells for which nothing was there stay as they are. A copy where anything changes, else the same array.
 *
 * @param values a grid whose gaps are filled somehow
 * @param gaps 1 for each cell that was made up
 * @param season in cells; 1 for none
 */
export function bridgedBySeason(values: Float64Array, gaps: Uint8Array, season: number): Float64Array {
  if (season < 2) return values
  let bridged: Float64Array | null = null
  for (let from = 0; from < values.length; from++) {
    if (gaps[from] !== 1) continue
    let to = from
    while (to < values.length && gaps[to] === 1) to++
    if (to - from > shortest) {
      bridged ??= values.slice()
      fill(bridged, values, gaps, from, to, season)
    }
    from = to
  }
  return bridged ?? values
}

function fill(
  into: Float64Array,
  values: Float64Array,
  gaps: Uint8Array,
  from: number,
  to: number,
  season: number,
): void {
  const before = offset(values, gaps, Math.max(0, from - edge), from, season)
  const after = offset(values, gaps, to, Math.min(values.length, to + edge), season)
  if (before === null && after === null) return
  for (let i = from; i < to; i++) {
    const seasonal = alike(values, gaps, i, season)
    if (Number.isNaN(seasonal)) continue
    const share = (i - from + 1) / (to - from + 1)
    into[i] = seasonal + (before ?? after!) * (1 - share) + (after ?? before!) * share
  }
}

/** How far the cells of [from, to) lie from their like, on average; null where none has any. */
function offset(values: Float64Array, gaps: Uint8Array, from: number, to: number, season: number): number | null {
  let sum = 0
  let count = 0
  for (let i = from; i < to; i++) {
    const off = gaps[i] === 1 ? Number.NaN : values[i]! - alike(values, gaps, i, season)
    if (Number.isNaN(off)) continue
    sum += off
    count++
  }
  return count > 0 ? sum / count : null
}

/** The mean of the nearest real cells of the same phase, before and after; NaN where there is none. */
function alike(values: Float64Array, gaps: Uint8Array, at: number, season: number): number {
  let sum = 0
  let count = 0
  for (const direction of [-1, 1])
    for (let cycle = 1; cycle <= 3; cycle++) {
      const place = at + direction * cycle * season
      if (place < 0 || place >= values.length || gaps[place] === 1) continue
      sum += values[place]!
      count++
      break
    }
  return count > 0 ? sum / count : Number.NaN
}
