import { and, eq, isNotNull, max, ne, sql } from 'drizzle-orm'
import type { Alert } from '../alert.ts'
import type { Db } from '../database.ts'
import { alert as table } from '../tables/alert.ts'
import { alertRule } from '../tables/alert-rule.ts'

export const readOpenAlerts = async ({ query }: Db): Promise<Alert[]> =>
  query
    .select()
    .from(table)
    .where(and(ne(table.state, 'resolved'), isNotNull(table.ruleId)))

/** An alert that has ended so lately that no other may begin; instants in epoch milliseconds. */
export interface EndedLately {
  readonly ruleId: number
  readonly groupKey: string
  readonly endedAt: number
  readonly cooldown: number
}

/**
 * The last alerts of rules, of each of their groups: those that ended within the rule's cooldown, and those that somebody
 * ended while what they were about went on.
 */
export async function endedLately({ query }: Db, now: number): Promise<EndedLately[]> {
  const endedAt = max(table.resolvedAt)
  const rows = await query
    .select({ ruleId: alertRule.id, groupKey: table.groupKey, cooldown: alertRule.cooldown, endedAt })
    .from(table)
    .innerJoin(alertRule, eq(alertRule.id, table.ruleId))
    .where(
      and(
        isNotNull(table.resolvedAt),
        sql`(${table.resolvedAt} + ${alertRule.cooldown} * interval '1 ms' > ${sql.param(now, table.resolvedAt)}
          or ${table.byHand} and exists (select from alert_signals s where s.rule_id = ${table.ruleId}
            and s.group_key = ${table.groupKey} and s.turned_at <= ${table.resolvedAt}))`,
      ),
    )
    .groupBy(alertRule.id, table.groupKey)
  return rows.map(row => ({ ...row, endedAt: row.endedAt! }))
}
