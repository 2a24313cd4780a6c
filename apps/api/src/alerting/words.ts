import type { Series } from '../store/series.ts'
import type { Sighting } from './conditions/contract.ts'
import { span } from './conditions/limit.ts'
import type { WatchedRule } from './watching.ts'

/** What was seen of a series, in a sentence: `Boiler 7 load was 12.3 kW, above 10 kW`. */
export function seenInWords(rule: WatchedRule, series: Series | null, sighting: Sighting): string {
  const channel = sighting.channel === null ? undefined : series?.channels[sighting.channel]
  const tells = rule.means.tells(rule, sighting, channel?.unit ?? null)
  if (series === null) return `${tells[0]!.toUpperCase()}${tells.slice(1)}`
  const named = channel !== undefined && series.channels.length > 1 ? ` ${channel.name}` : ''
  return `${series.title ?? series.key}${named} ${tells}`
}

/**
 * What an alert is called: of one series what was seen of it; of several only what they have in common, since not everybody
 * who sees it may see each of them.
 */
export function titleOf(rule: WatchedRule, groupKey: string, seen: string): string {
  if (rule.groupBy === 'series') return seen
  if (rule.groupBy === 'rule') return rule.name
  return `${rule.name}: ${rule.attribute} ${groupKey === '' ? 'is not said' : groupKey}`
}

/** What a rule asks for, with its windows: `load above 10 kW, 3 of the last 5 times, for 10 min`. */
export function ruleInWords(rule: WatchedRule, unit: string | null = null): string {
  const { triggerCount, triggerOf, triggerFor } = rule
  const often = triggerOf > 1 ? `, ${triggerCount} of the last ${triggerOf} times` : ''
  const long = triggerFor > 0 ? `, for ${span(triggerFor)}` : ''
  return `${rule.name} asks for ${rule.means.asks(rule, unit)}${often}${long}.`
}
