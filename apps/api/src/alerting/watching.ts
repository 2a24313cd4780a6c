import { belongs, type GroupCondition } from '@seriema/domain/group'
import type { EventKind } from '../events/event.ts'
import type { RuleInForce } from '../store/alert-rule.ts'
import type { Series } from '../store/series.ts'
import type { Condition } from './conditions/contract.ts'
import { conditionOf } from './conditions/registry.ts'

/** A rule that is in force, with what it watches. */
export interface WatchedRule extends RuleInForce {
  readonly means: Condition
}

/** Which rules are to see what, worked out once for all events. */
export interface Watching {
  /** Kinds of event that any rule is to see. */
  readonly kinds: readonly EventKind[]
  readonly rules: ReadonlyMap<number, WatchedRule>
  /** Whether any rule may be to see events of a kind of a series, before anything is read of it. */
  wanted(kind: EventKind, seriesId: number | null): boolean
  /** Rules that see events of a kind of a series; null: of what is of none. */
  rulesFor(kind: EventKind, series: Pick<Series, 'id' | 'attributes'> | null): readonly WatchedRule[]
  /** Rules that hold where nothing comes. */
  readonly silences: readonly WatchedRule[]
  /** Rules about what is worked out elsewhere, those together that ask the same. */
  readonly surveys: readonly (readonly WatchedRule[])[]
  /** Rules about the system. */
  readonly looks: readonly WatchedRule[]
}

interface Scoped {
  readonly seriesId: number | null
  readonly groupConditions: readonly GroupCondition[] | null
}

/** Whether what is for a series, a group or all is for this series; null: for what is of none. */
export function isFor(scoped: Scoped, series: Pick<Series, 'id' | 'attributes'> | null): boolean {
  if (scoped.seriesId !== null) return scoped.seriesId === series?.id
  if (scoped.groupConditions === null) return true
  return series !== null && belongs({ conditions: scoped.groupConditions }, series.attributes)
}

interface OfKind {
  readonly bySeries: ReadonlyMap<number, readonly WatchedRule[]>
  readonly wide: readonly WatchedRule[]
}

export function watchRules(inForce: readonly RuleInForce[]): Watching {
  const rules = inForce.map((rule): WatchedRule => ({ ...rule, means: conditionOf(rule.condition) }))
  const kinds = [...new Set(rules.flatMap(({ means }) => means.wakes))]
  const byKind = new Map(kinds.map(kind => [kind, arranged(rules.filter(({ means }) => means.wakes.includes(kind)))]))
  const silences = rules.filter(({ means }) => means.silentAfter !== undefined)
  const heard = arranged(silences)
  const seen = (kind: EventKind, seriesId: number | null) => {
    const those = byKind.get(kind)
    if (those === undefined) return false
    return those.wide.length > 0 || (seriesId !== null && those.bySeries.has(seriesId))
  }
  return {
    kinds: silences.length > 0 ? [...new Set<EventKind>([...kinds, 'points'])] : kinds,
    rules: new Map(rules.map(rule => [rule.id, rule])),
    wanted: (kind, seriesId) =>
      seen(kind, seriesId) ||
      (kind === 'points' && seriesId !== null && (heard.wide.length > 0 || heard.bySeries.has(seriesId))),
    rulesFor(kind, series) {
      const those = byKind.get(kind)
      if (those === undefined) return []
      const wide = those.wide.filter(rule => isFor(rule, series))
      return series === null ? wide : [...(those.bySeries.get(series.id) ?? []), ...wide]
    },
    silences,
    surveys: [
      ...Map.groupBy(
        rules.filter(({ means }) => means.survey !== undefined),
        ({ condition, settings, channel }) => JSON.stringify([condition, settings, channel]),
      ).values(),
    ],
    looks: rules.filter(({ means }) => means.look !== undefined),
  }
}

function arranged(rules: readonly WatchedRule[]): OfKind {
  const own = rules.filter(({ seriesId }) => seriesId !== null)
  return {
    bySeries: Map.groupBy(own, ({ seriesId }) => seriesId!),
    wide: rules.filter(({ seriesId }) => seriesId === null),
  }
}
