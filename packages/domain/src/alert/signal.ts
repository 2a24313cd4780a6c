/** How often and for how long something must be seen before it counts, and before it counts as over. */
export interface Windows {
  /** It is on once so many of the last `triggerOf` observations hold … */
  readonly triggerCount: number
  readonly triggerOf: number
  /** … the last of which have held for so many milliseconds without a break. */
  readonly triggerFor: number
  /** It is off once so many observations in a row do not hold, over so many milliseconds at least. */
  readonly recoveryCount: number
  readonly recoveryFor: number
}

/** What is seen of a series at an instant: whether what the rule asks for holds. */
export interface Observation {
  /** Epoch milliseconds. */
  readonly at: number
  readonly holds: boolean
}

/** What is remembered of one series by one rule. Plain data; null in its place: at rest, nothing holds. */
export interface Signal {
  /** The newest observation (epoch milliseconds). */
  readonly at: number
  /** Whether the last observations held, `1` or `0` each, the newest last; those before the first `1` are left out. */
  readonly recent: string
  /** Since when it holds without a break; null where it does not. */
  readonly heldSince: number | null
  /** Observations in a row that did not hold, and since when. */
  readonly clear: number
  readonly clearSince: number | null
  readonly on: boolean
}

export interface Observed {
  readonly signal: Signal | null
  /** Whether it went on or off by this observation; null: neither. */
  readonly turned: 'on' | 'off' | null
}

/**
 * What is remembered after one more observation. An observation that is not later than the newest changes nothing. One that
 * is on goes off only after its whole recovery without a single observation that holds, so it never flaps faster than that.
 */
export function observe(windows: Windows, before: Signal | null, { at, holds }: Observation): Observed {
  if (before !== null && at <= before.at) return { signal: before, turned: null }
  const recent = lastOf(windows.triggerOf, `${before?.recent ?? ''}${holds ? 1 : 0}`)
  const heldSince = holds ? (before?.heldSince ?? at) : null
  if (before?.on) {
    if (holds) return { signal: { at, recent, heldSince, clear: 0, clearSince: null, on: true }, turned: null }
    const clearSince = before.clearSince ?? at
    const clear = before.clear + 1
    if (clear >= windows.recoveryCount && at - clearSince >= windows.recoveryFor) return { signal: null, turned: 'off' }
    return { signal: { at, recent, heldSince, clear, clearSince, on: true }, turned: null }
  }
  if (recent === '') return { signal: null, turned: null }
  const on = holds && ones(recent) >= windows.triggerCount && at - heldSince! >= windows.triggerFor
  return { signal: { at, recent, heldSince, clear: 0, clearSince: null, on }, turned: on ? 'on' : null }
}

const lastOf = (count: number, recent: string): string => {
  const kept = recent.slice(-count)
  const first = kept.indexOf('1')
  return first === -1 ? '' : kept.slice(first)
}

const ones = (recent: string): number => {
  let count = 0
  for (const sign of recent) if (sign === '1') count++
  return count
}
