import { sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { alertEvaluation as table } from '../tables/alert.ts'
import { group } from '../tables/group.ts'

/** How far events have been looked at, by what rules, and of what groups. */
export interface EvaluationStand {
  /** The last event that was looked at. */
  readonly position: number
  /** Moves with all that people change of rules, windows and alerts. */
  readonly revision: number
  /** Moves with every change of what a group is. */
  readonly groups: string
}

export async function readStand({ query }: Db): Promise<EvaluationStand> {
  const [row] = await query
    .select({
      position: table.position,
      revision: table.revision,
      groups: sql<string>`(select count(*) || ' ' || coalesce(max(${group}.xmin::text::bigint), 0) from ${group})`,
    })
    .from(table)
  return row!
}

/**
 * Puts the stand on, if it is where whoever asks believes it to be. Whether it was: if not, somebody else evaluated or
 * changed something meanwhile, and nothing of the transaction may stay. Held to its end, so that changes wait.
 */
export async function moveStand(
  tx: Db,
  from: Pick<EvaluationStand, 'position' | 'revision'>,
  to: number,
): Promise<boolean> {
  const moved = await tx.sql`
    update alert_evaluation set position = ${to}::int8
    where position = ${from.position}::int8 and revision = ${from.revision}::int8 returning 1`
  return moved.length > 0
}

/**
 * Says that rules, windows or alerts are not as they were: whoever evaluates reads them anew, and evaluates nothing by what
 * was before. It is the first statement of a transaction that changes them; whoever evaluates waits for its end.
 */
export async function reviseRules({ query }: Db): Promise<void> {
  await query.update(table).set({ revision: sql`${table.revision} + 1` })
}
