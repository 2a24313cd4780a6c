/**
 * The last `lookback` values of each channel. Where there are fewer, what is missing before them is what followed a season
 * later, where there is a season; else their mean.
 */
export function wholePast(
  channels: readonly Float64Array[],
  lookback: number,
  season: number,
): readonly Float64Array[] {
  return channels.map(values => {
    const missing = lookback - values.length
    if (missing <= 0) return values.subarray(-missing)
    const whole = new Float64Array(lookback)
    whole.set(values, missing)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    for (let i = missing - 1; i >= 0; i--) {
      whole[i] = season > 1 && values.length >= season ? whole[i + season]! : mean
    }
    return whole
  })
}
