import type { Signal } from '@seriema/domain/alert/signal'
import { eq, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { ofSeriesThere } from '../series/deleted.ts'
import { alertSignal as table } from '../tables/alert.ts'

/** What a rule remembers of a series, or of what is none. */
export interface HeldSignal {
  readonly ruleId: number
  readonly seriesId: number | null
  /** Of the alert that it is part of, while it is on. */
  readonly groupKey: string
  /** When it went on (epoch milliseconds); null: it has not. */
  readonly turnedAt: number | null
  readonly state: Signal
}

export async function readSignals({ query }: Db): Promise<HeldSignal[]> {
  const rows = await query
    .select()
    .from(table)
    .where(or(isNull(table.seriesId), ofSeriesThere(table.seriesId)))
  return rows.map(({ id: _, ...held }) => held)
}

/** In place of those before, by one statement; null: at rest, with nothing to remember. */
export async function saveSignals(
  tx: Db,
  changed: readonly (Pick<HeldSignal, 'ruleId' | 'seriesId'> & { readonly held: HeldSignal | null })[],
): Promise<void> {
  const resting = changed.filter(({ held }) => held === null)
  const kept = changed.flatMap(({ held }) => held ?? [])
  if (resting.length > 0)
    await tx.query.execute(sql`
      delete from ${table} s using json_to_recordset(${JSON.stringify(
        resting.map(({ ruleId, seriesId }) => ({ rule_id: ruleId, series_id: seriesId })),
      )}::json) r (rule_id int, series_id int)
      where s.rule_id = r.rule_id and s.series_id is not distinct from r.series_id`)
  if (kept.length > 0)
    await tx.query.execute(sql`
      insert into ${table} (rule_id, series_id, group_key, turned_at, state)
      select rule_id, series_id, group_key, to_timestamp(turned_at / 1000)::timestamptz(3), state
      from json_to_recordset(${JSON.stringify(
        kept.map(({ ruleId, seriesId, groupKey, turnedAt, state }) => ({
          rule_id: ruleId,
          series_id: seriesId,
          group_key: groupKey,
          turned_at: turnedAt,
          state,
        })),
      )}::json) r (rule_id int, series_id int, group_key text, turned_at float8, state jsonb)
      on conflict (rule_id, series_id) do update
      set group_key = excluded.group_key, turned_at = excluded.turned_at, state = excluded.state`)
}

/** All that a rule remembers. */
export async function forgetSignals({ query }: Db, ruleId: number): Promise<void> {
  await query.delete(table).where(eq(table.ruleId, ruleId))
}
