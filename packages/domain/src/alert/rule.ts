import { type AlertSeverity, type Grouping, groupings } from '../alert.ts'
import { Fault } from '../fault.ts'
import type { Settings } from '../setting.ts'
import type { Course } from './incident.ts'
import type { Windows } from './signal.ts'

/** What somebody asks to hear of. Durations in milliseconds. */
export interface AlertRuleDefinition extends Windows, Course {
  readonly name: string
  readonly description: string | null
  readonly enabled: boolean
  readonly severity: AlertSeverity
  /** What it watches, by the name that the family of conditions gives it, and one value per setting of that. */
  readonly condition: string
  readonly settings: Settings
  /** Name of the channel that is watched; null: each of them. */
  readonly channel: string | null
  readonly groupBy: Grouping
  /** Name of the attribute by which alerts are grouped; null where they are grouped otherwise. */
  readonly attribute: string | null
  /** Numbers of receivers: who is told, and who else when nobody acknowledges. */
  readonly receivers: readonly number[]
  readonly escalateTo: readonly number[]
}

/** Bounds of what a rule may say. */
export const ruleBounds = {
  name: 200,
  observations: [1, 500],
  /** Milliseconds: up to 31 days. */
  duration: [0, 31 * 86_400_000],
  receivers: 50,
} as const

type Usual = Omit<AlertRuleDefinition, 'name' | 'condition' | 'settings'>

/** What holds where nothing is said. */
export const usualRule: Usual = {
  description: null,
  enabled: true,
  severity: 'warning',
  channel: null,
  triggerCount: 1,
  triggerOf: 1,
  triggerFor: 0,
  recoveryCount: 1,
  recoveryFor: 0,
  cooldown: 0,
  escalateAfter: null,
  groupBy: 'series',
  attribute: null,
  receivers: [],
  escalateTo: [],
}

/** A rule as it arrives: what is left out is as usual, or as it was. */
export type AlertRuleDraft = {
  readonly [K in keyof AlertRuleDefinition]?: AlertRuleDefinition[K] | null | undefined
}

/** Fields that null removes; of all others it says the same as leaving them out. */
const removable = new Set<keyof AlertRuleDefinition>(['description', 'channel', 'escalateAfter', 'attribute'])

/**
 * `before` with what `draft` changes. Settings are those of the condition, checked by it. Throws INVALID_INPUT naming what
 * it may be.
 */
export function defineAlertRule(
  draft: AlertRuleDraft,
  before: Usual & Partial<AlertRuleDefinition> = usualRule,
): AlertRuleDefinition {
  const given = Object.entries(draft).filter(
    ([field, value]) => value !== undefined && (value !== null || removable.has(field as keyof AlertRuleDefinition)),
  )
  const rule = only({ name: '', condition: '', settings: {}, ...before, ...Object.fromEntries(given) })
  const name = rule.name.trim()
  if (name === '' || name.length > ruleBounds.name)
    throw new Fault('INVALID_INPUT', `the name of a rule has 1 to ${ruleBounds.name} characters`)
  const triggerOf = Math.max(rule.triggerOf, rule.triggerCount)
  for (const field of ['triggerCount', 'recoveryCount'] as const) require(field, rule[field], ruleBounds.observations)
  require('triggerOf', triggerOf, ruleBounds.observations)
  for (const field of ['triggerFor', 'recoveryFor', 'cooldown'] as const)
    require(field, rule[field], ruleBounds.duration)
  if (rule.escalateAfter !== null) require('escalateAfter', rule.escalateAfter, ruleBounds.duration)
  if (!groupings.includes(rule.groupBy)) throw new Fault('INVALID_INPUT', `groupBy is one of ${groupings.join(', ')}`)
  const attribute = rule.groupBy === 'attribute' ? (rule.attribute?.trim() ?? '') : null
  if (attribute === '') throw new Fault('INVALID_INPUT', 'name the attribute by which alerts are grouped')
  const description = rule.description?.trim() || null
  const [receivers, escalateTo] = [distinct(rule.receivers), distinct(rule.escalateTo)]
  return { ...rule, name, description, triggerOf, attribute, receivers, escalateTo }
}

/** Without what a rule that is stored has beside it. */
function only(rule: AlertRuleDefinition): AlertRuleDefinition {
  const fields = ['name', 'condition', 'settings', ...Object.keys(usualRule)] as (keyof AlertRuleDefinition)[]
  return Object.fromEntries(fields.map(field => [field, rule[field]])) as unknown as AlertRuleDefinition
}

function require(field: string, value: number, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new Fault('INVALID_INPUT', `${field} is a whole number from ${least} to ${most}, not ${value}`)
}

function distinct(receivers: readonly number[]): readonly number[] {
  const each = [...new Set(receivers)]
  if (each.length > ruleBounds.receivers)
    throw new Fault('INVALID_INPUT', `a rule tells at most ${ruleBounds.receivers} receivers, not ${each.length}`)
  return each
}

interface Grouped {
  readonly id: number
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
}

/** Which of a rule's alerts a series belongs to: the same text for all that share one. null: it is about no series. */
export function groupKeyOf(
  { groupBy, attribute }: Pick<AlertRuleDefinition, 'groupBy' | 'attribute'>,
  series: Grouped | null,
): string {
  if (groupBy === 'rule') return ''
  if (groupBy === 'series') return series === null ? '' : `#${series.id}`
  return series?.attributes.find(({ name }) => name === attribute)?.value ?? ''
}
