import type { Series } from '../store/series.ts'
import { isFor, type WatchedRule } from './watching.ts'

/** A series that has been silent for as long as a rule asks. */
export interface Silent {
  readonly rule: WatchedRule
  readonly series: Series
  /** When it had been for so long, and since when it is (epoch milliseconds). */
  readonly at: number
  readonly since: number
}

/** When series were heard last, for rules that ask for silence. Costs the same for each event, however many series there are. */
export interface Silences {
  /** A point came of it (epoch milliseconds). Returns the rules that ask whether it is silent. */
  heard(series: Series, at: number): Iterable<WatchedRule>
  /** Those that have become silent by now, each once until it is heard again. */
  due(now: number): readonly Silent[]
}

interface Listening {
  series: Series
  heardAt: number
  /** What each rule that is for it allows, in milliseconds. */
  allowed: ReadonlyMap<WatchedRule, number>
  /** Rules that wait for it to be silent. */
  readonly waiting: Set<WatchedRule>
}

/** Milliseconds that are looked at together. */
const bucket = 250

/** `grace`: nothing is silent before this instant, as after a start, when senders have yet to come back. */
export function createSilences(rules: readonly WatchedRule[], grace: number): Silences {
  const known = new Map<number, Listening>()
  const buckets = new Map<number, [WatchedRule, Listening][]>()

  const allowedOf = (series: Series): ReadonlyMap<WatchedRule, number> =>
    new Map(
      rules.flatMap(rule => {
        const allowed = isFor(rule, series) ? rule.means.silentAfter!(rule.settings, series) : null
        return allowed === null ? [] : [[rule, allowed] as const]
      }),
    )

  const wait = (rule: WatchedRule, listening: Listening, until: number) => {
    const place = Math.ceil(Math.max(until, grace) / bucket)
    const those = buckets.get(place)
    if (those === undefined) buckets.set(place, [[rule, listening]])
    else those.push([rule, listening])
    listening.waiting.add(rule)
  }

  return {
    heard(series, at) {
      if (rules.length === 0) return []
      let listening = known.get(series.id)
      if (listening === undefined) {
        listening = { series, heardAt: at, allowed: allowedOf(series), waiting: new Set() }
        known.set(series.id, listening)
      }
      listening.heardAt = Math.max(listening.heardAt, at)
      if (listening.series !== series) {
        listening.series = series
        listening.allowed = allowedOf(series)
      }
      for (const [rule, allowed] of listening.allowed)
        if (!listening.waiting.has(rule)) wait(rule, listening, listening.heardAt + allowed)
      return listening.allowed.keys()
    },
    due(now) {
      const silent: Silent[] = []
      for (const place of [...buckets.keys()]) {
        if (place * bucket > now) continue
        const those = buckets.get(place)!
        buckets.delete(place)
        for (const [rule, listening] of those) {
          listening.waiting.delete(rule)
          const allowed = listening.allowed.get(rule)
          if (allowed === undefined) continue
          const at = listening.heardAt + allowed
          if (at > now) wait(rule, listening, at)
          else silent.push({ rule, series: listening.series, at, since: listening.heardAt })
        }
      }
      return silent
    },
  }
}
