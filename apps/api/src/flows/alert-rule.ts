import { isDeepStrictEqual } from 'node:util'
import { type AlertRuleDefinition, type AlertRuleDraft, defineAlertRule, usualRule } from '@seriema/domain/alert/rule'
import { Fault } from '@seriema/domain/fault'
import { defineSettings } from '@seriema/domain/setting'
import { conditionOf } from '../alerting/conditions/registry.ts'
import type { Core } from '../core.ts'
import { alertChanged } from '../events/kinds/alert.ts'
import { announce } from '../events/log.ts'
import { reviseRules } from '../store/alert/evaluation.ts'
import { forgetSignals } from '../store/alert/signal.ts'
import { addEntry, endAlertsOf, endSeriesOf } from '../store/alert.ts'
import {
  type AlertRule,
  deleteAlertRule as deleteStored,
  findAlertRules,
  insertAlertRule,
  replaceAlertRule,
  ruleNotFound,
  type WideScope,
} from '../store/alert-rule.ts'
import { type Db, transaction } from '../store/database.ts'
import { holdGroup, requireGroup } from '../store/group.ts'
import { findReceivers } from '../store/receiver.ts'
import { requireSeries, type Series } from '../store/series.ts'

type RuleApp = Pick<Core, 'db' | 'clock'>

/** For whom a rule is to be: the key of a series or the name of a group; null: all series. */
export type ScopeDraft = { readonly series?: string | null; readonly group?: string | null } | null

/** A rule as it arrives; its settings may leave out what is as usual. */
export interface RuleDraft extends Omit<AlertRuleDraft, 'settings'> {
  readonly settings?: Readonly<Record<string, unknown>> | null | undefined
  /** Left out: as it was, or all series. */
  readonly scope?: ScopeDraft | undefined
}

export interface DefinedRule {
  readonly definition: AlertRuleDefinition
  readonly scope: WideScope
  /** Where it is for one alone. */
  readonly series: Series | null
}

/**
 * From the commit on it watches what comes. Throws INVALID_INPUT, INVALID_SETTINGS, SERIES_NOT_FOUND, GROUP_NOT_FOUND,
 * RECEIVER_NOT_FOUND.
 */
export const createAlertRule = (app: RuleApp, draft: RuleDraft, by: string | null): Promise<AlertRule> =>
  transaction(app.db, async tx => {
    await reviseRules(tx)
    const { definition, scope } = await defineRule(tx, draft, null, holdGroup)
    await requireReceivers(tx, definition)
    return insertAlertRule(tx, definition, scope, by, app.clock())
  })

/**
 * What is left out stays as it was. One that watches something else from then on, or is off, ends its alerts and begins
 * anew. Throws ALERT_RULE_NOT_FOUND and as `createAlertRule`.
 */
export const updateAlertRule = (app: RuleApp, id: number, draft: RuleDraft, by: string | null): Promise<AlertRule> =>
  transaction(app.db, async tx => {
    await reviseRules(tx)
    const [before] = await findAlertRules(tx, [id])
    if (before === undefined) throw ruleNotFound()
    const { definition, scope } = await defineRule(tx, draft, before, holdGroup)
    await requireReceivers(tx, definition)
    const now = app.clock()
    const rule = await replaceAlertRule(tx, id, definition, scope, now)
    if (watchesElse(before, rule)) await beginAnew(tx, id, by, 'the rule was changed', now)
    return rule
  })

/** Its open alerts end; those of the past stay. Throws ALERT_RULE_NOT_FOUND. */
export const deleteAlertRule = (app: RuleApp, id: number, by: string | null): Promise<AlertRule> =>
  transaction(app.db, async tx => {
    await reviseRules(tx)
    const [rule] = await findAlertRules(tx, [id])
    if (rule === undefined) throw ruleNotFound()
    await beginAnew(tx, id, by, 'the rule was deleted', app.clock(), () => deleteStored(tx, id))
    return rule
  })

/** A draft with what is left out: of the rule before, or as usual. Throws as `createAlertRule`. */
export async function defineRule(
  db: Db,
  draft: RuleDraft,
  before: AlertRule | null,
  groupNamed = requireGroup,
): Promise<DefinedRule> {
  const { scope: drafted, settings, ...rest } = draft
  const condition = conditionOf(rest.condition ?? before?.condition ?? '')
  const kept = condition.kind === before?.condition ? before.settings : {}
  const usual = before ?? { ...usualRule, recoveryCount: condition.recoveryCount }
  const defined = defineAlertRule(
    { ...rest, settings: defineSettings(condition.settings, { ...kept, ...settings }) },
    usual,
  )
  const definition = { ...defined, channel: condition.ofChannels ? defined.channel : null }
  const scope = await scopeFor(db, drafted, before, groupNamed)
  if (condition.ofSystem && scope !== null)
    throw new Fault('INVALID_INPUT', `${condition.title} is about the system: leave out the scope`)
  const series = scope !== null && 'seriesId' in scope ? scope.series : null
  if (series !== null && definition.channel !== null && !series.channels.some(one => one.name === definition.channel))
    throw new Fault('INVALID_INPUT', `${series.key} has no channel ${definition.channel}`)
  condition.check?.(definition, series)
  return { definition, scope: scope === null ? null : bare(scope), series }
}

async function requireReceivers(tx: Db, { receivers, escalateTo }: AlertRuleDefinition): Promise<void> {
  const named = [...new Set([...receivers, ...escalateTo])]
  if (named.length > 0 && (await findReceivers(tx, named)).length < named.length)
    throw new Fault(
      'RECEIVER_NOT_FOUND',
      'one of the receivers is not there any more: `receivers` lists those that are',
    )
}

type FoundScope = { readonly seriesId: number; readonly series: Series | null } | { readonly groupId: number } | null

async function scopeFor(
  db: Db,
  draft: ScopeDraft | undefined,
  before: AlertRule | null,
  groupNamed: typeof requireGroup,
): Promise<FoundScope> {
  if (draft === undefined && before !== null) {
    if (before.seriesId !== null) return { seriesId: before.seriesId, series: null }
    return before.groupId === null ? null : { groupId: before.groupId }
  }
  if (draft?.series != null) {
    const series = await requireSeries(db, draft.series)
    return { seriesId: series.id, series }
  }
  return draft?.group == null ? null : { groupId: (await groupNamed(db, draft.group)).id }
}

const bare = (scope: NonNullable<FoundScope>): WideScope =>
  'seriesId' in scope ? { seriesId: scope.seriesId } : { groupId: scope.groupId }

/** Whoever changes one of these makes it another rule. */
const watchedFields = [
  'seriesId',
  'groupId',
  'enabled',
  'condition',
  'settings',
  'channel',
  'triggerCount',
  'triggerOf',
  'triggerFor',
  'recoveryCount',
  'recoveryFor',
  'groupBy',
  'attribute',
] as const

const watchesElse = (before: AlertRule, after: AlertRule): boolean =>
  watchedFields.some(field => !isDeepStrictEqual(before[field], after[field]))

/** Ends the open alerts of a rule and forgets what it remembers; `then`: what is done before that is announced. */
async function beginAnew(
  tx: Db,
  ruleId: number,
  by: string | null,
  why: string,
  now: number,
  then: () => Promise<unknown> = async () => {},
): Promise<void> {
  const ended = await endAlertsOf(tx, ruleId, by, now)
  await endSeriesOf(
    tx,
    ended.map(({ id }) => id),
    now,
  )
  for (const { id } of ended) await addEntry(tx, { alertId: id, kind: 'resolved', at: now, by, text: why })
  await forgetSignals(tx, ruleId)
  await then()
  await announce(
    tx,
    ended.map(({ id }) => alertChanged(null, id)),
    now,
  )
}
