import { Fault } from './fault.ts'

export const severities = ['medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

/** A kind of detector, by the name that the family of detectors gives it: what there is, its registry says. */
export type DetectorKind = string

export const directions = ['both', 'above', 'below'] as const
export type Direction = (typeof directions)[number]

/** What an owner wants to hear of, beyond what a detector thinks unusual. */
export interface AlarmRules {
  /** The side of the expected value on which a point can be an anomaly. */
  readonly direction: Direction
  /** Least |value − expected|, in the channel's unit. */
  readonly leastAbsolute: number
  /** Least |value − expected| as a share of |expected|. */
  readonly leastRelative: number
  /** Points after an alarm in which anomalies belong to the same event; while a series is young, fewer. */
  readonly rest: number
}

export const defaultAlarmRules: AlarmRules = { direction: 'both', leastAbsolute: 0, leastRelative: 0, rest: 150 }

/** Rules as they arrive from outside: whatever is left out stays as it was. */
export type AlarmRulesDraft = { readonly [K in keyof AlarmRules]?: AlarmRules[K] | null | undefined }

export const longestRest = 100_000

/** `previous` with what `draft` changes. Throws INVALID_INPUT naming the rule and what it may be. */
export function defineAlarmRules(draft: AlarmRulesDraft, previous: AlarmRules = defaultAlarmRules): AlarmRules {
  const rules = {
    direction: draft.direction ?? previous.direction,
    leastAbsolute: draft.leastAbsolute ?? previous.leastAbsolute,
    leastRelative: draft.leastRelative ?? previous.leastRelative,
    rest: draft.rest ?? previous.rest,
  }
  for (const name of ['leastAbsolute', 'leastRelative'] as const)
    if (!(rules[name] >= 0 && rules[name] <= 1e300))
      throw new Fault('INVALID_INPUT', `${name} is a number from 0 on, not ${rules[name]}`)
  if (!(Number.isInteger(rules.rest) && rules.rest >= 0 && rules.rest <= longestRest))
    throw new Fault('INVALID_INPUT', `rest is a whole number of points from 0 to ${longestRest}, not ${rules.rest}`)
  return rules
}

/** What stood out, and why: `score` in standard deviations, everything else in the channel's unit. */
export interface Finding {
  /** Epoch milliseconds. */
  readonly at: number
  /** 0-based place of the channel. */
  readonly channel: number
  readonly value: number
  readonly expected: number
  readonly lower: number
  readonly upper: number
  readonly score: number
  readonly severity: Severity
  readonly detector: DetectorKind
  /** Number of the version that spoke; null for a detector that was not trained. */
  readonly versionId: number | null
  /** Why the detector the series has chosen did not speak, when it did not. */
  readonly fallback: string | null
  /** One sentence in plain words. */
  readonly reason: string
  /** Whether the point came after later ones. */
  readonly late: boolean
  /** Whether an event began with it: it does not follow an alarm in its rest, or is much worse than that one was. */
  readonly alarm: boolean
}
