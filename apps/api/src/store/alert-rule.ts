import type { AlertRuleDefinition } from '@seriema/domain/alert/rule'
import { Fault } from '@seriema/domain/fault'
import type { GroupCondition } from '@seriema/domain/group'
import type { PageRequest } from '@seriema/domain/page'
import type { Scope } from '@seriema/domain/role'
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { listRows } from './list-rows.ts'
import type { Order, Page } from './page.ts'
import { ofScopeThere } from './scope.ts'
import { alertRule as table } from './tables/alert-rule.ts'
import { group } from './tables/group.ts'

/** A stored rule; neither series nor group: it watches all series. Instants in epoch milliseconds. */
export interface AlertRule extends AlertRuleDefinition {
  readonly id: number
  readonly seriesId: number | null
  readonly groupId: number | null
  readonly createdAt: number
  readonly updatedAt: number
  /** Who made it; null where nobody is known. */
  readonly by: string | null
}

/** What a rule or a maintenance window is for: null: all series. */
export type WideScope = Scope | null

export const scopeColumnsOf = (scope: WideScope) => ({
  seriesId: scope !== null && 'seriesId' in scope ? scope.seriesId : null,
  groupId: scope !== null && 'groupId' in scope ? scope.groupId : null,
})

export async function insertAlertRule(
  tx: Db,
  definition: AlertRuleDefinition,
  scope: WideScope,
  by: string | null,
  now: number,
): Promise<AlertRule> {
  const [made] = await tx.query
    .insert(table)
    .values({ ...definition, ...scopeColumnsOf(scope), by, createdAt: now, updatedAt: now })
    .returning()
  return made!
}

/** Throws ALERT_RULE_NOT_FOUND. */
export async function replaceAlertRule(
  tx: Db,
  id: number,
  definition: AlertRuleDefinition,
  scope: WideScope,
  now: number,
): Promise<AlertRule> {
  const [row] = await tx.query
    .update(table)
    .set({ ...definition, ...scopeColumnsOf(scope), updatedAt: now })
    .where(eq(table.id, id))
    .returning()
  if (row === undefined) throw ruleNotFound()
  return row
}

/** Throws ALERT_RULE_NOT_FOUND. */
export async function deleteAlertRule(tx: Db, id: number): Promise<AlertRule> {
  const [gone] = await tx.query.delete(table).where(eq(table.id, id)).returning()
  if (gone === undefined) throw ruleNotFound()
  return gone
}

export const ruleNotFound = (): Fault =>
  new Fault('ALERT_RULE_NOT_FOUND', 'this rule is not there any more: somebody has deleted it')

/** Those that exist, in no particular order. */
export const findAlertRules = async ({ query }: Db, ids: readonly number[]): Promise<AlertRule[]> =>
  query
    .select()
    .from(table)
    .where(and(anyOf(table.id, ids), ofScopeThere(table)))

/** What a rule is called that tells a receiver, at once or later; null where none does. */
export async function ruleTelling({ query }: Db, receiverId: number): Promise<string | null> {
  const one = JSON.stringify([receiverId])
  const [found] = await query
    .select({ name: table.name })
    .from(table)
    .where(sql`${table.receivers} @> ${one}::jsonb or ${table.escalateTo} @> ${one}::jsonb`)
    .limit(1)
  return found?.name ?? null
}

/** A rule with the conditions of the group that it watches, where it is one. */
export interface RuleInForce extends AlertRule {
  readonly groupConditions: readonly GroupCondition[] | null
}

/** Those that are on, the oldest first. */
export async function rulesInForce({ query }: Db): Promise<RuleInForce[]> {
  const rows = await query
    .select({ rule: table, groupConditions: group.conditions })
    .from(table)
    .leftJoin(group, eq(group.id, table.groupId))
    .where(and(eq(table.enabled, true), ofScopeThere(table)))
    .orderBy(asc(table.id))
  return rows.map(({ rule, groupConditions }) => ({ ...rule, groupConditions }))
}

export interface AlertRuleFilter {
  readonly seriesId?: number | null
  readonly groupId?: number | null
  readonly conditions?: readonly string[] | null | undefined
  readonly enabled?: boolean | null | undefined
}

const newestFirst: Order = { by: table.createdAt, of: 'instant', id: table.id, descending: true }

/** The newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export function listAlertRules(
  db: Db,
  { seriesId, groupId, conditions, enabled }: AlertRuleFilter,
  request: PageRequest = {},
): Promise<Page<AlertRule>> {
  const matching: SQL | undefined = and(
    ofScopeThere(table),
    seriesId == null ? undefined : eq(table.seriesId, seriesId),
    groupId == null ? undefined : eq(table.groupId, groupId),
    conditions == null ? undefined : anyOf(table.condition, conditions),
    enabled == null ? undefined : eq(table.enabled, enabled),
  )
  return listRows(db, table, matching, newestFirst, one => [one.createdAt, one.id], request)
}
