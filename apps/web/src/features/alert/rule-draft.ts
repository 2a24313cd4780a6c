import type { AlertCondition, AlertRuleFields, AlertRuleInput } from '../../graphql/alert-rule.ts'
import { type Drafts, draftsOf, readDrafts } from '../model/setting-drafts.ts'

/** What something may be for: all series, one, or those of a group. */
export const scopeKinds = ['ALL', 'SERIES', 'GROUP'] as const
export type ScopeKind = (typeof scopeKinds)[number]

/** A rule as it is typed; durations in minutes. */
export interface RuleDraft {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly severity: AlertRuleFields['severity']
  readonly condition: AlertCondition
  readonly settings: Drafts
  readonly channel: string
  readonly scopeKind: ScopeKind
  /** Key of the series, or name of the group. */
  readonly scope: string
  readonly triggerCount: string
  readonly triggerOf: string
  readonly triggerFor: string
  readonly recoveryCount: string
  readonly recoveryFor: string
  readonly cooldown: string
  /** Empty: never. */
  readonly escalateAfter: string
  readonly groupBy: AlertRuleFields['groupBy']
  readonly attribute: string
  readonly receivers: readonly string[]
  readonly escalateTo: readonly string[]
}

const minute = 60_000

/** What somebody begins with who says where from. */
export interface RuleStart {
  readonly series: string | null
  readonly channel: string | null
  readonly condition: string | null
}

export function newDraft(conditions: readonly AlertCondition[], { series, channel, condition }: RuleStart): RuleDraft {
  const chosen = conditions.find(({ kind }) => kind === condition) ?? conditions[0]!
  return {
    ...{ name: '', description: '', enabled: true, severity: 'WARNING', condition: chosen },
    settings: draftsOf(chosen.settings, {}),
    channel: channel ?? '',
    scopeKind: series === null ? 'ALL' : 'SERIES',
    scope: series ?? '',
    ...{ triggerCount: '1', triggerOf: '1', triggerFor: '0' },
    recoveryCount: String(chosen.recoveryCount),
    ...{ recoveryFor: '0', cooldown: '0', escalateAfter: '', groupBy: 'SERIES', attribute: '' },
    ...{ receivers: [], escalateTo: [] },
  }
}

export function draftOfRule(rule: AlertRuleFields, conditions: readonly AlertCondition[]): RuleDraft {
  const condition = conditions.find(({ kind }) => kind === rule.condition) ?? conditions[0]!
  const minutes = (milliseconds: number) => String(milliseconds / minute)
  return {
    ...rule,
    description: rule.description ?? '',
    condition,
    settings: draftsOf(condition.settings, rule.settings),
    channel: rule.channel ?? '',
    scopeKind: rule.series !== null ? 'SERIES' : rule.group !== null ? 'GROUP' : 'ALL',
    scope: rule.series?.key ?? rule.group?.name ?? '',
    triggerCount: String(rule.triggerCount),
    triggerOf: String(rule.triggerOf),
    triggerFor: minutes(rule.triggerFor),
    recoveryCount: String(rule.recoveryCount),
    recoveryFor: minutes(rule.recoveryFor),
    cooldown: minutes(rule.cooldown),
    escalateAfter: rule.escalateAfter === null ? '' : minutes(rule.escalateAfter),
    attribute: rule.attribute ?? '',
    receivers: rule.receiverIds,
    escalateTo: rule.escalateToIds,
  }
}

/** The rule as the API takes it; what is no number is left out, and so as usual. */
export function readRule(draft: RuleDraft): AlertRuleInput {
  const count = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : null)
  const minutes = (text: string) => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) * minute : null)
  const { condition, scopeKind, scope } = draft
  return {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    enabled: draft.enabled,
    severity: draft.severity,
    condition: condition.kind,
    settings: readDrafts(condition.settings, draft.settings),
    channel: condition.ofChannels ? draft.channel.trim() || null : null,
    scope:
      condition.ofSystem || scopeKind === 'ALL'
        ? null
        : scopeKind === 'SERIES'
          ? { series: scope.trim() }
          : { group: scope.trim() },
    triggerCount: count(draft.triggerCount),
    triggerOf: count(draft.triggerOf),
    triggerFor: minutes(draft.triggerFor),
    recoveryCount: count(draft.recoveryCount),
    recoveryFor: minutes(draft.recoveryFor),
    cooldown: minutes(draft.cooldown),
    escalateAfter: minutes(draft.escalateAfter),
    groupBy: draft.groupBy,
    attribute: draft.groupBy === 'ATTRIBUTE' ? draft.attribute.trim() : null,
    receivers: [...draft.receivers],
    escalateTo: [...draft.escalateTo],
  }
}
